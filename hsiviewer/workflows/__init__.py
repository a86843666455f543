"""Use cases as coroutines, shared by the window, the command line and scripts.

May import every package below it; never Qt, torch, rasterio or scikit-learn directly.
"""
