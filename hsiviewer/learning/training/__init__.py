"""Training loops, ensembles and pre-training."""
