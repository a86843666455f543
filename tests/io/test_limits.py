"""What a few bytes may not ask for: refused with a sentence, before memory is taken."""

import json
import os
import struct
import tracemalloc
import warnings
import zlib

import numpy as np
import pytest
import rasterio
from rasterio.errors import NotGeoreferencedWarning

from hsiviewer.core.errors import (
    ClassSchemeError,
    CubeFormatError,
    FileAccessError,
    HsiViewerError,
    LabelFormatError,
)
from hsiviewer.core.labels import LabelMap
from hsiviewer.io import limits, raw_source
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from hsiviewer.io.spectral_library import read_library
from hsiviewer.io.tiff_blocks import read_blocks_of
from hsiviewer.workflows.commands.info import format_info, scene_info
from tests.builders import make_cube, make_values


def envi(tmp_path, *, size=1000, more="", **entries):
    """Write a header beside a sparse file."""
    said = {
        "samples": 5, "lines": 5, "bands": 5, "data type": 2, "interleave": "bsq",
        "byte order": 0,
    } | {key.replace("_", " "): value for key, value in entries.items()}  # fmt: skip
    lines = [f"{key} = {value}" for key, value in said.items()]
    header = tmp_path / "scene.hdr"
    header.write_text("\n".join(["ENVI", *lines, more]))
    with (tmp_path / "scene.img").open("wb") as file:
        file.truncate(size)
    return header


def quietly(call, *arguments):
    """Call a function that must refuse, and return the memory it took at most."""
    tracemalloc.start()
    try:
        with pytest.raises(HsiViewerError):
            call(*arguments)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "entries",
    [
        {"bands": 2_000_000_000},
        {"bands": 65_537},
        {"samples": 100_000_000},
        {"samples": 2_000_000, "lines": 2_000_000},
        {"samples": 2_000_000_000, "lines": 2_000_000_000, "bands": 60_000},
        {"samples": 0},
    ],
)
def test_more_than_any_scene_has_is_refused(tmp_path, entries):
    header = envi(tmp_path, size=2**40, **entries)
    with pytest.raises(CubeFormatError, match=r"scene\.hdr declares"):
        open_cube(header)
    # A header is read with a buffer of the 16 MB that it may have.
    assert quietly(open_cube, header) < 2**25


def test_large_scenes_open(tmp_path):
    header = envi(tmp_path, size=2**41, samples=100_000, lines=100_000, bands=100)
    cube = open_cube(header)
    tracemalloc.start()
    assert cube.source.read([0, 50, 99], cube.window, step=260).shape == (3, 385, 385)
    assert tracemalloc.get_traced_memory()[1] < 2**26
    tracemalloc.stop()
    cube.close()


def test_the_lists_of_a_header_end(tmp_path):
    header = envi(tmp_path, more="wavelength = {" + "1," * 1_000_002 + "}")
    with pytest.raises(CubeFormatError, match="more than 1,000,000 items"):
        open_cube(header)
    header = envi(tmp_path, more="description = {" + "x" * 17_000_000 + "}")
    with pytest.raises(FileAccessError, match="more than 16 MB"):
        open_cube(header)


@pytest.mark.parametrize("interleave", ["bsq", "bil", "bip"])
@pytest.mark.parametrize("step", [1, 2, 3])
def test_long_lines_are_read_in_pieces(tmp_path, monkeypatch, interleave, step):
    monkeypatch.setattr(raw_source, "_LARGEST_LINE", 24)
    values = make_values(5, 6, 17).astype("<i2")
    order = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (1, 2, 0)}[interleave]
    header = envi(tmp_path, samples=17, lines=6, interleave=interleave)
    (tmp_path / "scene.img").write_bytes(values.transpose(order).tobytes())
    cube = open_cube(header)
    for bands in ([0, 1, 2, 3, 4], [4, 0], [2]):
        np.testing.assert_array_equal(
            cube.source.read(bands, step=step), values[bands][:, ::step, ::step]
        )


def test_labels_that_no_memory_holds_are_refused():
    with pytest.raises(LabelFormatError, match=r"2,000,000 x 2,000,000 pixels needs"):
        LabelMap.empty((2_000_000, 2_000_000))
    assert LabelMap.empty((3, 4)).shape == (3, 4)


def png(path, *, rows, cols, content):
    def chunk(kind, data):
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", cols, rows, 8, 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", content)
        + chunk(b"IEND", b"")
    )


def test_a_picture_that_unpacks_to_gigabytes_is_refused(tmp_path):
    png(tmp_path / "a.png", rows=50_000, cols=50_000, content=zlib.compress(bytes(99)))
    with pytest.raises(CubeFormatError, match="no measured scene does"):
        open_cube(tmp_path / "a.png")


def tiff(path, values, **profile):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", NotGeoreferencedWarning)
        with rasterio.open(
            path, "w", driver="GTiff", count=values.shape[0], height=values.shape[1],
            width=values.shape[2], dtype=values.dtype, **profile,
        ) as dataset:  # fmt: skip
            dataset.write(values)
    return path


