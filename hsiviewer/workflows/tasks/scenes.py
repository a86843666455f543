"""Scenes as tasks name them."""

import numpy as np

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.described_scenes import open_described


def open_scene(
    reference: str, good_bands: list[bool] | None, metadata: SceneMetadata
) -> HsiCube:
    """Open the scene of a task with the properties and quality marks that it names.

    Errors as `hsiviewer.io.described_scenes.open_described`.
    """
    cube = open_described(reference, metadata)
    if good_bands is None:
        return cube
    return cube.with_bands(cube.bands.with_good(np.array(good_bands)))
