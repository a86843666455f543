"""Tables of objects: which file shows what, and what was decided."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from hsiviewer.core.csv_text import csv_line, plain_cell
from hsiviewer.core.errors import ForeignTextError, LabelFormatError
from hsiviewer.core.foreign_files import read_text
from hsiviewer.io.atomic import write_text

_FILE, _LABEL, _SET = "file", "label", "set"
OUTCOME_COLUMNS = (_FILE, _LABEL, _SET, "predicted", "confidence", "patches")
_TRAIN, _TEST = ("", "train", "training"), ("test", "validation", "reference")


@dataclass(frozen=True)
class ObjectRow:
    """One object.

    Parameters
    ----------
    file : str
        Relative to the folder of the cubes.
    label : str
        Name of its class; empty if it is to be found.
    is_test : bool
        Whether the label is for comparison only.
    """

    file: str
    label: str
    is_test: bool = False


@dataclass(frozen=True)
class ObjectVerdict:
    """What was decided on an object.

    Parameters
    ----------
    row : ObjectRow
        The object.
    predicted : str
        Name of its class; empty if it could not be judged.
    confidence : float
        Share of the winner in the vote, 0..1.
    shares : tuple of float
        What each class got.
    patches : int
        How many voted.
    """

    row: ObjectRow
    predicted: str
    confidence: float
    shares: tuple[float, ...]
    patches: int


def read_object_table(path: Path) -> list[ObjectRow]:
    """Read a table with the columns ``file``, ``label`` and, if wanted, ``set``.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    LabelFormatError
        If it is no such table.
    """
    try:
        text = read_text(path)
    except ForeignTextError as error:
        raise LabelFormatError(
            f"{path.name} is not text in UTF-8; save it as CSV with this encoding"
        ) from error
    try:
        return _rows(path, text)
    except csv.Error as error:
        raise LabelFormatError(
            f"{path.name} is no table ({error}); save it as CSV"
        ) from error


def _rows(path: Path, text: str) -> list[ObjectRow]:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=";" if ";" in first else ","
    )
    names = [(field or "").strip().lower() for field in reader.fieldnames or ()]
    if _FILE not in names or _LABEL not in names:
        raise LabelFormatError(
            f"{path.name} has the columns {', '.join(names)[:200] or 'none'}; name "
            "them file and label, and set where some are for comparison"
        )
    reader.fieldnames = names
    rows: dict[str, ObjectRow] = {}
    for number, each in enumerate(reader, start=2):
        file, label = (
            plain_cell((each[name] or "").strip()) for name in (_FILE, _LABEL)
        )
        part = (each.get(_SET) or "").strip().lower()
        if not file:
            continue
        if part not in (*_TRAIN, *_TEST):
            raise LabelFormatError(
                f"{path.name}, line {number}: set is {part!r}; write train or test"
            )
        if _leads_outside(file):
            raise LabelFormatError(
                f"{path.name}, line {number}: {file[:200]!r} is no name inside the "
                "folder of the cubes; give it without '..' and without a root"
            )
        if file in rows:
            raise LabelFormatError(
                f"{path.name}, line {number}: {file} is listed twice; remove a line"
            )
        rows[file] = ObjectRow(file, label, part in _TEST)
    if not rows:
        raise LabelFormatError(f"{path.name} lists no objects")
    return list(rows.values())


def _leads_outside(file: str) -> bool:
    """Tell whether a name of a table is that of no file below the cubes' folder."""
    path = PurePath(file)
    return bool(path.anchor) or ".." in path.parts or "\0" in file


def write_object_table(
    path: Path, verdicts: Sequence[ObjectVerdict], classes: Sequence[str]
) -> None:
    """Write one line per object: its label, the verdict and the vote.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    votes = [f"vote {name}" for name in classes]
    lines = [csv_line([*OUTCOME_COLUMNS, *votes])]
    for verdict in verdicts:
        row = verdict.row
        part = "test" if row.is_test else "train" if row.label else ""
        shares = [f"{share:.4f}" for share in verdict.shares]
        lines.append(
            csv_line(
                [row.file, row.label, part, verdict.predicted,
                 f"{verdict.confidence:.4f}", verdict.patches, *shares]
            )
        )  # fmt: skip
    write_text(path, "".join(lines))
