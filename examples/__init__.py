"""A demo class: answers as small files, and the tools that hand them in and grade them."""
