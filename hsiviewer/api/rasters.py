"""Auxiliary rasters of scripts, such as a surface model beside the scene."""

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.api.arrays import band_first
from hsiviewer.api.opening import scene_of_array
from hsiviewer.api.scenes import Scene, SceneLike
from hsiviewer.api.targets import file_of
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.io.registry import open_auxiliary

Auxiliary = Sequence[SceneLike]


@dataclass(frozen=True, eq=False)
class Rasters:
    """Auxiliary rasters on the grid of a scene.

    Parameters
    ----------
    cubes : tuple of HsiCube
        The rasters.
    scenes : tuple of Scene
        Scenes of arrays, whose temporary files live as long as these.
    """

    cubes: tuple[HsiCube, ...]
    scenes: tuple[Scene, ...]

    @property
    def references(self) -> tuple[str, ...]:
        """Files and variables, as workers open them."""
        return tuple(cube.reference for cube in self.cubes)

    @property
    def files(self) -> tuple[str, ...]:
        """Absolute files, which no result may replace."""
        return tuple(file_of(reference) for reference in self.references)


def open_rasters(auxiliary: Auxiliary, scene: Scene) -> Rasters:
    """Open the rasters of a scene, as the command line does; arrays lie on its grid.

    Raises
    ------
    HsiViewerError
        If one cannot be read.
    """
    single = isinstance(auxiliary, (str, os.PathLike, Scene, np.ndarray))
    if single or not isinstance(auxiliary, Iterable):
        raise ConfigurationError(
            "auxiliary is a list of rasters; put a single raster in brackets"
        )
    cubes, scenes = [], []
    for raster in auxiliary:
        if isinstance(raster, (str, os.PathLike)):
            reference = file_of(raster)
        else:
            opened = raster if isinstance(raster, Scene) else _on_grid(raster, scene)
            scenes.append(opened)
            reference = opened.cube.reference
        cubes.append(open_auxiliary(reference, scene.cube))
    return Rasters(tuple(cubes), tuple(scenes))


def _on_grid(array: npt.NDArray[np.generic], scene: Scene) -> Scene:
    """Return an array as a scene that lies where another one does."""
    try:
        values = np.asanyarray(array)
    except ValueError as error:
        raise ConfigurationError(
            "the rows of an auxiliary array differ in length; it needs rows and columns"
        ) from error
    if values.ndim == 2:
        values = values[:, :, None]
    if values.ndim != 3 or values.shape[:2] != scene.shape[:2]:
        rows, cols, _ = scene.shape
        raise ConfigurationError(
            f"an auxiliary array has the shape {values.shape}; like {scene.name} it "
            f"needs {rows} rows and {cols} columns, with its bands last"
        )
    return scene_of_array(
        band_first(values),
        bands=BandAxis(values.shape[2]),
        place=scene.cube.georeference,
    )
