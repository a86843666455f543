"""Random forest on spectra: a baseline that needs no tuning."""
