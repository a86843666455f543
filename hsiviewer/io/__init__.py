"""Files to and from core objects; the only package that imports rasterio and h5py.

May import `hsiviewer.core` and no other package of hsiviewer.
"""

from hsiviewer.io.gdal_environment import forbid_network_and_drivers, use_bundled_data

# Before anything imports rasterio: PROJ reads its search path only once, and GDAL
# the list of its drivers.
use_bundled_data()
forbid_network_and_drivers()
