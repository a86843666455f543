"""Regions measured: how their values are spread, band by band."""
