"""Small scenes and labels that the families start from."""

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.cube import ArraySource, HsiCube
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.labels import write_labels
from tests.builders import UTM33

ROWS, COLS, BANDS = 36, 42, 6
CENTRES = np.linspace(450.0, 950.0, BANDS)


def values_of(dtype, shape=(BANDS, ROWS, COLS), seed=0):
    """Return values none of whose bytes is zero, so that a zero is a missing one."""
    dtype = np.dtype(dtype)
    count = int(np.prod(shape)) * dtype.itemsize
    stored = np.random.default_rng(seed).integers(0x41, 0x5B, count, np.uint8)
    return stored.view(dtype).reshape(shape)


def smooth_values(dtype=np.uint16, shape=(BANDS, ROWS, COLS)):
    """Return values that vary slowly in rows and columns; no byte of them is zero."""
    band, row, col = np.ogrid[: shape[0], : shape[1], : shape[2]]
    return (257 * (3 + band) + 3 * row + 2 * col + 1).astype(dtype)


def axis():
    """Return the wavelengths of the scenes."""
    return BandAxis(BANDS, CENTRES)


def scene_cube(*, is_placed=True):
    """Return the scene that labels belong to."""
    place = UTM33 if is_placed else GeoReference()
    source = ArraySource(smooth_values(np.int16))
    return HsiCube(source, axis(), georeference=place, driver="ENVI")


def labels():
    """Return three classes in rectangles."""
    values = np.zeros((ROWS, COLS), np.uint16)
    values[2:7, 3:9] = 1
    values[8:14, 2:8] = 2
    values[3:12, 12:18] = 7
    return LabelMap(values)


def scheme():
    """Return the classes of `labels`."""
    return ClassScheme(
        (
            LandCoverClass(1, "water", "#2060c0", "open water, dark beyond 750 nm"),
            LandCoverClass(2, "meadow", "#40a040", "grass with a red edge"),
            LandCoverClass(7, "roof", "#c04030", "tiled roofs, reddish"),
        )
    )


def write_labels_only(folder, name, suffixes, place=UTM33):
    """Write `labels` to a new folder, without the style beside them."""
    folder.mkdir(parents=True)
    write_labels(folder / name, labels(), scheme(), place)
    for path in folder.iterdir():
        if path.suffix not in suffixes:
            path.unlink()
