"""Spectra made ready: smoothed, normalised, corrected, cut and resampled."""
