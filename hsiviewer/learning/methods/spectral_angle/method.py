"""Classify a scene by the angle between spectra, which brightness does not change.

Kruse et al. (1993), The spectral image processing system (SIPS), Remote Sensing of
Environment 44, doi 10.1016/0034-4257(93)90013-N.
"""

import numpy as np
import numpy.typing as npt
import torch

from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier, shot_spectra
from hsiviewer.learning.prediction.pixel_scores import Spectra
from hsiviewer.learning.saved.checkpoints import read_weights
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.calibration import fit_temperature
from hsiviewer.learning.training.saved_weights import stored_shots

IntArray = npt.NDArray[np.intp]
_MOST_TESTED = 500  # labels that are left out in turn
_MOST_ANGLES = 1 << 22  # held at once


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Take the references from the shots; each shot in turn tests the others."""
    with job.record.timed(FINETUNING):
        spectra = shot_spectra(job)
        targets: IntArray = job.labelled.targets
        temperature = _temperature(spectra, targets, job.config.references, progress)
    job.record.details["chosen"] = {"temperature": temperature}
    job.record.tensors = {
        "spectra": torch.from_numpy(spectra),
        "targets": torch.from_numpy(np.asarray(targets, np.int64)),
    }
    job.record.saved = {"temperature": temperature}
    return _classifier(job, spectra, targets, temperature)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the references of a saved model."""
    tensors = read_weights(job.model)
    spectra, targets = stored_shots(
        tensors, features=len(job.scene.bands), classes=len(record.classes)
    )
    temperature = record.temperature
    return _classifier(job, spectra, targets, temperature)


def angles(spectra: Spectra, references: Spectra) -> Spectra:
    """Return the angles between spectra (n, bands) and references (m, bands), (n, m).

    A spectrum without any light is at a right angle to all.
    """
    cosines = _unit(spectra) @ _unit(references).T
    found: Spectra = np.arccos(np.clip(cosines, -1.0, 1.0))
    return found


def _unit(spectra: Spectra) -> Spectra:
    lengths = np.linalg.norm(spectra, axis=1, keepdims=True)
    return spectra / np.where(lengths > 0, lengths, 1.0)


def _scores(spectra: Spectra, known: Spectra, targets: IntArray, kind: str) -> Spectra:
    """Return the negative angle to each class, shape (n, K)."""
    classes = range(int(targets.max()) + 1)
    if kind == "mean":
        unit = _unit(known)
        means = [unit[targets == cover].mean(axis=0) for cover in classes]
        return -angles(spectra, np.stack(means))
    # Some pixels at a time: labels may be tens of thousands.
    at_once = max(1, _MOST_ANGLES // len(known))
    parts = []
    for start in range(0, len(spectra), at_once):
        to_all = angles(spectra[start : start + at_once], known)
        least = [to_all[:, targets == cover].min(axis=1) for cover in classes]
        parts.append(-np.stack(least, axis=1))
    return np.concatenate(parts)


def _temperature(
    spectra: Spectra, targets: IntArray, kind: str, progress: Progress
) -> float:
    """Return the temperature that explains labels which are left out best."""
    counts = np.bincount(targets)
    tested = np.flatnonzero(counts[targets] > 1)
    if not tested.size:
        return 1.0
    if tested.size > _MOST_TESTED:
        tested = tested[:: -(-tested.size // _MOST_TESTED)]
    scores = []
    for number, each in enumerate(tested):
        progress.checkpoint()
        share = number / len(tested)
        progress.report(ProgressUpdate(fraction=share, stage=FINETUNING))
        known, others = np.delete(spectra, each, 0), np.delete(targets, each)
        scores.append(_scores(spectra[[each]], known, others, kind)[0])
    return fit_temperature(np.stack(scores), targets[tested])


def _classifier(
    job: LearningJob, known: Spectra, targets: IntArray, temperature: float
) -> PixelClassifier:
    kind = job.config.references
    return PixelClassifier(
        job, lambda spectra: _scores(spectra, known, targets, kind), temperature
    )
