"""Inputs that many tests share."""

import os
from pathlib import Path

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.georeference import GeoReference

SHARED_DATA = Path(
    os.environ.get(
        "HSIVIEWER_TEST_DATA",
        Path(__file__).resolve().parents[2] / "shared" / "data",
    )
)
UTM33 = GeoReference(
    crs_wkt=(
        'PROJCS["WGS 84 / UTM zone 33N",GEOGCS["WGS 84",DATUM["WGS_1984",'
        'SPHEROID["WGS 84",6378137,298.257223563]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
        'PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",15],'
        'PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],'
        'PARAMETER["false_northing",0],UNIT["metre",1],AUTHORITY["EPSG","32633"]]'
    ),
    transform=(30.0, 0.0, 360000.0, 0.0, -30.0, 5810000.0),
    crs_name="EPSG:32633",
)


def make_values(bands=5, rows=6, cols=7, dtype=np.int16):
    """Return ``100 * band + 10 * row + col``: any swapped axis shows."""
    band, row, col = np.ogrid[:bands, :rows, :cols]
    return (100 * band + 10 * row + col).astype(dtype)


def make_cube(bands=5, rows=6, cols=7, **fields):
    """Return a cube over `make_values` with wavelengths from 400 nm."""
    values = fields.pop("values", None)
    if values is None:
        values = make_values(bands, rows, cols)
    axis = BandAxis(values.shape[0], np.linspace(400.0, 1000.0, values.shape[0]))
    fields.setdefault("bands", axis)
    return HsiCube(ArraySource(values), **fields)


def make_document(rows=6, cols=7, classes=("water", "tree")):
    """Return a document with an open cube and named classes 1, 2, ..."""
    document = Document(make_cube(rows=rows, cols=cols))
    for name in classes:
        document.add_class(name)
    return document
