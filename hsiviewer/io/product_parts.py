"""Files that belong to a scene by the rules of its product, not by its own name."""

import re
from pathlib import Path

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.laboratory.naming import references_beside, stem_of
from hsiviewer.io.rasters.spaceborne import images_of, is_metadata, metadata_of
from hsiviewer.io.rasters.stac import is_item, item_names, names_raster, read_item

FOLDER = "folder"  # what follows the colon where all files of a folder are one scene
_HYPERION = re.compile(r"(?P<scene>.*)_MTL(_L1\w*)?\.TXT", re.IGNORECASE)
_AHSI = re.compile(r".*AHSI.*\.tiff?", re.IGNORECASE)
_AHSI_TEXTS = re.compile(r".*(RadCal|Spectralresponse).*\.raw", re.IGNORECASE)
_LABELS = (".xml", ".lblx")


def parts_of(path: Path, variable: str = "") -> list[Path]:
    """Return the files besides a scene's own that are read with it.

    Parameters
    ----------
    path : Path
        The file that is opened.
    variable : str
        What follows it in a reference; of `FOLDER`, all files of its kind belong to
        the scene.
    """
    beside = {file.name: file for file in path.parent.iterdir() if file.is_file()}
    names = list(beside)
    found: set[str] = set()
    if variable == FOLDER:
        suffix = path.suffix.lower()
        found |= {name for name in names if Path(name).suffix.lower() == suffix}
    metadata = metadata_of(path.name, names)
    found |= {metadata} if metadata else set()
    if is_metadata(path.name):
        found |= set(images_of(path.name, names))
    elif path.suffix.lower() in _LABELS:
        found |= {name for name in names if Path(name).stem == path.stem}
    hyperion = _HYPERION.fullmatch(path.name)
    if hyperion:
        found |= {name for name in names if name.startswith(f"{hyperion['scene']}_B")}
    if _AHSI.fullmatch(path.name):
        found |= {name for name in names if _AHSI_TEXTS.fullmatch(name)}
    found |= _capture_parts(path, names)
    found |= {
        name
        for name in item_names(path)
        if name in beside and _is_item_of(beside[name], path)
    }
    return [beside[name] for name in sorted(found - {path.name})]


def _capture_parts(path: Path, names: list[str]) -> set[str]:
    """Return headers and data of the references of a laboratory capture."""
    headers = {stem_of(name) for name in names if name.lower().endswith(".hdr")}
    if stem_of(path.name) not in headers:
        return set()
    stems = {
        stem_of(reference.name)
        for reference in references_beside(path)
        if reference is not None
    }
    return {name for name in names if stem_of(name) in stems}


def is_hyperion_list(name: str) -> bool:
    """Tell whether a file is named as the list of a Hyperion scene's bands."""
    return _HYPERION.fullmatch(name) is not None


def _is_item_of(file: Path, raster: Path) -> bool:
    """Tell whether a STAC item is one of a raster: by its name, or by an asset."""
    if not is_item(file):
        return False
    if file.name.startswith(f"{raster.stem}."):
        return True
    try:
        return names_raster(read_item(file), raster.name)
    except HsiViewerError:
        return False
