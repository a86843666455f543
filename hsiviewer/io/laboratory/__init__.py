"""Captures of laboratory and field cameras: counts with dark and white references."""
