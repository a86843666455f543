"""Arrays of scripts, as worker processes find them."""

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.array_file import MAGIC, write_array_file
from hsiviewer.io.registry import file_filter, open_cube
from tests.builders import UTM33, make_values

SOUTH_UP = (30.1, 0.0, 300000.0, 0.0, 30.0, 5800000.0)
SHEARED = (30.0, 7.0, 1 / 3, 2.0, -30.0, 5800000.0)


@pytest.mark.parametrize("kind", ["u1", "<i2", ">i2", "i8", "u8", "f4", ">f4", "f8"])
@pytest.mark.parametrize("axes", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 1, 0)])
def test_values_come_back_in_any_order_of_the_memory(tmp_path, kind, axes):
    values = np.ascontiguousarray(make_values(2, 3, 4, kind).transpose(axes))
    values = values.transpose(np.argsort(axes))
    write_array_file(
        tmp_path / "a", values, bands=BandAxis(2), georeference=GeoReference()
    )
    cube = open_cube(tmp_path / "a")
    assert np.array_equal(cube.source.read(), values)
    assert (cube.bands, cube.nodata) == (BandAxis(2), None)


@pytest.mark.parametrize("transform", [SOUTH_UP, SHEARED, UTM33.transform])
def test_what_is_known_comes_back_to_the_last_digit(tmp_path, transform):
    place = GeoReference(UTM33.crs_wkt, transform, "mine")
    good = np.array([True, False, True, True, True])
    bands = BandAxis(5, np.array([1e3 / 3, 400.1, 412.0, 500.2, 2500.0]), good=good)
    write_array_file(
        tmp_path / "a",
        make_values(),
        bands=bands,
        georeference=place,
        nodata=-0.1,
        scale=1e4 / 3,
    )
    cube = open_cube(tmp_path / "a")
    assert (cube.scale, cube.is_reflectance) == (1e4 / 3, True)
    assert (cube.georeference, cube.nodata, cube.notices) == (place, -0.1, ())
    assert cube.bands == bands


def test_wavelengths_out_of_order_are_kept_and_told(tmp_path):
    bands = BandAxis(5, np.array([400.1, 500.2, 1e3 / 3, 2500.0, 412.0]))
    path = tmp_path / "a"
    write_array_file(path, make_values(), bands=bands, georeference=GeoReference())
    cube = open_cube(path)
    assert cube.bands == bands
    assert "not in order" in cube.notices[0]


def test_it_is_offered_to_nobody():
    labels = [label for label, _ in file_filter()]
    assert "array of hsiviewer" not in labels
    assert "ENVI" in labels


@pytest.mark.parametrize(
    "damage",
    [
        (b'"bsq"', b'"bsx"'),
        (b'"<i2"', b'"|O8"'),
        (b"[5, 6, 7]", b"[5, 6, 9]"),
        (b"[5, 6, 7]", b"[5, 6, 0]"),
        (b"[5, 6, 7]", b"[5, 6]"),
        (b"[5, 6, 7]", b"[1e999, 6, 7]"),
        (b'"nodata": null', b'"nodata": []'),
        (b'"scale": null', b'"scale": []'),
        (b'"good": null', b'"good": [1]'),
        (b'"transform"', b'"transfer"'),
        (MAGIC, MAGIC + b"["),
    ],
)
def test_damage_is_told_in_a_sentence(tmp_path, damage):
    path = tmp_path / "a"
    write_array_file(
        path, make_values(), bands=BandAxis(5), georeference=GeoReference()
    )
    assert damage[0] in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(*damage))
    with pytest.raises(CubeFormatError, match="a "):
        open_cube(path)
