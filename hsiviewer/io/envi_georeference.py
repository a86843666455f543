"""Where an ENVI scene lies: ``map info`` and ``coordinate system string``."""

import math
import re
from typing import Any

from hsiviewer.core.errors import ExportError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.io.crs import IDENTITY, Transform, crs_from_text, crs_of, georeference_of
from hsiviewer.io.envi_header import EnviHeader
from hsiviewer.io.envi_projections import crs_of_projection, geographic_code

# First EPSG code of the UTM zones by datum: (north, south).
_UTM_BASE = {
    "wgs84": (32600, 32700),
    "etrs89": (25800, None),
    "northamerica1983": (26900, None),
    "nad83": (26900, None),
    "northamerica1927": (26700, None),
    "nad27": (26700, None),
    "sirgas2000": (31954, 31960),
    "geocentricdatumofaustralia1994": (None, 28300),
    "gda94": (None, 28300),
    "geocentricdatumofaustralia2020": (None, 7800),
    "gda2020": (None, 7800),
    "wgs72": (32200, 32300),
}


def read_georeference(header: EnviHeader, notices: list[str]) -> GeoReference:
    """Return CRS and transform of a header.

    The well-known text stands first; ``map info`` gives the transform, and the
    system where there is no text, together with ``projection info``.
    """
    info = header.items("map info")
    transform = _transform(info, header, notices) if info else IDENTITY
    text = header.text("coordinate system string")
    crs = crs_from_text(text) if text else None
    if crs is None and info and transform != IDENTITY:
        crs = _crs_of_map_info(info)
        if crs is None:
            crs = _crs_of_projection_info(info, header, notices)
    if crs is None and text and not text.upper().startswith(("LOCAL_CS", "ENGCRS")):
        notices.append(
            f"the coordinate system string of {header.file} cannot be understood; "
            "the scene is shown without a coordinate reference system"
        )
    elif crs is None and info and not _is_arbitrary(info):
        notices.append(
            f"the map info of {header.file} names {_unknown_part(info)}, which "
            "is not known here; the scene is shown without a coordinate reference "
            "system. A 'coordinate system string' in the header would tell it"
        )
    if not info and header.text("geo points"):
        notices.append(
            f"{header.file} tells where the scene lies only by 'geo points', which "
            "are not used; the scene is shown without map coordinates"
        )
    return georeference_of(crs, transform)


def write_georeference(georeference: GeoReference) -> dict[str, str]:
    """Return the header entries of a georeference.

    Raises
    ------
    ExportError
        If ENVI cannot express the transform.
    """
    if not georeference.has_transform and not georeference.has_crs:
        return {}
    a, b, c, d, e, f = georeference.transform
    width, height = georeference.pixel_size
    rotation = math.degrees(math.atan2(b, -e)) if width and height else 0.0
    made = rotated_transform(width, height, rotation, (c, f))
    if not all(
        math.isclose(x, y, rel_tol=1e-9, abs_tol=1e-9 * max(width, height))
        for x, y in zip(made[:2] + made[3:5], (a, b, d, e), strict=True)
    ):
        raise ExportError(
            f"the transform {georeference.transform} is mirrored or sheared, which an "
            "ENVI header cannot express; write a GeoTIFF"
        )
    crs = crs_of(georeference)
    parts = [*_projection(crs), *(repr(float(x)) for x in (1, 1, c, f, width, height))]
    parts = [parts[0], *parts[-6:], *parts[1:-6]]
    if rotation:
        parts.append(f"rotation={rotation!r}")
    entries = {"map info": "{" + ", ".join(parts) + "}"}
    if crs is not None:
        wkt = crs.to_wkt(version="WKT1_ESRI")
        entries["coordinate system string"] = "{" + wkt + "}"
    return entries


