"""Class ids from the values of rasters, however other programs mark "no label"."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import LabelFormatError
from hsiviewer.core.id_maps import IdMap, format_id_map, map_values
from hsiviewer.io.reader import LabelRaster

LARGEST_ID = 65535
_HUGE = 1e30  # marks such as -3.4e38 are often declared with fewer digits
_COUNTING_MARKS = (-1, -100)  # "no label" where classes count from 0
_LEAST_MARK = 10**9  # 70 000 is an id too many; 2147483647 is a mark
_MOST_ONE_HOT = 1000


class ClassIds(NamedTuple):
    """Class ids as the program counts them.

    Parameters
    ----------
    values : ndarray of uint16, shape (rows, cols)
    names, colors : mapping
        Of classes by id.
    notices : tuple of str
        What was assumed, in sentences.
    origin : mapping
        Class of each value of the file, 0 where it is no label; empty where every
        class has the number of its value.
    """

    values: npt.NDArray[np.uint16]
    names: Mapping[int, str]
    colors: Mapping[int, str]
    notices: tuple[str, ...] = ()
    origin: Mapping[int, int] = {}


def class_ids(
    found: LabelRaster,
    file: str,
    *,
    grid: tuple[int, int] | None = None,
    id_map: IdMap | None = None,
) -> ClassIds:
    """Return what a raster says of classes as ids from 1, 0 for no label.

    Parameters
    ----------
    file : str
        What sentences call the raster.
    grid : tuple of int, optional
        Rows and columns of the scene, which a plain list of values may have.
    id_map : mapping, optional
        Class of each id that the user gives one; then nothing is assumed of the
        others.

    Raises
    ------
    LabelFormatError
        If the values are no class ids.
    """
    notices: list[str] = []
    values = np.asarray(found.values)
    names, colors = dict(found.names), dict(found.colors)
    if values.dtype.kind in "US":
        values, names = _numbered_texts(values)
        notices.append(f"{file} holds texts; they are classes in order of appearance")
    values, is_one_hot = _plane(values, file, grid)
    if is_one_hot:
        notices.append(f"{file} has a layer for each class; layer 1 is class 1")
    if not id_map and values.dtype in (np.uint8, np.uint16):
        plain = _plain_ids(values, found, file, notices)
        if plain is not None:
            return ClassIds(plain, _without_zero(names), _without_zero(colors),
                            tuple(notices))  # fmt: skip
    missing = _missing(values, found.nodata)
    ids = _whole(np.where(missing, 0, values), file)
    stored = ids
    if id_map:
        # What the user names counts, even where the file says that it is no label.
        named = ~missing
        for file_id in id_map:
            named |= np.equal(values, file_id)
        ids = stored = _whole(np.where(named, values, 0), file)
        ids = map_values(ids, id_map, file=file)
        names = _moved(names, id_map)
        colors = _moved(colors, id_map)
    else:
        ids, shift = _without_marks(ids, missing, found, file, notices)
        names = {class_id + shift: name for class_id, name in names.items()}
        colors = {class_id + shift: color for class_id, color in colors.items()}
    if ids.size and (ids.min() < 0 or ids.max() > LARGEST_ID):
        raise LabelFormatError(
            f"{file} holds ids from {ids.min():g} to {ids.max():g}; class ids lie "
            f"within 0..{LARGEST_ID}"
        )
    names, colors = _without_zero(names), _without_zero(colors)
    labelled = ~missing | (ids > 0)
    origin = {} if ids is stored else _origin(stored[labelled], ids[labelled])
    return ClassIds(ids.astype(np.uint16), names, colors, tuple(notices), origin)


def _origin(
    stored: npt.NDArray[np.int64], ids: npt.NDArray[np.int64]
) -> dict[int, int]:
    values, first = np.unique(stored, return_index=True)
    found = zip(values.tolist(), ids.reshape(-1)[first].tolist(), strict=True)
    # 0 is no label anyway, and stands where the file has none.
    return {value: class_id for value, class_id in found if value or class_id}


def _without_zero(texts: Mapping[int, str]) -> dict[int, str]:
    return {class_id: text for class_id, text in texts.items() if class_id}


def _plain_ids(
    values: npt.NDArray[Any], found: LabelRaster, file: str, notices: list[str]
) -> npt.NDArray[np.uint16] | None:
    """Return small ids that need no wider numbers; ``None`` if they have a mark.

    Labels of a hundred million pixels are read so, in a copy of their own size.
    """
    present = _present(values)
    valid = [value for value in present if value != found.nodata]
    if _mark(valid, found) is not None:
        return None
    _tell_zero(valid, found, file, notices, has_missing=len(valid) < len(present))
    ids = values.astype(np.uint16)
    if len(valid) < len(present):
        ids[values == found.nodata] = 0
    return ids


def _present(values: npt.NDArray[Any]) -> list[int]:
    """Return the different values of an array of small numbers, sorted."""
    seen = np.zeros(LARGEST_ID + 1, bool)
    for line in values:
        seen[line] = True
    return [int(value) for value in np.flatnonzero(seen)]


def _numbered_texts(
    values: npt.NDArray[Any],
) -> tuple[npt.NDArray[np.int64], dict[int, str]]:
    texts, first, places = np.unique(values, return_index=True, return_inverse=True)
    numbers = np.zeros(texts.size, np.int64)
    names: dict[int, str] = {}
    for place in np.argsort(first):
        text = str(texts[place].decode(errors="replace") if values.dtype.kind == "S"
                   else texts[place]).strip()  # fmt: skip
        if text:
            numbers[place] = len(names) + 1
            names[len(names) + 1] = text
    return numbers[places.reshape(values.shape)], names


def _plane(
    values: npt.NDArray[Any], file: str, grid: tuple[int, int] | None
) -> tuple[npt.NDArray[Any], bool]:
    """Return values with rows and columns, and whether they had a layer a class."""
    if values.ndim == 2 and (grid is None or 1 not in values.shape):
        return values, False
    if values.ndim == 3 and 1 not in values.shape and values.size:
        layered = _from_one_hot(values, grid)
        if layered is not None:
            return layered, True
    while values.ndim > 2 and 1 in values.shape:
        values = values.squeeze(values.shape.index(1))
    is_list = values.ndim < 2 or 1 in values.shape
    if is_list and grid is not None and values.size == grid[0] * grid[1]:
        return values.reshape(grid), False  # row by row, as NumPy flattens
    values = np.atleast_2d(values)
    if values.ndim != 2:
        raise LabelFormatError(
            f"{file} has the shape {values.shape}; labels have rows and columns, or "
            "one layer of 0 and 1 for each class"
        )
    return values, False


def _from_one_hot(
    values: npt.NDArray[Any], grid: tuple[int, int] | None
) -> npt.NDArray[np.int64] | None:
    """Return the layer of each pixel, from 1; ``None`` if it may have several."""
    axes = (0, 2) if values.shape[1:] == grid else (2, 0)
    for axis in axes:
        if 1 < values.shape[axis] <= _MOST_ONE_HOT:
            marks = values != 0
            if np.equal(values, 1)[marks].all() and (marks.sum(axis) <= 1).all():
                layers = np.argmax(marks, axis) + 1
                return np.where(marks.any(axis), layers, 0)
    return None


def _missing(values: npt.NDArray[Any], nodata: float | None) -> npt.NDArray[np.bool_]:
    missing = np.zeros(values.shape, bool)
    if nodata is not None:
        missing |= np.equal(values, nodata)
    if values.dtype.kind == "f":
        missing |= ~np.isfinite(values) | (np.abs(values) > _HUGE)
    return missing


def _whole(values: npt.NDArray[Any], file: str) -> npt.NDArray[np.int64]:
    if values.dtype.kind == "f" and (values != np.rint(values)).any():
        raise LabelFormatError(
            f"{file} holds fractions such as {values[values != np.rint(values)][0]:g}; "
            "labels are whole class ids"
        )
    if values.dtype.kind in "fu" and values.size and values.max() > 2**62:
        raise LabelFormatError(
            f"{file} holds ids up to {values.max():g}; class ids lie within "
            f"0..{LARGEST_ID}"
        )
    return values.astype(np.int64)


def _moved(texts: Mapping[int, str], id_map: IdMap) -> dict[int, str]:
    """Return names or colours under their new ids; the first of several stays."""
    moved: dict[int, str] = {}
    for file_id, text in texts.items():
        moved.setdefault(id_map.get(file_id, file_id), text)
    return moved


def _without_marks(
    ids: npt.NDArray[np.int64],
    missing: npt.NDArray[np.bool_],
    found: LabelRaster,
    file: str,
    notices: list[str],
) -> tuple[npt.NDArray[np.int64], int]:
    """Take an undeclared mark for "no label"; let classes count from 1.

    Returns
    -------
    ids : ndarray of int64, shape (rows, cols)
    shift : int
        What was added to every id: 1 where classes counted from 0.
    """
    present = np.unique(ids[~missing]).tolist()
    mark = _mark(present, found)
    if mark is None:
        _tell_zero(present, found, file, notices, has_missing=bool(missing.any()))
        return ids, 0
    rest = [file_id for file_id in present if file_id != mark]
    counts_from_zero = (
        0 in rest
        and len(rest) > 1
        and _is_compact(rest)
        and not found.names
        and (mark in _COUNTING_MARKS or mark > 0)
    )
    notices.append(f"{file}: {mark} is taken for no label")
    ids = np.where(ids == mark, -1 if counts_from_zero else 0, ids)
    if not counts_from_zero:
        return ids, 0
    notices.append(
        f"{file} counts its classes from 0; 0 became class 1, and so on. If 0 means no "
        f"label, give {_option(dict.fromkeys([mark], 0) | {n: n for n in rest if n})}"
    )
    return np.where(missing, 0, ids + 1), 1


def _tell_zero(
    present: list[int],
    found: LabelRaster,
    file: str,
    notices: list[str],
    *,
    has_missing: bool,
) -> None:
    """Tell that 0 is no label where the file has another value for that."""
    if found.nodata not in (None, 0) and 0 in present and has_missing:
        notices.append(
            f"{file} declares {found.nodata:g} as no data; 0 is taken for no label, "
            f"too. If 0 is a class, {_how_from_zero(present)}"
        )


def _mark(present: list[int], found: LabelRaster) -> int | None:
    """Return the only value that cannot be a class; ``None`` if there is none."""
    impossible = [value for value in present if not 0 <= value <= LARGEST_ID]
    is_mark = len(impossible) == 1 and not 0 < impossible[0] < _LEAST_MARK
    if is_mark and any(0 < value <= LARGEST_ID for value in present):
        return impossible[0]
    kind = np.asarray(found.values).dtype
    if impossible or found.nodata is not None or kind.kind != "u" or kind.itemsize > 2:
        return None
    top = int(np.iinfo(kind).max)
    rest = [value for value in present if value != top]
    is_named = top in found.names or top in found.colors
    is_far = bool(rest) and rest[-1] < top - 1 and _is_compact(rest)
    return top if top in present and is_far and not is_named else None


def _is_compact(ids: list[int]) -> bool:
    """Tell whether ids are counted, and not values such as 85 and 170."""
    return max(ids) <= 2 * len(ids) + 2


def _how_from_zero(present: list[int]) -> str:
    kept = [class_id for class_id in present if class_id >= 0]
    return f"give {_option({class_id: class_id + 1 for class_id in kept[:20]})}"


def _option(id_map: IdMap) -> str:
    return f"--map-ids {format_id_map(id_map)}"
