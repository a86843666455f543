"""Formats as records: what each of them opens, lists and reads as labels."""

import numpy as np
import pytest
import scipy.io

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.errors import CubeFormatError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.io import registry
from hsiviewer.io.labels import read_labels, write_labels
from hsiviewer.io.reader import LabelRaster, Reader, begins_with
from hsiviewer.io.registry import READERS, identify, list_variables, open_auxiliary
from tests.builders import UTM33, make_cube, make_values

IDS = np.array([[0, 1, 10, 14, 0, 1, 1]] * 6, np.uint8)
SCHEME = ClassScheme(
    (
        LandCoverClass(1, "water", "#204080"),
        LandCoverClass(10, "roof", "#c03020"),
        LandCoverClass(14, "lawn", "#30a040"),
    )
)


def odd_reader(values, **fields):
    """Return a reader whose files all hold the same values (bands, rows, cols)."""

    def open_scene(path, _variable):
        source = ArraySource(values)
        return HsiCube(source, BandAxis(len(values)), UTM33, nodata=14, path=path)

    return Reader("Odd", ("*.odd",), begins_with(b"ODD"), open_scene, **fields)


@pytest.fixture
def odd(monkeypatch, tmp_path):
    """Return what makes the registry know a reader, and a file of it."""

    def use(values, **fields):
        reader = odd_reader(values, **fields)
        monkeypatch.setattr(registry, "all_readers", lambda: (reader, *READERS))
        path = tmp_path / "a.odd"
        path.write_bytes(b"ODD")
        return path

    return use


def test_formats_are_asked_in_a_fixed_order():
    labels = [reader.label for reader in READERS]
    assert labels == [
        "GeoTIFF", "MATLAB", "HDF5 and netCDF", "classic netCDF", "NumPy",
        "NumPy archive", "Zarr", "PDS4", "Hyperion", "EnMAP and DESIS",
        "EnMAP and DESIS, zipped", "STAC item", "PNG", "JPEG 2000", "ERDAS LAN",
        "array of hsiviewer", "laboratory capture", "ENVI",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("suffix", "label"),
    [(".tif", "GeoTIFF"), (".hdr", "ENVI"), (".mat", "MATLAB"), (".npy", "NumPy")],
)
def test_labels_are_read_by_the_reader_of_their_format(tmp_path, suffix, label):
    path = tmp_path / f"l{suffix}"
    write_labels(path, LabelMap(IDS), SCHEME, GeoReference())
    reader = identify(path)
    assert reader.label == label
    raster = reader.label_raster(path, "")
    np.testing.assert_array_equal(raster.values, IDS)
    if label in ("GeoTIFF", "ENVI"):
        assert {raster.names[id_] for id_ in SCHEME.ids} == {"water", "roof", "lawn"}
        assert raster.colors[10] == "#c03020"
    else:
        assert (raster.names, raster.colors) == ({}, {})


def test_a_format_that_says_nothing_of_labels_has_the_only_band(odd):
    labels, scheme = read_labels(odd(IDS[None]), make_cube(georeference=UTM33))
    np.testing.assert_array_equal(labels.values, np.where(IDS == 14, 0, IDS))
    assert scheme.ids == (1, 10)
    with pytest.raises(LabelFormatError, match="3 bands"):
        read_labels(odd(np.zeros((3, 6, 7))), None)


def test_a_format_may_know_more_of_its_labels(odd):
    raster = LabelRaster(IDS, names={1: "lake"}, colors={1: "#010203"})
    path = odd(np.zeros((3, 6, 7)), read_labels=lambda _path, _variable: raster)
    labels, scheme = read_labels(path, None)
    np.testing.assert_array_equal(labels.values, IDS)
    assert (scheme[1].name, scheme[1].color) == ("lake", "#010203")
    assert scheme[10].name == "class 10"


def test_variables_are_those_of_the_file(tmp_path):
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"cube": np.zeros((4, 5, 6)), "map": IDS})
    found = {variable.name: variable for variable in list_variables(path)}
    assert found["cube"].shape == (4, 5, 6)
    assert found["map"].kind == "uint8"


def test_files_of_one_raster_and_of_no_format_list_nothing(tmp_path):
    np.save(tmp_path / "a.npy", IDS)
    (tmp_path / "a.gpkg").write_bytes(b"SQLite format 3\0")
    for name in ("a.npy", "a.gpkg", "none.mat"):
        assert not list_variables(tmp_path / name)
    assert not list_variables(tmp_path)
    (tmp_path / "damaged.mat").write_bytes(b"MATLAB 5.0 MAT-file" + bytes(200))
    with pytest.raises(CubeFormatError):
        list_variables(tmp_path / "damaged.mat")


def test_an_array_without_bands_does_for_an_auxiliary_raster(tmp_path):
    path = tmp_path / "dsm.mat"
    scipy.io.savemat(path, {"dsm": make_values(bands=1)[0]})
    with pytest.raises(CubeFormatError):
        registry.open_cube(path)
    raster = open_auxiliary(path, make_cube())
    assert raster.shape == (1, 6, 7)
