"""Spectra of pixels, classes and regions."""
