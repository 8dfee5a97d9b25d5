"""An assignment of one's own: what it begins as, and what is wrong with it."""
