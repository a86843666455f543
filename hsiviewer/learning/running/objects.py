"""Entry of jobs that classify whole objects in small cubes, one label each."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.enough_classes import require_enough_classes
from hsiviewer.core.errors import ConfigurationError, TrainingDataError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.job import JobRecord
from hsiviewer.learning.data.object_job import ObjectsJob, ObjectsRequest
from hsiviewer.learning.data.object_patches import ObjectImage, read_object
from hsiviewer.learning.machine.devices import limit_threads
from hsiviewer.learning.registry import METHODS
from hsiviewer.learning.running.method import object_method
from hsiviewer.learning.stage_names import PREDICTING


@dataclass(frozen=True, eq=False)
class ObjectsResult:
    """What was decided on every object.

    Parameters
    ----------
    class_ids : ndarray of uint16, shape (n,)
        0 where an object is too small to be judged.
    shares : ndarray of float64, shape (n, K)
        What the classes got in the vote.
    patches : ndarray of int, shape (n,)
        How many voted.
    known : tuple of int
        Class ids in the order of `shares`.
    record : JobRecord
        Times, warnings and details.
    """

    class_ids: npt.NDArray[np.uint16]
    shares: npt.NDArray[np.float64]
    patches: npt.NDArray[np.intp]
    known: tuple[int, ...]
    record: JobRecord = field(default_factory=JobRecord)


def classify_objects(request: ObjectsRequest, progress: Progress) -> ObjectsResult:
    """Learn from the labelled objects and classify all of them.

    Raises
    ------
    ConfigurationError
        If the method cannot judge whole objects.
    TrainingDataError
        If fewer than two classes have objects, cubes differ in their bands, or a
        labelled object is smaller than a patch.
    TextEncoderError
        If the descriptions cannot be encoded.
    CancelledError
        If the job was cancelled.
    """
    spec = request.recipe.spec
    if not spec.objects:
        able = [spec.id for spec in METHODS.values() if spec.objects]
        raise ConfigurationError(
            f"method {spec.id} classifies scenes; for whole objects choose one "
            f"of {', '.join(able)}"
        )
    known = request.known
    require_enough_classes(known, request.scheme, what="objects")
    limit_threads()
    record = JobRecord()
    with record.timed("total"):
        with record.timed("reading"):
            images = _read(request.cubes, progress)
        targets = np.searchsorted(np.array(known), request.class_ids)
        job = ObjectsJob(request, images, targets, record)
        scores = object_method(spec).classify_objects(job, progress)
    judged = scores.patches > 0
    best = np.array(known, np.uint16)[scores.shares.argmax(axis=1)]
    progress.report(ProgressUpdate(fraction=1.0, stage=PREDICTING))
    return ObjectsResult(
        np.where(judged, best, 0).astype(np.uint16),
        scores.shares,
        scores.patches,
        known,
        record,
    )


def _read(cubes: Sequence[HsiCube], progress: Progress) -> list[ObjectImage]:
    images = []
    for cube in cubes:
        progress.checkpoint()
        if cube.bands.count != cubes[0].bands.count:
            raise TrainingDataError(
                f"{cube.path.name} has {cube.bands.count} bands and "
                f"{cubes[0].path.name} {cubes[0].bands.count}; give cubes of one sensor"
            )
        images.append(read_object(cube))
    return images
