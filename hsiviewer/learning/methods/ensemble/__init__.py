"""Experts on pixels and on their surroundings that vote, and agree with neighbours."""
