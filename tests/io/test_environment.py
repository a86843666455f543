"""GDAL settings of other programs do no harm; coordinates are right."""

import os
import subprocess
import sys

import pytest

from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.coordinates import geographic_transform
from hsiviewer.io.geotiff import write_geotiff
from tests.builders import UTM33, make_values

SCRIPT = """
import sys, warnings
warnings.simplefilter("error")
from hsiviewer.io.registry import open_cube
from hsiviewer.io.coordinates import geographic_transform
cube = open_cube(sys.argv[1])
latitude, longitude = geographic_transform(cube.georeference)(500000.0, 0.0)
print(cube.georeference.crs_name, round(latitude, 6), round(longitude, 6))
"""


def test_foreign_gdal_and_proj_folders_do_not_break_coordinates(tmp_path):
    write_geotiff(tmp_path / "s.tif", make_values(), georeference=UTM33)
    (tmp_path / "proj.db").write_bytes(b"of another version")
    foreign = dict.fromkeys(
        ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "GDAL_DRIVER_PATH"), str(tmp_path)
    )
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "s.tif")],
        env={**os.environ, **foreign},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split() == ["EPSG:32633", "0.0", "15.0"]


@pytest.mark.parametrize(
    ("x", "y", "latitude", "longitude"),
    [(500000.0, 0.0, 0.0, 15.0), (500000.0, 5538630.7027, 50.0, 15.0)],
)
def test_points_on_the_central_meridian_are_known(x, y, latitude, longitude):
    # Scale 0.9996 times the meridian arc of WGS 84 to 50 degrees, 5 540 847.0416 m.
    found = geographic_transform(UTM33)(x, y)
    assert found == pytest.approx((latitude, longitude), abs=1e-8)


def test_points_outside_the_projection_are_not_numbers():
    latitude, longitude = geographic_transform(UTM33)(1e30, 1e30)
    assert latitude != latitude
    assert longitude != longitude


def test_without_a_coordinate_system_there_is_no_latitude():
    assert geographic_transform(GeoReference(transform=UTM33.transform)) is None


def test_no_library_is_loaded_because_a_file_names_a_filter():
    code = (
        "import hsiviewer.io.hdf5, os, sys; assert 'h5py' not in sys.modules;"
        "import hsiviewer.io.hdf5.opening, h5py;"
        "assert os.environ['HDF5_PLUGIN_PRELOAD'] == '::'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
