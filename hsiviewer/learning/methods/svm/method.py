"""Classify a scene by the spectra of the shots alone."""

import numpy as np
import numpy.typing as npt
from scipy.special import softmax
from sklearn.pipeline import Pipeline

from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.job import LearningJob, Prediction
from hsiviewer.learning.methods.svm.machine import (
    choose_parameters,
    decision_values,
    make_machine,
)
from hsiviewer.learning.scene import TILE_SIDE

_TRAINING_SHARE = 0.5


def classify(job: LearningJob, progress: Progress) -> Prediction:
    """Choose C and gamma inside the shots, fit, and predict tile by tile.

    The confidence is the softmax of the decision values, divided by the
    temperature that explains the held-out shots of the cross-validation best.
    """
    shots = job.labelled

    def report(share: float) -> None:
        progress.checkpoint()
        progress.report(
            ProgressUpdate(fraction=_TRAINING_SHARE * share, stage="fine-tuning")
        )

    with job.record.timed("fine-tuning"):
        spectra = _spectra(job, shots.rows, shots.cols)
        choice = choose_parameters(
            spectra, shots.targets, job.config, seed=job.request.seed, report=report
        )
        machine = make_machine(job.config, choice.cost, choice.gamma)
        machine.fit(spectra, shots.targets)
    job.record.details["chosen"] = {
        "C": choice.cost,
        "gamma": choice.gamma,
        "temperature": choice.temperature,
    }
    with job.record.timed("predicting"):
        return _predict(job, machine, choice.temperature, progress)


def _spectra(
    job: LearningJob, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
) -> npt.NDArray[np.float64]:
    return job.scene.read_spectra(rows, cols).astype(np.float64)


def _predict(
    job: LearningJob, machine: Pipeline, temperature: float, progress: Progress
) -> Prediction:
    prediction = Prediction.empty(job.scene.grid_shape)
    tiles = list(job.scene.cube.window.tiles(TILE_SIDE))
    for number, tile in enumerate(tiles):
        progress.checkpoint()
        values, _ = job.scene.read(tile)
        valid = job.valid[tile.slices]
        if valid.any():
            spectra = values[:, valid].T.astype(np.float64)
            scores = decision_values(machine, spectra)
            prediction.targets[tile.slices][valid] = scores.argmax(axis=1)
            prediction.confidence[tile.slices][valid] = softmax(
                scores / temperature, axis=1
            ).max(axis=1)
        share = (number + 1) / len(tiles)
        progress.report(
            ProgressUpdate(
                fraction=_TRAINING_SHARE + (1 - _TRAINING_SHARE) * share,
                stage="predicting",
            )
        )
    return prediction
