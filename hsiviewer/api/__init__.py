"""The public functions behind ``import hsiviewer``: synchronous, numpy in and out.

May import every package but the window; `hsiviewer` itself loads it on first use.
"""
