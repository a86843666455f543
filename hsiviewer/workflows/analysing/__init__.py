"""Analyses of a scene that need no training: what they are told, and their results."""
