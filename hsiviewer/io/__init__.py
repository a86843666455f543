"""Files to and from core objects; the only package that imports rasterio and h5py.

May import `hsiviewer.core` and no other package of hsiviewer.
"""

from hsiviewer.io.gdal_environment import use_bundled_data

# Before anything imports rasterio: PROJ reads its search path only once.
use_bundled_data()
