"""The public functions of ``import hsiviewer``: synchronous, with numpy arrays.

May import every package except the window. `hsiviewer` loads it on first use.
"""
