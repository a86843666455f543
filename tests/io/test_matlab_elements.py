"""MATLAB's data elements: the same as scipy reads them, and no damage gets through."""

import struct
import subprocess
import sys
import tracemalloc
import zlib

import numpy as np
import pytest
import scipy.io

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.labels import read_labels
from hsiviewer.io.matlab import list_variables
from hsiviewer.io.matlab_elements import find_variables, read_numbers
from hsiviewer.io.registry import open_auxiliary, open_cube
from tests.builders import SHARED_DATA, make_cube, make_values

CUBE = make_values().transpose(1, 2, 0)
TYPES = ("i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8", "?")


def element(kind, content, *, order="<", padded=True):
    padding = bytes(-len(content) % 8) if padded else b""
    return struct.pack(order + "II", kind, len(content)) + content + padding


def matrix(values, *, name=b"cube", kind=9, stored=2, order="<", flags=0):
    """Return the element of a variable, written by hand."""
    dims = struct.pack(f"{order}{values.ndim}i", *values.shape)
    return element(
        14,
        element(6, struct.pack(order + "II", flags << 8 | kind, 0), order=order)
        + element(5, dims, order=order)
        + element(1, name, order=order)
        + element(stored, values.tobytes(order="F"), order=order),
        order=order,
    )


def write(path, *elements, order="<"):
    mark = b"IM" if order == "<" else b"MI"
    head = b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack(order + "H", 0x0100) + mark
    path.write_bytes(head + b"".join(elements))
    return path


def read_variable(path, name):
    found = {variable.name: variable for variable in find_variables(path)}
    return read_numbers(path, found[name])


@pytest.mark.parametrize("is_compressed", [False, True])
@pytest.mark.parametrize("dtype", TYPES)
def test_numbers_are_those_that_scipy_reads(tmp_path, dtype, is_compressed):
    path = tmp_path / "a.mat"
    arrays = {
        "cube": np.arange(60).reshape(3, 4, 5).astype(dtype),
        "plane": np.arange(12).reshape(3, 4).astype(dtype),
        "one": np.array([[1]], dtype),
        "empty": np.zeros((0, 3), dtype),
    }
    scipy.io.savemat(
        path, {**arrays, "text": "x", "s": {"a": 1}}, do_compression=is_compressed
    )
    listed = [entry for entry in scipy.io.whosmat(path) if entry[0] in arrays]
    field = ("s.a", (1, 1), np.array(1).dtype.name)
    assert list_variables(path) == [*listed, field]
    theirs = scipy.io.loadmat(path)
    for name in arrays:
        ours = read_variable(path, name)
        np.testing.assert_array_equal(ours, theirs[name])
        assert ours.dtype == np.dtype(theirs[name].dtype).newbyteorder("=")


@pytest.mark.parametrize("order", ["<", ">"])
def test_doubles_may_be_stored_as_bytes_in_either_byte_order(tmp_path, order):
    values = CUBE.astype(order + "u2")
    path = write(
        tmp_path / "a.mat", matrix(values, kind=6, stored=4, order=order), order=order
    )
    np.testing.assert_array_equal(open_cube(path).source.read(), make_values())
    np.testing.assert_array_equal(read_variable(path, "cube"), CUBE)
    np.testing.assert_array_equal(scipy.io.loadmat(path)["cube"], CUBE)


@pytest.mark.parametrize("name", ["uncompressed.mat", "compressed.mat"])
def test_windows_and_spectra_of_a_variable(tmp_path, name):
    path = tmp_path / name
    scipy.io.savemat(path, {"cube": CUBE}, do_compression=name.startswith("comp"))
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read([3, 1]), make_values()[[3, 1]])
    np.testing.assert_array_equal(
        cube.read_spectrum(4, 6), make_values()[:, 4, 6].astype(np.float32)
    )
    cube.close()


