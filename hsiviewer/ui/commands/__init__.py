"""The actions of the window, and what they do."""
