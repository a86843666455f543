"""Descriptions of classes, drafted from the spectra of their labels."""

from hsiviewer.api.labels import (
    ClassesLike,
    LabelsLike,
    open_labelled_scene,
    read_labels,
)
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.rasters import Auxiliary, open_rasters
from hsiviewer.api.scenes import SceneLike
from hsiviewer.core.classes import ClassScheme
from hsiviewer.workflows.commands.describe import drafted


def describe(
    scene: SceneLike,
    labels: LabelsLike,
    *,
    classes: ClassesLike = None,
    auxiliary: Auxiliary = (),
    meta: MetaLike = None,
) -> ClassScheme:
    """Draft descriptions of the classes, as ``hsiviewer describe`` does.

    Existing descriptions are kept. Check the drafts before you train with them. To
    change one, use ``scheme.described(1, "...")``, which returns a new `ClassScheme`.

    Parameters
    ----------
    scene, labels, classes, auxiliary, meta
        As in `hsiviewer.classify`.

    Returns
    -------
    ClassScheme
        Classes for `hsiviewer.classify`. `hsiviewer.export` writes them to a file.

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or there are no labels.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> classes = hsiviewer.describe(files.cube, files.labels)
    >>> "vegetation" in classes[4].description
    True
    """
    opened = open_labelled_scene(scene, labels, meta)
    training = read_labels(labels, opened, classes=classes)
    rasters = open_rasters(auxiliary, opened)
    return drafted(opened.cube, training.classes, training.map, rasters.cubes)
