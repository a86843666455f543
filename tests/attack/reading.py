"""What is done with a file once it is open: everything is looked at."""

import zlib
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.registry import open_cube
from hsiviewer.workflows.commands.info import format_info, scene_info
from tests.attack.family import Answer, Mutant
from tests.attack.lure import VALUE

_MOST_BYTES = 64 << 20  # read as a whole; of larger ones, parts
_MOST_PIXELS = 1 << 26  # read thinned, as a first picture does


def open_scene(folder: Path, mutant: Mutant) -> Answer:
    """Open a scene, read windows, spectra and all values."""
    cube = open_cube(str(folder / mutant.opened))
    text = format_info(scene_info(cube))
    _read_parts(cube)
    answer = _tally(cube)
    cube.close()
    return {
        **answer,
        "shape": list(cube.shape),
        "nodata": None if cube.nodata is None else float(cube.nodata),
        "notices": list(cube.notices),
        "text": text[:4000],
    }


def _read_parts(cube: HsiCube) -> None:
    bands, rows, cols = cube.shape
    last = bands - 1
    height, width = min(16, rows), min(16, cols)
    for row, col in ((0, 0), (rows // 2, cols // 2), (rows - height, cols - width)):
        window = PixelWindow(row, col, min(height, rows - row), min(width, cols - col))
        cube.read([0, last], window)
        cube.read([last], window, step=3)
    cube.read_spectra(np.array([0, rows - 1]), np.array([cols - 1, 0]))
    cube.read_spectrum(rows // 2, cols // 2)
    if rows * cols <= _MOST_PIXELS:
        step = max(1, -(-max(rows, cols) // 1024))
        cube.read([0], step=step)
        cube.valid_mask(step=step)


def _tally(cube: HsiCube) -> Answer:
    bands, rows, cols = cube.shape
    size = cube.source.dtype.itemsize
    window = cube.window
    if rows * cols * size > _MOST_BYTES:
        window = PixelWindow(0, 0, min(rows, 512), min(cols, 512))
    at_once = max(1, _MOST_BYTES // (window.height * window.width * size))
    zeros = missing = foreign = count = 0
    largest = 0.0
    for first in range(0, min(bands, 4 * at_once), at_once):
        chosen = range(first, min(bands, first + at_once))
        values = cube.source.read(list(chosen), window)
        zeros += int(np.count_nonzero(values == 0))
        missing += int(np.count_nonzero(cube.is_nodata(values)))
        foreign += int(np.count_nonzero(values == VALUE))
        count += values.size
        if values.size:
            with np.errstate(invalid="ignore"):
                largest = max(largest, float(np.nanmax(np.abs(values))))
    return {
        "zeros": zeros,
        "missing": missing,
        "foreign_values": foreign,
        "count": count,
        "itemsize": size,
        "largest": largest,
    }


def judge_zeros(control: Answer, answer: Answer, mutant: Mutant) -> list[str]:
    """Tell whether values are missing that nobody was told of.

    The originals have no byte that is zero in their values, so that zeros come
    from a reader that fills in what the file does not hold, but for the zeros
    that the file has elsewhere and a wrong offset may show. No reader can see
    that one of these was not meant, so they are allowed for; nor can it see that
    samples of a few bits were meant to be larger.
    """
    if set(answer["notices"]) - set(control["notices"]) or answer["largest"] < 256:
        return []
    missing = answer["zeros"] - control["zeros"]
    if answer["nodata"] == control["nodata"]:
        missing = max(missing, answer["missing"] - control["missing"])
    name = mutant.opened.split(":")[0]
    stored = sum(
        content.count(0)
        for file, content in mutant.files.items()
        if Path(file).stem == Path(name).stem
    )
    allowed = stored // answer["itemsize"] + answer["count"] // 100
    return ["zeros"] if missing > allowed else []


def label_answer(labels: Any, scheme: Any) -> Answer:
    """Return what labels and classes are, for a comparison."""
    return {
        "digest": zlib.crc32(np.ascontiguousarray(labels.values).tobytes()),
        "counts": {str(key): int(count) for key, count in labels.counts.items()},
        "names": [f"{each.name} {each.color} {each.description}" for each in scheme],
        "foreign_values": int(np.count_nonzero(labels.values == VALUE)),
    }
