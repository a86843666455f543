"""Matches of a spectral library."""
