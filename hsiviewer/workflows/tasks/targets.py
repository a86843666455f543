"""The outputs and inputs of commands and exports, to be compared before any work."""

import contextlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.scene_metadata import NO_REFERENCE, SceneMetadata
from hsiviewer.io.companions import envi_files, label_files, library_files, map_files
from hsiviewer.io.metadata_files import read_metadata, sidecar_of
from hsiviewer.io.object_tables import read_object_table
from hsiviewer.io.points import POINT_SUFFIXES, point_files
from hsiviewer.io.registry import split_reference
from hsiviewer.io.targets import Source, Target
from hsiviewer.workflows.tasks.result_sources import RUN_FILES

MODEL_FILES = ("model.safetensors", "model.json")
_GEOTIFF = (".tif", ".tiff")


def map_target(path: Path, title: str = "--out") -> Target:
    """Return a class map with its names and its style."""
    return Target(path, title, tuple(map_files(path)), suffixes=_GEOTIFF)


def confidence_target(path: Path, title: str = "--confidence") -> Target:
    """Return a confidence raster."""
    return Target(path, title, suffixes=_GEOTIFF)


def probabilities_target(path: Path, title: str = "--probabilities") -> Target:
    """Return a raster with the probability of each class."""
    return Target(path, title, suffixes=_GEOTIFF)


def report_target(path: Path, title: str = "--report") -> Target:
    """Return a report of one run."""
    return Target(path, title, suffixes=(".json", ".html"))


def model_target(folder: Path, title: str = "--save-model") -> Target:
    """Return a folder for weights and their record."""
    files = tuple(folder / name for name in MODEL_FILES)
    return Target(folder, title, files, is_folder=True)


def run_target(folder: Path, title: str = "--save-run") -> Target:
    """Return a folder for a run that is to be exported later."""
    files = tuple(folder / name for name in RUN_FILES)
    return Target(folder, title, files, is_folder=True)


def label_target(path: Path, title: str) -> Target:
    """Return a label file with what is written beside it."""
    return Target(path, title, tuple(label_files(path)))


def scene_target(path: Path, title: str = "--out") -> Target:
    """Return a scene as ENVI's header and data."""
    return Target(path, title, tuple(envi_files(path)), suffixes=(".hdr", ".img"))


def library_target(path: Path, title: str = "--out") -> Target:
    """Return a spectral library, with its header where it is ENVI's."""
    return Target(path, title, tuple(library_files(path)), suffixes=(".csv", ".sli"))


def points_target(path: Path, title: str = "--out") -> Target:
    """Return pixels as points, which a user may fill in: no result, but work."""
    return Target(path, title, tuple(point_files(path)), suffixes=POINT_SUFFIXES)


def object_sources(table: Path, folder: Path) -> list[Source]:
    """Return a table of objects and the cubes that it lists."""
    cubes = [
        Source(folder / row.file, "the objects") for row in read_object_table(table)
    ]
    return [Source(table, "the table of objects"), *cubes]


def open_sources(
    document: Document,
    layers: Iterable[HsiCube],
    *,
    reference: str = "",
    project: Path | None = None,
) -> list[Source]:
    """Return what is open in the window and must not be written over."""
    named: list[tuple[str | Path | None, str]] = [
        (document.cube.reference if document.cube else None, "the open scene"),
        *((raster.reference, "an auxiliary raster") for raster in document.auxiliary),
        *((layer.reference, "a layer") for layer in layers),
        (reference, "the reference map"),
        (project, "the open project"),
    ]
    found = [Source(opened, title) for opened, title in named if opened]
    if document.cube is not None:
        found += reference_sources(document.cube.reference, document.metadata)
    return found


def file_sources(
    *,
    scene: str = "",
    labels: str = "",
    reference: str | None = None,
    auxiliary: Sequence[str] = (),
    classes: Path | None = None,
    model: Path | None = None,
    text_encoder: str = "",
    meta: Path | None = None,
) -> list[Source]:
    """Return what a command reads, with the names that sentences use."""
    sidecars = [sidecar_of(split_reference(raster)[0]) for raster in auxiliary]
    named: list[tuple[str | Path | None, str]] = [
        *((sidecar, "the properties of an auxiliary raster") for sidecar in sidecars),
        (scene, "the scene"),
        (labels, "the labels"),
        (reference, "the reference"),
        *((raster, "an auxiliary raster") for raster in auxiliary),
        (classes, "the class file"),
        (model, "the model that is read"),
        (text_encoder, "the text encoder"),
        (meta, "the file with the scene's properties"),
    ]
    found = [Source(reference, title) for reference, title in named if reference]
    if meta is not None:
        with contextlib.suppress(HsiViewerError):  # whoever reads it says what is wrong
            found += reference_sources(scene, read_metadata(meta))
    return found


def reference_sources(scene: str, said: SceneMetadata) -> list[Source]:
    """Return the references of a capture that are said to be read with it."""
    try:
        folder = split_reference(scene)[0].parent
    except HsiViewerError:
        return []
    files = [(said.dark, "the dark reference"), (said.white, "the white reference")]
    return [
        Source(folder / name, title)
        for name, title in files
        if name and name.lower() != NO_REFERENCE
    ]
