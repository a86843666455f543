"""Pixels grouped by their spectra, without labels."""
