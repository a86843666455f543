"""What names a label file: its path, a variable or a field, and a map of its ids."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from hsiviewer.core.id_maps import IdMap, format_id_map, is_id_map, parse_id_map
from hsiviewer.io.registry import split_reference
from hsiviewer.io.vector_labels import is_vector

if TYPE_CHECKING:
    from hsiviewer.io.labels import LabelFile


def split_label_reference(reference: str | Path) -> tuple[Path, str, dict[int, int]]:
    """Return path, variable or field, and the map of ids that a reference asks for.

    Raises
    ------
    FileAccessError
        If there is no such file.
    ConfigurationError
        If the map of ids cannot be used.
    """
    path, variable = split_reference(reference)
    name, _, last = variable.rpartition(":")
    if is_id_map(last):
        return path, name, parse_id_map(last)
    return path, variable, {}


def label_reference(
    reference: str | Path, *, field: str = "", id_map: IdMap | None = None
) -> str:
    """Return a reference that asks for a field of a vector file, or maps its ids.

    Parameters
    ----------
    field : str
        Only for vector files; others stay as they are.
    id_map : mapping, optional
        Replaces the one that the reference has.

    Raises
    ------
    FileAccessError, ConfigurationError
        As `split_label_reference`.
    """
    if not field and id_map is None:
        return str(reference)
    path, variable, known = split_label_reference(reference)
    if field and is_vector(path):
        variable = field
    parts = (str(path), variable, format_id_map(known if id_map is None else id_map))
    return ":".join(part for part in parts if part)


def mapped_reference(
    reference: str | Path, file: "LabelFile", classes: Mapping[int, int]
) -> str:
    """Return what reads a label file with the classes that a user has chosen.

    Parameters
    ----------
    reference : str or Path
        What `file` was read by.
    classes : mapping of int to int
        Class of each id of `file`; ids that are missing stay.
    """
    is_same = all(file_id == class_id for file_id, class_id in classes.items())
    if is_same and not file.origin:
        return str(reference)
    origin = file.origin or {class_id: class_id for class_id in file.labels.counts}
    chosen = {
        stored: classes.get(class_id, class_id) for stored, class_id in origin.items()
    }
    return label_reference(reference, id_map=chosen)


def moved_reference(
    reference: str, ids: Iterable[int], id_map: Mapping[int, int]
) -> str:
    """Return what reads a label file when classes have got other ids.

    Parameters
    ----------
    ids : iterable of int
        Classes that the file gives now; those of `id_map` if nobody could read it.
    id_map : mapping of int to int
        New id of each class that gets one.
    """
    file, known = _split_id_map(reference)
    given = set(known.values())
    origin = {class_id: class_id for class_id in ids if class_id not in given} | known
    moved = {stored: id_map.get(old, old) for stored, old in origin.items()}
    return f"{file}:{format_id_map(moved)}" if moved else file


def _split_id_map(reference: str) -> tuple[str, dict[int, int]]:
    """Return a reference without its map of ids, and that; the file may be away."""
    file, _, last = reference.rpartition(":")
    if not is_id_map(last) or Path(reference).exists():
        return reference, {}
    return file, parse_id_map(last)
