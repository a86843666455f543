"""Support vector machine on spectra: the baseline every user compares with."""
