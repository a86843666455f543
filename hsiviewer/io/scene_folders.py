"""Which file of a folder is the scene, where a folder is opened."""

import re
from pathlib import Path

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.io.laboratory.naming import CAPTURE, kind_of, stem_of
from hsiviewer.io.product_parts import FOLDER, is_hyperion_list
from hsiviewer.io.rasters.spaceborne import images_of, is_metadata
from hsiviewer.io.single_bands import natural_order

_DETECTOR = re.compile(r".*AHSI.*_(VN|SW)(IR)?\.tiff?", re.IGNORECASE)
_SCENES = (".hdr", ".h5", ".he5", ".hdf5", ".nc", ".nc4", ".mat", ".npy", ".npz",
           ".tif", ".tiff", ".jp2", ".lan", ".zip")  # fmt: skip
_BANDS = (".tif", ".tiff", ".png", ".jp2")
_LEAST_BANDS = 3
_MOST_NAMED = 8


def scene_in(folder: Path) -> tuple[Path, str]:
    """Return the file that is a folder's scene, and the variable in it.

    A product of EnMAP, DESIS or Hyperion is known by its metadata; a folder of
    rasters of one kind is a scene whose files are its bands; of a laboratory capture,
    the recording is the scene; else the folder must hold a single file that may be one.

    Raises
    ------
    FileAccessError
        If the folder cannot be read.
    CubeFormatError
        If it is not clear which file is meant.
    """
    try:
        files = sorted(path for path in folder.iterdir() if path.is_file())
    except OSError as error:
        raise FileAccessError(
            f"{folder} cannot be read: {error.strerror or error}"
        ) from error
    files = [path for path in files if not path.name.startswith(".")]
    capture = _capture_in(folder, files)
    if capture is not None:
        return capture, ""
    names = [path.name for path in files]
    metadata = [path for path in files if is_metadata(path.name)]
    if len(metadata) == 1 and images_of(metadata[0].name, names):
        return metadata[0], ""
    lists = [path for path in files if is_hyperion_list(path.name)]
    if len(lists) == 1:
        return lists[0], ""
    detectors = [path.name for path in files if _DETECTOR.fullmatch(path.name)]
    if len(detectors) > 1:
        raise CubeFormatError(
            f"{folder} holds two detectors: open {' or '.join(detectors)}"
        )
    scenes = [path for path in files if path.suffix.lower() in _SCENES]
    bands = _largest_group(files)
    if len(scenes) == 1 and len(bands) < _LEAST_BANDS:
        return scenes[0], ""
    if len(bands) >= _LEAST_BANDS:
        return bands[0], FOLDER
    shown = ", ".join(path.name for path in scenes[:_MOST_NAMED])
    raise CubeFormatError(
        f"{folder} is a folder in which "
        + (f"several files may be the scene: {shown}" if scenes else "no scene is")
        + "; choose the scene's file in it"
    )


def _capture_in(folder: Path, files: list[Path]) -> Path | None:
    """Return the header of the only recording among references, if there is one.

    Specim's folder of a measurement holds it in one that is called ``capture``.
    """
    inner = folder / CAPTURE
    if inner.is_dir():
        try:
            files = sorted(inner.iterdir())
        except OSError:
            return None
    headers = [path for path in files if path.name.lower().endswith(".hdr")]
    recordings = [path for path in headers if not kind_of(stem_of(path.name))]
    if len(recordings) == 1 and (inner.is_dir() or len(headers) > 1):
        return recordings[0]
    return None


def _largest_group(files: list[Path]) -> list[Path]:
    """Return the rasters of the suffix that most of them have."""
    groups: dict[str, list[Path]] = {}
    for path in files:
        if path.suffix.lower() in _BANDS:
            groups.setdefault(path.suffix.lower(), []).append(path)
    largest = max(groups.values(), key=len, default=[])
    return sorted(largest, key=natural_order)