def test_a_tiff_that_unpacks_to_gigabytes_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "_HARMLESS_BYTES", 2**20)
    zeros = np.zeros((3, 1024, 1024), np.uint8)
    path = tiff(
        tmp_path / "a.tif", zeros, compress="deflate", blockysize=1024, zlevel=9
    )
    with pytest.raises(CubeFormatError, match="no measured scene does"):
        open_cube(path)
    monkeypatch.undo()
    assert open_cube(path).shape == (3, 1024, 1024)


PROFILES = [
    {},
    {"interleave": "pixel"},
    {"compress": "deflate"},
    {"tiled": True, "blockxsize": 16, "blockysize": 16},
    {"tiled": True, "blockxsize": 16, "blockysize": 16, "compress": "lzw"},
    {"BIGTIFF": "YES", "blockysize": 3},
    {"ENDIANNESS": "BIG"},
]


@pytest.mark.parametrize("profile", PROFILES)
def test_whole_tiffs_have_all_their_blocks(tmp_path, profile):
    values = make_values(5, 20, 40).astype(np.uint16)
    path = tiff(tmp_path / "a.tif", values, **profile)
    blocks = read_blocks_of(path)
    assert blocks.expected == blocks.listed
    assert (blocks.empty, blocks.beyond, blocks.short) == (0, 0, 0)
    cube = open_cube(path)
    assert cube.notices == ()
    np.testing.assert_array_equal(cube.source.read(), values)
    for step in (2, 7, 17):
        np.testing.assert_array_equal(
            cube.source.read(step=step), values[:, ::step, ::step]
        )


@pytest.mark.parametrize("profile", PROFILES[:-1])
@pytest.mark.parametrize("tag", [256, 257, 277])
def test_tiffs_that_claim_more_than_they_hold_are_refused(tmp_path, profile, tag):
    values = make_values(5, 20, 40).astype(np.uint16)
    path = tiff(tmp_path / "a.tif", values, **profile)
    content = bytearray(path.read_bytes())
    is_big = content[2] == 43
    (start,) = struct.unpack(
        "<Q" if is_big else "<I", content[8:16] if is_big else content[4:8]
    )
    width, skip = (20, 8) if is_big else (12, 2)
    (count,) = struct.unpack("<Q" if is_big else "<H", content[start : start + skip])
    for number in range(count):
        at = start + skip + number * width
        if struct.unpack("<H", content[at : at + 2])[0] == tag:
            place = at + (12 if is_big else 8)
            content[place : place + 2] = struct.pack("<H", 5000 if tag < 277 else 50)
    path.write_bytes(content)
    with pytest.raises(CubeFormatError, match=r"a\.tif"):
        open_cube(path).source.read()


def test_empty_blocks_are_told(tmp_path):
    values = np.zeros((2, 64, 64), np.uint8)
    values[:, :16, :16] = 7
    path = tiff(
        tmp_path / "a.tif", values, tiled=True, blockxsize=16, blockysize=16,
        SPARSE_OK=True,
    )  # fmt: skip
    cube = open_cube(path)
    assert "15 of the 16 blocks of a.tif are empty" in cube.notices[0]
    np.testing.assert_array_equal(cube.source.read(), values)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
@pytest.mark.parametrize("suffix", [".hdr", ".tif", ".mat", ".npy", ".img", ".toml"])
def test_pipes_are_refused(tmp_path, suffix):
    path = tmp_path / f"scene{suffix}"
    os.mkfifo(path)
    for read in (
        open_cube,
        read_library,
        read_classes,
        lambda name: read_labels(name, make_cube()),
    ):
        with pytest.raises(HsiViewerError):
            read(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_header_or_data_file_that_is_a_pipe_is_passed_by(tmp_path):
    os.mkfifo(tmp_path / "scene.hdr")
    (tmp_path / "scene.img").write_bytes(bytes(100))
    with pytest.raises(HsiViewerError):
        open_cube(tmp_path / "scene.img")
    (tmp_path / "scene.hdr").unlink()
    (tmp_path / "scene.img").unlink()
    header = envi(tmp_path)
    (tmp_path / "scene.img").unlink()
    os.mkfifo(tmp_path / "scene.img")
    with pytest.raises(HsiViewerError):
        open_cube(header)


@pytest.mark.parametrize(
    "line",
    [
        "default bands = {" + "9" * 5000 + "}",
        "default bands = {²,1,1}",
        "header offset = " + "9" * 5000,
        "bands = " + "9" * 5000,
        "map info = {UTM, 1, 1, 0, 0, 1, 1, ²3, North, WGS-84}",
        "map info = {UTM, 1e400, 1, nan, 0, 1, 1, 33, North, WGS-84}",
        "wavelength = {nan, nan, inf, -inf, 1e400}",
        "data ignore value = " + "9" * 5000,
        "class lookup = {" + "9" * 5000 + "}",
        "data gain values = {1e-310, 1e-310, 1e-310, 1e-310, 1e-310}",
        "reflectance scale factor = 1e-320",
    ],
)
def test_odd_numbers_of_headers_open_or_are_told(tmp_path, line):
    header = envi(tmp_path, more=line)
    try:
        cube = open_cube(header)
    except CubeFormatError:
        return
    json.dumps(scene_info(cube), allow_nan=False)
    assert format_info(scene_info(cube))
    cube.source.read()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, -9999.0, 1e300])
