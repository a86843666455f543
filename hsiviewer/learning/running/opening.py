"""A request made ready: rasters opened, labels checked, a device chosen."""

import numpy as np

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import JobRecord, LearningJob
from hsiviewer.learning.data.label_spread import label_spread
from hsiviewer.learning.data.requests import LearningRequest
from hsiviewer.learning.data.scene import open_raster
from hsiviewer.learning.data.targets import collect_shots, shot_warnings
from hsiviewer.learning.machine.devices import choose_device
from hsiviewer.learning.prediction.scores import valid_array
from hsiviewer.learning.registry import MethodSpec


def open_job(
    request: LearningRequest,
    spec: MethodSpec,
    progress: Progress,
    record: JobRecord,
    *,
    with_labels: bool = True,
) -> LearningJob:
    """Open everything that a job needs.

    Parameters
    ----------
    with_labels : bool
        Whether labels are collected and checked.

    Raises
    ------
    ConfigurationError, TrainingDataError
        If something does not fit or does not suffice.
    """
    device = choose_device(request.recipe.device)
    scene = open_raster(request.cube)
    valid = valid_array(scene.grid_shape, request.scratch)
    scene.find_valid(valid, progress)
    if not valid.any():
        raise TrainingDataError(
            f"{request.cube.name} has no pixel with values in its good bands"
        )
    shots = None
    if with_labels:
        shots = collect_shots(request.labels, valid, request.scheme)
        lost = int(np.count_nonzero(request.labels) - len(shots.targets))
        record.warnings.extend(shot_warnings(shots, request.scheme, lost))
        spread = label_spread(shots.positions, valid)
        record.details["label_spread"] = spread.record()
        if spread.is_clustered:
            record.warnings.append(spread.sentence)
    auxiliary = request.auxiliary if spec.uses_auxiliary else ()
    if len(auxiliary) < len(request.auxiliary):
        record.warnings.append(
            f"Method {spec.id} reads the spectra only; the auxiliary rasters were "
            "not used."
        )
    opened = tuple(open_raster(raster, kind="auxiliary raster") for raster in auxiliary)
    for raster in opened:
        if raster.grid_shape != scene.grid_shape:
            raise TrainingDataError(
                f"the auxiliary raster {raster.cube.name} has "
                f"{raster.grid_shape[0]} x {raster.grid_shape[1]} pixels, the scene "
                f"{scene.grid_shape[0]} x {scene.grid_shape[1]}; resample it first"
            )
    return LearningJob(
        request=request,
        scene=scene,
        auxiliary=opened,
        valid=valid,
        shots=shots,
        device=device,
        record=record,
    )
