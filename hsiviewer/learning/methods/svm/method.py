"""Classify a scene by the spectra of the shots alone."""

import numpy as np
import torch
from sklearn.svm import SVC

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.checkpoints import load_model
from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.methods.svm.machine import (
    choose_parameters,
    decision_values,
    make_machine,
)
from hsiviewer.learning.modalities import tensors_under
from hsiviewer.learning.model_record import ModelRecord
from hsiviewer.learning.normalization import SpectralScaler
from hsiviewer.learning.pixel_classifier import (
    PixelClassifier,
    Spectra,
    scaled,
    scene_spectra,
    shot_spectra,
)


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
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
        spectra = scaled(scaler, shot_spectra(job))
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
    return _classifier(job, scaler, machine, choice.temperature)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the machine of a saved model.

    The machine is fitted again on the saved shots, which takes milliseconds and
    needs no format of its own for its insides.
    """
    tensors, _ = load_model(job.model)
    try:
        scaler = SpectralScaler.from_arrays(
            {
                name: value.numpy()
                for name, value in tensors_under(tensors, "scaler.").items()
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
    return _classifier(job, scaler, machine, temperature)


def _fit_scaler(job: LearningJob) -> tuple[SpectralScaler, float]:
    """Standardise by unlabelled pixels of the whole scene, which are many.

    Returns
    -------
    scaler : SpectralScaler
    unit : float
        ``1 / (features * variance)`` of the scaled spectra.
    """
    spectra = scene_spectra(job)
    components = min(job.config.components, spectra.shape[1])
    scaler = SpectralScaler.fit(spectra, scaling="zscore", components=components)
    features = scaled(scaler, spectra)
    return scaler, float(1 / (features.shape[1] * features.var()))


def _classifier(
    job: LearningJob, scaler: SpectralScaler, machine: SVC, temperature: float
) -> PixelClassifier:
    def score(spectra: Spectra) -> Spectra:
        return decision_values(machine, scaled(scaler, spectra))

    return PixelClassifier(job, score, temperature)
