"""Zarr stores of format 2 and 3, as their own library writes them, and damaged ones."""

import base64
import json
import shutil
import struct
import zlib
from pathlib import Path

import numcodecs
import numpy as np
import pytest
import zarr

from hsiviewer.core.errors import CubeFormatError, SourceClosedError
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import list_variables, open_auxiliary, open_cube
from hsiviewer.io.scene_reference import content_digest
from hsiviewer.io.zarr_store.store import JsonAttributes
from tests.builders import UTM33, make_values

VALUES = make_values(5, 9, 11)
CENTRES = np.array([450.0, 550, 650, 850, 1600])
SHARDED = {"chunks": (1, 3, 4), "shards": (5, 6, 8)}
DELTA, SHUFFLE = numcodecs.Delta("|u1"), numcodecs.Shuffle(2)
CHECKSUM = zarr.codecs.Crc32cCodec()
# Its library keeps a thread from the first use on, which is none of a test's.
zarr.open_group(zarr.storage.MemoryStore(), mode="w")


def write(path, values=VALUES, *, fmt=3, name="cube", centres=CENTRES, **options):
    """Write a store with a cube and its wavelengths; return the group."""
    group = zarr.open_group(path, mode="w", zarr_format=fmt)
    options = {"chunks": (2, 4, 5), **options}
    array = group.create_array(name, shape=values.shape, dtype=values.dtype, **options)
    array[...] = values
    group.create_array(
        "wavelength", shape=centres.shape, dtype="f8", attributes={"units": "nm"}
    )[...] = centres
    return group


def assert_is_town(cube, values=VALUES):
    np.testing.assert_array_equal(cube.source.read(), values)
    np.testing.assert_array_equal(cube.bands.wavelength_nm, CENTRES)


@pytest.mark.parametrize(
    ("fmt", "kind", "options"),
    [
        (2, "<i2", {}),
        (2, ">u4", {"compressors": None, "order": "F"}),
        (2, "<f4", {"compressors": numcodecs.Blosc("lz4"), "chunks": (5, 3, 3)}),
        (2, "|u1", {"compressors": numcodecs.Zlib(), "filters": [DELTA]}),
        (2, "<i2", {"compressors": numcodecs.LZ4(), "filters": [SHUFFLE]}),
        (2, ">f8", {"compressors": numcodecs.BZ2()}),
        (2, "<u2", {"compressors": numcodecs.LZMA()}),
        (3, "<i2", {}),
        (3, "<f8", {"compressors": None}),
        (3, "<i4", {"compressors": [zarr.codecs.GzipCodec(), CHECKSUM]}),
        (3, "<f4", {"compressors": zarr.codecs.BloscCodec()}),
        (3, "<u2", {"filters": zarr.codecs.TransposeCodec(order=(1, 2, 0))}),
        (3, "|u1", {"chunk_key_encoding": {"name": "v2", "separator": "."}}),
        (3, "<i2", SHARDED),
    ],
)
def test_values_of_any_packing_are_those_of_the_array(tmp_path, fmt, kind, options):
    values = (VALUES % 250).astype(kind)
    write(tmp_path / "a.zarr", values, fmt=fmt, **options)
    cube = open_cube(tmp_path / "a.zarr")
    assert cube.source.dtype == np.dtype(kind).newbyteorder("=")
    assert_is_town(cube, values)
    window = PixelWindow(1, 2, 7, 8)
    rows, cols = window.slices
    np.testing.assert_array_equal(
        cube.source.read([4, 0, 0], window, step=2),
        values[[4, 0, 0], rows, cols][:, ::2, ::2],
    )
    rows, cols = np.array([8, 0, 3]), np.array([1, 10, 1])
    np.testing.assert_array_equal(
        cube.source.read_spectra(rows, cols), values[:, rows, cols].T
    )
    cube.close()
    with pytest.raises(SourceClosedError):
        cube.source.read([0])


def test_a_store_is_opened_by_folder_mark_archive_and_name(tmp_path):
    write(tmp_path / "a.zarr", name="scene/refl")
    archive = zarr.storage.ZipStore(tmp_path / "b.zarr.zip", mode="w")
    write(archive, name="scene/refl", **SHARDED)
    archive.close()
    shutil.make_archive(str(tmp_path / "c"), "zip", tmp_path, "a.zarr")
    for reference in (
        "a.zarr", "a.zarr/zarr.json", "a.zarr:refl", "a.zarr:scene/refl",
        "a.zarr:refl:bands,rows,cols", "b.zarr.zip", "b.zarr.zip:refl", "c.zip",
    ):  # fmt: skip
        cube = open_cube(f"{tmp_path}/{reference}")
        assert_is_town(cube)
        assert cube.name == reference.partition("/")[0].split(":")[0]
        again = open_cube(cube.reference)
        assert_is_town(again)
        for opened in (cube, again):
            opened.close()


