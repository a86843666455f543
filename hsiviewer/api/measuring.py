"""Regions measured."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.measuring.regions import RegionStatistics, measure_regions
from hsiviewer.api.labels import LabelsLike, open_labelled_scene, read_labels
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.running import ProgressCallback, shown
from hsiviewer.api.scenes import SceneLike
from hsiviewer.core.errors import LabelFormatError
from hsiviewer.workflows.commands.analyse import ShownProgress


@dataclass(frozen=True, eq=False)
class Region:
    """The values of a region, one number for each band.

    Parameters
    ----------
    name : str
        Of its class.
    pixels : int
        How many it has.
    count : ndarray of int, shape (bands,)
        Pixels with a value.
    mean, sd, min, max : ndarray, shape (bands,)
        NaN where it has no value; the deviation is divided by ``count - 1``.
    """

    name: str
    pixels: int
    count: npt.NDArray[np.intp]
    mean: npt.NDArray[np.float64]
    sd: npt.NDArray[np.float64]
    min: npt.NDArray[np.float64]
    max: npt.NDArray[np.float64]


def measure(
    scene: SceneLike,
    labels: LabelsLike,
    *,
    meta: MetaLike = None,
    progress: ProgressCallback | bool | None = None,
) -> dict[int, Region]:
    """Measure the regions that labels are, as ``hsiviewer measure`` does.

    Parameters
    ----------
    scene, labels, meta
        As in `hsiviewer.read_labels`; each class is a region.
    progress
        As in `hsiviewer.analyse`.

    Returns
    -------
    dict of int to Region
        By class id.

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or there are no regions.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> regions = hsiviewer.measure(files.cube, files.labels)
    >>> regions[1].name, regions[1].pixels, regions[1].mean.shape
    ('water', 10, (40,))
    """
    opened = open_labelled_scene(scene, labels, meta)
    read = read_labels(labels, opened)
    with shown(progress) as show:
        found = measure_regions(opened.cube, read.map.values, ShownProgress(show))
    if not found:
        raise LabelFormatError(
            "no pixel of the scene lies in a region; choose labels that lie on it"
        )
    return {
        statistics.region: _region(statistics, read.classes[statistics.region].name)
        for statistics in found
    }


def _region(statistics: RegionStatistics, name: str) -> Region:
    return Region(
        name,
        statistics.pixels,
        statistics.counts,
        statistics.mean,
        statistics.deviation,
        statistics.least,
        statistics.most,
    )
