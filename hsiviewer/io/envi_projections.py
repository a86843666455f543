"""Coordinate systems that ENVI headers tell in numbers: ``projection info``.

The entry has the number of a projection, the axes of the ellipsoid, the parameters,
a datum if there is one, and the name that the user has given the projection.
https://www.nv5geospatialsoftware.com/docs/ENVIMapProjectionsFile.html
"""

import math
import re
from collections.abc import Sequence
from typing import Any

from hsiviewer.io.crs import crs_from_text, is_same_on_maps

# EPSG codes of geographic systems by the names of their datums.
_GEOGRAPHIC = {
    "wgs84": 4326,
    "northamerica1983": 4269,
    "nad83": 4269,
    "etrs89": 4258,
    "northamerica1927": 4267,
    "nad27": 4267,
    "european1950": 4230,
    "sirgas2000": 4674,
    "geocentricdatumofaustralia1994": 4283,
    "gda94": 4283,
    "geocentricdatumofaustralia2020": 7844,
    "gda2020": 7844,
    "wgs72": 4322,
    "ordnancesurveyofgreatbritain36": 4277,
}
_CENTRE = ("latitude_of_center", "longitude_of_center")
_ORIGIN = ("latitude_of_origin", "central_meridian")
_SHIFT = ("false_easting", "false_northing")
_PARALLELS = ("standard_parallel_1", "standard_parallel_2")
# By ENVI's number: the name in well-known text, and the parameters in ENVI's order.
_PROJECTIONS: dict[int, tuple[str, tuple[str, ...]]] = {
    3: ("Transverse_Mercator", (*_ORIGIN, *_SHIFT, "scale_factor")),
    4: ("Lambert_Conformal_Conic_2SP", (*_ORIGIN, *_SHIFT, *_PARALLELS)),
    7: ("Oblique_Stereographic", (*_ORIGIN, *_SHIFT, "scale_factor")),
    9: ("Albers_Conic_Equal_Area", (*_CENTRE, *_SHIFT, *_PARALLELS)),
    10: ("Polyconic", (*_ORIGIN, *_SHIFT)),
    11: ("Lambert_Azimuthal_Equal_Area", (*_CENTRE, *_SHIFT)),
    12: ("Azimuthal_Equidistant", (*_CENTRE, *_SHIFT)),
    31: ("Polar_Stereographic", (*_ORIGIN, *_SHIFT)),
}
_LEAST_CONFIDENCE = 25  # that PROJ has, in percent; the parameters are compared then
_AXES = 3  # type, larger and smaller axis of the ellipsoid stand before the parameters


def geographic_code(datum: str) -> int | None:
    """Return the EPSG code of a geographic system by its datum; ``None`` if unknown."""
    return _GEOGRAPHIC.get(re.sub(r"[^a-z0-9]", "", datum.lower()))


def crs_of_projection(entries: Sequence[str], more: Sequence[str] = ()) -> Any:
    """Return the rasterio CRS of ``projection info``; ``None`` if it is not known.

    Parameters
    ----------
    entries : sequence of str
        Its parts.
    more : sequence of str
        What ``map info`` says after its numbers; units and a datum may stand only
        there.
    """
    kind = _numbers(entries[:1])
    if kind is None or kind[0] not in _PROJECTIONS:
        return None
    projection, parameters = _PROJECTIONS[int(kind[0])]
    end = _AXES + len(parameters)
    numbers = _numbers(entries[1:end])
    rest = [entry.strip().strip("'\"") for entry in entries[end:]]
    if numbers is None or len(numbers) < end - 1 or _is_in_feet([*rest, *more]):
        return None
    larger, smaller, *values = numbers
    code = next(filter(None, map(geographic_code, [*rest, *more])), None)
    system = _geographic(code, larger, smaller)
    if system is None:
        return None
    names = [text for text in rest if "=" not in text and not geographic_code(text)]
    name = _plain(names[-1]) if names else ""
    told = "".join(
        f',PARAMETER["{parameter}",{value!r}]'
        for parameter, value in zip(parameters, values, strict=True)
    )
    crs = crs_from_text(
        f'PROJCS["{name or projection}",{system},PROJECTION["{projection}"]'
        f'{told},UNIT["metre",1]]'
    )
    return crs if crs is None or code is None else _registered(crs)


def _registered(crs: Any) -> Any:
    """Return the system of EPSG with these parameters, if PROJ knows one."""
    from rasterio.crs import CRS

    code = crs.to_epsg(confidence_threshold=_LEAST_CONFIDENCE)
    if code is None:
        return crs
    standard = CRS.from_epsg(code)
    return standard if is_same_on_maps(crs, standard) else crs


def _geographic(code: int | None, larger: float, smaller: float) -> str | None:
    """Return the geographic system as text: of the datum, else of the ellipsoid."""
    from rasterio.crs import CRS

    if code is not None:
        return str(CRS.from_epsg(code).to_wkt())
    if not 0 < smaller <= larger:
        return None
    flattening = 0.0 if larger == smaller else larger / (larger - smaller)
    return (
        'GEOGCS["unknown",DATUM["unknown",'
        f'SPHEROID["unknown",{larger!r},{flattening!r}]],PRIMEM["Greenwich",0],'
        'UNIT["degree",0.0174532925199433]]'
    )


def _numbers(entries: Sequence[str]) -> list[float] | None:
    try:
        numbers = [float(entry) for entry in entries]
    except ValueError:
        return None
    return numbers if numbers and all(map(math.isfinite, numbers)) else None


def _is_in_feet(rest: Sequence[str]) -> bool:
    """Tell whether the map has other units than metres, of which there are several."""
    units = [text.lower().partition("=")[2] for text in rest if "units" in text.lower()]
    return any(unit.strip() not in ("", "meters", "metres", "m") for unit in units)


def _plain(name: str) -> str:
    return re.sub(r'["\[\]]', "", name)[:80]
