"""What commands learn from, read from files."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.metadata_files import read_metadata
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.workflows.tasks.references import Tell, read_matched, warn
from hsiviewer.workflows.tasks.submission import LearningInputs


def read_inputs(
    scene: str,
    labels: str,
    *,
    classes: ClassScheme,
    auxiliary: Iterable[str] = (),
    option: str = "--map-ids",
    tell: Tell = warn,
    meta: Path | None = None,
) -> LearningInputs:
    """Read a scene with its labels.

    Parameters
    ----------
    classes : ClassScheme
        Names and descriptions that win over those of the label file; may be empty.
    option : str
        What maps the ids of the labels, for sentences.
    tell : callable
        Takes sentences on ids that match no class.
    meta : Path, optional
        File with what the user says about the scene.

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or does not fit the scene.
    """
    cube = open_labelled(scene, labels, file_metadata(meta))
    found = read_matched(labels, cube, classes, option=option, tell=tell)
    return LearningInputs(
        cube=cube,
        labels=found.labels.snapshot(),
        scheme=classes.joined(found.scheme).restricted(found.labels.counts),
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
