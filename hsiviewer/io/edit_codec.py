"""Edits as compact bytes, for a project's journal."""

import zlib
from dataclasses import replace
from typing import Annotated, TypeVar

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import MAX_CLASS_ID, ClassScheme, LandCoverClass
from hsiviewer.core.edits import ClassEdit, Edit, LabelEdit, MetadataEdit
from hsiviewer.core.errors import ClassSchemeError, DamagedProjectError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.scene_metadata import SceneMetadata

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


# The length is checked before the classes are made.
_Classes = Annotated[list[_Class], msgspec.Meta(max_length=MAX_CLASS_ID)]


_Id = Annotated[int, msgspec.Meta(ge=1, le=MAX_CLASS_ID)]
_Moved = Annotated[list[tuple[_Id, _Id]], msgspec.Meta(max_length=MAX_CLASS_ID)]


class _Edit(msgspec.Struct, frozen=True, omit_defaults=True):
    text: str
    labels: _Labels | None = None
    classes_before: _Classes | None = None
    classes_after: _Classes | None = None
    moved: _Moved | None = None
    metadata_before: SceneMetadata | None = None
    metadata_after: SceneMetadata | None = None


class _Snapshot(msgspec.Struct, frozen=True, omit_defaults=True):
    labels: _Labels
    classes: _Classes
    metadata: SceneMetadata | None = None


def encode_edit(edit: Edit) -> bytes:
    """Return an edit as bytes.

    Pixels are written as distances to the one before, which are small in
    strokes and areas and compress well.
    """
    if isinstance(edit, MetadataEdit):
        record = _Edit(
            _utf8(edit.text), metadata_before=edit.before, metadata_after=edit.after
        )
    elif isinstance(edit, ClassEdit):
        record = _Edit(
            _utf8(edit.text),
            None if edit.labels is None else _packed(edit.labels),
            _listed(edit.before),
            _listed(edit.after),
            list(edit.moved) or None,
        )
    else:
        record = _Edit(_utf8(edit.text), _packed(edit))
    return zlib.compress(msgspec.msgpack.encode(record), _LEVEL)


def decode_edit(data: bytes, shape: tuple[int, int]) -> Edit:
    """Return the edit of `encode_edit`, checked against the scene's shape.

    Raises
    ------
    DamagedProjectError
        If the bytes are not what was written, or name pixels outside.
    """
    record = _decoded(data, shape, _Edit)
    if record.metadata_before is not None and record.metadata_after is not None:
        return MetadataEdit(record.metadata_before, record.metadata_after, record.text)
    labels = None if record.labels is None else _unpacked(record.labels, shape)
    if record.classes_before is not None and record.classes_after is not None:
        before, after = _scheme(record.classes_before), _scheme(record.classes_after)
        along = None if labels is None else replace(labels, text=record.text)
        moved = tuple(record.moved or ())
        return ClassEdit(before, after, along, record.text, moved)
    if labels is None:
        raise DamagedProjectError("an edit changes neither labels, classes nor scene")
    return replace(labels, text=record.text)


def encode_snapshot(
    labels: LabelMap, classes: ClassScheme, metadata: SceneMetadata | None = None
) -> bytes:
    """Return all labels and classes, and what is said about the scene, as bytes."""
    indices = np.flatnonzero(labels.values)
    values = labels.at(indices)
    everything = LabelEdit(indices, np.zeros_like(values), values)
    said = None if metadata is None or metadata.is_empty else metadata
    record = _Snapshot(_packed(everything), _listed(classes), said)
    return zlib.compress(msgspec.msgpack.encode(record), _LEVEL)


def decode_snapshot(
    data: bytes, shape: tuple[int, int]
) -> tuple[LabelMap, ClassScheme, SceneMetadata]:
    """Return labels, classes and metadata of `encode_snapshot`.

    Raises
    ------
    DamagedProjectError
        As `decode_edit`.
    """
    record = _decoded(data, shape, _Snapshot)
    edit = _unpacked(record.labels, shape)
    labels = LabelMap.empty(shape)
    labels.put(edit.indices, edit.after)
    return labels, _scheme(record.classes), record.metadata or SceneMetadata()


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
    if not steps.size == before.size == after.size:
        raise DamagedProjectError("an edit has not one label for each pixel")
    # Steps that are too large wrap around, so that the sums are looked at.
    indices: npt.NDArray[np.intp] = np.cumsum(steps).astype(np.intp)
    if indices.size:
        is_inside = indices.min() >= 0 and indices.max() < shape[0] * shape[1]
        if not is_inside or (indices[1:] <= indices[:-1]).any():
            raise DamagedProjectError("an edit names pixels outside the scene")
    return LabelEdit(indices, before, after)


def _listed(scheme: ClassScheme) -> list[_Class]:
    return [
        _Class(known.id, _utf8(known.name), known.color, _utf8(known.description))
        for known in scheme
    ]


def _utf8(text: str) -> str:
    """Replace halves of characters, which a window may hand over and no file takes."""
    return text.encode("utf-8", "replace").decode()


def _scheme(classes: list[_Class]) -> ClassScheme:
    try:
        return ClassScheme(
            tuple(
                LandCoverClass(cover.id, cover.name, cover.color, cover.description)
                for cover in classes
            )
        )
    except ClassSchemeError as error:
        raise DamagedProjectError(f"a class is impossible: {error}") from error


def _decoded(data: bytes, shape: tuple[int, int], kind: type[_T]) -> _T:
    # A few bytes may claim to be gigabytes; no edit is larger than this.
    room = shape[0] * shape[1] * _BYTES_PER_PIXEL + _ROOM_FOR_CLASSES
    inflater = zlib.decompressobj()
    try:
        plain = inflater.decompress(data, room)
        if not inflater.eof:
            raise DamagedProjectError("an edit is cut off or impossibly large")
        return msgspec.msgpack.decode(plain, type=kind)
    except MemoryError as error:
        raise DamagedProjectError("an edit does not fit into memory") from error
    # A name that is not UTF-8 is a plain `ValueError`; parsers give up on what is
    # nested too deeply.
    except (zlib.error, msgspec.DecodeError, ValueError, RecursionError) as error:
        raise DamagedProjectError(f"an edit cannot be read: {error}") from error
