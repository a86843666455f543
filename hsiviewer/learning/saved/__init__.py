"""Weights and records on the disk."""
