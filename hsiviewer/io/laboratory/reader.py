"""Captures with references beside them, as the registry knows them."""

from dataclasses import replace
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.io.envi import find_header
from hsiviewer.io.envi_header import read_header
from hsiviewer.io.envi_labels import read_envi_labels
from hsiviewer.io.laboratory.calibration import calibrated
from hsiviewer.io.laboratory.counts import are_counts, open_counts
from hsiviewer.io.laboratory.naming import references_beside, stem_of
from hsiviewer.io.reader import Reader


def _is_capture(path: Path, _head: bytes) -> bool:
    header = find_header(path)
    if header is None or not any(references_beside(path)):
        return False
    try:
        return are_counts(read_header(header), stem_of(path.name))
    except (CubeFormatError, FileAccessError):
        return False  # whoever opens it says what is wrong


def open_capture(path: Path, _variable: str = "") -> HsiCube:
    """Open a capture as reflectance, where its references can be used.

    Raises
    ------
    FileAccessError, CubeFormatError
        If the capture cannot be read.
    """
    counts = open_counts(path)
    try:
        return calibrated(counts, references_beside(path))
    except (FileAccessError, CubeFormatError) as error:
        return _as_recorded(counts.cube, str(error))
    except BaseException:
        counts.cube.close()
        raise


def _as_recorded(cube: HsiCube, reason: str) -> HsiCube:
    return replace(
        cube,
        notices=(
            *cube.notices,
            f"{cube.name} is shown as recorded: {reason}. File, Scene properties names "
            "other references",
        ),
    )


READER = Reader(
    "laboratory capture", (), _is_capture, open_capture, read_labels=read_envi_labels
)
