"""Rasters, labels and requests as methods see them."""
