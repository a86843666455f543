"""Labels for scripts: a label file, or an array of class ids."""

import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.api import opening
from hsiviewer.api.metadata import MetaLike, scene_metadata
from hsiviewer.api.scenes import Scene, SceneLike
from hsiviewer.api.targets import file_of
from hsiviewer.core.classes import ClassScheme, LandCoverClass, default_class
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ClassSchemeError, ConfigurationError, LabelFormatError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.id_maps import map_values, parse_id_map
from hsiviewer.core.labels import LabelMap
from hsiviewer.io import labels as label_files
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.label_references import label_reference
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.workflows.tasks.references import (
    MatchedLabels,
    mapped_scheme,
    matched,
    tell_permutation,
)


@dataclass(frozen=True, eq=False)
class Labels:
    """A class id for some of the pixels of a scene, and what the classes are called.

    Parameters
    ----------
    map : LabelMap
        The labels in the type that the program uses inside.
    classes : ClassScheme
        Classes that occur among the labels or are named in the file.
    georeference : GeoReference
        Where the pixels lie, if that is known.
    file, scene_file : str
        The label file and the file of its scene; empty for arrays.
    notices : tuple of str
        What was assumed when the file was read.
    """

    map: LabelMap
    classes: ClassScheme
    georeference: GeoReference = field(default_factory=GeoReference)
    file: str = ""
    scene_file: str = ""
    notices: tuple[str, ...] = ()

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


_OPTION = "map_ids"
_NO_CLASSES = (
    "classes are a class file, a ClassScheme, or names by id such as "
    "{1: 'roof', 2: 'meadow'}"
)
MapIds = Mapping[int, int] | None
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
    map_ids: MapIds = None,
    field: str = "",
) -> Labels:
    """Read labels from a file, or make them from an array of class ids.

    Parameters
    ----------
    labels : str, path or ndarray of int, shape (rows, cols)
        A GeoTIFF, ENVI classification, MATLAB, NumPy, GeoPackage, GeoJSON or
        shapefile; or class ids, 0, NaN or masked where there is no label.
    scene : Scene, str, path or ndarray, optional
        The scene of the labels. Rasters are resampled to its grid, and areas of vector
        files become its pixels.
    classes : path, ClassScheme or dict of int to str, optional
        A class file, classes, or names by id. They replace those of the label file.
    map_ids : dict of int to int, optional
        Class of each id of the labels that stands for another one; 0 leaves it out.
        Other ids stay.
    field : str
        Field of a vector file that tells the classes; found if it is not given.

    Returns
    -------
    Labels

    Raises
    ------
    FileAccessError, CubeFormatError
        If the file cannot be read.
    LabelFormatError
        If it holds no class ids, or does not fit the scene.
    ClassSchemeError
        If `classes` cannot be used.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> labels = hsiviewer.read_labels(files.labels)
    >>> labels.classes[1].name, labels.counts[1]
    ('water', 10)

    Labels can also be an array of class ids:

    >>> import numpy as np
    >>> ids = np.zeros((48, 56), int)
    >>> ids[:4, :5] = 3
    >>> hsiviewer.read_labels(ids, classes={3: "meadow"})
    <Labels: 48 x 56 pixels, 20 labelled, 1 classes>
    """
    opened = None if scene is None else open_labelled_scene(scene, labels)
    read = _read(labels, opened, id_map_of(map_ids), field)
    if opened is not None and read.shape != opened.shape[:2]:
        raise LabelFormatError(
            f"the labels have {read.shape[0]} rows and {read.shape[1]} columns, "
            f"{opened.name} has {opened.shape[0]} and {opened.shape[1]}; give one "
            "class id for each pixel"
        )
    return replace(read, classes=class_scheme(classes).joined(read.classes))


def open_labelled_scene(
    scene: SceneLike, labels: LabelsLike, meta: MetaLike = None
) -> Scene:
    """Open the scene of some labels.

    Where a file does not say which of its axes are rows and columns, the size of the
    label file decides. Errors as `hsiviewer.open`.
    """
    if isinstance(scene, (str, os.PathLike)) and isinstance(labels, (str, os.PathLike)):
        metadata = scene_metadata(meta)
        return Scene(open_labelled(file_of(scene), file_of(labels), metadata))
    return opening.open(scene, meta=meta)


