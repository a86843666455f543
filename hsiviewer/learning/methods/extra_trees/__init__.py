"""Extremely randomised trees on spectra: smoother than a random forest."""
