"""Regularised linear discriminant on spectra, with nothing to choose."""
