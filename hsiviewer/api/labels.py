"""Labels for scripts: a label file, or an array of class ids."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.api import scenes
from hsiviewer.api.scenes import Scene, SceneLike
from hsiviewer.api.targets import file_of
from hsiviewer.core.classes import ClassScheme, LandCoverClass, default_class
from hsiviewer.core.errors import ClassSchemeError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.io import labels as label_files
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.labelled_scenes import open_labelled


@dataclass(frozen=True, eq=False)
class Labels:
    """A class id for some of the pixels of a scene, and what the classes are called.

    Parameters
    ----------
    map : LabelMap
        The labels as the rest of the program knows them.
    classes : ClassScheme
        Classes that occur or that the file names.
    georeference : GeoReference
        Where the pixels lie, if that is known.
    file, scene_file : str
        What they were read from, and the scene they belong to; empty for arrays.
    """

    map: LabelMap
    classes: ClassScheme
    georeference: GeoReference = field(default_factory=GeoReference)
    file: str = ""
    scene_file: str = ""

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.map.shape

    @property
    def counts(self) -> dict[int, int]:
        """Number of labelled pixels by class id."""
        return dict(sorted(self.map.counts.items()))

    def to_array(self) -> npt.NDArray[np.uint16]:
        """Return a copy of the class ids, shape (rows, cols); 0 is no label."""
        return self.map.snapshot()

    def __repr__(self) -> str:
        rows, cols = self.shape
        return (
            f"<Labels: {rows} x {cols} pixels, {self.map.total} labelled, "
            f"{len(self.counts)} classes>"
        )


LabelsLike = Labels | str | os.PathLike[str] | npt.NDArray[Any]
ClassesLike = (
    str
    | os.PathLike[str]
    | ClassScheme
    | Iterable[LandCoverClass]
    | Mapping[int, str]
    | None
)


def read_labels(
    labels: LabelsLike,
    scene: SceneLike | None = None,
    *,
    classes: ClassesLike = None,
) -> Labels:
    """Read labels from a file, or take an array for labels.

    Parameters
    ----------
    labels : str, path or ndarray of int, shape (rows, cols)
        GeoTIFF, ENVI classification, MATLAB, NumPy, GeoPackage, GeoJSON or
        shapefile; or class ids, 0 where there is no label.
    scene : Scene, str, path or ndarray, optional
        What the labels belong to: a raster of another grid is brought onto its
        grid, and areas become pixels.
    classes : path, ClassScheme or dict of int to str, optional
        Class file, classes, or names by id; they replace those of the file.

    Returns
    -------
    Labels

    Raises
    ------
    FileAccessError, CubeFormatError
        If the file cannot be read.
    LabelFormatError
        If it holds no class ids, or does not fit the scene.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> labels = hsiviewer.read_labels(files.labels)
    >>> labels.classes[1].name, labels.counts[1]
    ('water', 10)

    Class ids in memory serve as well:

    >>> import numpy as np
    >>> ids = np.zeros((48, 56), int)
    >>> ids[:4, :5] = 3
    >>> hsiviewer.read_labels(ids, classes={3: "meadow"})
    <Labels: 48 x 56 pixels, 20 labelled, 1 classes>
    """
    place = opened_for(scene, labels) if scene is not None else None
    found = _read(labels, place)
    if place is not None and found.shape != place.shape[:2]:
        raise LabelFormatError(
            f"the labels have {found.shape[0]} rows and {found.shape[1]} columns, "
            f"{place.name} has {place.shape[0]} and {place.shape[1]}; give one class "
            "id for each pixel"
        )
    scheme = class_scheme(classes).joined(found.classes)
    return replace(found, classes=scheme)


def opened_for(scene: SceneLike, labels: LabelsLike) -> Scene:
    """Open a scene; a label file decides which axes are rows, where it does not.

    Errors as `hsiviewer.open`.
    """
    if file_of(scene) and file_of(labels):
        return Scene(open_labelled(os.fspath(scene), os.fspath(labels)))
    return scenes.open(scene)


def label_file_of(labels: LabelsLike) -> str:
    """Return the file that labels come from; empty for an array."""
    return labels.file if isinstance(labels, Labels) else file_of(labels)


def class_scheme(classes: ClassesLike) -> ClassScheme:
    """Return the classes that a user has given in any of the ways there are.

    Raises
    ------
    FileAccessError, ClassSchemeError
        If a class file cannot be read, or these are no classes.
    """
    if classes is None:
        return ClassScheme()
    if isinstance(classes, ClassScheme):
        return classes
    if isinstance(classes, (str, os.PathLike)):
        return read_classes(Path(classes))
    if isinstance(classes, Mapping):
        return ClassScheme(
            tuple(
                LandCoverClass(int(number), str(name), default_class(int(number)).color)
                for number, name in classes.items()
            )
        )
    given = tuple(classes)
    if not all(isinstance(kind, LandCoverClass) for kind in given):
        raise ClassSchemeError(
            "classes are a class file, a ClassScheme, or names by id such as "
            "{1: 'roof', 2: 'meadow'}"
        )
    return ClassScheme(given)


def _read(labels: LabelsLike, scene: Scene | None) -> Labels:
    place = scene.cube.georeference if scene is not None else GeoReference()
    scene_file = file_of(scene.cube.reference) if scene is not None else ""
    if isinstance(labels, Labels):
        return labels
    if isinstance(labels, (str, os.PathLike)):
        found, scheme = label_files.read_labels(
            os.fspath(labels), scene.cube if scene is not None else None
        )
        return Labels(found, scheme, place, file_of(labels), scene_file)
    values = label_files.labels_of(np.asarray(labels))
    scheme = ClassScheme.from_ids(values.counts)
    return Labels(values, scheme, place, scene_file=scene_file)