def test_info_tells_any_nodata(tmp_path, value):
    values = make_values().astype(np.float64)
    path = tmp_path / "a.tif"
    write_geotiff(path, values, georeference=make_cube().georeference, nodata=value)
    info = scene_info(open_cube(path))
    json.dumps(info, allow_nan=False)
    assert f"nodata       {value:g}" in format_info(info)
    assert info["nodata"] == (value if np.isfinite(value) else str(value))


def test_a_library_of_too_many_spectra_is_refused(tmp_path):
    text = (
        "ENVI\nsamples = 5\nlines = {}\nbands = 1\ndata type = 4\ninterleave = bsq\n"
        "byte order = 0\nfile type = ENVI Spectral Library\n"
        "wavelength = {{400, 500, 600, 700, 800}}\nwavelength units = nm\n"
    )
    data = tmp_path / "a.sli"
    with data.open("wb") as file:
        file.truncate(2**34)
    for lines in (10**12, 9_999_999_999, 500_000_000, 9_000_000, -1, 0):
        (tmp_path / "a.hdr").write_text(text.format(lines))
        with data.open("r+b") as file:
            file.truncate(2**34 if lines != 9_000_000 else 100)
        assert quietly(read_library, data) < 2**25


@pytest.mark.parametrize(
    "text",
    [
        "x = " + "[" * 5000 + "]" * 5000,
        "[[class]]\nid = " + "9" * 5000,
        "[[class]]\nid = " + "9" * 4000 + '\nname = "x"',
        "[[class]]\nid = 1\nname = " + "9" * 4000,
        "[[class]]\nid = 1\n" + ".".join(["a"] * 5000) + " = 1",
        "[[class]]\nid = 1\ncolor = 1e999",
    ],
)
def test_class_files_of_bad_will_are_refused(tmp_path, text):
    (tmp_path / "a.toml").write_text(text)
    with pytest.raises(ClassSchemeError, match=r"a\.toml"):
        read_classes(tmp_path / "a.toml")


@pytest.mark.skipif(os.name == "nt", reason="Windows has only names of Unicode")
@pytest.mark.parametrize("kind", ["tif", "npy", "mat", "hdr"])
def test_names_that_are_no_unicode_open_or_are_told(tmp_path, kind):
    sources = {
        "tif": b"II*\0" + bytes(200),
        "npy": b"\x93NUMPY" + bytes(200),
        "mat": b"MATLAB 5.0" + bytes(200),
        "hdr": b"ENVI\n",
    }
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9." + kind.encode())
    with open(name, "wb") as file:  # noqa: PTH123 - the name as the system has it
        file.write(sources[kind])
    with pytest.raises(HsiViewerError):
        open_cube(name)
    np.save(tmp_path / "good.npy", make_values())
    good = os.fsdecode(os.fsencode(tmp_path) + b"/gut\xe9.npy")
    (tmp_path / "good.npy").replace(good)
    assert open_cube(good).shape == (5, 6, 7)


def _write_lan(path, *, packing, bands, rows, cols, values):
    head = struct.pack("<6sHH6xII", b"HEAD74", packing, bands, cols, rows)
    path.write_bytes(head.ljust(128, b"\0") + values)
    return path


@pytest.mark.parametrize(("packing", "size"), [(0, 72), (1, 36), (2, 144)])
def test_a_lan_file_that_was_cut_is_no_field_of_zeros(tmp_path, packing, size):
    sizes = {"packing": packing, "bands": 3, "rows": 4, "cols": 6}
    whole = _write_lan(tmp_path / "a.lan", values=b"\x11" * size, **sizes)
    assert open_cube(whole).read().min() > 0
    assert not open_cube(whole).georeference.has_crs  # its header names none
    cut = _write_lan(tmp_path / "b.lan", values=b"\x11" * (size - 1), **sizes)
    with pytest.raises(CubeFormatError, match="was cut off"):
        open_cube(cut)
    more = _write_lan(
        tmp_path / "c.lan", values=b"\x11" * size, **(sizes | {"bands": 9})
    )
    with pytest.raises(CubeFormatError, match="promises"):
        open_cube(more)


def test_half_bytes_in_an_odd_number_of_columns_are_refused(tmp_path):
    sizes = {"packing": 1, "bands": 3, "rows": 4, "cols": 5}
    path = _write_lan(tmp_path / "odd.lan", values=b"\x11" * 100, **sizes)
    with pytest.raises(CubeFormatError, match="half a byte"):
        open_cube(path)
