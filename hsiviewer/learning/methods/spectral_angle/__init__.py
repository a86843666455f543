"""Spectral angle to the mean spectra of the classes: the oldest baseline."""
