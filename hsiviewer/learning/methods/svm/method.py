"""Classify a scene by the spectra of the shots alone."""

import numpy as np
import numpy.typing as npt
import torch
from sklearn.svm import SVC

from hsiviewer.core.errors import TrainingDataError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import stored_scaler
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.methods.svm.machine import (
    COSTS,
    choose_parameters,
    decision_values,
    fitted_machine,
    stratified,
)
from hsiviewer.learning.prediction.pixel_classifier import (
    PixelClassifier,
    Spectra,
    scaled,
    scene_spectra,
    shot_spectra,
)
from hsiviewer.learning.saved.checkpoints import read_weights
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.saved_weights import stored_shots

_MOST_LABELS = 8000


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Choose C and gamma inside the shots, and fit.

    The confidence is the softmax of the decision values, divided by the
    temperature that explains the held-out shots of the cross-validation best.
    """
    shots = job.labelled

    def report(share: float) -> None:
        progress.checkpoint()
        progress.report(ProgressUpdate(fraction=share, stage=FINETUNING))

    with job.record.timed(FINETUNING):
        scaler, unit = _fit_scaler(job)
        spectra = scaled(scaler, shot_spectra(job))
        choice = choose_parameters(
            spectra,
            shots.targets,
            job.config,
            unit=unit,
            seed=job.recipe.seed,
            report=report,
        )
        used = _used(job)
        spectra, targets = spectra[used], shots.targets[used]
        machine = fitted_machine(choice.cost, choice.gamma, spectra, targets)
    job.record.details["chosen"] = {
        "C": choice.cost,
        "gamma": choice.gamma,
        "temperature": choice.temperature,
    }
    job.record.tensors = {
        "spectra": torch.from_numpy(spectra),
        "targets": torch.from_numpy(np.asarray(targets, np.int64)),
        **{f"scaler.{k}": torch.from_numpy(v) for k, v in scaler.arrays().items()},
    }
    job.record.saved = dict(job.record.details["chosen"])
    return _classifier(job, scaler, machine, choice.temperature)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the machine of a saved model.

    The machine is fitted again on the saved shots, which takes milliseconds and
    needs no format of its own for its insides.
    """
    tensors = read_weights(job.model)
    scaler = stored_scaler(tensors, "scaler.", bands=len(job.scene.bands))
    cost = record.number("C", least=min(COSTS), most=max(COSTS))
    gamma = record.number("gamma", least=1e-12, most=1e12)
    spectra, targets = stored_shots(
        tensors, features=scaler.channels, classes=len(record.classes)
    )
    temperature = record.temperature
    machine = fitted_machine(cost, gamma, spectra, targets)
    return _classifier(job, scaler, machine, temperature)


def _used(job: LearningJob) -> npt.NDArray[np.intp]:
    """Return the shots that the machine is fitted on: all, unless they are very many.

    The time of fit and of prediction grows with their number.
    """
    targets = job.labelled.targets
    used = stratified(
        targets, _MOST_LABELS, np.random.default_rng([job.recipe.seed, 14])
    )
    if len(used) < len(targets):
        job.record.warnings.append(
            f"The support vector machine was fitted on {len(used)} of {len(targets)} "
            "labels, the same share of each class: more would take very long. "
            "Random forest uses all labels."
        )
    return used


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
    variance = float(features.var())
    # What differs by rounding alone has a variance of its own.
    if not variance > 1e-12:
        raise TrainingDataError(
            f"all pixels of {job.request.cube.name} have the same spectrum, as far as "
            "single precision can tell, so that nothing tells classes apart; check the "
            "values of the scene"
        )
    return scaler, 1 / (features.shape[1] * variance)


def _classifier(
    job: LearningJob, scaler: SpectralScaler, machine: SVC, temperature: float
) -> PixelClassifier:
    def score(spectra: Spectra) -> Spectra:
        return decision_values(machine, scaled(scaler, spectra))

    return PixelClassifier(job, score, temperature)
