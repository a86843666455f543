"""What commands learn from, read from files."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.io.metadata_files import read_metadata
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.workflows.tasks.submission import LearningInputs


def read_inputs(
    scene: str,
    labels: str,
    *,
    classes: ClassScheme,
    auxiliary: Iterable[str] = (),
    meta: Path | None = None,
) -> LearningInputs:
    """Read a scene with its labels.

    Parameters
    ----------
    classes : ClassScheme
        Names and descriptions that win over those of the label file; may be empty.
    meta : Path, optional
        File with what the user says about the scene.

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or does not fit the scene.
    """
    cube = open_labelled(scene, labels, file_metadata(meta))
    label_map, found = read_labels(labels, cube)
    return LearningInputs(
        cube=cube,
        labels=label_map.snapshot(),
        scheme=classes.joined(found).restricted(label_map.counts),
        auxiliary=tuple(open_auxiliary(raster, cube) for raster in auxiliary),
    )


def unlabelled_inputs(
    cube: HsiCube, auxiliary: tuple[HsiCube, ...] = ()
) -> LearningInputs:
    """Return what a pre-training learns from."""
    labels = np.zeros(cube.grid_shape, np.uint16)
    return LearningInputs(
        cube=cube, labels=labels, scheme=ClassScheme(), auxiliary=auxiliary
    )


def file_metadata(path: Path | None) -> SceneMetadata | None:
    """Return what a file says about a scene; none without a file."""
    return None if path is None else read_metadata(path)


def file_scheme(path: Path | None) -> ClassScheme:
    """Return the classes of a class file; none without a file."""
    return ClassScheme() if path is None else read_classes(path)
