"""Prediction spread over a Dask cluster: the same tiles, the same map."""

import functools
import json
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress, ProgressUpdate, SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.jobs.messages import decode_record, encode_record
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.scores import (
    Prediction,
    Scored,
    TilePredictor,
    scored_by,
)
from hsiviewer.learning.stage_names import PREDICTING
from hsiviewer.workflows.tasks.records import PredictionTask

_TILES_PER_CALL = 16
_PATIENCE_S = 0.5  # between two looks at whether the job was cancelled
Window = tuple[int, int, int, int]
Answer = list[
    tuple[
        npt.NDArray[np.int32],
        npt.NDArray[np.float32],
        npt.NDArray[np.float32] | None,
    ]
]


def predict_on_cluster(
    task: PredictionTask, job: LearningJob, predictor: TilePredictor, progress: Progress
) -> Prediction:
    """Hand the tiles of a scene to a running Dask cluster.

    The cluster's workers open scene and model by their paths, and need hsiviewer
    installed. What concerns the scene as a whole is found here and sent along, so
    that the map is the one that a single machine makes.

    Raises
    ------
    ConfigurationError
        If Dask is not installed, or the scheduler does not answer.
    CancelledError
        If the job was cancelled; tiles that have not begun are taken back.
    """
    try:
        import distributed
    except ImportError as error:
        raise ConfigurationError(
            "a cluster needs the package 'distributed': install hsiviewer[cluster]"
        ) from error
    prediction = Prediction.empty(job.scene.grid_shape, job.request.scratch)
    tiles = list(job.scene.cube.window.tiles(predictor.tile_side))
    wanted = [tile for tile in tiles if job.valid[tile.slices].any()]
    payload = encode_record(task).decode()
    shared = json.dumps(predictor.shared)
    try:
        # Dask's client has no types.
        client: Any = distributed.Client(task.scheduler, timeout=10)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ConfigurationError(
            f"no Dask scheduler answers at {task.scheduler!r}; check the address, such "
            "as tcp://192.168.1.5:8786"
        ) from error
    with client:
        calls = {}
        for start in range(0, len(wanted), _TILES_PER_CALL):
            part = wanted[start : start + _TILES_PER_CALL]
            places = [(tile.row, tile.col, tile.height, tile.width) for tile in part]
            future = client.submit(
                predict_tiles, payload, shared, places, pure=False, retries=2
            )
            calls[future] = part
        try:
            _gather(calls, prediction, job, progress)
        finally:
            client.cancel(list(calls))
    return prediction


def predict_tiles(payload: str, shared: str, windows: list[Window]) -> Answer:
    """Classify windows of a scene; runs on the cluster.

    Parameters
    ----------
    payload : str
        JSON of the `PredictionTask`.
    shared : str
        JSON of the predictor's ``shared``.
    windows : list of (row, col, height, width)

    Returns
    -------
    list of (targets, confidence, probabilities)
    """
    predictor = _predictor(payload)
    predictor.shared = json.loads(shared)
    answers = []
    for window in windows:
        targets, confidence, shares = scored_by(predictor, PixelWindow(*window))
        kept = None if shares is None else shares.astype(np.float32)
        answers.append((targets.astype(np.int32), confidence.astype(np.float32), kept))
    return answers


@functools.lru_cache(maxsize=2)
def _predictor(payload: str) -> TilePredictor:
    """Open scene and model once in each process of the cluster."""
    from hsiviewer.learning.running.applying import open_predictor
    from hsiviewer.workflows.tasks.worker import prediction_request

    task = decode_record(payload.encode(), PredictionTask)
    return open_predictor(prediction_request(task, scratch=None), SilentProgress())


def _gather(
    calls: dict[Any, list[PixelWindow]],
    prediction: Prediction,
    job: LearningJob,
    progress: Progress,
) -> None:
    import distributed

    total, done = len(calls), 0
    left = set(calls)
    while left:
        progress.checkpoint()
        finished: Any = distributed.as_completed(list(left), timeout=_PATIENCE_S)  # type: ignore[no-untyped-call]
        try:
            for future in finished:
                answers: Answer = future.result()
                for tile, found in zip(calls[future], answers, strict=True):
                    prediction.put(tile, Scored(*found), job.valid[tile.slices])
                left.discard(future)
                done += 1
                progress.checkpoint()
                progress.report(ProgressUpdate(fraction=done / total, stage=PREDICTING))
        except distributed.TimeoutError:
            continue
