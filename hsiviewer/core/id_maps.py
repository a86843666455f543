"""Which class of the program each id of a file stands for: ``1=4,2=2``, as text."""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import MAX_CLASS_ID
from hsiviewer.core.errors import ConfigurationError, LabelFormatError

IdMap = Mapping[int, int]

LEFT_OUT = 0
_PAIR = re.compile(r"\s*(-?[0-9]{1,9})\s*=\s*([0-9]{1,9})\s*")
_TEXT = re.compile(r"-?[0-9]{1,9}=[0-9]{1,9}(,-?[0-9]{1,9}=[0-9]{1,9})*")


def parse_id_map(text: str) -> dict[int, int]:
    """Return ids of a file with the class that each stands for.

    Parameters
    ----------
    text : str
        Such as ``"1=4,2=2,7=0"``; class 0 leaves an id out.

    Raises
    ------
    ConfigurationError
        If it is no such list, or an id stands there twice.
    """
    id_map: dict[int, int] = {}
    for part in text.split(","):
        pair = _PAIR.fullmatch(part)
        if pair is None:
            raise ConfigurationError(
                f"{part[:40]!r} is no pair of an id and a class; write the ids as "
                "ID=CLASS, such as 1=4,2=2,7=0, where 0 leaves an id out"
            )
        file_id, class_id = int(pair[1]), int(pair[2])
        if file_id in id_map:
            raise ConfigurationError(f"the id {file_id} is given two classes; give one")
        if class_id > MAX_CLASS_ID:
            raise ConfigurationError(
                f"there is no class {class_id}; class ids lie within 0..{MAX_CLASS_ID}"
            )
        id_map[file_id] = class_id
    return id_map


def format_id_map(id_map: IdMap) -> str:
    """Return the text that `parse_id_map` reads; empty for an empty map."""
    return ",".join(f"{file_id}={id_map[file_id]}" for file_id in sorted(id_map))


def is_id_map(text: str) -> bool:
    """Tell whether a text is what `format_id_map` writes."""
    return _TEXT.fullmatch(text) is not None


def map_values(
    values: npt.NDArray[np.int64], id_map: IdMap, *, file: str
) -> npt.NDArray[np.int64]:
    """Return class ids in place of a file's ids; ids without a pair stay.

    Parameters
    ----------
    values : ndarray of int64
        Of any shape.
    file : str
        What sentences call the file.

    Raises
    ------
    LabelFormatError
        If an id without a pair has the number of a class that another id becomes,
        so that two classes would be one without a word.
    """
    present = set(np.unique(values).tolist())
    taken = {id_map[file_id] for file_id in id_map if file_id in present} - {LEFT_OUT}
    for file_id in sorted(present - id_map.keys() - {LEFT_OUT}):
        if file_id in taken:
            raise LabelFormatError(
                f"{file} has the id {file_id}, and another of its ids becomes class "
                f"{file_id}; say what {file_id} is, too: {file_id}=0 leaves it out, "
                f"{file_id}={file_id} joins both"
            )
    mapped = values.copy()
    for file_id, class_id in id_map.items():
        mapped[values == file_id] = class_id
    return mapped
