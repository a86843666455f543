"""Classify a scene by the spectra of the shots alone."""

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.special import softmax
from sklearn.svm import SVC

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.checkpoints import load_model
from hsiviewer.learning.inputs import STATISTICS_PIXELS, sample_positions
from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.methods.svm.machine import (
    choose_parameters,
    decision_values,
    make_machine,
)
from hsiviewer.learning.model_record import ModelRecord
from hsiviewer.learning.normalization import SpectralScaler
from hsiviewer.learning.scene import TILE_SIDE


def train(job: LearningJob, progress: Progress) -> "SpectralMachine":
    """Choose C and gamma inside the shots, and fit.

    The confidence is the softmax of the decision values, divided by the
    temperature that explains the held-out shots of the cross-validation best.
    """
    shots = job.labelled

    def report(share: float) -> None:
        progress.checkpoint()
        progress.report(ProgressUpdate(fraction=share, stage="fine-tuning"))

    with job.record.timed("fine-tuning"):
        scaler, unit = _fit_scaler(job)
        spectra = _scaled(scaler, job.scene.read_spectra(shots.rows, shots.cols))
        choice = choose_parameters(
            spectra,
            shots.targets,
            job.config,
            unit=unit,
            seed=job.request.seed,
            report=report,
        )
        machine = make_machine(choice.cost, choice.gamma)
        machine.fit(spectra, shots.targets)
    job.record.details["chosen"] = {
        "C": choice.cost,
        "gamma": choice.gamma,
        "temperature": choice.temperature,
    }
    job.record.tensors = {
        "spectra": torch.from_numpy(spectra),
        "targets": torch.from_numpy(np.asarray(shots.targets, np.int64)),
        **{f"scaler.{k}": torch.from_numpy(v) for k, v in scaler.arrays().items()},
    }
    job.record.saved = dict(job.record.details["chosen"])
    return SpectralMachine(job, scaler, machine, choice.temperature)


def restore(job: LearningJob, record: ModelRecord) -> "SpectralMachine":
    """Return the machine of a saved model.

    The machine is fitted again on the saved shots, which takes milliseconds and
    needs no format of its own for its insides.
    """
    tensors, _ = load_model(job.model)
    try:
        scaler = SpectralScaler.from_arrays(
            {
                name.removeprefix("scaler."): value.numpy()
                for name, value in tensors.items()
                if name.startswith("scaler.")
            }
        )
        machine = make_machine(record.details["C"], record.details["gamma"])
        machine.fit(tensors["spectra"].numpy(), tensors["targets"].numpy())
        temperature = float(record.details["temperature"])
    except (KeyError, ValueError, TypeError) as error:
        raise ConfigurationError(
            f"the weights in {job.model} are not those of its record ({error}); train "
            "the model again"
        ) from error
    return SpectralMachine(job, scaler, machine, temperature)


def _fit_scaler(job: LearningJob) -> tuple[SpectralScaler, float]:
    """Standardise by unlabelled pixels of the whole scene, which are many.

    Returns
    -------
    scaler : SpectralScaler
    unit : float
        ``1 / (features * variance)`` of the scaled spectra.
    """
    positions = sample_positions(
        job.valid, STATISTICS_PIXELS, np.random.default_rng([job.request.seed, 3])
    )
    spectra = job.scene.read_spectra(positions[:, 0], positions[:, 1])
    components = min(job.config.components, spectra.shape[1])
    scaler = SpectralScaler.fit(spectra, scaling="zscore", components=components)
    scaled = _scaled(scaler, spectra)
    job.record.details["transductive"] = True
    return scaler, float(1 / (scaled.shape[1] * scaled.var()))


def _scaled(
    scaler: SpectralScaler, spectra: npt.NDArray[np.float32]
) -> npt.NDArray[np.float64]:
    """Scale spectra of shape (n, bands) to (n, features)."""
    return scaler.apply(spectra.T).T.astype(np.float64)


class SpectralMachine:
    """A fitted machine that classifies windows of a scene.

    Parameters
    ----------
    temperature : float
        Divides decision values before the softmax.
    """

    tile_side = TILE_SIDE

    def __init__(
        self,
        job: LearningJob,
        scaler: SpectralScaler,
        machine: SVC,
        temperature: float,
    ) -> None:
        self._job = job
        self._scaler = scaler
        self._machine = machine
        self._temperature = temperature
        self.shared: dict[str, Any] = {}

    def prepare(self, job: LearningJob, progress: Progress) -> None:
        """Do nothing: pixels are classified one by one."""

    def predict(
        self, window: PixelWindow
    ) -> tuple[npt.NDArray[np.integer], npt.NDArray[np.floating]]:
        """Return targets and confidences of all pixels of a window."""
        values, valid = self._job.scene.read(window)
        targets = np.zeros(window.size, np.int32)
        confidence = np.full(window.size, np.nan, np.float32)
        if valid.any():
            spectra = _scaled(self._scaler, values[:, valid].T)
            scores = decision_values(self._machine, spectra)
            targets[valid] = scores.argmax(axis=1)
            confidence[valid] = softmax(scores / self._temperature, axis=1).max(axis=1)
        return targets, confidence
