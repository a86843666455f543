"""Classify a scene by a random forest on the spectra of the shots.

Breiman (2001), Random Forests, Machine Learning 45, doi 10.1023/A:1010933404324.
"""

import numpy as np
import torch
from sklearn.ensemble import RandomForestClassifier

from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.modalities import stored_scaler
from hsiviewer.learning.data.normalization import SpectralScaler
from hsiviewer.learning.machine.seeding import derived_seed
from hsiviewer.learning.methods.random_forest.config import RandomForestConfig
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
from hsiviewer.learning.training.calibration import fit_temperature
from hsiviewer.learning.training.saved_weights import stored_shots

_AT_ONCE = 10  # trees between two questions whether to go on
_LEAST = 1e-4  # probability that stands for none


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Grow the forest; its confidence is fitted on what each tree has not seen."""
    config: RandomForestConfig = job.config
    targets = job.labelled.targets
    with job.record.timed(FINETUNING):
        everything = scene_spectra(job)
        components = min(config.components, everything.shape[1])
        scaler = SpectralScaler.fit(everything, scaling="zscore", components=components)
        spectra = scaled(scaler, shot_spectra(job))
        forest = _grown(config, spectra, targets, job.recipe.seed, progress)
        temperature = _temperature(forest, targets)
    job.record.details["chosen"] = {"temperature": temperature}
    job.record.tensors = {
        "spectra": torch.from_numpy(spectra),
        "targets": torch.from_numpy(np.asarray(targets, np.int64)),
        **{f"scaler.{k}": torch.from_numpy(v) for k, v in scaler.arrays().items()},
    }
    job.record.saved = {"temperature": temperature}
    return _classifier(job, scaler, forest, temperature)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the forest of a saved model, grown again from its shots and seed."""
    tensors = read_weights(job.model)
    scaler = stored_scaler(tensors, "scaler.", bands=len(job.scene.bands))
    spectra, targets = stored_shots(
        tensors, features=scaler.channels, classes=len(record.classes)
    )
    temperature = record.temperature
    forest = _grown(job.config, spectra, targets, job.recipe.seed)
    return _classifier(job, scaler, forest, temperature)


def _grown(
    config: RandomForestConfig,
    spectra: Spectra,
    targets: "np.ndarray[tuple[int, ...], np.dtype[np.intp]]",
    seed: int,
    progress: Progress | None = None,
) -> RandomForestClassifier:
    counts = np.bincount(targets)
    forest = RandomForestClassifier(
        n_estimators=0,
        max_features=config.tried or "sqrt",
        min_samples_leaf=config.leaf,
        class_weight=dict(enumerate(len(targets) / (len(counts) * counts))),
        random_state=derived_seed(seed, 40) % 2**32,
        warm_start=True,
    )
    for grown in range(0, config.trees, _AT_ONCE):
        if progress is not None:
            progress.checkpoint()
            share = grown / config.trees
            progress.report(ProgressUpdate(fraction=share, stage=FINETUNING))
        forest.n_estimators = min(grown + _AT_ONCE, config.trees)
        # What trees have not seen is asked once, by the whole forest.
        is_last = forest.n_estimators == config.trees
        forest.oob_score = is_last and _can_hold_out(targets)
        forest.fit(spectra, targets)
    return forest


def _can_hold_out(
    targets: "np.ndarray[tuple[int, ...], np.dtype[np.intp]]",
) -> bool:
    return bool(np.bincount(targets).min() > 1)


def _temperature(
    forest: RandomForestClassifier,
    targets: "np.ndarray[tuple[int, ...], np.dtype[np.intp]]",
) -> float:
    if not _can_hold_out(targets):
        return 1.0
    found = forest.oob_decision_function_
    # With few trees some labels were in the sample of each of them.
    asked = np.isfinite(found).all(axis=1) & (found.sum(axis=1) > 0)
    if not asked.any():
        return 1.0
    return fit_temperature(_scores(found[asked]), targets[asked])


def _scores(shares: Spectra) -> Spectra:
    return np.log(np.maximum(shares, _LEAST))


def _classifier(
    job: LearningJob,
    scaler: SpectralScaler,
    forest: RandomForestClassifier,
    temperature: float,
) -> PixelClassifier:
    def score(spectra: Spectra) -> Spectra:
        return _scores(forest.predict_proba(scaled(scaler, spectra)))

    return PixelClassifier(job, score, temperature)
