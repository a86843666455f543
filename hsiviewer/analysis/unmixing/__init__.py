"""Mixed pixels: how many materials, which ones, and how much of each."""
