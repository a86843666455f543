"""Multinomial logistic regression on spectra: a linear model of probabilities."""
