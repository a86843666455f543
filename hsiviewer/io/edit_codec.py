"""Edits as compact bytes, for a project's journal."""

import zlib
from dataclasses import replace
from typing import TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.edits import ClassEdit, Edit, LabelEdit
from hsiviewer.core.errors import ClassSchemeError, DamagedProjectError
from hsiviewer.core.labels import LabelMap

_T = TypeVar("_T")

_LEVEL = 1  # half the time of the default, and strokes are small anyway
_BYTES_PER_PIXEL = 12  # index, id before and id after
_ROOM_FOR_CLASSES = 64 << 20


class _Labels(msgspec.Struct, frozen=True):
    steps: bytes
    before: bytes
    after: bytes


class _Class(msgspec.Struct, frozen=True, array_like=True):
    id: int
    name: str
    color: str
    description: str


class _Edit(msgspec.Struct, frozen=True):
    text: str
    labels: _Labels | None = None
    classes_before: list[_Class] | None = None
    classes_after: list[_Class] | None = None


class _Snapshot(msgspec.Struct, frozen=True):
    labels: _Labels
    classes: list[_Class]


def encode_edit(edit: Edit) -> bytes:
    """Return an edit as bytes.

    Pixels are written as distances to the one before, which are small in
    strokes and areas and compress well.
    """
    if isinstance(edit, ClassEdit):
        record = _Edit(
            edit.text,
            None if edit.labels is None else _packed(edit.labels),
            _listed(edit.before),
            _listed(edit.after),
        )
    else:
        record = _Edit(edit.text, _packed(edit))
    return zlib.compress(msgspec.msgpack.encode(record), _LEVEL)


def decode_edit(data: bytes, shape: tuple[int, int]) -> Edit:
    """Return the edit of `encode_edit`, checked against the scene's shape.

    Raises
    ------
    DamagedProjectError
        If the bytes are not what was written, or name pixels outside.
    """
    record = _decoded(data, shape, _Edit)
    labels = None if record.labels is None else _unpacked(record.labels, shape)
    if record.classes_before is not None and record.classes_after is not None:
        before, after = _scheme(record.classes_before), _scheme(record.classes_after)
        along = None if labels is None else replace(labels, text=record.text)
        return ClassEdit(before, after, along, record.text)
    if labels is None:
        raise DamagedProjectError("an edit changes neither labels nor classes")
    return replace(labels, text=record.text)


def encode_snapshot(labels: LabelMap, classes: ClassScheme) -> bytes:
    """Return all labels and classes as bytes."""
    indices = np.flatnonzero(labels.values)
    values = labels.at(indices)
    everything = LabelEdit(indices, np.zeros_like(values), values)
    record = _Snapshot(_packed(everything), _listed(classes))
    return zlib.compress(msgspec.msgpack.encode(record), _LEVEL)


def decode_snapshot(
    data: bytes, shape: tuple[int, int]
) -> tuple[LabelMap, ClassScheme]:
    """Return labels and classes of `encode_snapshot`.

    Raises
    ------
    DamagedProjectError
        As `decode_edit`.
    """
    record = _decoded(data, shape, _Snapshot)
    edit = _unpacked(record.labels, shape)
    labels = LabelMap.empty(shape)
    labels.put(edit.indices, edit.after)
    return labels, _scheme(record.classes)


def _packed(edit: LabelEdit) -> _Labels:
    steps = np.diff(edit.indices, prepend=0).astype("<i8")
    return _Labels(
        steps.tobytes(),
        edit.before.astype("<u2").tobytes(),
        edit.after.astype("<u2").tobytes(),
    )


def _unpacked(packed: _Labels, shape: tuple[int, int]) -> LabelEdit:
    try:
        steps = np.frombuffer(packed.steps, "<i8")
        before = np.frombuffer(packed.before, "<u2").astype(np.uint16)
        after = np.frombuffer(packed.after, "<u2").astype(np.uint16)
    except ValueError as error:
        raise DamagedProjectError(f"an edit is cut off: {error}") from error
    indices: npt.NDArray[np.intp] = np.cumsum(steps).astype(np.intp)
    if not steps.size == before.size == after.size:
        raise DamagedProjectError("an edit has not one label for each pixel")
    inside = indices.size == 0 or (
        indices[0] >= 0 and indices[-1] < shape[0] * shape[1]
    )
    if not inside or (steps[1:] <= 0).any():
        raise DamagedProjectError("an edit names pixels outside the scene")
    return LabelEdit(indices, before, after)


def _listed(scheme: ClassScheme) -> list[_Class]:
    return [_Class(each.id, each.name, each.color, each.description) for each in scheme]


def _scheme(classes: list[_Class]) -> ClassScheme:
    try:
        return ClassScheme(
            tuple(
                LandCoverClass(each.id, each.name, each.color, each.description)
                for each in classes
            )
        )
    except ClassSchemeError as error:
        raise DamagedProjectError(f"a class is impossible: {error}") from error


def _decoded(data: bytes, shape: tuple[int, int], kind: type[_T]) -> _T:
    # A few bytes may claim to be gigabytes; no edit is larger than this.
    limit = shape[0] * shape[1] * _BYTES_PER_PIXEL + _ROOM_FOR_CLASSES
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(data, limit)
        if not inflater.eof:
            raise DamagedProjectError("an edit is cut off or impossibly large")
        return msgspec.msgpack.decode(plain, type=kind)
    except (zlib.error, msgspec.DecodeError) as error:
        raise DamagedProjectError(f"an edit cannot be read: {error}") from error
