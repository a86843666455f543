"""hsiviewer: from a hyperspectral cube and a few labels to a trustworthy map."""

__version__ = "0.1.0"
