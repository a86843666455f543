"""What a report keeps of a run, so that it can be run again."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import ForeignTextError
from hsiviewer.core.foreign_files import read_json
from hsiviewer.learning.recipe import Recipe

_LARGEST_REPORT = 64 << 20


class RepeatRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What a classification was made from.

    Parameters
    ----------
    directory : str
        Where the command ran: relative names start from it.
    scene, labels : str
        As on the command line.
    classes, meta, pretrained : str
        Files; empty for none.
    auxiliary : list of str
        Rasters.
    recipe : Recipe
        Method, parameters, seed, device and text encoder.
    labels_digest, map_digest : str
        Of the labels and of the map, to tell whether they are the same again.
    """

    directory: str
    scene: str
    labels: str
    recipe: Recipe
    classes: str = ""
    meta: str = ""
    pretrained: str = ""
    auxiliary: list[str] = []
    labels_digest: str = ""
    map_digest: str = ""

    def place(self, reference: str) -> str:
        """Return a file as it can be opened from anywhere; empty for none."""
        if not reference or os.path.isabs(reference):  # noqa: PTH117 - file:variable
            return reference
        return f"{self.directory}{os.sep}{reference}"

    def file(self, reference: str) -> Path | None:
        """Return `place` as a path; none where there is no file."""
        return Path(self.place(reference)) if reference else None


@dataclass(frozen=True)
class Report:
    """A report that was read again.

    Parameters
    ----------
    record : RepeatRecord
        What the run was made from.
    versions : mapping
        Of the program and its packages, then.
    """

    record: RepeatRecord
    versions: Mapping[str, str]


def digest(values: npt.NDArray[Any]) -> str:
    """Return what tells an array of numbers from others."""
    whole = np.ascontiguousarray(values)
    return blake2b(whole.tobytes(), digest_size=16).hexdigest()


def read_report(path: Path) -> Report:
    """Read what a report says of its run.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    ForeignTextError
        If it is no report of a run, or does not say how to repeat it.
    """
    values = read_json(path, limit=_LARGEST_REPORT)
    if not isinstance(values, dict) or "repeat" not in values:
        raise ForeignTextError(
            f"{path.name} does not say how its run can be repeated; give a report that "
            "classify --report has written as .json, or the folder of a run"
        )
    try:
        record = msgspec.convert(values["repeat"], RepeatRecord)
    except (msgspec.ValidationError, TypeError, ValueError) as error:
        raise ForeignTextError(f"{path.name} is damaged: {error}") from error
    versions = values.get("versions")
    return Report(record, versions if isinstance(versions, dict) else {})


def other_versions(then: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """Return which packages have another version than when a report was written."""
    return [
        f"{name} {then[name]} is {now[name]} now"
        for name in then
        if name in now and str(then[name]) != str(now[name])
    ]
