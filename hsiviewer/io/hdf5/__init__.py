"""HDF5 in all its forms: netCDF-4, HDF-EOS5, MATLAB 7.3 and the sensors' products.

Nothing outside this package touches h5py. A file goes through `Hdf5File`, which follows
no link out of it; `layouts` turn what the file says into a scene.
"""

import os

# A file names the filters that unpack it, and HDF5 would load them as libraries from
# folders of the system. It reads this once, when it is loaded: before h5py is imported.
os.environ["HDF5_PLUGIN_PRELOAD"] = "::"
