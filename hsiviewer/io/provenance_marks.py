"""Recognise the results that the program has written, by what is in them.

A result can be computed again, so a command may replace it. Labels, class files and
projects are a user's work, even where the program has written them: they are never
results.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.foreign_files import open_regular
from hsiviewer.core.generator import GENERATOR

SAMPLE_TAGS = {"HSIVIEWER_SAMPLE": GENERATOR}
_HEAD = 1 << 20
_JSON = re.compile(
    rb'\A\s*\{\s*"generator":\s*"hsiviewer |"versions":\s*\{\s*"hsiviewer"'
)
_PAGE = re.compile(
    rb'<meta name="generator" content="hsiviewer|<h1>Classification report</h1>'
)
_STYLE = re.compile(
    rb'generator="hsiviewer |<qgis version="3.28" styleCategories="Symbology"><(pipe><'
    rb'rasterrenderer type="paletted" band="1" opacity="1" alphaBand="-1"|renderer-v2 '
    rb'type="categorizedSymbol" attr="class_id"><)'
)
_NAMES = re.compile(rb'<MDI key="generator">hsiviewer ')
_OBJECTS = re.compile(rb"\Afile,label,set,predicted,confidence,patches,vote ")
_HEADER = re.compile(rb"description = \{Synthetic town and fields\W+made by hsiviewer")
_RECORD = re.compile(rb'"hsiviewer": "')


def is_own_result(path: Path) -> bool:
    """Tell whether a file is a result of the program, and no work of a user.

    Parameters
    ----------
    path : Path
        A file that exists; links, pipes and folders are never results.
    """
    return _recognised(path, _RESULTS)


def is_own_sample(path: Path) -> bool:
    """Tell whether a file is a part of the sample scene, as the program wrote it."""
    return _recognised(path, _SAMPLES)


def _recognised(path: Path, kinds: Mapping[str, Callable[[Path], bool]]) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    for ending, recognise in kinds.items():
        if path.name.lower().endswith(ending):
            return recognise(path)
    return kinds is _RESULTS and (_holds(_JSON)(path) or _holds(_OBJECTS)(path))


def _holds(pattern: re.Pattern[bytes]) -> Callable[[Path], bool]:
    return lambda path: pattern.search(_head(path)) is not None


def _head(path: Path) -> bytes:
    try:
        with open_regular(path) as file:
            return file.read(_HEAD)
    except (HsiViewerError, OSError):
        return b""


def _has_tag(tag: str) -> Callable[[Path], bool]:
    def is_tagged(path: Path) -> bool:
        from hsiviewer.io.gdal_source import open_dataset

        if _head(path)[:2] not in (b"II", b"MM"):
            return False
        try:
            with open_dataset(path, "GTiff") as dataset:
                return tag in dataset.tags()
        except HsiViewerError:
            return False

    return is_tagged


def _belongs_to(recognise: Callable[[Path], bool]) -> Callable[[Path], bool]:
    # GDAL and QGIS add statistics to the names; they belong to the map all the same.
    def has_own_map(path: Path) -> bool:
        named = path.with_name(path.name[: -len(".aux.xml")])
        return recognise(named) or _holds(_NAMES)(path)

    return has_own_map


def _is_sample_data(path: Path) -> bool:
    return _holds(_HEADER)(path.with_suffix(".hdr"))


def _is_model(path: Path) -> bool:
    return _holds(_RECORD)(path.with_name("model.json"))


_is_map, _is_sample = _has_tag("HSIVIEWER_PROVENANCE"), _has_tag("HSIVIEWER_SAMPLE")
_RESULTS: dict[str, Callable[[Path], bool]] = {
    ".aux.xml": _belongs_to(_is_map),
    ".tif": _is_map,
    ".tiff": _is_map,
    ".qml": _holds(_STYLE),
    "model.json": _is_model,
    "model.safetensors": _is_model,
    ".json": _holds(_JSON),
    ".html": _holds(_PAGE),
    ".csv": _holds(_OBJECTS),
}
_SAMPLES: dict[str, Callable[[Path], bool]] = {
    ".aux.xml": _belongs_to(_is_sample),
    ".tif": _is_sample,
    ".qml": _holds(_STYLE),
    ".hdr": _holds(_HEADER),
    ".img": _is_sample_data,
}
