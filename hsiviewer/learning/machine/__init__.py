"""Processors, memory and seeds."""
