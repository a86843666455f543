"""The outputs and inputs of commands and exports, to be compared before any work."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.io.companions import label_files, map_files
from hsiviewer.io.metadata_files import sidecar_of
from hsiviewer.io.object_tables import read_object_table
from hsiviewer.io.points import POINT_SUFFIXES, point_files
from hsiviewer.io.registry import split_reference
from hsiviewer.io.targets import Source, Target

MODEL_FILES = ("model.safetensors", "model.json")
_GEOTIFF = (".tif", ".tiff")


def map_target(path: Path, title: str = "--out") -> Target:
    """Return a class map with its names and its style."""
    return Target(path, title, tuple(map_files(path)), suffixes=_GEOTIFF)


def confidence_target(path: Path, title: str = "--confidence") -> Target:
    """Return a confidence raster."""
    return Target(path, title, suffixes=_GEOTIFF)


def report_target(path: Path, title: str = "--report") -> Target:
    """Return a report of one run."""
    return Target(path, title, suffixes=(".json", ".html"))


def model_target(folder: Path, title: str = "--save-model") -> Target:
    """Return a folder for weights and their record."""
    files = tuple(folder / name for name in MODEL_FILES)
    return Target(folder, title, files, is_folder=True)


def label_target(path: Path, title: str) -> Target:
    """Return a label file with what is written beside it."""
    return Target(path, title, tuple(label_files(path)))


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
    return [Source(opened, title) for opened, title in named if opened]


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
    return [Source(reference, title) for reference, title in named if reference]
