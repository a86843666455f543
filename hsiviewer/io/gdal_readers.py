"""The formats that GDAL reads, each by one driver that alone is asked."""

from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.io.product_parts import FOLDER
from hsiviewer.io.reader import LabelRaster, Reader, begins_with


def _reader(
    label: str, patterns: tuple[str, ...], driver: str, *magic: bytes
) -> Reader:
    def open_raster(path: Path, variable: str) -> HsiCube:
        from hsiviewer.io.geotiff import open_gdal
        from hsiviewer.io.raster_masks import with_marks
        from hsiviewer.io.single_bands import open_band_files

        if variable == FOLDER:
            return open_band_files(path, driver)
        return with_marks(open_gdal(path, driver=driver), path, driver)

    def read_labels(path: Path, _variable: str) -> LabelRaster:
        from hsiviewer.io.gdal_labels import read_gdal_labels

        return read_gdal_labels(path, driver)

    return Reader(
        label, patterns, begins_with(*magic), open_raster, read_labels=read_labels
    )


GEOTIFF = _reader(
    "GeoTIFF", ("*.tif", "*.tiff"), "GTiff", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"
)
PNG = _reader("PNG", ("*.png",), "PNG", b"\x89PNG")
JPEG2000 = _reader("JPEG 2000", ("*.jp2",), "JP2OpenJPEG", b"\0\0\0\x0cjP")
LAN = _reader("ERDAS LAN", ("*.lan", "*.gis"), "LAN", b"HEAD")
