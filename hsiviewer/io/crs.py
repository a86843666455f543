"""Coordinate reference systems between files and `GeoReference`."""

import re
from typing import Any

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.georeference import GeoReference

Transform = tuple[float, float, float, float, float, float]
IDENTITY: Transform = (1, 0, 0, 0, 1, 0)

_NO_SHIFT = " +towgs84=0,0,0,0,0,0,0"

# PROJ opens the grids that a text names, from any place, and programs' own files.
_QUOTED = r'\s*[\[(]\s*"(?:[^"]|"")*"\s*,\s*"(?:[^"]|"")*'
_FILES = re.compile(
    rf"PARAMETERFILE{_QUOTED}[/\\:]|EXTENSION{_QUOTED}[/\\]"
    r"|(?:init|grids|file)\s*=\s*[^\s,]*[/\\:]",
    re.IGNORECASE,
)


def georeference_of(crs: Any, transform: Transform = IDENTITY) -> GeoReference:
    """Describe a rasterio CRS (or ``None``) and a transform.

    A system that equals one of EPSG's is written as EPSG defines it, so that
    cubes of different programs compare equal.
    """
    if not crs or names_files(crs.to_wkt()):
        return GeoReference(transform=transform)
    code = crs.to_epsg()
    if code is not None:
        from rasterio.crs import CRS

        standard = CRS.from_epsg(code)
        is_same = crs.is_geographic and is_same_on_maps(crs, standard)
        if standard == crs or is_same:
            return GeoReference(standard.to_wkt(), transform, f"EPSG:{code}")
    return GeoReference(crs.to_wkt(), transform, _name(crs.to_wkt()))


def dataset_place(dataset: Any) -> GeoReference:
    """Return where a rasterio dataset lies.

    GDAL names WGS 84 for LAN files that name no projection, which most do; without
    coordinates of their pixels that means nothing.
    """
    transform = tuple(dataset.transform)[:6]
    if dataset.driver == "LAN" and transform == IDENTITY:
        return GeoReference()
    return georeference_of(dataset.crs, transform)


def crs_from_text(text: str) -> Any:
    """Return the rasterio CRS of a well-known text, or ``None`` if unusable."""
    from rasterio import Env
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    if names_files(text):
        return None
    try:
        with Env():  # outside of it, PROJ prints what is wrong
            crs = CRS.from_wkt(text)
    except CRSError:
        return None
    return None if _is_local(text) else crs


def crs_from_code(authority: str, code: int) -> Any:
    """Return the rasterio CRS of a register, or ``None`` if it is not in there."""
    from rasterio import Env
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    try:
        with Env():
            return CRS.from_authority(authority, code)
    except CRSError:
        return None


def names_files(wkt: str) -> bool:
    """Tell whether PROJ would open a file or an address that a text names.

    Grids of the database, which have bare names, are no such files.
    """
    return _FILES.search(wkt) is not None


def crs_from_name(name: Any) -> Any:
    """Return the rasterio CRS that a user has named.

    Parameters
    ----------
    name : str, int or CRS
        ``"EPSG:32633"``, its number alone, or well-known text.

    Raises
    ------
    ConfigurationError
        If there is no such system.
    """
    from rasterio import Env
    from rasterio.crs import CRS
    from rasterio.errors import CRSError

    refusal = (
        f"{str(name)[:80]!r} is no coordinate system; give a code such as "
        "EPSG:32633, or well-known text"
    )
    if names_files(str(name)):
        raise ConfigurationError(refusal)
    try:
        with Env():
            return CRS.from_user_input(name)
    except CRSError as error:
        raise ConfigurationError(refusal) from error


def crs_of(georeference: GeoReference) -> Any:
    """Return the rasterio CRS, or ``None`` without one."""
    from rasterio.crs import CRS

    return CRS.from_wkt(georeference.crs_wkt) if georeference.has_crs else None


def is_same_on_maps(crs: Any, standard: Any) -> bool:
    """Tell whether two systems differ at most in names and the order of their axes.

    ENVI and ESRI list longitude first, EPSG latitude; on maps x is the longitude.
    """
    plain, standard_plain = (
        system.to_proj4().replace(_NO_SHIFT, "") for system in (crs, standard)
    )
    return bool(plain == standard_plain)


def _is_local(wkt: str) -> bool:
    # Written by ENVI and GDAL for "Arbitrary" grids: no place on the Earth.
    return wkt.lstrip().upper().startswith(("LOCAL_CS", "ENGCRS", "ENGINEERINGCRS"))


def _name(wkt: str) -> str:
    parts = wkt.split('"')
    return parts[1].replace("_", " ") if len(parts) > 1 else "unnamed CRS"
