"""Scenes that are opened together with labels, whose shape tells rows and columns."""

from pathlib import Path

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.axis_order import (
    axis_sizes,
    order_for_grid,
    split_axes,
    with_axes,
)
from hsiviewer.io.described_scenes import described, open_described
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube, split_reference
from hsiviewer.io.vector_labels import is_vector


def open_labelled(
    scene: str | Path, labels: str | Path, metadata: SceneMetadata | None = None
) -> HsiCube:
    """Open a scene; where it does not name its axes, a label raster decides.

    The order that the labels decide becomes a part of the cube's reference, so
    that whoever opens that gets the same cube.

    Parameters
    ----------
    scene, labels : str or Path
        As `hsiviewer.io.registry.open_cube` and `hsiviewer.io.labels.read_labels`
        take them.
    metadata : SceneMetadata, optional
        What the user says about the scene. The axes that it names win over those
        that the labels decide.

    Raises
    ------
    FileAccessError, CubeFormatError, LabelFormatError
        As these two.
    SceneMetadataError, ConfigurationError
        If what is said does not fit the scene.
    """
    if metadata is None or metadata.is_empty:
        return _fitting(scene, labels)
    if metadata.axes:
        return open_described(scene, metadata)
    cube = _fitting(scene, labels)
    try:
        return described(cube, metadata)
    except BaseException:
        cube.close()
        raise


def _fitting(scene: str | Path, labels: str | Path) -> HsiCube:
    cube = open_cube(scene)
    if not cube.axes or is_vector(split_reference(labels)[0]):
        return cube
    path, variable = split_reference(scene)
    _, given = split_axes(variable, file=path.name)
    grid = read_labels(labels, None)[0].shape
    if given is not None or grid == cube.grid_shape:
        return cube
    order = order_for_grid(axis_sizes(cube), grid, cube.axes)
    if order is None:
        return cube
    cube.close()
    return open_cube(with_axes(cube, order))
