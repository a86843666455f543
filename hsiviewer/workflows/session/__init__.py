"""One scene that a user works on, and what is kept of it."""
