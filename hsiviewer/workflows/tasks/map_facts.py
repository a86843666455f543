"""What a map and its reference say together: areas, and patches that overlap."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.evaluation.areas import ClassArea, class_areas
from hsiviewer.evaluation.splits import Split, overlap
from hsiviewer.evaluation.stratified import StratifiedSample
from hsiviewer.io.pixel_area import pixel_area_m2

Ids = npt.NDArray[np.uint16]


@dataclass(frozen=True, eq=False)
class MapFacts:
    """What takes a while to be found out about a map.

    Parameters
    ----------
    areas : list of ClassArea
        Of its classes.
    overlapping : int, optional
        Reference pixels whose patch shares pixels with that of a label; ``None``
        where there is no reference, or nobody knows how far the method looks.
    tested : int
        Reference pixels.
    """

    areas: list[ClassArea]
    overlapping: int | None = None
    tested: int = 0


def areas_of(
    result: ClassificationResult, truth: npt.NDArray[np.integer[Any]] | None = None
) -> list[ClassArea]:
    """Return the areas of the classes of a map, corrected by a reference if given.

    Parameters
    ----------
    truth : ndarray of int, shape (rows, cols), optional
        Reference, 0 where unknown or labelled.
    """
    class_map = np.asarray(result.class_map)
    sample = None
    if truth is not None and truth.any():
        sample = StratifiedSample.of_map(truth, class_map)
    rows, cols = class_map.shape
    size = pixel_area_m2(result.georeference, (rows, cols))
    return class_areas(class_map, result.scheme, pixel_m2=size, sample=sample)


def map_facts(result: ClassificationResult, labels: Ids, truth: Ids | None) -> MapFacts:
    """Return what a map and its reference say together.

    Parameters
    ----------
    labels : ndarray of uint16, shape (rows, cols)
        Pixels that were learned from.
    truth : ndarray of uint16, shape (rows, cols), optional
        Reference without those pixels.
    """
    areas = areas_of(result, truth)
    sight = result.provenance.get("sight")
    if truth is None:
        return MapFacts(areas)
    tested = int(np.count_nonzero(truth))
    if not isinstance(sight, int):  # a run of version 0.1, or another program's map
        return MapFacts(areas, tested=tested)
    shared = overlap(Split(labels, truth), patch=sight)
    return MapFacts(areas, overlapping=shared, tested=tested)
