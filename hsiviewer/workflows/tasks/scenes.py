"""Scenes as tasks name them."""

import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.io.registry import open_cube


def open_scene(reference: str, good_bands: list[bool] | None) -> HsiCube:
    """Open the scene of a task with the quality marks that it names.

    Errors as `hsiviewer.io.registry.open_cube`.
    """
    cube = open_cube(reference)
    if good_bands is None:
        return cube
    return cube.with_bands(cube.bands.with_good(np.array(good_bands)))
