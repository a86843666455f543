"""Copies of labels and classes in a project, so that few edits are replayed."""

import sqlite3
from collections.abc import Iterable

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import DamagedProjectError
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.edit_codec import decode_snapshot, encode_snapshot

_KEPT = 2

Snapshot = tuple[LabelMap, ClassScheme, SceneMetadata, int]


NEWEST_FIRST = "SELECT seq, payload FROM snapshot WHERE seq > 0 ORDER BY seq DESC"


def last_snapshot(
    rows: Iterable[tuple[object, ...]], last_seq: int, shape: tuple[int, int]
) -> Snapshot:
    """Return labels, classes, metadata and the line of the journal they are of.

    A snapshot that cannot be read is passed over: the journal holds all that it did.
    Without any, labels and classes are empty, and the line is 0.

    Parameters
    ----------
    rows : iterable of tuple
        What `NEWEST_FIRST` gives.
    last_seq : int
        Last line of the journal.
    shape : tuple of int
        Rows and columns of the labels.

    Raises
    ------
    DamagedProjectError
        If a whole snapshot has the work of lines that the journal has lost.
    """
    for seq, payload in rows:
        if not isinstance(seq, int) or not isinstance(payload, bytes):
            continue
        try:
            labels, classes, metadata = decode_snapshot(payload, shape)
        except DamagedProjectError:
            continue
        if seq > last_seq:
            raise DamagedProjectError(
                f"its journal has {last_seq} lines, and a copy of its labels has the "
                f"work of {seq}"
            )
        return labels, classes, metadata, seq
    return LabelMap.empty(shape), ClassScheme(), SceneMetadata(), 0


def keep_snapshot(
    connection: sqlite3.Connection,
    seq: int,
    labels: LabelMap,
    classes: ClassScheme,
    metadata: SceneMetadata,
) -> None:
    """Write what a line of the journal left of labels, classes and metadata.

    Old copies are dropped.

    Raises
    ------
    sqlite3.Error
        If they cannot be written.
    """
    connection.execute(
        "INSERT OR REPLACE INTO snapshot VALUES (?, ?)",
        (seq, encode_snapshot(labels, classes, metadata)),
    )
    connection.execute(
        "DELETE FROM snapshot WHERE seq NOT IN "
        "(SELECT seq FROM snapshot ORDER BY seq DESC LIMIT ?)",
        (_KEPT,),
    )
