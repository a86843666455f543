"""Domain model of hsiviewer; may import numpy, msgspec, platformdirs and psygnal."""