@pytest.mark.parametrize("fmt", [2, 3])
def test_names_of_axes_place_scale_and_fill_are_understood(tmp_path, fmt):
    """As xarray with rioxarray writes them."""
    path = tmp_path / "x.zarr"
    stored = VALUES.transpose(1, 2, 0).astype("i2")
    stored[0, 0] = -9999
    group = zarr.open_group(path, mode="w", zarr_format=fmt)

    def add(name, values, dims, *, fill=0, **attributes):
        values = np.asarray(values)
        named = {"dimension_names": dims} if fmt == 3 else {}
        array = group.create_array(
            name, shape=values.shape, dtype=values.dtype, fill_value=fill, **named
        )
        array[...] = values
        if fmt == 2:
            array.attrs["_ARRAY_DIMENSIONS"] = dims
        array.attrs.update(attributes)

    said = {"scale_factor": 1e-4, "grid_mapping": "spatial_ref"}
    if fmt == 3:
        said["_FillValue"] = -9999
    add("reflectance", stored, ["y", "x", "wl"], fill=-9999, **said)
    add("wl", CENTRES / 1000, ["wl"], units="um")
    add("y", 5_809_985.0 - 30 * np.arange(9.0), ["y"])
    add("x", 360_015.0 + 30 * np.arange(11.0), ["x"])
    add("spatial_ref", np.int64(0), [], crs_wkt=UTM33.crs_wkt)
    cube = open_cube(path)
    assert (cube.shape, cube.axes) == (VALUES.shape, ())
    assert cube.quantity == "reflectance"
    assert (cube.nodata, cube.scale) == (-9999, 10_000)
    assert cube.georeference.transform == UTM33.transform
    assert cube.georeference.crs_name == "EPSG:32633"
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_array_equal(cube.source.read()[:, 1:], VALUES[:, 1:])


def test_several_cubes_are_told_and_named(tmp_path):
    group = write(tmp_path / "a.zarr", name="one")
    group.create_array("two", shape=VALUES.shape, dtype="i2")[...] = VALUES
    with pytest.raises(CubeFormatError, match="holds several cubes: one"):
        open_cube(tmp_path / "a.zarr")
    named = [variable.name for variable in list_variables(tmp_path / "a.zarr")]
    assert named == ["one", "two"]
    assert_is_town(open_cube(f"{tmp_path}/a.zarr:two"))


def test_planes_are_labels_and_auxiliary_rasters(tmp_path):
    group = write(tmp_path / "a.zarr")
    labels = (VALUES[0] % 3).astype("u1")
    group.create_array("labels", shape=labels.shape, dtype="u1")[...] = labels
    cube = open_cube(tmp_path / "a.zarr")
    found, _ = read_labels(f"{tmp_path}/a.zarr:labels", cube)
    np.testing.assert_array_equal(found.values, labels)
    height = open_auxiliary(f"{tmp_path}/a.zarr:labels", cube)
    np.testing.assert_array_equal(height.source.read()[0], labels)


def test_parts_that_were_never_written_are_told(tmp_path):
    group = write(tmp_path / "a.zarr", fill_value=7)
    (tmp_path / "a.zarr" / "cube" / "c" / "0" / "0" / "0").unlink()
    cube = open_cube(tmp_path / "a.zarr")
    assert "26 of 27 parts" in " ".join(cube.notices)
    assert (cube.source.read()[:2, :4, :5] == 7).all()
    group.create_array("empty", shape=VALUES.shape, dtype="i2")
    with pytest.raises(CubeFormatError, match="never written"):
        open_cube(f"{tmp_path}/a.zarr:empty")


def test_links_lead_nowhere(tmp_path):
    write(tmp_path / "a.zarr")
    secret = tmp_path / "secret"
    secret.write_bytes(b"\x07" * 80)
    chunk = tmp_path / "a.zarr" / "cube" / "c" / "0" / "0" / "0"
    chunk.unlink()
    chunk.symlink_to(secret)
    (tmp_path / "a.zarr" / "other").symlink_to(tmp_path / "a.zarr" / "cube")
    cube = open_cube(tmp_path / "a.zarr")
    assert (cube.source.read()[:2, :4, :5] == 0).all()
    with pytest.raises(CubeFormatError, match="no array 'other'"):
        open_cube(f"{tmp_path}/a.zarr:other")


def changed(path: Path, **changes):
    said = json.loads(path.read_text())
    said.update(changes)
    path.write_text(json.dumps(said))


def grid(*shape):
    return {"name": "regular", "configuration": {"chunk_shape": shape}}


