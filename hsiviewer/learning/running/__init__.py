"""Entries of learning jobs: checks, dispatch to the methods, results."""
