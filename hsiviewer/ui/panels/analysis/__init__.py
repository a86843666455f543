"""The panel of analyses that need no training."""
