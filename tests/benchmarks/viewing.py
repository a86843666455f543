"""How long users wait for pictures and spectra of a large ENVI scene.

    python -m tests.benchmarks.viewing [--gigabytes 5] [--folder DIR]

Writes a scene in bsq, bil and bip one after the other, and prints for each the
time to the first picture (warm and with the file dropped from the cache), to
another band at 1500 x 900, to a spectrum, and how much memory stays.
"""

import argparse
import os
import platform
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.composite import initial_view
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.viewing.render_view import (
    ViewRequest,
    find_limits,
    render_view,
)

BANDS = 224
BUDGETS_MS = {  # first picture warm, cold; band change; spectrum (DESIGN 9)
    "bsq": (150, 300, 30, 16),
    "bil": (150, 300, 30, 16),
    "bip": (250, 1500, 30, 16),
}
VIEW = (900, 1500)


def write_scene(folder: Path, interleave: str, gigabytes: float) -> Path:
    """Write noise over a gradient, block by block, as `interleave` orders it."""
    side = int((gigabytes * 1e9 / 2 / BANDS) ** 0.5)
    path = folder / f"scene_{interleave}.img"
    random = np.random.default_rng(0)
    noise = random.integers(0, 4000, (BANDS, side), dtype=np.uint16)
    with path.open("wb") as file:
        if interleave == "bsq":
            for band in range(BANDS):
                plane = np.empty((side, side), np.uint16)
                plane[:] = np.roll(noise[band], band)
                plane += np.arange(side, dtype=np.uint16)[:, None]
                plane.tofile(file)
        else:
            for row in range(side):
                line = noise + np.uint16(row)
                (line if interleave == "bil" else line.T.copy()).tofile(file)
    waves = ", ".join(f"{each:.1f}" for each in np.linspace(400, 2500, BANDS))
    path.with_suffix(".hdr").write_text(
        f"ENVI\nsamples = {side}\nlines = {side}\nbands = {BANDS}\n"
        f"header offset = 0\ndata type = 12\ninterleave = {interleave}\n"
        "byte order = 0\nwavelength units = Nanometers\n"
        f"wavelength = {{{waves}}}\n"
    )
    return path


def first_picture(path: Path) -> HsiCube:
    """Do what the window does between a path and its first picture."""
    cube = open_cube(path)
    bands, _ = initial_view(cube)
    rows, cols = cube.grid_shape
    step = max(1, rows // VIEW[0], cols // VIEW[1])
    render_view(ViewRequest(cube, bands, Stretch(), cube.window, step))
    return cube


def drop_from_cache(path: Path) -> None:
    """Make the next reading come from the disk, where that can be asked for."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def read_into_cache(path: Path) -> None:
    """Make the next reading come from memory, if the file fits there."""
    with path.open("rb") as file:
        while file.read(1 << 24):
            pass


def milliseconds(work, times):
    """Return the times of some calls, each with its number."""
    found = []
    for number in range(times):
        begin = time.perf_counter()
        work(number)
        found.append(1000 * (time.perf_counter() - begin))
    return found


def resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(path: Path, interleave: str) -> str:
    before = resident_mb()
    drop_from_cache(path)
    begin = time.perf_counter()
    cube = first_picture(path)
    cold = 1000 * (time.perf_counter() - begin)
    cube.close()
    read_into_cache(path)
    warm = np.median(milliseconds(lambda _: first_picture(path).close(), 5))
    cube = open_cube(path)
    rows, cols = cube.grid_shape
    window = PixelWindow(rows // 3, cols // 3, min(rows, VIEW[0]), min(cols, VIEW[1]))
    window = window.intersection(cube.window)

    def other_band(number):
        band = (number * 17 % BANDS,)
        limits = find_limits(cube, band, Stretch()) if number == -1 else LIMITS
        render_view(ViewRequest(cube, band, Stretch(), window, 1, limits))

    bands = milliseconds(other_band, 30)[5:]
    random = np.random.default_rng(1)
    places = random.integers(0, rows, (200, 2))
    spectra = milliseconds(lambda n: cube.read_spectrum(*places[n]), 200)[20:]
    kept = resident_mb() - before
    cube.close()
    found = (warm, cold, np.median(bands), np.percentile(spectra, 95))
    shares = [
        f"{a / b:>7.0%}" for a, b in zip(found, BUDGETS_MS[interleave], strict=True)
    ]
    return (
        f"{interleave:<6}{warm:>9.0f}{shares[0]}{cold:>9.0f}{shares[1]}"
        f"{found[2]:>9.1f}{shares[2]}{found[3]:>9.2f}{shares[3]}{kept:>9.0f}"
    )


LIMITS = np.array([[0.0, 8000.0]])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    print(f"{date.today()}, {platform.machine()}, {os.cpu_count()} cores, "
          f"{options.gigabytes:g} GB each; ms and share of the budget")  # fmt: skip
    print(f"{'':<6}{'first picture':>16}{'cold':>16}{'band':>16}{'spectrum p95':>16}"
          f"{'MB kept':>9}")  # fmt: skip
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for interleave in BUDGETS_MS:
            path = write_scene(Path(folder), interleave, options.gigabytes)
            print(measure(path, interleave), flush=True)
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
