"""Spectra and regions with numpy, scipy and scikit-image.

May import `hsiviewer.core` and no other package of hsiviewer.
"""
