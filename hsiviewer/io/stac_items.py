"""Scenes opened by their STAC item: the raster beside it that it names."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, ForeignTextError, HsiViewerError
from hsiviewer.io.rasters.stac import is_item, read_item
from hsiviewer.io.reader import Reader, Variable

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PREVIEWS = frozenset(("thumbnail", "overview", "metadata"))


def _identify(path: Path, head: bytes) -> bool:
    is_json = path.suffix.lower() == ".json" and head.lstrip()[:1] == b"{"
    return is_json and is_item(path)


def _open(path: Path, variable: str) -> HsiCube:
    """Open an asset of an item; `variable` is its key where several are rasters.

    Nothing is fetched, and no file outside of the item's folder is opened.

    Raises
    ------
    FileAccessError, CubeFormatError
        If the item is damaged or names no raster that is there, or several.
    """
    from hsiviewer.io.registry import identify

    rasters = _rasters(path)
    if variable:
        if variable not in rasters:
            raise CubeFormatError(
                f"{path.name} has no raster {variable[:60]!r} beside it; it has "
                f"{', '.join(rasters) or 'none'}"
            )
        rasters = {variable: rasters[variable]}
    if not rasters:
        raise CubeFormatError(
            f"{path.name} is a STAC item whose raster is not beside it; nothing is "
            "fetched from a server: download its data asset into the same folder"
        )
    if len(rasters) > 1:
        raise CubeFormatError(
            f"{path.name} names several rasters: {', '.join(rasters)}; open one as "
            f"{path.name}:{next(iter(rasters))}"
        )
    (raster,) = rasters.values()
    cube = identify(raster).open(raster, "")
    if raster.parent == path.parent:
        return cube
    notice = (
        f"what {path.name} says of its bands is used only beside {raster.name}; put "
        "both files into one folder"
    )
    return replace(cube, notices=(*cube.notices, notice))


def _variables(path: Path) -> Sequence[Variable]:
    rasters = _rasters(path)
    found = []
    for name in rasters if len(rasters) > 1 else ():
        try:
            cube = _open(path, name)
        except HsiViewerError:
            continue  # whoever opens it says what is wrong
        found.append(Variable(name, cube.shape, str(cube.source.dtype)))
        cube.close()
    return found


def _rasters(path: Path) -> dict[str, Path]:
    """Return the files that an item names and that are scenes, by their keys."""
    from hsiviewer.io.registry import identify

    try:
        item = read_item(path)
    except ForeignTextError as error:
        raise CubeFormatError(
            f"{path.name} is a damaged STAC item: {error}; download it again"
        ) from error
    assets = item.get("assets") if isinstance(item, dict) else None
    found = {}
    for key, asset in (assets if isinstance(assets, dict) else {}).items():
        file = _local(path, asset)
        if file is None:
            continue
        try:
            reader = identify(file)
        except HsiViewerError:
            continue
        if reader.label != READER.label and ":" not in key:
            found[key] = file
    return found


def _local(item: Path, asset: Any) -> Path | None:
    """Return the file of a data asset, in the item's folder or below it."""
    if not isinstance(asset, dict) or not isinstance(asset.get("href"), str):
        return None
    roles = asset.get("roles")
    if isinstance(roles, list) and _PREVIEWS & {str(role) for role in roles}:
        return None
    href = unquote(asset["href"])
    name = PurePosixPath(href)
    leads_out = name.is_absolute() or ".." in name.parts or "\\" in href
    if leads_out or _SCHEME.match(href) or "\0" in href:
        return None
    try:
        file = item.parent / name
        is_inside = file.resolve().is_relative_to(item.parent.resolve())
        return file if is_inside and file.is_file() else None
    except (OSError, ValueError):
        return None


READER = Reader("STAC item", ("*.json",), _identify, _open, variables=_variables)