CODECS = [{"name": "bytes", "configuration": {"endian": "little"}}]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"chunk_grid": grid(2**20, 2**10, 2**10)}, "declares chunks of"),
        ({"chunk_grid": grid(0, 4, 5)}, "which cannot be"),
        ({"chunk_grid": grid(4, 5)}, "3 axes and chunks of 2"),
        ({"shape": [2**60, 9, 11]}, "which cannot be"),
        ({"shape": [5, 9, 11.5]}, "which cannot be"),
        ({"shape": [5, 9_000_000, 9_000_000]}, "too many"),
        ({"codecs": [*CODECS, {"name": "zip9"}]}, "packed with 'zip9'"),
        ({"codecs": [*CODECS, {"name": "numcodecs.pickle"}]}, "pickle"),
        ({"codecs": [{"name": "sharding_indexed", "configuration": {}}]}, "shards"),
        ({"codecs": CODECS}, "another size"),
        ({"fill_value": "much"}, "fill value much"),
        ({"data_type": "string"}, "no cube"),
    ],
)
def test_impossible_metadata_is_refused(tmp_path, changes, reason):
    write(tmp_path / "a.zarr")
    changed(tmp_path / "a.zarr" / "cube" / "zarr.json", **changes)
    with pytest.raises(CubeFormatError, match=reason):
        open_cube(tmp_path / "a.zarr").source.read()


@pytest.mark.parametrize("name", ["pickle", "json2", "categorize", "msgpack2"])
def test_filters_that_could_run_something_are_refused(tmp_path, name):
    write(tmp_path / "a.zarr", fmt=2)
    changed(tmp_path / "a.zarr" / "cube" / ".zarray", filters=[{"id": name}])
    with pytest.raises(CubeFormatError, match=f"filter '{name}'"):
        open_cube(tmp_path / "a.zarr")


BOMB = zlib.compress(bytes(2**26), 9)


@pytest.mark.parametrize(
    ("fmt", "options", "content", "reason"),
    [
        (3, {"compressors": zarr.codecs.GzipCodec()}, BOMB, "another size"),
        (3, {"compressors": None}, bytes(2**20), "more than its chunk can"),
        (3, {}, b"", "no zstd frame"),
        (3, {}, b"\x28\xb5\x2f\xfd\x00", "no zstd frame"),
        (2, {"compressors": numcodecs.Blosc()}, bytes(8), "cut off"),
        (2, {"compressors": numcodecs.LZ4()}, b"\xff" * 9, "another size"),
        (2, {"compressors": numcodecs.BZ2()}, b"BZh9", "another size"),
    ],
)
def test_damaged_chunks_and_bombs_are_refused(tmp_path, fmt, options, content, reason):
    write(tmp_path / "a.zarr", fmt=fmt, **options)
    chunk = "c/0/0/0" if fmt == 3 else "0.0.0"
    (tmp_path / "a.zarr" / "cube" / chunk).write_bytes(content)
    with pytest.raises(CubeFormatError, match=reason):
        open_cube(tmp_path / "a.zarr").source.read()


@pytest.mark.parametrize("cut", [1, 40, 600])
def test_damaged_shards_are_refused(tmp_path, cut):
    write(tmp_path / "a.zarr", **SHARDED)
    shard = tmp_path / "a.zarr" / "cube" / "c" / "0" / "0" / "0"
    shard.write_bytes(shard.read_bytes()[:-cut])
    with pytest.raises(CubeFormatError, match=r"shard|checksum"):
        open_cube(tmp_path / "a.zarr").source.read()


@pytest.mark.parametrize("content", ["[1", "[]", "[" * 100_000, "\ufffd"])
def test_metadata_that_is_no_json_is_refused(tmp_path, content):
    write(tmp_path / "a.zarr")
    (tmp_path / "a.zarr" / "cube" / "zarr.json").write_text(content)
    with pytest.raises(CubeFormatError, match="metadata"):
        open_cube(tmp_path / "a.zarr")


def test_stores_are_known_by_their_content(tmp_path):
    """Labels of one are not taken for those of another."""
    write(tmp_path / "a.zarr")
    shutil.copytree(tmp_path / "a.zarr", tmp_path / "moved" / "b.zarr")
    write(tmp_path / "c.zarr", VALUES[::-1])
    digests = [
        content_digest(tmp_path / name) for name in ("a.zarr", "moved/b.zarr", "c.zarr")
    ]
    assert digests[0] == digests[1] != digests[2]


def test_fill_values_that_xarray_writes_as_bytes_are_numbers():
    said = {"_FillValue": base64.b64encode(struct.pack("<d", -9999.0)).decode()}
    assert JsonAttributes(said, np.dtype("f4")).number("_FillValue") == -9999
    assert JsonAttributes({"_FillValue": "NaN"}, np.dtype("f4")).text("_FillValue")
