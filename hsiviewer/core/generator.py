"""The name by which files say that the program has made them."""

from hsiviewer import __version__

GENERATOR = f"hsiviewer {__version__}"
