"""The size of ERDAS LAN and GIS files, which GDAL reads as zeros where they end."""

import struct
from pathlib import Path

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.foreign_files import open_regular

_HEADER = 128
_BITS = {0: 8, 1: 4, 2: 16}  # by the number of the packing


def check_lan_size(path: Path, shape: tuple[int, int, int]) -> None:
    """Refuse a LAN or GIS file that ends before its values do.

    Parameters
    ----------
    path : Path
        The file.
    shape : tuple of int
        Bands, rows and columns as GDAL reads them from the header.

    Raises
    ------
    CubeFormatError
        If it is too short, or packed in a way that is not read right.
    """
    with open_regular(path) as file:
        head = file.read(_HEADER)
        size = file.seek(0, 2)
    little, big = (struct.unpack(order + "H", head[6:8])[0] for order in "<>")
    bits = _BITS.get(little, _BITS.get(big, 0))
    if not bits:
        raise CubeFormatError(
            f"{path.name} packs its values in an unknown way ({little}); save it as "
            "GeoTIFF or ENVI"
        )
    bands, rows, cols = shape
    if bits * cols % 8:
        raise CubeFormatError(
            f"{path.name} has an odd number of columns of half a byte each, which GDAL "
            "misreads; save it as GeoTIFF or ENVI"
        )
    wanted = _HEADER + bands * rows * (cols * bits // 8)
    if size < wanted:
        raise CubeFormatError(
            f"{path.name} has {size} bytes, and its header promises {wanted}; it was "
            "cut off: copy it again"
        )
