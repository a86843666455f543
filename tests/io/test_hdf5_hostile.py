"""HDF5 files that lead elsewhere, grow, lie or are cut short."""

import contextlib
import os

import h5py
import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, FileAccessError, HsiViewerError
from hsiviewer.io.registry import open_cube
from tests.builders import make_values


def secret(folder):
    """Write another file that a link may lead to."""
    path = folder / "secret.h5"
    with h5py.File(path, "w") as file:
        file["cube"] = make_values() + 7
    return path


def external_link(file, folder):
    file["cube"] = h5py.ExternalLink(str(secret(folder)), "cube")


def soft_link(file, _folder):
    file["cube"] = h5py.SoftLink("/nothing")


def soft_over_external(file, folder):
    file["out"] = h5py.ExternalLink(str(secret(folder)), "/")
    file["cube"] = h5py.SoftLink("/out/cube")


def external_storage(file, folder):
    (folder / "secret.raw").write_bytes(bytes(range(210)) * 2)
    place = [(str(folder / "secret.raw"), 0, 420)]
    file.create_dataset("cube", (5, 6, 7), "i2", external=place)


def virtual(file, folder):
    layout = h5py.VirtualLayout((5, 6, 7), "i2")
    layout[:] = h5py.VirtualSource(str(secret(folder)), "cube", (5, 6, 7))
    file.create_virtual_dataset("cube", layout)


def never_written(file, _folder):
    file.create_dataset("cube", (500, 600, 700), "i2", chunks=(5, 6, 7))


def bomb(file, _folder):
    shape = (1, 30_000, 30_000)
    file.create_dataset(
        "cube", (40, *shape[1:]), "u1", chunks=shape, compression="gzip"
    )
    packed = b"x\x9c" + bytes(100)
    file["cube"].id.write_direct_chunk((0, 0, 0), packed)


def groups_in_groups(file, _folder):
    group = file
    for _ in range(60):
        group = group.create_group("g")
    group["cube"] = make_values()


def strange_types(file, _folder):
    file["text"] = ["a", "b"]
    file["complex"] = np.ones((3, 4, 5), complex)
    file["compound"] = np.zeros((3, 4, 5), [("a", "i2")])
    file["empty"] = h5py.Empty("f4")
    file.create_dataset("none", (0, 4, 5), "f4")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (external_link, "no cube"),
        (soft_link, "no cube"),
        (soft_over_external, "no cube"),
        (external_storage, "other files"),
        (virtual, "other files"),
        (never_written, "never written"),
        (bomb, "would grow"),
        (groups_in_groups, "deep"),
        (strange_types, "no cube|no value|shape"),
    ],
)
def test_what_leads_out_or_grows_is_refused(tmp_path, make, sentence):
    path = tmp_path / "odd.h5"
    with h5py.File(path, "w") as file:
        make(file, tmp_path)
    with pytest.raises(CubeFormatError, match=sentence) as told:
        open_cube(path)
    assert "odd.h5" in str(told.value)


@pytest.mark.parametrize("name", ["cube", "out/cube"])
def test_a_link_that_is_named_is_not_followed(tmp_path, name):
    path = tmp_path / "odd.h5"
    with h5py.File(path, "w") as file:
        soft_over_external(file, tmp_path)
    with pytest.raises(CubeFormatError, match="links are not followed"):
        open_cube(f"{path}:{name}")


def test_a_group_in_itself_ends(tmp_path):
    path = tmp_path / "loop.h5"
    with h5py.File(path, "w") as file:
        group = file.create_group("a")
        group["cube"] = make_values()
        group["again"] = file["a"]
    assert open_cube(path).shape == (5, 6, 7)


def test_a_filter_that_is_missing_is_named_with_a_remedy(tmp_path, monkeypatch):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("cube", data=make_values(), compression="lzf")
    monkeypatch.setattr(h5py.h5z, "filter_avail", lambda _code: False)
    with pytest.raises(CubeFormatError, match=r"LZF.*h5repack"):
        open_cube(path)


def test_missing_chunks_are_told(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        cube = file.create_dataset("cube", (5, 6, 7), "i2", chunks=(1, 6, 7))
        cube[:3] = make_values()[:3] + 1
    cube = open_cube(f"{path}:cube:bands,rows,cols")
    assert any("3 of 5 parts" in notice for notice in cube.notices)


@pytest.mark.parametrize("size", [2**20, 2**24])
def test_long_texts_do_no_harm(tmp_path, size):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w", libver="latest") as file:
        file["cube"] = make_values()
        file["cube"].attrs.create("units", "n" * size)
        file["wavelength"] = np.linspace(400, 800, 5)
    assert open_cube(path).bands.has_wavelengths


@pytest.mark.parametrize("kept", [0, 8, 9, 40, 100, 600, 2048, -60])
@pytest.mark.parametrize("chunks", [None, (2, 3, 2)])
def test_a_file_cut_short_is_refused(tmp_path, kept, chunks):
    path = tmp_path / "cut.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("cube", data=make_values(), chunks=chunks)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(HsiViewerError, match=r"cut\.h5"):
        open_cube(path).source.read()


def test_damaged_bytes_are_refused_or_read(tmp_path):
    path = tmp_path / "bad.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("cube", data=make_values(), chunks=(2, 3, 2))
        file["wavelength"] = np.linspace(400, 800, 5)
        file["cube"].attrs["_FillValue"] = -9
    whole = path.read_bytes()
    chance = np.random.default_rng(5)
    for _ in range(60):
        content = bytearray(whole)
        for place in chance.integers(8, len(whole), 4):
            content[place] = chance.integers(256)
        path.write_bytes(content)
        with contextlib.suppress(HsiViewerError):
            cube = open_cube(path)
            assert cube.source.read().shape == cube.shape
            cube.close()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
@pytest.mark.parametrize("name", ["größe 高光谱.h5", "a:b;c?d.h5", "n" * 250 + ".h5"])
def test_odd_names_are_read(tmp_path, name):
    path = tmp_path / name
    with h5py.File(path, "w") as file:
        file["cube"] = make_values()
        file["wavelength"] = np.linspace(400, 800, 5)
    assert open_cube(path).shape == (5, 6, 7)


def test_a_pipe_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe.h5")
    with pytest.raises(FileAccessError):
        open_cube(tmp_path / "pipe.h5")
