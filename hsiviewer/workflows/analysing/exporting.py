"""Rasters that were computed, copied to where a user wants them."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.streaming import reading_windows
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.generator import GENERATOR
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.atomic import replacing
from hsiviewer.io.companions import envi_files
from hsiviewer.io.maps import write_classes_geotiff
from hsiviewer.io.raster_stream import RasterDescription, write_blocks


def export_values(path: Path, values: HsiCube, cube: HsiCube, *, title: str) -> None:
    """Write computed bands as GeoTIFF or ENVI.

    Parameters
    ----------
    values : HsiCube
        What was computed of `cube`.
    title : str
        What it is.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """

    def blocks() -> Iterator[tuple[PixelWindow, npt.NDArray[np.float32]]]:
        for window in reading_windows(values, values.bands.count):
            yield window, values.read(None, window)

    write_blocks(
        path,
        blocks(),
        RasterDescription(
            cube.grid_shape,
            values.bands,
            cube.georeference,
            description=f"{title} of {cube.name}, by {GENERATOR}",
            tags=_tags(title, cube),
        ),
    )


def export_classes(
    path: Path, ids: HsiCube, scheme: ClassScheme, cube: HsiCube, *, title: str
) -> None:
    """Write a map that was computed; errors as `export_values`."""
    write_classes_geotiff(
        path,
        ids.source.read([0])[0].astype(np.uint16),
        scheme,
        cube.georeference,
        tags=_tags(title, cube),
        description=title,
    )


def copy_library(source: Path, path: Path) -> None:
    """Copy a spectral library of the program; errors as `export_values`."""
    with replacing(*envi_files(path, ".sli")) as targets:
        for file, target in zip(envi_files(source, ".sli"), targets, strict=True):
            shutil.copyfile(file, target)


def _tags(title: str, cube: HsiCube) -> dict[str, str]:
    provenance = {"generator": GENERATOR, "scene": cube.origin, "title": title}
    return {"HSIVIEWER_PROVENANCE": json.dumps(provenance)}
