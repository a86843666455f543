"""Formats of spectral libraries: each module reads one, and gives a record of it."""
