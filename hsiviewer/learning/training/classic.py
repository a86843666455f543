"""Training of methods that scikit-learn fits to the spectra of single pixels.

What they share: features are fitted on the whole scene and chosen, shots are saved in
place of a fitted model, which is fitted again on opening, and held-out shots say how
sure scores are.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.special import log_softmax

from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import stored_scaler
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.pixel_parameters import AUTO, PRINCIPAL
from hsiviewer.learning.prediction.pixel_classifier import (
    PixelClassifier,
    scaled,
    shot_spectra,
)
from hsiviewer.learning.prediction.pixel_scores import Score, Spectra
from hsiviewer.learning.saved.checkpoints import read_weights
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.calibration import (
    balanced_accuracy,
    fit_temperature,
    held_out_folds,
    stratified,
)
from hsiviewer.learning.training.saved_weights import stored_shots
from hsiviewer.learning.training.spectral_features import (
    SpectralFeatures,
    fit_features,
    require_variance,
)

IntArray = npt.NDArray[np.intp]

Report = Callable[[float], None]

_LEARNING = 0.8  # share of the time before the last fit
_ENOUGH = 5  # labels a class with which held-out ones may choose the features


@dataclass(frozen=True, eq=False)
class LabelledFeatures:
    """Shots as a method learns from them.

    Parameters
    ----------
    values : ndarray of float64, shape (n, features)
    targets : ndarray of int, shape (n,)
        0..K-1; each class has one at least.
    config : configuration of the method
    seed : int
    unit : float
        As `SpectralFeatures`; NaN where a saved model is fitted again.
    """

    values: Spectra
    targets: IntArray
    config: Any
    seed: int
    unit: float = float("nan")


@dataclass(frozen=True, eq=False)
class Learned:
    """What a method has learned from shots.

    Parameters
    ----------
    fit : callable
        Fits to all shots, given whom to tell the finished share; called for the
        features that are taken only. It returns what gives scores (n, K) of features
        (n, d).
    temperature : float
        Divides scores before the softmax.
    accuracy : float
        Mean over classes of the share of held-out shots that were right; NaN where no
        class has two labels.
    numbers : dict
        What was chosen, and is needed to fit the saved model again.
    details : dict
        What the provenance says beside the numbers; JSON values.
    kept : ndarray of int, optional
        The shots that it was fitted on, if not on all.
    warning : str
        Sentence for the user.
    """

    fit: Callable[[Report], Score]
    temperature: float
    accuracy: float
    numbers: dict[str, float] = field(default_factory=dict)
    details: dict[str, Any] = field(default_factory=dict)
    kept: IntArray | None = None
    warning: str = ""


Learn = Callable[[LabelledFeatures, Report], Learned]


def train_classic(
    job: LearningJob, progress: Progress, learn: Learn, *, needs_variance: bool = True
) -> PixelClassifier:
    """Choose the features inside the shots, and learn from them.

    With five labels a class on average and more, the kind of features is taken that
    held-out shots speak for: the other one than the noise of the scene speaks for only
    if it is better by more than one standard error. With fewer, the noise decides.

    Parameters
    ----------
    learn : callable
        Given shots and whom to tell the finished share, returns what it learned.
    needs_variance : bool
        Whether the method cannot learn from a scene whose pixels are all alike.
    """
    shots, record = job.labelled, job.record
    with record.timed(FINETUNING):
        spectra = shot_spectra(job)
        options = fit_features(
            job,
            progress,
            wanted=job.config.features,
            components=job.config.components,
        )
        is_tried = len(options) > 1 and len(shots.targets) >= _ENOUGH * len(
            shots.class_ids
        )
        learned: list[Learned] = []
        for features in options if is_tried else options[:1]:
            if needs_variance:
                require_variance(job, features)
            labelled = LabelledFeatures(
                scaled(features.scaler, spectra),
                shots.targets,
                job.config,
                job.recipe.seed,
                features.unit,
            )
            share = _LEARNING / (2 if is_tried else 1)
            report = partial(_report, progress, len(learned) * share, share)
            learned.append(learn(labelled, report))
        best = _better(learned, len(shots.targets))
        found, features = learned[best], options[best]
        score = found.fit(partial(_report, progress, _LEARNING, 1 - _LEARNING))
    if job.config.features != PRINCIPAL:
        record.details["features"] = {
            "kind": features.kind,
            "chosen_by": _chosen_by(job, options, learned),
            "held_out_accuracy": {
                each.kind: None if np.isnan(tried.accuracy) else tried.accuracy
                for each, tried in zip(options, learned, strict=False)
            },
        }
    record.details.update(found.details)
    if found.warning:
        record.warnings.append(found.warning)
    _save(job, features.scaler, scaled(features.scaler, spectra), found)
    return _classifier(job, features.scaler, score, found.temperature)


def restore_classic(
    job: LearningJob,
    record: ModelRecord,
    refit: Callable[[LabelledFeatures], Score],
) -> PixelClassifier:
    """Return a saved model, fitted again on the saved shots.

    It takes moments and needs no format of its own for the insides of a model.
    """
    tensors = read_weights(job.model)
    scaler = stored_scaler(tensors, "scaler.", bands=len(job.scene.bands))
    values, targets = stored_shots(
        tensors, features=scaler.channels, classes=len(record.classes)
    )
    temperature = record.temperature
    labelled = LabelledFeatures(values, targets, job.config, job.recipe.seed)
    return _classifier(job, scaler, refit(labelled), temperature)


@dataclass(frozen=True)
class Checked:
    """What held-out shots say of a method.

    Parameters
    ----------
    temperature : float
        Explains them best; 1 where none can be held out.
    accuracy, loss : float
        Mean over classes of the share that was right, and of the negative logarithm of
        the probability that it had with that temperature; NaN where none can be held
        out.
    """

    temperature: float
    accuracy: float
    loss: float


def cross_validated(
    labelled: LabelledFeatures,
    fit: Callable[[LabelledFeatures], Score],
    report: Report,
    *,
    folds: int,
) -> Checked:
    """Check a method inside the shots.

    Parameters
    ----------
    fit : callable
        Learns from some of the shots, among which every class is.
    report : callable
        Told the finished share.
    folds : int
        As `held_out_folds`.
    """
    generator = np.random.default_rng([labelled.seed, 15])
    splits = held_out_folds(labelled.targets, folds, generator)
    if not splits:
        return Checked(1.0, float("nan"), float("nan"))
    found = []
    for number, split in enumerate(splits):
        report(number / len(splits))
        learned = np.ones(len(labelled.targets), bool)
        learned[split] = False
        score = fit(subset(labelled, np.flatnonzero(learned)))
        found.append(np.asarray(score(labelled.values[split]), np.float64))
    scores, targets = np.concatenate(found), labelled.targets[np.concatenate(splits)]
    temperature = fit_temperature(scores, targets)
    losses = -log_softmax(scores / temperature, axis=1)[range(len(targets)), targets]
    loss = np.mean([losses[targets == target].mean() for target in np.unique(targets)])
    return Checked(temperature, balanced_accuracy(scores, targets), float(loss))


def some_of(labelled: LabelledFeatures, most: int) -> LabelledFeatures:
    """Return so many shots at most, the same share of each class."""
    generator = np.random.default_rng([labelled.seed, 16])
    return subset(labelled, stratified(labelled.targets, most, generator))


def subset(labelled: LabelledFeatures, chosen: IntArray) -> LabelledFeatures:
    """Return some of the shots."""
    values, targets = labelled.values[chosen], labelled.targets[chosen]
    return replace(labelled, values=values, targets=targets)


def _chosen_by(
    job: LearningJob, options: list[SpectralFeatures], learned: list[Learned]
) -> str:
    """Return for the report what has decided on the kind of features."""
    if job.config.features != AUTO:
        return "the setting"
    if len(options) == 1:
        return "the only kind that there is"
    if len(learned) > 1 and not np.isnan(learned[0].accuracy):
        return "held-out labels"
    return "noise of the scene"


def _report(progress: Progress, start: float, share: float, fraction: float) -> None:
    progress.checkpoint()
    progress.report(ProgressUpdate(fraction=start + share * fraction, stage=FINETUNING))


def _better(learned: list[Learned], labels: int) -> int:
    """Return which of one or two is taken, by the one-standard-error rule."""
    if len(learned) == 1:
        return 0
    preferred, other = (tried.accuracy for tried in learned)
    error = np.sqrt(max(preferred * (1 - preferred), 1e-4) / labels)
    return int(other > preferred + error)


def _save(
    job: LearningJob, scaler: SpectralScaler, values: Spectra, learned: Learned
) -> None:
    record, targets = job.record, job.labelled.targets
    if learned.kept is not None:
        values, targets = values[learned.kept], targets[learned.kept]
    chosen = {**learned.numbers, "temperature": learned.temperature}
    record.details["chosen"] = chosen
    record.saved = dict(chosen)
    record.tensors = {
        "spectra": torch.from_numpy(values),
        "targets": torch.from_numpy(np.asarray(targets, np.int64)),
        **{f"scaler.{k}": torch.from_numpy(v) for k, v in scaler.arrays().items()},
    }


def _classifier(
    job: LearningJob, scaler: SpectralScaler, score: Score, temperature: float
) -> PixelClassifier:
    return PixelClassifier(
        job, lambda spectra: score(scaled(scaler, spectra)), temperature
    )
