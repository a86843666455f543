"""Sampling protocols, metrics and reports; no Qt and no torch.

May import `hsiviewer.core` and no other package of hsiviewer.
"""
