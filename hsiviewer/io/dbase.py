"""The table of a shapefile (.dbf)."""

import codecs
import os
import struct
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.foreign_files import open_regular, read_limited
from hsiviewer.io.vector_layers import column_of, is_wanted

_HEAD = 32  # bytes of the file's head, and of each field's description
_LARGEST_DATA = 2**30
_NUMBERS = "NFIBO"
# The byte 29 of the head where there is no .cpg; ESRI and dBASE use no others often.
_CODE_PAGES = {
    0x01: "cp437", 0x02: "cp850", 0x03: "cp1252", 0x13: "cp932", 0x1F: "cp1252",
    0x4D: "cp936", 0x4E: "cp949", 0x4F: "cp950", 0x50: "cp874", 0x57: "cp1252",
    0x58: "cp1252", 0x59: "cp1252", 0x64: "cp852", 0x65: "cp866", 0x78: "cp950",
    0x79: "cp949", 0x7A: "cp936", 0x7B: "cp932", 0x7C: "cp874", 0xC8: "cp1250",
    0xC9: "cp1251", 0xCA: "cp1254", 0xCB: "cp1253", 0xCC: "cp1257",
}  # fmt: skip


class Table(NamedTuple):
    """Columns of the used fields, and the names of all."""

    columns: dict[str, npt.NDArray[Any]]
    names: tuple[str, ...]
    is_deleted: npt.NDArray[np.bool_]


class _Field(NamedTuple):
    name: str
    kind: str
    start: int
    length: int
    decimals: int


def read_table(
    path: Path,
    *,
    encoding: str | None,
    wanted: frozenset[str] | None = frozenset(),
) -> Table:
    """Read the fields of a table that are wanted.

    Parameters
    ----------
    wanted : frozenset of str, optional
        See `hsiviewer.io.vector_layers.is_wanted`.
    encoding : str, optional
        Of texts; else the table's own says it.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    LabelFormatError
        If it is damaged.
    """
    with open_regular(path) as file:
        head = file.read(_HEAD)
        if len(head) < _HEAD:
            raise _damaged(path, "it was cut short")
        count, start, width = struct.unpack_from("<IHH", head, 4)
        fields = _fields(file.read(max(0, start - _HEAD)), width, path)
        size = os.fstat(file.fileno()).st_size - start
        if not width or size < count * width:
            raise _damaged(path, f"it promises {count} rows of {width} bytes")
        if count * width > _LARGEST_DATA:
            raise LabelFormatError(
                f"{path.name} has more than {_LARGEST_DATA // 2**20} MB; save only the "
                "features in the scene to a new file"
            )
        file.seek(start)
        data = file.read(count * width)
    rows = np.frombuffer(data, np.uint8).reshape(count, width)
    encoding = encoding or _CODE_PAGES.get(head[29], "iso8859-1")
    columns = {
        field.name.lower(): _column(rows, field, encoding)
        for field in fields
        if is_wanted(field.name, wanted)
    }
    names = tuple(field.name.lower() for field in fields)
    return Table(columns, names, rows[:, 0] == ord("*"))


def declared_encoding(path: Path) -> str | None:
    """Return the encoding that a .cpg file names; ``None`` for one that is unknown."""
    text = read_limited(path, limit=1000).decode("ascii", "replace").strip().lower()
    names = [text, f"cp{text}", text.replace("ansi ", "cp"), text.replace("ldid/", "")]
    for name in names:
        try:
            found = codecs.lookup(name)
        except (LookupError, ValueError):
            continue
        if getattr(found, "_is_text_encoding", True):
            return found.name
    return None


def _fields(data: bytes, width: int, path: Path) -> list[_Field]:
    fields = []
    at, start = 0, 1  # a row begins with its mark of deletion
    while at + _HEAD <= len(data) and data[at] != 0x0D:
        text = data[at : at + 11].split(b"\0")[0].decode("iso8859-1").strip()
        length, decimals = data[at + 16], data[at + 17]
        fields.append(_Field(text, chr(data[at + 11]), start, length, decimals))
        start += length
        at += _HEAD
    if start > width:
        raise _damaged(path, f"its fields need {start} bytes of {width}")
    return fields


def _column(
    rows: npt.NDArray[np.uint8], field: _Field, encoding: str
) -> npt.NDArray[Any]:
    if not field.length:
        return column_of([None] * len(rows))
    cells = np.ascontiguousarray(rows[:, field.start : field.start + field.length])
    texts = cells.view(f"S{field.length}").ravel().tolist()
    if field.kind in _NUMBERS:
        return column_of([_number(text, field) for text in texts])
    return column_of(
        [text.decode(encoding, errors="replace").strip() or None for text in texts]
    )


def _number(text: bytes, field: _Field) -> float | None:
    text = text.strip(b" \0*")
    try:
        if field.decimals == 0 and field.kind == "N":
            return int(text) if text else None
        return float(text) if text else None
    except ValueError:
        return None


def _damaged(path: Path, why: str) -> LabelFormatError:
    return LabelFormatError(
        f"{path.name} is damaged: {why}; copy the whole shapefile again"
    )
