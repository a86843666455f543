"""Which field of a vector file tells the classes, and which class each feature has."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.errors import ClassSchemeError, LabelFormatError
from hsiviewer.core.id_maps import IdMap, map_values
from hsiviewer.io.styles import xml_name
from hsiviewer.io.vector_layers import (
    COLOR_FIELDS,
    DESCRIPTION_FIELDS,
    ID_FIELDS,
    NAME_FIELDS,
    OTHER_ID_FIELDS,
    OTHER_NAME_FIELDS,
    VectorLayer,
)

Ids = npt.NDArray[np.int64]
Column = npt.NDArray[Any]

_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
_NUMBER_TEXT = re.compile(r"[0-9]{1,5}(\.0*)?")
_LARGEST_ID = 65535
_SERIAL_FIELDS = ("id", "value", "label", "code")  # may only count the features
_PLAIN_FIELDS = (*ID_FIELDS[:3], *NAME_FIELDS[:2])  # class_id, class_name and so on
_EXAMPLES = 3


class NoClassesError(LabelFormatError):
    """No field of a file tells classes."""


class LabelledLayer(NamedTuple):
    """A layer with the class id of each feature, 0 without, and its classes.

    `origin` has the class of each id of the file where the two differ.
    """

    layer: VectorLayer
    ids: Ids
    classes: dict[int, LandCoverClass]
    notices: tuple[str, ...]
    origin: dict[int, int]


class VectorField(NamedTuple):
    """A field of a vector file that may tell the classes.

    Parameters
    ----------
    name : str
        In small letters.
    n_values : int
        Different values.
    examples : tuple of str
        The first of them.
    """

    name: str
    n_values: int
    examples: tuple[str, ...]


class FieldChoice(NamedTuple):
    """The fields of a file, and the one that is taken without a choice.

    Parameters
    ----------
    fields : tuple of VectorField
        Those with values.
    proposed : str
        Empty where none suits.
    is_plain : bool
        Whether the names leave no doubt, or there is nothing to choose.
    """

    fields: tuple[VectorField, ...]
    proposed: str
    is_plain: bool


def labelled_layers(
    layers: Iterable[VectorLayer],
    file: str,
    *,
    field: str = "",
    id_map: IdMap | None = None,
) -> list[LabelledLayer]:
    """Return the layers that have classes.

    Parameters
    ----------
    field : str
        Field that tells them, or several of 0 and 1 with commas, one a class; without
        it, the first that suits of `ID_FIELDS`, `NAME_FIELDS` and those that other
        programs use. A field that only numbers the features is passed over.
    id_map : mapping, optional
        Class of each id that the user gives one.

    Raises
    ------
    NoClassesError
        If no layer has classes.
    LabelFormatError
        If its classes cannot be used.
    """
    layers = [layer for layer in layers if layer.n_features]
    if not layers:
        raise LabelFormatError(f"{file} has no features; choose another file")
    found = []
    for layer in layers:
        chosen = _chosen(layer.fields, field, file)
        if chosen is not None:
            found.append(_labelled(layer, chosen, file, id_map, is_told=not field))
    if not found:
        raise _without_classes(layers, file, field)
    return found


def one_hot_layers(
    layers: Iterable[VectorLayer], file: str, *, id_map: IdMap | None = None
) -> list[LabelledLayer]:
    """Return the layers whose fields of 0 and 1 are one class each; none if none is."""
    found = []
    for layer in layers:
        marks = [name for name, column in layer.fields.items() if _is_mark(column)]
        if layer.n_features and len(marks) > 1:
            ids = _one_hot(layer.fields, tuple(marks), file)
            if ids is not None:
                chosen = _Chosen(",".join(marks), ids, _named(marks))
                found.append(_labelled(layer, chosen, file, id_map, is_told=True))
    return found


def fields_of(layers: Iterable[VectorLayer]) -> tuple[VectorField, ...]:
    """Return the fields that have values, with some of them."""
    found: dict[str, dict[str, None]] = {}
    for layer in layers:
        for name, column in layer.fields.items():
            values = found.setdefault(name, {})
            values.update(dict.fromkeys(_texts(column)))
    return tuple(
        VectorField(name, len(values), tuple(values)[:_EXAMPLES])
        for name, values in found.items()
        if values
    )


def choice_of(layers: Iterable[VectorLayer], file: str) -> FieldChoice:
    """Return the fields of a file and the one that is proposed."""
    layers = [layer for layer in layers if layer.n_features]
    fields = fields_of(layers)
    proposed = ""
    for layer in layers:
        try:
            chosen = _chosen(layer.fields, "", file)
        except LabelFormatError:
            continue  # another field may do, else whoever reads the file tells
        if chosen is not None and not proposed:
            proposed = chosen.field
    is_plain = proposed in _PLAIN_FIELDS or len(fields) < 2
    return FieldChoice(fields, proposed, is_plain)


class _Chosen(NamedTuple):
    field: str
    ids: Ids
    names: Mapping[int, str]
    others: tuple[str, ...] = ()


def _labelled(
    layer: VectorLayer,
    chosen: _Chosen,
    file: str,
    id_map: IdMap | None,
    *,
    is_told: bool,
) -> LabelledLayer:
    notices = []
    is_plain = chosen.field in _PLAIN_FIELDS or (
        chosen.field in (*ID_FIELDS, *NAME_FIELDS) and not chosen.others
    )
    if is_told and not is_plain:
        others = f"; other fields are {', '.join(chosen.others)}" * bool(chosen.others)
        notices.append(
            f"{file}: the field {chosen.field!r} tells the classes{others}. --field "
            "names another"
        )
    ids, names = chosen.ids, dict(chosen.names)
    if id_map:
        ids = map_values(np.maximum(ids, 0), id_map, file=file)
        names = {
            id_map.get(class_id, class_id): name for class_id, name in names.items()
        }
    elif ids.size and ids.min() == 0 and ids.max() > 0:
        ids = ids + 1
        names = {class_id + 1: name for class_id, name in names.items()}
        notices.append(
            f"{file} counts its classes from 0; 0 became class 1, and so on. If 0 "
            "means no class, give --map-ids 0=0"
        )
    is_moved = ids is not chosen.ids
    ids = np.maximum(ids, 0)  # features without a class are -1
    pairs = zip(chosen.ids.tolist(), ids.tolist(), strict=True)
    origin = {stored: class_id for stored, class_id in pairs if stored >= 0}
    return LabelledLayer(
        layer,
        ids,
        _classes(layer.fields, ids, names),
        tuple(notices),
        origin if is_moved else {},
    )


def _chosen(fields: Mapping[str, Column], field: str, file: str) -> _Chosen | None:
    """Return the ids by a field, -1 where a feature has none."""
    if field:
        names = tuple(name.strip().lower() for name in field.split(","))
        if len(names) > 1:
            ids = _one_hot(fields, names, file)
            return None if ids is None else _Chosen(field, ids, _named(names))
        column = fields.get(names[0])
        return None if column is None else _by_column(names[0], column, file)
    numbers = [name for name in (*ID_FIELDS, *OTHER_ID_FIELDS) if name in fields]
    texts = [name for name in (*NAME_FIELDS, *OTHER_NAME_FIELDS) if name in fields]
    able = [name for name in numbers if _are_whole(fields[name])]
    able += [name for name in texts if _are_texts(fields[name])]
    able = list(dict.fromkeys(able))
    for name in able:
        others = tuple(other for other in able if other != name)
        if not _is_serial(name, fields, others):
            found = _by_column(name, fields[name], file)
            return None if found is None else found._replace(others=others)
    return None


def _is_serial(
    name: str, fields: Mapping[str, Column], others: tuple[str, ...]
) -> bool:
    """Tell whether a field numbers the features, or is always alike, and others differ.

    A number of its own for each feature beside a field that repeats itself is no class.
    """
    if name not in _SERIAL_FIELDS:
        return False
    values = _texts(fields[name])
    counts = {other: len(set(_texts(fields[other]))) for other in others}
    repeating = [count for count in counts.values() if 1 < count < len(values)]
    is_alike = len(set(values)) == 1 and len(values) > 1
    return (len(set(values)) == len(values) > 2 and bool(repeating)) or (
        is_alike and any(count > 1 for count in counts.values())
    )


def _by_column(name: str, column: Column, file: str) -> _Chosen | None:
    if _are_whole(column):
        known = ~np.isnan(column.astype(float))
        lowest, highest = column[known].min(), column[known].max()
        if lowest < 0 or not 0 < highest <= _LARGEST_ID:
            raise LabelFormatError(
                f"{file} holds class ids from {lowest:.12g} to {highest:.12g} in "
                f"{name!r}; they lie within 1..{_LARGEST_ID}"
            )
        return _Chosen(name, np.where(known, column, -1).astype(np.int64), {})
    if column.dtype.kind == "f":
        if np.isnan(column).all():
            return None
        raise LabelFormatError(
            f"{file} holds fractions in the field {name!r}; classes are whole numbers "
            "or names: choose another field with --field"
        )
    texts = ["" if value is None else str(value) for value in column.tolist()]
    distinct = dict.fromkeys(text for text in texts if text)
    if not distinct:
        return None
    if len(distinct) > _LARGEST_ID:
        raise LabelFormatError(
            f"{file} has {len(distinct)} different class names; at most {_LARGEST_ID} "
            "classes are possible"
        )
    if all(_NUMBER_TEXT.fullmatch(text) for text in distinct):
        numbers = np.array([float(text) if text else np.nan for text in texts])
        return _by_column(name, numbers, file)
    places = {text: number for number, text in enumerate(distinct, start=1)}
    ids = np.array([places.get(text, -1) for text in texts], np.int64)
    return _Chosen(name, ids, {number: text for text, number in places.items()})


def _are_whole(column: Column) -> bool:
    if column.dtype.kind not in "iuf":
        return False
    known = column[~np.isnan(column.astype(float))]
    return bool(known.size and (known == np.rint(known)).all())


def _are_texts(column: Column) -> bool:
    return column.dtype.kind == "O" and any(column)


def _is_mark(column: Column) -> bool:
    return column.dtype.kind in "biuf" and bool(np.isin(column, (0, 1)).all())


def _one_hot(
    fields: Mapping[str, Column], names: tuple[str, ...], file: str
) -> Ids | None:
    """Return the number of the field that is 1, from 1; ``None`` if one is missing."""
    columns = [fields.get(name) for name in names]
    if not all(column is not None and _is_mark(column) for column in columns):
        return None
    marks = np.stack([np.asarray(column, float) for column in columns]) == 1
    if (marks.sum(axis=0) > 1).any():
        raise LabelFormatError(
            f"{file} has features with a 1 in several of {', '.join(names)}; a feature "
            "has one class"
        )
    return np.where(marks.any(axis=0), np.argmax(marks, axis=0) + 1, -1)


def _named(names: Iterable[str]) -> dict[int, str]:
    return dict(enumerate(names, start=1))


def _texts(column: Column) -> list[str]:
    """Return the values that are there, as text."""
    if column.dtype.kind == "f":
        return [f"{value:.12g}" for value in column[~np.isnan(column)].tolist()]
    return [str(value) for value in column.tolist() if value not in (None, "")]


def _without_classes(
    layers: list[VectorLayer], file: str, field: str
) -> LabelFormatError:
    names = dict.fromkeys(name for layer in layers for name in layer.names)
    has = ", ".join(names) or "no fields"
    if field:
        return LabelFormatError(
            f"{file} has no field {field!r} with classes; it has {has}"
        )
    empty = [name for name in names if name in (*ID_FIELDS, *NAME_FIELDS)]
    if empty:
        return NoClassesError(
            f"{file} has no class ids or names in {', '.join(empty)}; fill in whole "
            f"numbers from 1, or names. It has {has}; --field chooses another field"
        )
    return NoClassesError(
        f"{file} has no field for classes: it has {has}; choose one of them with "
        f"--field, or as {file}:FIELD"
    )


def _classes(
    fields: Mapping[str, Column], ids: Ids, known: Mapping[int, str]
) -> dict[int, LandCoverClass]:
    names = _first_texts(fields, NAME_FIELDS) or _steady_texts(fields, ids)
    colors = _first_texts(fields, COLOR_FIELDS)
    descriptions = _first_texts(fields, DESCRIPTION_FIELDS)
    found = {}
    distinct, first = np.unique(ids, return_index=True)
    for class_id, row in zip(distinct.tolist(), first.tolist(), strict=True):
        if not class_id:
            continue
        color = colors[row] if colors else ""
        if not _HEX_COLOR.fullmatch(color):
            color = palette_color(class_id)
        name = xml_name(known.get(class_id, "")) or (names[row] if names else "")
        text = descriptions[row] if descriptions else ""
        try:
            found[class_id] = LandCoverClass(
                class_id, name or f"class {class_id}", color, text
            )
        except ClassSchemeError as error:
            raise LabelFormatError(str(error)) from error
    return found


def _first_texts(
    fields: Mapping[str, Column], wanted: tuple[str, ...]
) -> list[str] | None:
    for name in wanted:
        column = fields.get(name)
        if column is not None and _are_texts(column):
            return ["" if value is None else xml_name(str(value)) for value in column]
    return None


def _steady_texts(fields: Mapping[str, Column], ids: Ids) -> list[str] | None:
    """Return the first other field of texts that has one text for each class."""
    for name in OTHER_NAME_FIELDS:
        texts = _first_texts(fields, (name,))
        if texts is not None and len(set(zip(ids.tolist(), texts, strict=True))) == (
            np.unique(ids).size
        ):
            return texts
    return None
