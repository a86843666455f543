"""Files to and from core objects; the only package that imports rasterio and h5py.

May import `hsiviewer.core` and no other package of hsiviewer.
"""
