"""Regularised linear discriminant on spectra: nothing to choose, hard to beat."""
