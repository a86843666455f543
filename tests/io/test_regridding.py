"""Rasters of other grids are moved by map coordinates, or refused in a sentence."""

import numpy as np
import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.warp import transform_bounds

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.registry import open_auxiliary
from tests.builders import UTM33, make_cube

CUBE_PLACE = make_cube(georeference=UTM33)
DEGREES = CRS.from_epsg(4326).to_wkt()


def write_plane(tmp_path, place, shape=(20, 20), **more):
    path = tmp_path / "dsm.tif"
    write_geotiff(
        path, np.full((1, *shape), 7.5, np.float32), georeference=place, **more
    )
    return path


def test_a_raster_in_degrees_is_moved(tmp_path):
    left, bottom, right, top = transform_bounds(
        "EPSG:32633", "EPSG:4326", 359900, 5809700, 360400, 5810100
    )
    step = (right - left) / 20, (top - bottom) / 20
    place = GeoReference(DEGREES, (step[0], 0.0, left, 0.0, -step[1], top))
    raster = open_auxiliary(write_plane(tmp_path, place), CUBE_PLACE)
    np.testing.assert_allclose(raster.read(), 7.5)


def test_missing_values_stay_missing(tmp_path):
    place = GeoReference(UTM33.crs_wkt, (30.0, 0, 360000.0, 0, -30.0, 5810000.0))
    path = write_plane(tmp_path, place, (3, 20), nodata=-1)
    with rasterio.open(path, "r+") as dataset:
        values = dataset.read(1)
        values[0] = -1
        dataset.write(values, 1)
    found = open_auxiliary(path, CUBE_PLACE).read()[0]
    assert np.isnan(found[0]).all()
    np.testing.assert_allclose(found[1:3], 7.5)
    assert np.isnan(found[3:]).all()


@pytest.mark.parametrize(
    "place", [GeoReference(), GeoReference(transform=UTM33.transform)]
)
def test_another_size_without_coordinates_is_refused(tmp_path, place):
    with pytest.raises(CubeFormatError, match=r"dsm\.tif has 20 rows"):
        open_auxiliary(write_plane(tmp_path, place), CUBE_PLACE)


def test_the_same_size_without_coordinates_is_taken_as_it_is(tmp_path):
    raster = open_auxiliary(write_plane(tmp_path, GeoReference(), (6, 7)), CUBE_PLACE)
    np.testing.assert_array_equal(raster.read(), np.full((1, 6, 7), 7.5))


@pytest.mark.parametrize(
    "transform",
    [(0.0, 0.0, 0.0, 0.0, 0.0, 5.0), (1e30, 0, 1e30, 0, -1e30, 1e30)],
)
@pytest.mark.parametrize("crs", [UTM33.crs_wkt, DEGREES])
@pytest.mark.parametrize("shape", [(6, 7), (20, 20)])
def test_impossible_places_never_end_in_a_foreign_error(
    tmp_path, transform, crs, shape
):
    path = write_plane(tmp_path, GeoReference(crs, transform), shape)
    if shape == (20, 20) and not any(transform[:2]):
        with pytest.raises(CubeFormatError, match=r"dsm\.tif"):
            open_auxiliary(path, CUBE_PLACE)
    else:
        raster = open_auxiliary(path, CUBE_PLACE)
        assert raster.grid_shape == CUBE_PLACE.grid_shape


def test_a_coordinate_system_that_leads_nowhere_is_refused(tmp_path):
    plan = (
        'ENGCRS["site plan",EDATUM["site"],CS[Cartesian,2],AXIS["x",east],'
        'AXIS["y",north],LENGTHUNIT["metre",1]]'
    )
    place = GeoReference(plan, UTM33.transform)
    path = write_plane(tmp_path, place)
    with pytest.raises(CubeFormatError, match="no way is known"):
        open_auxiliary(path, CUBE_PLACE)
