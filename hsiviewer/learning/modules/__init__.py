"""Blocks that several methods share: encoders, schedules, losses, heads."""