def match_reference(
    reference: Labels,
    classes: ClassScheme,
    *,
    is_mapped: bool,
    tell: Callable[[str], object],
) -> MatchedLabels:
    """Return a reference whose ids follow the names that it shares with the classes.

    Parameters
    ----------
    classes : ClassScheme
        Classes of the labels or the map.
    is_mapped : bool
        Whether the script has mapped the ids; then names change nothing.
    tell : callable
        Takes sentences on ids that match no class.
    """
    name = Path(reference.file).name or "the reference"
    if is_mapped or not len(classes):
        return MatchedLabels(reference.map, reference.classes, name, is_given=True)
    file = label_files.LabelFile(
        reference.map, reference.classes, reference.georeference
    )
    return matched(file, classes, name, option=_OPTION, tell=tell)


def warn_of_permutation(
    reference: MatchedLabels,
    classes: ClassScheme,
    against: npt.NDArray[np.uint16],
    tell: Callable[[str], object],
) -> None:
    """Tell if ids of a reference disagree with a map as if they were permuted."""
    tell_permutation(reference, classes, against, option=_OPTION, tell=tell)


def id_map_of(map_ids: MapIds) -> dict[int, int] | None:
    """Return the class of each id that a script maps; ``None`` if it maps none.

    Raises
    ------
    ConfigurationError
        If it is no such mapping.
    """
    if map_ids is None:
        return None
    if not isinstance(map_ids, Mapping):
        raise ConfigurationError(
            "map_ids gives the class of each id, such as {1: 4, 2: 2}"
        )
    pairs = ",".join(f"{file_id}={map_ids[file_id]}" for file_id in map_ids)
    return parse_id_map(pairs) if pairs else {}


def class_scheme(classes: ClassesLike) -> ClassScheme:
    """Return classes that may be given as a file, a scheme, a list or names by id.

    Raises
    ------
    FileAccessError, ClassSchemeError
        If a class file cannot be read, or `classes` is none of these.
    """
    if classes is None:
        return ClassScheme()
    if isinstance(classes, ClassScheme):
        return classes
    if isinstance(classes, (str, os.PathLike)):
        return read_classes(Path(classes))
    if isinstance(classes, Mapping):
        return ClassScheme(
            tuple(_named_class(number, name) for number, name in classes.items())
        )
    try:
        listed = tuple(classes)
    except TypeError as error:
        raise ClassSchemeError(_NO_CLASSES) from error
    if not all(isinstance(listed_class, LandCoverClass) for listed_class in listed):
        raise ClassSchemeError(_NO_CLASSES)
    return ClassScheme(listed)


def _named_class(number: Any, name: Any) -> LandCoverClass:
    if not isinstance(number, (int, np.integer)) or not isinstance(name, str):
        raise ClassSchemeError(_NO_CLASSES)
    return replace(default_class(int(number)), name=name)


def _read(
    labels: LabelsLike, scene: Scene | None, id_map: dict[int, int] | None, field: str
) -> Labels:
    cube = None if scene is None else scene.cube
    place = GeoReference() if cube is None else cube.georeference
    scene_file = "" if cube is None else file_of(cube.reference)
    if isinstance(labels, Labels):
        mapped = labels if not id_map else _mapped(labels, id_map)
        return mapped if cube is None else _moved(mapped, cube, scene_file)
    if isinstance(labels, (str, os.PathLike)):
        reference = label_reference(file_of(labels), field=field, id_map=id_map)
        found = label_files.read_label_file(reference, cube)
        return Labels(
            found.labels,
            found.scheme,
            found.georeference,
            file=file_of(labels),
            scene_file=scene_file,
            notices=found.notices,
        )
    label_map = label_files.labels_of(labels, id_map=id_map)
    scheme = ClassScheme.from_ids(label_map.counts)
    return Labels(label_map, scheme, place, scene_file=scene_file)


def _mapped(labels: Labels, id_map: dict[int, int]) -> Labels:
    """Return labels whose ids are others."""
    values = map_values(labels.map.values.astype(np.int64), id_map, file="the labels")
    return replace(
        labels, map=LabelMap(values), classes=mapped_scheme(labels.classes, id_map)
    )


def _moved(labels: Labels, cube: HsiCube, scene_file: str) -> Labels:
    """Return labels on the grid of a scene, which need not be that of their own."""
    name = Path(labels.file).name or "the label raster"
    values, place = label_files.on_grid(
        labels.map.snapshot(), labels.georeference, name, cube
    )
    return replace(
        labels, map=LabelMap(values), georeference=place, scene_file=scene_file
    )
