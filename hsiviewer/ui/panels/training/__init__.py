"""Choose a method, start it, and see how it learns."""
