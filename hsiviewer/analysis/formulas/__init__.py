"""Formulas over bands: their grammar, their values and the published indices."""
