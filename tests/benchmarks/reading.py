"""How long large HDF5 and GeoTIFF scenes take beside the bare reads of their library.

    python -m tests.benchmarks.reading [--gigabytes 2] [--folder DIR] [--only NAME ...]

Writes a scene of each layout, one after the other, and prints for each the time of
the first picture (opened, read, stretched), of another band at 1500 x 900, and of a
spectrum: of the program, of h5py or rasterio with NumPy for the same values in the
same run, and how many times as long the program takes. Files are in the page cache;
places and bands differ each time.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
import rasterio
from rasterio.windows import Window

from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.composite import initial_view
from hsiviewer.io.hdf5 import first_opening
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.viewing.render_view import ViewRequest, render_view
from tests.benchmarks.viewing import VIEW, read_into_cache

BANDS = 200
LIMIT = 1.5  # times the bare read
_CHUNK = (16, 64, 64)  # bands, rows, cols
_TILE = 512
_TIMES = 12


class Layout(NamedTuple):
    """How a scene is stored.

    Parameters
    ----------
    name : str
    order : tuple of int, optional
        Axes of the HDF5 dataset as positions in bands, rows and columns; ``None`` for
        a GeoTIFF.
    is_chunked : bool
    """

    name: str
    order: tuple[int, int, int] | None
    is_chunked: bool


LAYOUTS = (
    Layout("hdf5-band-first", (0, 1, 2), is_chunked=False),
    Layout("hdf5-band-last", (1, 2, 0), is_chunked=False),
    Layout("hdf5-band-first-chunked", (0, 1, 2), is_chunked=True),
    Layout("hdf5-band-last-chunked", (1, 2, 0), is_chunked=True),
    Layout("geotiff-tiled", None, is_chunked=True),
)


def write_scene(folder: Path, layout: Layout, gigabytes: float) -> Path:
    """Write smooth values with a little noise, some rows at a time."""
    side = int((gigabytes * 1e9 / 2 / BANDS) ** 0.5)
    noise = np.random.default_rng(0).integers(0, 8, (BANDS, _TILE, side), np.uint16)
    slope = 10 * np.arange(BANDS, dtype=np.uint16)[:, None, None]
    if layout.order is None:
        path = folder / "scene.tif"
        with rasterio.open(
            path, "w", driver="GTiff", count=BANDS, height=side, width=side,
            dtype="uint16", tiled=True, blockxsize=_TILE, blockysize=_TILE,
            compress="deflate", zlevel=1, interleave="band", BIGTIFF="YES",
            transform=rasterio.Affine(30, 0, 4e5, 0, -30, 5e6), crs="EPSG:32633",
        ) as dataset:  # fmt: skip
            for top in range(0, side, _TILE):
                rows = min(_TILE, side - top)
                window = Window(0, top, side, rows)
                dataset.write(noise[:, :rows] + slope, window=window)
        return path
    path = folder / "scene.h5"
    sizes = (BANDS, side, side)
    chunks = tuple(_CHUNK[axis] for axis in layout.order)
    options: dict[str, Any] = (
        {"chunks": chunks, "compression": "gzip", "compression_opts": 1}
        if layout.is_chunked
        else {}
    )
    with h5py.File(path, "w") as file:
        shape = tuple(sizes[axis] for axis in layout.order)
        cube = file.create_dataset("cube", shape, np.uint16, **options)
        for top in range(0, side, _TILE):
            rows = min(_TILE, side - top)
            box: list[slice] = [slice(None)] * 3
            box[layout.order.index(1)] = slice(top, top + rows)
            cube[tuple(box)] = (noise[:, :rows] + slope).transpose(layout.order)
        file["wavelength"] = np.linspace(400, 2500, BANDS)
        file["wavelength"].attrs["units"] = "nm"
    return path


class Bare:
    """Reads as one writes them first with h5py or rasterio."""

    def __init__(self, path: Path, layout: Layout) -> None:
        self._order = layout.order
        if layout.order is None:
            self._file: Any = rasterio.open(path)
        else:
            self._file = h5py.File(path)

    def band(self, band: int, rows: slice, cols: slice) -> Any:
        """Return a window of a band."""
        if self._order is None:
            window = Window.from_slices(rows, cols)
            return self._file.read(band + 1, window=window)
        box = (band, rows, cols)
        return self._file["cube"][tuple(box[axis] for axis in self._order)]

    def spectrum(self, row: int, col: int) -> Any:
        """Return the spectrum of a pixel."""
        if self._order is None:
            return self._file.read(window=Window(col, row, 1, 1))
        box = (slice(None), row, col)
        return self._file["cube"][tuple(box[axis] for axis in self._order)]

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def median_ms(work: Callable[[int], Any], times: int = _TIMES) -> float:
    """Return the median time of some calls, each with its number, without the first.

    Of the processor, in all threads: files are in the page cache, and what else runs
    on the machine does not count.
    """
    found = []
    for number in range(times + 1):
        begin = time.process_time()
        work(number)
        found.append(1000 * (time.process_time() - begin))
    return float(np.median(found[1:]))


def measure(path: Path, layout: Layout) -> list[tuple[str, float, float]]:
    """Return what was measured: its name, and milliseconds of us and of the library."""
    cube = open_cube(path)
    rows, cols = cube.grid_shape
    chosen, _ = initial_view(cube)
    cube.close()
    step = max(1, rows // VIEW[0], cols // VIEW[1])
    random = np.random.default_rng(1)
    places = _Places.drawn(random, (rows, cols))

    def our_picture(_: int) -> None:
        opened = open_cube(path)
        shown, _ = initial_view(opened)
        render_view(ViewRequest(opened, shown, Stretch(), opened.window, step))
        opened.close()

    def their_picture(_: int) -> None:
        opened = Bare(path, layout)
        whole = slice(0, rows), slice(0, cols)
        for band in chosen:
            plane = opened.band(band, *whole)[::step, ::step]
            low, high = np.percentile(plane, (2, 98))
            (np.clip((plane - low) / max(high - low, 1), 0, 1) * 255).astype(np.uint8)
        opened.close()

    ours, theirs = [median_ms(our_picture, 3)], [median_ms(their_picture, 3)]
    # One after the other: HDF5 gives both the same chunks while both are open.
    cube = open_cube(path)
    ours.append(
        median_ms(
            lambda n: cube.source.read([places.bands[n]], PixelWindow(*places.box(n)))
        )
    )
    ours.append(median_ms(lambda n: cube.read_spectrum(*places.pixels[n])))
    cube.close()
    bare = Bare(path, layout)
    theirs.append(median_ms(lambda n: bare.band(places.bands[n], *places.slices(n))))
    theirs.append(median_ms(lambda n: bare.spectrum(*places.pixels[n])))
    bare.close()
    names = ("first picture", "band", "spectrum")
    return list(zip(names, ours, theirs, strict=True))


class _Places(NamedTuple):
    """Where is read, another place each time; the same for both."""

    bands: list[int]
    corners: list[tuple[int, int]]
    pixels: list[tuple[int, int]]
    size: tuple[int, int]

    @classmethod
    def drawn(cls, random: np.random.Generator, grid: tuple[int, int]) -> "_Places":
        rows, cols = grid
        size = min(rows, VIEW[0]), min(cols, VIEW[1])
        count = _TIMES + 1

        def pairs(down: int, right: int) -> list[tuple[int, int]]:
            tops, lefts = (
                random.integers(0, down, count),
                random.integers(0, right, count),
            )
            return list(zip(tops.tolist(), lefts.tolist(), strict=True))

        return cls(
            random.permutation(BANDS)[:count].tolist(),
            pairs(rows - size[0] + 1, cols - size[1] + 1),
            pairs(rows, cols),
            size,
        )

    def box(self, number: int) -> tuple[int, int, int, int]:
        return (*self.corners[number], *self.size)

    def slices(self, number: int) -> tuple[slice, slice]:
        top, left, height, width = self.box(number)
        return slice(top, top + height), slice(left, left + width)


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=2.0)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--only", nargs="+", default=[])
    options = parser.parse_args()
    first_opening.is_wanted = False  # the child of the first opening is no reading
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, "
          f"{options.gigabytes:g} GB each; median ms of the processor")  # fmt: skip
    print(f"{'':<26}{'':<15}{'hsiviewer':>10}{'bare':>10}{'times':>7}")
    too_slow = 0
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for layout in LAYOUTS:
            if options.only and layout.name not in options.only:
                continue
            path = write_scene(Path(folder), layout, options.gigabytes)
            read_into_cache(path)
            for name, ours, theirs in measure(path, layout):
                ratio = ours / theirs
                too_slow += ratio > LIMIT
                mark = " *" if ratio > LIMIT else ""
                print(
                    f"{layout.name:<26}{name:<15}{ours:>10.1f}{theirs:>10.1f}"
                    f"{ratio:>7.2f}{mark}",
                    flush=True,
                )
            path.unlink()
    return int(too_slow > 0)


if __name__ == "__main__":
    sys.exit(main())
