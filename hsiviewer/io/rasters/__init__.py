"""What stands in and beside a raster of GDAL's about its bands.

A GeoTIFF has no fixed place for wavelengths: they stand in tags of several kinds, in
files beside it, in the XML of a satellite's product, or in the names of bands.
"""