def _transform(info: list[str], header: EnviHeader, notices: list[str]) -> Transform:
    try:
        ref_col, ref_row, x, y, width, height = (float(number) for number in info[1:7])
        rotation = float(_option(info, "rotation") or 0.0)
    except ValueError:
        notices.append(
            f"the map info of {header.file} does not hold the six numbers that it "
            "should; the scene is shown without map coordinates"
        )
        return IDENTITY
    values = (ref_col, ref_row, x, y, width, height, rotation)
    if not all(map(math.isfinite, values)) or width == 0 or height == 0:
        notices.append(
            f"the map info of {header.file} gives pixels of {width:g} x {height:g}; "
            "the scene is shown without map coordinates"
        )
        return IDENTITY
    a, b, _, d, e, _ = rotated_transform(width, height, rotation, (x, y))
    # Pixel 1,1 of ENVI is the upper left corner of the first pixel.
    col, row = ref_col - 1, ref_row - 1
    return (a, b, x - a * col - b * row, d, e, y - d * col - e * row)


def rotated_transform(
    width: float, height: float, rotation: float, origin: tuple[float, float]
) -> Transform:
    """Return the transform of a grid whose outer corner and rotation are known.

    Parameters
    ----------
    width, height : float
        Of a pixel.
    rotation : float
        In degrees, as ENVI's map info has it.
    origin : tuple of float
        x and y of the outer corner of the first pixel.
    """
    sine, cosine = math.sin(math.radians(rotation)), math.cos(math.radians(rotation))
    if rotation == 0:
        sine, cosine = 0.0, 1.0
    return (
        *(width * cosine, height * sine, origin[0]),
        *(width * sine, -height * cosine, origin[1]),
    )


def _option(info: list[str], name: str) -> str:
    for part in info[7:]:
        key, _, value = part.partition("=")
        if key.strip().lower() == name:
            return value.strip()
    return ""


def _is_arbitrary(info: list[str]) -> bool:
    return info[0].strip().lower() in ("", "arbitrary", "pixel", "unknown")


def _datum(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def _unknown_part(info: list[str]) -> str:
    if info[0].strip().lower() == "utm" and len(info) > 9:
        return f"UTM zone {info[7].strip()} with the datum {info[9].strip()!r}"
    return f"the projection {info[0]!r}"


def _crs_of_map_info(info: list[str]) -> Any:
    from rasterio.crs import CRS

    name = info[0].strip().lower()
    code: int | None = None
    if name == "utm" and len(info) > 8:
        zone = re.sub(r"^-|\.0*$", "", info[7].strip())  # "11.0"; "-23" in the south
        north, south = _UTM_BASE.get(
            _datum(info[9]) if len(info) > 9 else "wgs84", (None, None)
        )
        base = south if info[8].strip().lower().startswith("s") else north
        if (
            base is not None
            and re.fullmatch("[0-9]{1,2}", zone)
            and 1 <= int(zone) <= 60
        ):
            code = base + int(zone)
    elif name.startswith("geographic"):
        code = geographic_code(info[7] if len(info) > 7 else "wgs84")
    return CRS.from_epsg(code) if code else None


def _crs_of_projection_info(
    info: list[str], header: EnviHeader, notices: list[str]
) -> Any:
    """Return the system that the header tells in numbers; ``None`` if it does not."""
    entries = header.items("projection info")
    crs = None if entries is None else crs_of_projection(entries, info[7:])
    if crs is not None and not any(map(geographic_code, [*(entries or ()), *info[7:]])):
        notices.append(
            f"the projection info of {header.file} names no datum that is known here; "
            "positions may be some hundred metres off against other maps"
        )
    return crs


def _projection(crs: Any) -> list[str]:
    """Return the projection's name and what follows the numbers of map info."""
    if crs is None:
        return ["Arbitrary"]
    code = crs.to_epsg() or 0
    if 32601 <= code <= 32660 or 32701 <= code <= 32760:
        side = "North" if code < 32700 else "South"
        return ["UTM", str(code % 100), side, "WGS-84", "units=Meters"]
    if code == 4326:
        return ["Geographic Lat/Lon", "WGS-84", "units=Degrees"]
    return ["Projected"]
