"""Rasters of other systems and grids lie where they are on the ground."""

import numpy as np
import pytest
from rasterio.crs import CRS
from rasterio.warp import transform

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.alignment import Alignment
from hsiviewer.workflows.session.raster_layers import _open_layer, render_layer
from tests.builders import UTM33, make_cube, make_values

DEGREES = GeoReference(
    CRS.from_epsg(4326).to_wkt(), (2e-4, 0, 12.9, 0, -2e-4, 52.5), "EPSG:4326"
)


def test_places_are_those_of_the_projections():
    scene = make_cube(rows=200, cols=300, georeference=UTM33)
    raster = make_cube(rows=900, cols=900, georeference=DEGREES)
    rows, cols = np.linspace(0, 199, 67), np.linspace(0, 299, 83)
    found_rows, found_cols = Alignment(raster, scene).places(rows, cols)
    grid = np.meshgrid(rows, cols, indexing="ij")
    x, y = UTM33.map_xy(*grid)
    lon, lat = transform("EPSG:32633", "EPSG:4326", x.ravel(), y.ravel())
    exact_rows, exact_cols = DEGREES.pixel(np.array(lon), np.array(lat))
    # A tenth of a pixel cannot be seen.
    np.testing.assert_allclose(found_rows.ravel(), exact_rows, atol=0.1)
    np.testing.assert_allclose(found_cols.ravel(), exact_cols, atol=0.1)


def test_a_raster_of_the_same_size_without_a_place_lies_pixel_on_pixel():
    scene = make_cube(georeference=UTM33)
    rows, cols = Alignment(make_cube(), scene).places(np.arange(6.0), np.arange(7.0))
    np.testing.assert_array_equal(rows[:, 0], np.arange(6))
    np.testing.assert_array_equal(cols[0], np.arange(7))


def test_a_raster_that_cannot_be_aligned_is_told():
    scene = make_cube(georeference=UTM33)
    with pytest.raises(CubeFormatError, match="cannot be aligned"):
        Alignment(make_cube(rows=9), scene)


@pytest.mark.parametrize("scale", [0.25, 1.0, 3.0])
def test_the_picture_of_a_shifted_raster_is_shifted(tmp_path, scale):
    from hsiviewer.io.envi_writer import write_envi

    a, b, c, d, e, f = UTM33.transform
    shifted = GeoReference(
        UTM33.crs_wkt, (a, b, c + 10 * a, d, e, f + 20 * e), UTM33.crs_name
    )
    scene = make_cube(rows=60, cols=80, georeference=UTM33)
    values = make_values(1, 30, 40).astype(np.float32)
    own = make_cube(values=values, georeference=shifted)
    write_envi(tmp_path / "layer.hdr", values, bands=own.bands, georeference=shifted)
    layer = _open_layer(tmp_path / "layer.hdr", scene, 1)
    height, width = round(60 * scale), round(80 * scale)
    picture = render_layer(layer, (0.0, 0.0, scale), (height, width))
    seen = np.argwhere(picture >> 24)
    # Rows 20..49 and columns 10..49 of the scene.
    assert seen.min(axis=0) == pytest.approx([20 * scale, 10 * scale], abs=1)
    assert seen.max(axis=0) + 1 == pytest.approx([50 * scale, 50 * scale], abs=1)
    brightness = (picture & 255).astype(int)[seen[:, 0], seen[:, 1]]
    # Values rise with row and column.
    assert brightness[0] == brightness.min()
    assert brightness[-1] == brightness.max() > 200
