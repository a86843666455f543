"""Background execution in worker processes, and its states; no Qt and no torch.

May import `hsiviewer.core` and no other package of hsiviewer.
"""
