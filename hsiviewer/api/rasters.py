"""Auxiliary rasters of scripts, such as a surface model beside the scene."""

import os
from collections.abc import Sequence

import numpy as np

from hsiviewer.api import scenes
from hsiviewer.api.arrays import band_first
from hsiviewer.api.scenes import Scene, SceneLike, scene_of_array
from hsiviewer.api.targets import file_of
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.io.registry import open_auxiliary

Auxiliary = Sequence[SceneLike]


def open_rasters(auxiliary: Auxiliary, scene: Scene) -> tuple[Scene, ...]:
    """Open the rasters of a scene; arrays lie on the scene's grid.

    Raises
    ------
    HsiViewerError
        If one cannot be read.
    """
    if isinstance(auxiliary, (str, os.PathLike, Scene, np.ndarray)):
        raise ConfigurationError(
            "auxiliary is a list of rasters; put a single raster in brackets"
        )
    return tuple(_open_raster(raster, scene) for raster in auxiliary)


def raster_files(rasters: tuple[Scene, ...]) -> tuple[str, ...]:
    """Return the files of rasters, which no result may replace."""
    return tuple(file_of(raster.cube.reference) for raster in rasters)


def on_grid(rasters: tuple[Scene, ...], cube: HsiCube) -> tuple[HsiCube, ...]:
    """Return rasters on the grid of a cube."""
    return tuple(open_auxiliary(raster.cube.reference, cube) for raster in rasters)


def _open_raster(raster: SceneLike, scene: Scene) -> Scene:
    if not isinstance(raster, np.ndarray):
        return scenes.open(raster)
    values = raster[:, :, None] if raster.ndim == 2 else raster
    if values.ndim != 3 or values.shape[:2] != scene.shape[:2]:
        rows, cols, _ = scene.shape
        raise ConfigurationError(
            f"an auxiliary array has the shape {raster.shape}; like {scene.name} it "
            f"needs {rows} rows and {cols} columns, with its bands last"
        )
    return scene_of_array(
        band_first(values),
        bands=BandAxis(values.shape[2]),
        place=scene.cube.georeference,
    )
