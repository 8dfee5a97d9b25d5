"""What is asked and how it is judged, as data: one module per assignment."""
