"""The metadata of arrays, in format 2 and 3."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.limits import require_memory
from hsiviewer.io.zarr_store.codecs import filter_of, unpacker
from hsiviewer.io.zarr_store.specs import ArraySpec, Packing, Sharding

_MOST_AXES = 12
_LONGEST = 2**40
_LARGEST_CHUNK = 2**29
_V2_TYPE = re.compile(r"[<>|=]?[biuf][1248]")
_V3_TYPES = ("bool", "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32",
             "uint64", "float16", "float32", "float64")  # fmt: skip
_FLOATS = {"NaN": np.nan, "Infinity": np.inf, "-Infinity": -np.inf}


def parsed(content: bytes, what: str) -> dict[str, Any]:
    """Return a document of metadata.

    Raises
    ------
    CubeFormatError
        If it is none.
    """
    try:
        document = json.loads(content.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise CubeFormatError(
            f"{what} is damaged: its metadata is no JSON ({error}); copy it again"
        ) from error
    if not isinstance(document, dict):
        raise CubeFormatError(f"{what} is damaged: its metadata is no JSON object")
    return document


def array_v2(
    said: Mapping[str, Any], attributes: Mapping[str, Any], what: str
) -> ArraySpec | None:
    """Return an array of format 2; ``None`` if it does not hold numbers.

    Raises
    ------
    CubeFormatError
        If the metadata is damaged.
    """
    kind = said.get("dtype")
    if not isinstance(kind, str) or not _V2_TYPE.fullmatch(kind):
        return None
    stored = np.dtype(kind)
    shape = _sizes(said.get("shape"), what, least=0)
    chunks = _sizes(said.get("chunks"), what, least=1)
    _require_chunks(shape, chunks, stored, what)
    order = tuple(range(len(shape)))
    if said.get("order") == "F":
        order = order[::-1]
    problem, packing = "", None
    try:
        compressor = said.get("compressor")
        unpackers = (
            () if compressor is None
            else (unpacker(_name(compressor, "id"), what),)
        )  # fmt: skip
        filters = tuple(
            filter_of(_mapping(entry), what)
            for entry in reversed(_list(said.get("filters")))
        )
        packing = Packing(stored, order, unpackers, filters)
    except CubeFormatError as error:
        problem = str(error)
    separator = said.get("dimension_separator", ".")
    names = attributes.get("_ARRAY_DIMENSIONS")
    fill = said.get("fill_value")
    native = stored.newbyteorder("=")
    kept = dict(attributes)
    if names is not None and fill is not None:
        # xarray keeps the value of missing data there, and nowhere else.
        kept.setdefault("_FillValue", fill)
    return ArraySpec(
        shape,
        chunks,
        native,
        _fill(fill, native, what),
        "/" if separator == "/" else ".",
        "",
        packing,
        problem=problem,
        dimensions=_names(names, len(shape)),
        attributes=kept,
    )


def array_v3(said: Mapping[str, Any], what: str) -> ArraySpec | None:
    """Return an array of format 3; ``None`` if it does not hold numbers.

    Raises
    ------
    CubeFormatError
        If the metadata is damaged.
    """
    kind = said.get("data_type")
    if kind not in _V3_TYPES:
        return None
    native = np.dtype(kind)
    grid = _mapping(said.get("chunk_grid"))
    configuration = _mapping(grid.get("configuration"))
    shape = _sizes(said.get("shape"), what, least=0)
    outer = _sizes(configuration.get("chunk_shape"), what, least=1)
    keys = _mapping(said.get("chunk_key_encoding"))
    is_default = keys.get("name", "default") == "default"
    separator = _mapping(keys.get("configuration")).get("separator")
    chunks, sharding, problem, packing = outer, None, "", None
    try:
        chunks, packing, sharding = _codecs_v3(
            _list(said.get("codecs")), native, outer, what
        )
    except CubeFormatError as error:
        problem = str(error)
    _require_chunks(shape, chunks, native, what)
    return ArraySpec(
        shape,
        chunks,
        native,
        _fill(said.get("fill_value"), native, what),
        separator if separator in ("/", ".") else "/" if is_default else ".",
        "c" if is_default else "",
        packing,
        sharding,
        problem,
        _names(said.get("dimension_names"), len(shape)),
        _mapping(said.get("attributes")),
    )


def _codecs_v3(
    codecs: Sequence[Any],
    dtype: np.dtype[np.generic],
    outer: tuple[int, ...],
    what: str,
) -> tuple[tuple[int, ...], Packing, Sharding | None]:
    """Return the shape of chunks, how they are packed, and how they lie in files."""
    order = tuple(range(len(outer)))
    stored, unpackers = dtype, []
    for number, entry in enumerate(codecs):
        name, said = (
            _name(entry, "name"),
            _mapping(_mapping(entry).get("configuration")),
        )
        if name == "transpose":
            axes = _sizes(said.get("order"), what, least=0)
            if sorted(axes) != list(range(len(outer))):
                raise CubeFormatError(f"{what} has a damaged codec 'transpose'")
            order = tuple(order[axis] for axis in axes)
        elif name == "bytes":
            is_big = said.get("endian", "little") == "big"
            stored = dtype.newbyteorder(">" if is_big else "<")
        elif name == "sharding_indexed":
            if number != 0 or len(codecs) != 1:
                raise CubeFormatError(
                    f"{what} packs its shards, which is not read here"
                )
            return _shards(said, dtype, outer, what)
        else:
            unpackers.append(unpacker(name, what))
    return outer, Packing(stored, order, tuple(reversed(unpackers))), None


def _shards(
    said: Mapping[str, Any],
    dtype: np.dtype[np.generic],
    outer: tuple[int, ...],
    what: str,
) -> tuple[tuple[int, ...], Packing, Sharding]:
    inner = _sizes(said.get("chunk_shape"), what, least=1)
    if len(inner) != len(outer) or any(
        whole % part for whole, part in zip(outer, inner, strict=True)
    ):
        raise CubeFormatError(f"{what} has shards that are no whole number of chunks")
    _, packing, nested = _codecs_v3(_list(said.get("codecs")), dtype, inner, what)
    if nested is not None:
        raise CubeFormatError(f"{what} has shards in shards, which is not read here")
    tables = [_name(entry, "name") for entry in _list(said.get("index_codecs"))]
    if [name for name in tables if name not in ("bytes", "crc32c")]:
        raise CubeFormatError(f"{what} packs the tables of its shards")
    sharding = Sharding(
        tuple(whole // part for whole, part in zip(outer, inner, strict=True)),
        said.get("index_location", "end") == "start",
        "crc32c" in tables,
    )
    if sharding.table_bytes > _LARGEST_CHUNK // 8:
        raise CubeFormatError(f"{what} has shards of too many chunks")
    return inner, packing, sharding


def _require_chunks(
    shape: tuple[int, ...],
    chunks: tuple[int, ...],
    dtype: np.dtype[np.generic],
    what: str,
) -> None:
    """Refuse chunks that would fill the memory."""
    if len(shape) != len(chunks):
        raise CubeFormatError(
            f"{what} has {len(shape)} axes and chunks of {len(chunks)}; it is damaged"
        )
    size = math.prod(chunks) * dtype.itemsize
    whole = math.prod(max(1, length) for length in shape) * dtype.itemsize
    if size > _LARGEST_CHUNK and size > 2 * whole:
        raise CubeFormatError(
            f"{what} declares chunks of {size} bytes for an array of {whole}; the "
            "store is damaged: copy it again from its source"
        )
    require_memory(f"a chunk of {what}", size)


def _sizes(value: Any, what: str, *, least: int) -> tuple[int, ...]:
    listed = _list(value)
    if len(listed) > _MOST_AXES or not all(
        type(size) is int and least <= size <= _LONGEST for size in listed
    ):
        raise CubeFormatError(
            f"{what} declares the sizes {str(value)[:60]}, which cannot be; the store "
            "is damaged: copy it again from its source"
        )
    return tuple(listed)


def _fill(value: Any, dtype: np.dtype[np.generic], what: str) -> Any:
    """Return the number that stands for chunks that are not stored."""
    if value is None:
        return 0
    try:
        if isinstance(value, str):
            if value.startswith("0x"):
                bits = int(value, 16).to_bytes(dtype.itemsize, "little")
                return np.frombuffer(bits, dtype.newbyteorder("<"))[0]
            return np.array(_FLOATS[value], dtype)[()]
        return np.array(value, dtype)[()]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise CubeFormatError(
            f"{what} has the fill value {str(value)[:40]}, which is none of its type; "
            "the store is damaged: copy it again from its source"
        ) from error


def _names(value: Any, count: int) -> tuple[str, ...]:
    listed = _list(value)
    if len(listed) != count:
        return ("",) * count
    return tuple(name if isinstance(name, str) else "" for name in listed)


def _name(entry: Any, key: str) -> str:
    name = entry if isinstance(entry, str) else _mapping(entry).get(key)
    return name if isinstance(name, str) else ""


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
