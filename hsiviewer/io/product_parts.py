"""Files that belong to a scene by the rules of its product, not by its own name."""

import re
from pathlib import Path

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.io.laboratory.naming import references_beside, stem_of
from hsiviewer.io.rasters.spaceborne import images_of, is_metadata, metadata_of

FOLDER = "folder"  # what follows the colon where all files of a folder are one scene
_HYPERION = re.compile(r"(?P<scene>.*)_MTL(_L1\w*)?\.TXT", re.IGNORECASE)
_AHSI = re.compile(r".*AHSI.*\.tiff?", re.IGNORECASE)
_AHSI_TEXTS = re.compile(r".*(RadCal|Spectralresponse).*\.raw", re.IGNORECASE)
_STAC_HEAD = 2**16
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
    items = (path.stem + ".json", path.stem + ".stac.json", path.name + ".json")
    found |= {name for name in items if name in beside and _is_item(beside[name])}
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


def _is_item(path: Path) -> bool:
    """Tell whether a JSON file is a STAC item; others may be reports."""
    try:
        with open_regular(path) as file:
            return b'"stac_version"' in file.read(_STAC_HEAD)
    except (HsiViewerError, OSError):
        return False