@pytest.mark.parametrize(
    ("elements", "told"),
    [
        ([matrix(CUBE.astype("u1"), stored=9)], "type 9"),
        ([matrix(CUBE.astype("u1"), stored=7)], "type 7"),
        ([matrix(CUBE.astype("u1"), stored=99)], "type 99"),
        ([matrix(CUBE.astype("u1"), kind=42)], "class 42"),
        ([matrix(CUBE.astype("f8"), kind=9, stored=9)], "class uint8"),
        ([matrix(CUBE.astype("u1"), kind=12, stored=4)], "does not go with"),
        ([element(14, b"")], "no variable begins"),
        ([element(13, bytes(8))], "no variable begins"),
        ([element(15, zlib.compress(element(2, b"x")))], "is no variable"),
        ([element(15, zlib.compress(b""), padded=False)], "is empty"),
        ([element(15, b"no deflate", padded=False)], "is damaged"),
        ([matrix(CUBE.astype("u1"))[:-8]], "was cut short"),
        ([struct.pack("<II", 14, 4_000_000_000)], "was cut short"),
        ([b"1234"], "was cut short"),
        ([matrix(CUBE.astype("u1"))] * 10_002, "more than 10000 variables"),
    ],
)
def test_damaged_elements_are_refused(tmp_path, elements, told):
    path = write(tmp_path / "odd.mat", *elements)
    for read in (open_cube, list_variables, lambda name: read_labels(name, None)):
        with pytest.raises(CubeFormatError, match=rf"odd\.mat is not.*{told}"):
            read(path)


@pytest.mark.parametrize(("position", "value"), [(124, 2), (125, 2), (126, 0)])
def test_a_damaged_head_is_refused(tmp_path, position, value):
    path = write(tmp_path / "odd.mat", matrix(CUBE.astype("u1")))
    content = bytearray(path.read_bytes())
    content[position] = value
    path.write_bytes(content)
    with pytest.raises(CubeFormatError, match=r"odd\.mat is not"):
        open_cube(path)


def test_numbers_must_be_all_there_and_no_more(tmp_path):
    whole = matrix(CUBE.astype("u1"))
    for content in (whole[:-16], whole + bytes(64), whole + bytes(1 << 16)):
        path = write(
            tmp_path / "odd.mat", element(15, zlib.compress(content), padded=False)
        )
        with pytest.raises(CubeFormatError, match="numbers of cube are damaged"):
            open_cube(path)
    packed = bytearray(zlib.compress(whole))
    packed[-1] ^= 1  # of the checksum
    path = write(tmp_path / "odd.mat", element(15, bytes(packed), padded=False))
    with pytest.raises(CubeFormatError, match="is damaged"):
        open_cube(path)


def nested():
    """Return a struct as programs keep a whole scene in, and its arrays by name."""
    arrays = {
        "hsi.Data": CUBE.astype(np.float32),
        "hsi.RGB": CUBE[..., :3].astype(np.uint8),
        "hsi.info.wavelength": np.linspace(450, 900, 5)[None],
        "hsi.labels": np.arange(42.0).reshape(6, 7),
    }
    scene = {
        "Data": arrays["hsi.Data"],
        "RGB": arrays["hsi.RGB"],
        "info": {
            "text": "made up",
            "wavelength": arrays["hsi.info.wavelength"],
            "nothing": np.zeros((0, 0)),
        },
        "names": np.array(["a", "b"], object),
        "labels": arrays["hsi.labels"],
    }
    return scene, arrays


@pytest.mark.parametrize("is_compressed", [False, True])
def test_fields_of_structs_are_those_that_scipy_reads(tmp_path, is_compressed):
    scene, arrays = nested()
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"hsi": scene, "one": 1.0}, do_compression=is_compressed)
    for name, values in arrays.items():
        np.testing.assert_array_equal(read_variable(path, name), values)
    for reference in (path, f"{path}:hsi", f"{path}:hsi.Data"):
        cube = open_cube(reference)
        np.testing.assert_array_equal(cube.source.read(), make_values())
        assert cube.variable == "hsi.Data"
        assert cube.bands.wavelength_nm[0] == 450
    assert open_cube(f"{path}:hsi.RGB").shape == (3, 6, 7)
    with pytest.raises(CubeFormatError, match=r"no variable 'hsi\.Date'; it holds hsi"):
        open_cube(f"{path}:hsi.Date")


def test_variables_of_a_file_come_before_fields_of_structs(tmp_path):
    scene, _ = nested()
    scene["Data"] = scene["Data"] + 1
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"hsi": scene, "cube": CUBE, "gt": np.eye(6, 7)})
    assert open_cube(path).variable == "cube"
    labels, _ = read_labels(path, make_cube())
    assert labels.counts == {1: 6}


@pytest.mark.parametrize("depth", [8, 9])
def test_structs_in_structs_are_followed_so_far(tmp_path, depth):
    scene = CUBE
    for _ in range(depth):
        scene = {"inner": scene}
    path = tmp_path / "a.mat"
    scipy.io.savemat(path, {"outer": scene})
    names = [name for name, _, _ in list_variables(path)]
    assert names == (["outer" + ".inner" * 8] if depth == 8 else [])


