"""Classify a scene by the spectra of the shots alone."""

import numpy as np
from sklearn.svm import SVC

from hsiviewer.core.progress import Progress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.methods.svm.machine import (
    COSTS,
    choose_parameters,
    decision_values,
    fitted_machine,
)
from hsiviewer.learning.prediction.pixel_classifier import PixelClassifier
from hsiviewer.learning.prediction.pixel_scores import Score
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.training.calibration import stratified
from hsiviewer.learning.training.classic import (
    LabelledFeatures,
    Learned,
    Report,
    restore_classic,
    subset,
    train_classic,
)

_MOST_LABELS = 8000


def train(job: LearningJob, progress: Progress) -> PixelClassifier:
    """Choose C and gamma inside the shots, and fit.

    The confidence is the softmax of the decision values, divided by the
    temperature that explains the held-out shots of the cross-validation best.
    """
    return train_classic(job, progress, _learn)


def restore(job: LearningJob, record: ModelRecord) -> PixelClassifier:
    """Return the machine of a saved model, fitted again on the saved shots."""
    cost = record.number("C", least=min(COSTS), most=max(COSTS))
    gamma = record.number("gamma", least=1e-12, most=1e12)
    return restore_classic(
        job, record, lambda labelled: _score(_machine(labelled, cost, gamma))
    )


def _learn(labelled: LabelledFeatures, report: Report) -> Learned:
    choice = choose_parameters(
        labelled.values,
        labelled.targets,
        labelled.config,
        unit=labelled.unit,
        seed=labelled.seed,
        report=report,
    )
    # The time of fit and of prediction grows with the number of shots.
    used = stratified(
        labelled.targets, _MOST_LABELS, np.random.default_rng([labelled.seed, 14])
    )
    count = len(labelled.targets)
    is_part = len(used) < count
    return Learned(
        lambda _report: _score(
            _machine(subset(labelled, used), choice.cost, choice.gamma)
        ),
        choice.temperature,
        choice.accuracy,
        {"C": choice.cost, "gamma": choice.gamma},
        details={"search": choice.search},
        kept=used if is_part else None,
        warning=f"The support vector machine was fitted on {len(used)} of {count} "
        "labels, the same share of each class: more would take very long. Random "
        "forest uses all labels."
        if is_part
        else "",
    )


def _machine(labelled: LabelledFeatures, cost: float, gamma: float) -> SVC:
    return fitted_machine(cost, gamma, labelled.values, labelled.targets)


def _score(machine: SVC) -> Score:
    return lambda features: decision_values(machine, features)
