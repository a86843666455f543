"""AHSI of Gaofen-5 and Ziyuan-1: text files beside the image of each detector.

Their suffix is ``.raw``, and they hold two numbers a line: gain and offset of the
calibration, or centre and width of a band.
"""

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.foreign_files import read_text
from hsiviewer.core.quantities import RADIANCE
from hsiviewer.io.rasters.facts import BandFacts

_IMAGE = re.compile(r".*AHSI.*_(?P<detector>VN|SW)(?:IR)?\.tiff?", re.IGNORECASE)
_LARGEST = 2**20


def ahsi_facts(path: Path, count: int, notices: list[str]) -> BandFacts | None:
    """Return what the text files beside an image say about its bands.

    Parameters
    ----------
    count : int
        Number of bands.
    notices : list of str
        Gets a sentence on a file that cannot be used.
    """
    image = _IMAGE.fullmatch(path.name)
    if image is None:
        return None
    detector = f"{image['detector'].upper()}IR"
    calibration = _table(path, "radcal", detector, count, notices)
    response = _table(path, "spectralresponse", detector, count, notices)
    if calibration is None and response is None:
        return None
    return BandFacts(
        None if response is None else response[0][:, 0].tolist(),
        None if response is None else response[0][:, 1].tolist(),
        None if response is None else _units(response[0]),
        gains=None if calibration is None else calibration[0][:, 0],
        offsets=None if calibration is None else calibration[0][:, 1],
        quantity="" if calibration is None else RADIANCE,
        unit="" if calibration is None else "W/m2/sr/um",
        origin="" if response is None else response[1],
    )


def _table(
    path: Path, kind: str, detector: str, count: int, notices: list[str]
) -> tuple[npt.NDArray[np.float64], str] | None:
    """Return two numbers for each band, and the name of the file they stand in."""
    for beside in sorted(path.parent.iterdir()):
        name = beside.name.lower()
        if not (name.endswith(".raw") and kind in name and detector.lower() in name):
            continue
        try:
            lines = read_text(beside, limit=_LARGEST).split("\n")
            rows = [line.replace(",", " ").split() for line in lines if line.strip()]
            table = np.array([[float(word) for word in row[:2]] for row in rows])
        except (HsiViewerError, ValueError):
            table = np.empty(0)
        if table.shape == (count, 2) and np.isfinite(table).all():
            return table, beside.name
        notices.append(
            f"{beside.name} does not hold two numbers for each of the {count} bands of "
            f"{path.name}; it is not used"
        )
    return None


def _units(response: npt.NDArray[np.float64]) -> str:
    return "nm" if np.median(response[:, 0]) > 100 else "um"