def test_a_struct_that_is_a_bomb_is_refused(tmp_path):
    inner = element(6, struct.pack("<II", 2, 0)) + element(5, struct.pack("<2i", 1, 1))
    inner += element(1, b"hsi") + struct.pack("<HHI", 5, 4, 2) + element(1, b"a\0")
    size = 600 * 2**20
    content = struct.pack("<II", 14, len(inner) + size) + inner
    packed = element(15, deflated_zeros(content, size), padded=False)
    path = write(tmp_path / "bomb.mat", packed)
    tracemalloc.start()
    with pytest.raises(CubeFormatError, match="no measured scene does"):
        open_cube(path)
    assert tracemalloc.get_traced_memory()[1] < 2**22
    tracemalloc.stop()


def deflated_zeros(head, size):
    """Deflate a beginning and zeros, one block of which is used again and again."""
    packer = zlib.compressobj()
    begin = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return begin + block * (size >> 20) + packer.flush()


def bomb(tmp_path, *, shape):
    """Return a file that unpacks to a thousand times its size."""
    size = int(np.prod(shape))
    head = matrix(np.zeros((1, 1), "u1"))[8:-16]
    head = head.replace(
        element(5, struct.pack("<2i", 1, 1)), element(5, struct.pack("<3i", *shape))
    )
    head += struct.pack("<II", 2, size)
    content = struct.pack("<II", 14, len(head) + size) + head
    return write(
        tmp_path / "bomb.mat", element(15, deflated_zeros(content, size), padded=False)
    )


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = bomb(tmp_path, shape=(1024, 1024, 600))
    assert path.stat().st_size < 2**20
    with pytest.raises(CubeFormatError):
        open_auxiliary(path, make_cube())  # whatever this imports does not count
    tracemalloc.start()
    assert list_variables(path) == [("cube", (1024, 1024, 600), "uint8")]
    for reference in (path, f"{path}:cube", f"{path}:bands,rows,cols"):
        with pytest.raises(CubeFormatError, match="no measured scene does"):
            open_cube(reference)
    with pytest.raises(CubeFormatError):
        read_labels(f"{path}:cube", None)
    with pytest.raises(CubeFormatError):
        open_auxiliary(path, make_cube())
    assert tracemalloc.get_traced_memory()[1] < 2**21
    tracemalloc.stop()


def test_honest_compressed_scenes_open():
    paths = [
        SHARED_DATA / "salinas_a" / "SalinasA_corrected.mat",
        SHARED_DATA / "gt_only" / "Indian_pines_gt.mat",
        SHARED_DATA / "houston2013_gt_spectra" / "Houston_gt.mat",
    ]
    if not all(path.exists() for path in paths):
        pytest.skip("the real scenes are not at hand")
    for path in paths:
        for name, _, _ in list_variables(path):
            np.testing.assert_array_equal(
                read_variable(path, name), scipy.io.loadmat(path)[name]
            )


def sweep(path, first, last, values):
    """Change single bytes in a child process, which must live and refuse or open."""
    command = [sys.executable, "-m", "tests.io.sweep", path, first, last, *values]
    done = subprocess.run(
        list(map(str, command)), capture_output=True, text=True, check=False
    )
    tried = done.stderr.rpartition("\r")[2]
    assert done.returncode == 0, f"at byte {tried}: status {done.returncode}"
    return [int(number) for number in done.stdout.split()]


def made_for_sweep(tmp_path, *, is_compressed):
    path = tmp_path / "scene.mat"
    scipy.io.savemat(
        path,
        {
            "gt": np.eye(6, 7, dtype=np.uint8),
            "cube": CUBE,
            "wavelength": np.linspace(400, 900, 5),
            "text": "x",
            "part": {"a": 1.0, "b": "y"},
        },
        do_compression=is_compressed,
    )
    return path


@pytest.mark.parametrize("is_compressed", [False, True])
def test_no_changed_byte_ends_the_process(tmp_path, is_compressed):
    path = made_for_sweep(tmp_path, is_compressed=is_compressed)
    opened, refused = sweep(path, 120, 320, [0x01, 0x0F, 0x80, 0xFF])
    assert opened > 50
    assert refused > 100


@pytest.mark.slow
@pytest.mark.parametrize("is_compressed", [False, True])
def test_no_byte_of_a_whole_file_ends_the_process(tmp_path, is_compressed):
    path = made_for_sweep(tmp_path, is_compressed=is_compressed)
    values = [1 << bit for bit in range(8)] + [0x0F, 0x55, 0xAA, 0xFF]
    opened, refused = sweep(path, 0, path.stat().st_size, values)
    assert opened + refused == path.stat().st_size * len(values) * 3
