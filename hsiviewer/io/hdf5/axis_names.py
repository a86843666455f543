"""Which axis of a dataset is which, by what the file calls them."""

import re
from collections.abc import Sequence

_NAMES = {
    "bands": re.compile(
        r"bands?|n_?bands?|wave_?lengths?(_3d)?|wl|lambda|spectral\w*|channels?"
        r"|(\w+_)?bands|\w*wavelength",
        re.IGNORECASE,
    ),
    "rows": re.compile(
        r"y|rows?|lines?|lat(itude)?|northing|scans?|down_?track|along_?track"
        r"|ydim|height|(number|num|n)_?of_?(lines|scans|rows)|n_?(lines|rows|scans)"
        r"|y_?dim\w*|ortho_y|imheight|frames?",
        re.IGNORECASE,
    ),
    "cols": re.compile(
        r"x|col(umn)?s?|samples?|lon(gitude)?|easting|pixels?|cross_?track"
        r"|across_?track|xdim|width|pixels_per_line|ccd_pixels|spatial_?samples?"
        r"|(number|num|n)_?of_?(pixels|samples|cols|columns)|n_?(samples|cols|pixels)"
        r"|x_?dim\w*|ortho_x|imwidth",
        re.IGNORECASE,
    ),
}


def axis_of(name: str) -> str:
    """Return ``"bands"``, ``"rows"`` or ``"cols"`` for a name; empty if unknown."""
    base = name.rpartition("/")[2]
    for axis, pattern in _NAMES.items():
        if pattern.fullmatch(base):
            return axis
    return ""


def order_by_names(names: Sequence[str]) -> tuple[str, ...] | None:
    """Return the order of three axes with these names.

    Two that are known tell the third. The band axis alone tells all, as rows come
    before columns where nobody says otherwise; without it, nothing is told.
    """
    found = [axis_of(name) for name in names]
    known = [axis for axis in found if axis]
    if len(set(known)) != len(known) or ("bands" not in known and len(known) < 2):
        return None
    missing = iter(axis for axis in ("rows", "cols", "bands") if axis not in known)
    return tuple(axis or next(missing) for axis in found)
