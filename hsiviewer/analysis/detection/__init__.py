"""Targets and anomalies: how much each pixel looks like something sought."""
