"""Geometries from well-known binary that somebody else wrote.

GEOS follows nested collections until its stack overflows, and knows no arcs.
Every geometry is therefore walked through before GEOS sees it, and arcs become
short straight lines.
"""

import struct
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_POINT, _LINE, _POLYGON, _COLLECTION = 1, 2, 3, 7
_ARCS, _COMPOUND, _CURVED_POLYGON = 8, 9, 10
_MULTIPLE = {4: (1,), 5: (2,), 6: (3,), 7: tuple(range(1, 13)), 9: (2, 8)} | {
    10: (2, 8, 9),
    11: (2, 8, 9),
    12: (3, 10),
}
_CURVED = range(_ARCS, 13)
_DEEPEST = 16  # levels of collections in collections
_STEP = np.pi / 64  # of an arc: 128 corners make a circle, as QGIS draws it


class WkbError(ValueError):
    """Well-known binary is damaged, nested too deeply or of an unknown kind."""


class _Head(NamedTuple):
    order: str
    kind: int
    dimensions: int
    start: int


def geometries(blobs: Sequence[bytes | None]) -> npt.NDArray[Any]:
    """Return shapely geometries of WKB; ``None`` stays ``None``.

    Raises
    ------
    WkbError
        If one of them is damaged, nested too deeply or of an unknown kind.
    """
    import shapely

    found = np.empty(len(blobs), object)
    straight = []
    try:
        for number, blob in enumerate(blobs):
            if blob is None:
                continue
            end, is_curved = _walk(blob, 0, _DEEPEST)
            if end != len(blob):
                raise WkbError(f"a geometry has {len(blob) - end} bytes too many")
            if is_curved:
                found[number] = _curved(blob, 0)[0]
            else:
                straight.append(number)
        if straight:
            found[straight] = shapely.from_wkb([blobs[number] for number in straight])
    except (
        struct.error,
        IndexError,
        OverflowError,
        shapely.errors.ShapelyError,
    ) as error:
        raise WkbError(f"a geometry is damaged: {error}") from error
    return found


def _head(data: bytes, at: int) -> _Head:
    if data[at] not in (0, 1):
        raise WkbError("a geometry is damaged: it tells no byte order")
    order = "<" if data[at] else ">"
    (code,) = struct.unpack_from(order + "I", data, at + 1)
    thousands, kind = divmod(code & 0x1FFFFFFF, 1000)
    # ISO adds thousands for heights and measures, PostGIS sets bits.
    has_height = thousands in (1, 3) or bool(code & 0x80000000)
    has_measure = thousands in (2, 3) or bool(code & 0x40000000)
    if not _POINT <= kind < _CURVED.stop or thousands > 3:
        raise WkbError(f"a geometry is of the unknown kind {code}")
    start = at + 5 + 4 * bool(code & 0x20000000)
    return _Head(order, kind, 2 + has_height + has_measure, start)


def _count(data: bytes, at: int, order: str) -> int:
    (count,) = struct.unpack_from(order + "I", data, at)
    return int(count)


def _walk(data: bytes, at: int, depth: int) -> tuple[int, bool]:
    """Return where a geometry ends, and whether it holds arcs."""
    head = _head(data, at)
    at, width = head.start, 8 * head.dimensions
    if head.kind == _POINT:
        return _checked(data, at + width), False
    count = _count(data, at, head.order)
    at += 4
    if head.kind in (_LINE, _ARCS):
        return _checked(data, at + count * width), head.kind == _ARCS
    if head.kind == _POLYGON:
        for _ in range(count):
            points = _count(data, at, head.order)
            at = _checked(data, at + 4 + points * width)
        return at, False
    if not depth:
        raise WkbError("a geometry is nested too deeply")
    is_curved = head.kind in _CURVED
    for _ in range(count):
        if _head(data, at).kind not in _MULTIPLE[head.kind]:
            raise WkbError("a geometry is damaged: it has parts of another kind")
        at, is_part_curved = _walk(data, at, depth - 1)
        is_curved = is_curved or is_part_curved
    return at, is_curved


def _checked(data: bytes, end: int) -> int:
    if end > len(data):
        raise WkbError("a geometry is damaged: it was cut short")
    return end


def _curved(data: bytes, at: int) -> tuple[Any, int]:
    """Return a geometry that was walked through, with its arcs as lines."""
    import shapely

    head = _head(data, at)
    if head.kind in (_LINE, _ARCS, _COMPOUND):
        points, at = _path(data, at)
        return shapely.linestrings(points) if len(points) > 1 else None, at
    if head.kind not in _MULTIPLE:
        end, _ = _walk(data, at, _DEEPEST)
        return shapely.from_wkb(data[at:end]), end
    count, at = _count(data, head.start, head.order), head.start + 4
    if head.kind == _CURVED_POLYGON:
        rings = []
        for _ in range(count):
            points, at = _path(data, at)
            rings.append(points)
        return area(rings), at
    parts = []
    for _ in range(count):
        part, at = _curved(data, at)
        parts.append(part)
    return shapely.geometrycollections([part for part in parts if part]), at


def area(rings: Iterable[Floats]) -> Any:
    """Return the polygon of rings, the first of them outside; ``None`` without any."""
    import shapely

    closed = [shapely.linearrings(ring) for ring in rings if len(ring) > 2]
    return shapely.polygons(closed[0], closed[1:] or None) if closed else None


def _path(data: bytes, at: int) -> tuple[Floats, int]:
    """Return the corners of a line, of arcs, or of both in a row."""
    head = _head(data, at)
    count, at = _count(data, head.start, head.order), head.start + 4
    if head.kind == _COMPOUND:
        parts = []
        for _ in range(count):
            part, at = _path(data, at)
            parts.append(part)
        return np.concatenate([np.empty((0, 2)), *parts]), at
    end = at + count * 8 * head.dimensions
    numbers = np.frombuffer(data[at:end], head.order + "f8").astype(float)
    points = numbers.reshape(count, head.dimensions)[:, :2]
    return (_along_arcs(points) if head.kind == _ARCS else points), end


def _along_arcs(points: Floats) -> Floats:
    """Return corners along arcs, each through three points that share their ends."""
    arcs = [_arc(*points[at : at + 3]) for at in range(0, len(points) - 2, 2)]
    return np.concatenate([points[:1], *arcs])


def _arc(start: Floats, middle: Floats, end: Floats) -> Floats:
    """Return corners of the arc from `start`, which is left out, to `end`."""
    a, b, c = (complex(*point) for point in (start, middle, end))
    if a == c:  # a whole circle, whose middle point lies opposite
        centre, sweep = (a + b) / 2, 2 * np.pi
    else:
        across = (b - a).real * (c - a).imag - (b - a).imag * (c - a).real
        if not np.isfinite(across) or abs(across) <= 1e-12 * abs(c - a) ** 2:
            return np.array([middle, end])
        bulge = abs(b - a) ** 2 * (c - a) - abs(c - a) ** 2 * (b - a)
        centre = a + bulge * -0.5j / across
        sweep = float(np.angle((c - centre) / (a - centre))) % (2 * np.pi)
        if across < 0:
            sweep -= 2 * np.pi
    steps = max(2, int(np.ceil(abs(sweep) / _STEP)))
    turns = np.exp(1j * sweep * np.arange(1, steps) / steps)
    corners = centre + (a - centre) * turns
    return np.concatenate([np.stack([corners.real, corners.imag], 1), [end]])
