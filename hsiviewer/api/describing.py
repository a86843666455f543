"""Descriptions of classes, drafted from the spectra of their labels."""

from hsiviewer.api.labels import ClassesLike, LabelsLike, opened_for, read_labels
from hsiviewer.api.scenes import SceneLike
from hsiviewer.api.training import Auxiliary, opened_rasters
from hsiviewer.core.classes import ClassScheme
from hsiviewer.workflows.describe_files import drafted


def describe(
    scene: SceneLike,
    labels: LabelsLike,
    *,
    classes: ClassesLike = None,
    auxiliary: Auxiliary = (),
) -> ClassScheme:
    """Draft descriptions of the classes, as ``hsiviewer describe`` does.

    Descriptions that a class has already are kept. Read the drafts before methods do,
    and write what you know better: a `ClassScheme` never changes, but
    ``scheme.described(1, "...")`` returns one with another text.

    Parameters
    ----------
    scene, labels, classes, auxiliary
        As `hsiviewer.classify` takes them.

    Returns
    -------
    ClassScheme
        For ``classes`` of `hsiviewer.classify`; `hsiviewer.export` writes it to a
        class file.

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
    opened = opened_for(scene, labels)
    found = read_labels(labels, opened, classes=classes)
    rasters = opened_rasters(auxiliary, opened)
    return drafted(
        opened.cube,
        found.classes,
        found.map,
        [raster.cube.reference for raster in rasters],
    )
