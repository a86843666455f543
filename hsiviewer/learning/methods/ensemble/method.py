"""Classify a scene by experts on pixels and on their surroundings.

The experts vote with equal weights: learned weights are worse with few labels. How
much the surroundings count is the only thing that is chosen, inside the labels.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.label_spread import label_spread
from hsiviewer.learning.machine.seeding import derived_seed
from hsiviewer.learning.methods.ensemble.config import (
    MARGIN,
    TILE_SIDE,
    EnsembleConfig,
)
from hsiviewer.learning.methods.ensemble.experts import EXPERTS, Settings
from hsiviewer.learning.methods.ensemble.features import (
    SceneFeatures,
    WindowFeatures,
    block_scales,
    divided,
)
from hsiviewer.learning.methods.ensemble.folds import Folds, LabelledWindow
from hsiviewer.learning.methods.ensemble.neighbours import (
    are_learned_from,
    with_neighbours,
)
from hsiviewer.learning.methods.ensemble.predictor import Votes, VotingPredictor
from hsiviewer.learning.prediction.graph import PixelGraph, mean_difference
from hsiviewer.learning.saved.checkpoints import read_weights
from hsiviewer.learning.saved.model_record import ModelRecord
from hsiviewer.learning.stage_names import FINETUNING
from hsiviewer.learning.training.calibration import held_out_folds
from hsiviewer.learning.training.choosing import (
    Choice,
    candidates,
    choose,
    may_weigh_shares,
    told,
)
from hsiviewer.learning.training.saved_weights import require_shape

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]

_MOST_WINDOWS = 4  # that the choice is made in: those with the most labels


class _Steps:
    """Counts what is done, tells it, and asks whether to go on."""

    def __init__(self, progress: Progress, steps: int) -> None:
        self._progress = progress
        self._steps = steps
        self._done = 0

    def __call__(self) -> None:
        self.alive()
        self._done += 1

    def alive(self) -> None:
        """Ask and tell without having done anything."""
        self._progress.checkpoint()
        share = min(1.0, self._done / self._steps)
        self._progress.report(ProgressUpdate(fraction=share, stage=FINETUNING))


def train(job: LearningJob, progress: Progress) -> VotingPredictor:
    """Let the experts learn, and choose how much the surroundings count."""
    config: EnsembleConfig = job.config
    with job.record.timed(FINETUNING):
        features = SceneFeatures.fit(job, progress)
        tiles = len(np.unique(job.labelled.positions // TILE_SIDE, axis=0))
        asked = min(_MOST_WINDOWS, tiles) * config.folds
        steps = _Steps(progress, tiles + len(EXPERTS) * (config.folds + 2) + asked)
        blocks, windows = _labelled_features(job, features, steps)
        scales = block_scales(windows)
        features = features.scaled_by(scales)
        windows = [window.scaled(scales) for window in windows]
        unit = float(np.mean([mean_difference(w.guide, w.valid) for w in windows]))
        folds = Folds(
            divided(blocks, scales),
            job.labelled.targets,
            _held_out(job),
            _settings(config, job.recipe.seed, steps.alive),
            steps,
            steps.alive,
        )
        labelled = _joined(job, windows, unit)
        choice, temperatures = _chosen(job, folds, labelled)
        votes = _votes(folds, choice, temperatures, unit)
        if are_learned_from(choice, job.labelled.counts):
            folds, added = with_neighbours(folds, votes, labelled)
            votes = _votes(folds, choice, temperatures, unit)
            job.record.details["chosen"] |= {"neighbours_learned_from": added}
    weighs = may_weigh_shares(job.labelled.counts) and config.class_shares
    job.record.details["chosen"] |= {"class_shares": weighs}
    job.record.tensors = {
        **features.tensors(),
        **{f"labels.{k}": torch.from_numpy(v) for k, v in folds.blocks.items()},
        "targets": torch.from_numpy(np.asarray(folds.targets, np.int64)),
        "temperatures": torch.tensor(temperatures, dtype=torch.float64),
    }
    job.record.saved = {
        "blend": choice.blend,
        "strength": choice.strength,
        "temperature": choice.temperature,
        "unit": unit,
        "weighs_shares": int(weighs),
    }
    return VotingPredictor(features, votes, weighs_shares=weighs)


def restore(job: LearningJob, record: ModelRecord) -> VotingPredictor:
    """Return the experts of a saved model, which learn again from its labels.

    This takes a second or two, and needs no format for the insides of trees and
    machines.
    """
    tensors = read_weights(job.model)
    choice = Choice(
        record.number("blend", least=0, most=1),
        record.number("strength", least=0, most=1e4),
        record.temperature,
    )
    unit = record.number("unit", least=1e-30, most=1e30)
    weighs = bool(record.number("weighs_shares", least=0, most=1))
    features = SceneFeatures.restore(job.scene, tensors)
    targets = _stored_targets(tensors, len(record.classes))
    temperatures = tensors["temperatures"]
    require_shape("temperatures", temperatures, (len(EXPERTS),), dtype=torch.float64)
    if not ((temperatures > 0) & (temperatures <= 1e3)).all():
        raise ValueError("the temperatures are not between 0 and 1000")
    folds = Folds(
        features.restored_blocks(tensors, len(targets)),
        targets,
        [],
        _settings(job.config, record.seed, _silent),
        _silent,
        _silent,
    )
    votes = _votes(folds, choice, temperatures.tolist(), unit)
    return VotingPredictor(features, votes, weighs_shares=weighs)


def _silent() -> None:
    """Restore without telling how far it is: it takes a second or two."""


def _settings(config: EnsembleConfig, seed: int, alive: Callable[[], None]) -> Settings:
    return Settings(config.trees, derived_seed(seed, 50), alive)


def _stored_targets(tensors: Mapping[str, Tensor], classes: int) -> IntArray:
    targets = tensors["targets"]
    require_shape("targets", targets, (len(targets),), dtype=torch.int64)
    if not torch.equal(torch.unique(targets), torch.arange(classes)):
        raise ValueError(f"the targets are not those of {classes} classes")
    return targets.numpy().astype(np.intp)


def _held_out(job: LearningJob) -> list[IntArray]:
    """Return the labels that each fold leaves out."""
    generator = np.random.default_rng([job.recipe.seed, 51])
    return held_out_folds(job.labelled.targets, job.config.folds, generator)


def _labelled_features(
    job: LearningJob, features: SceneFeatures, steps: _Steps
) -> tuple[dict[str, FloatArray], list[WindowFeatures]]:
    """Read the features of the labels, and the windows to choose in.

    These hold the most labels that some fold leaves out, which single ones of their
    class never are.
    """
    shots = job.labelled
    tile_of = shots.positions // TILE_SIDE
    tiles, number_of = np.unique(tile_of, axis=0, return_inverse=True)
    is_asked = shots.counts[shots.targets] > 1
    asked = np.bincount(number_of.ravel(), weights=is_asked, minlength=len(tiles))
    order = np.argsort(-asked, kind="stable")
    blocks: dict[str, FloatArray] = {}
    windows: list[WindowFeatures] = []
    for number in order:
        steps()
        members = np.flatnonzero((tile_of == tiles[number]).all(axis=1))
        row, col = (tiles[number] * TILE_SIDE).tolist()
        tile = PixelWindow(row, col, TILE_SIDE, TILE_SIDE)
        read = features.read_around(tile, MARGIN)
        nodes = read.nodes(shots.rows[members], shots.cols[members])
        for name, block in read.blocks.items():
            if name not in blocks:
                shape = (len(shots.targets), block.shape[1])
                blocks[name] = np.empty(shape, np.float32)
            blocks[name][members] = block[nodes]
        if len(windows) < _MOST_WINDOWS:
            windows.append(read)
    return blocks, windows


def _joined(
    job: LearningJob, windows: list[WindowFeatures], unit: float
) -> list[LabelledWindow]:
    """Return windows with their labels, each label in one of them."""
    shots = job.labelled
    free = np.ones(len(shots.targets), bool)
    found = []
    for features in windows:
        inside = np.array([
            features.window.contains(row, col)
            for row, col in shots.positions.tolist()
        ])  # fmt: skip
        labels = np.flatnonzero(inside & free)
        free[labels] = False
        graph = PixelGraph(features.guide, features.valid, unit)
        nodes = features.nodes(shots.rows[labels], shots.cols[labels])
        found.append(LabelledWindow(features, graph, labels, nodes))
    return found


def _chosen(
    job: LearningJob, folds: Folds, windows: list[LabelledWindow]
) -> tuple[Choice, list[float]]:
    """Choose blend, strength and temperatures, and note in words why."""
    shots = job.labelled
    spread = label_spread(shots.positions, job.valid)
    points, sentence = candidates(shots.counts, is_clustered=spread.is_clustered)
    scores = [
        [folds.fitted(expert, left_out) for expert in EXPERTS]
        for left_out in folds.held_out
    ]
    temperatures = folds.temperatures(scores)
    details: dict[str, Any] = {"label_spread": round(spread.ratio, 3)}
    if scores:
        held_out, targets = folds.held_out_probabilities(
            scores, temperatures, windows, points
        )
        choice, accuracy = choose(held_out, targets, agrees_strongly=True)
        sentence = sentence or told(choice, accuracy, len(targets))
        details["held_out_accuracy"] = round(accuracy, 4)
    else:
        choice = Choice(*points[0], 1.0)
    if points == [(0.0, 0.0)]:
        job.record.warnings.append(sentence)
    job.record.details["chosen"] = {
        "blend": choice.blend,
        "strength": choice.strength,
        "temperature": round(choice.temperature, 4),
        **details,
        "because": sentence,
    }
    return choice, temperatures


def _votes(
    folds: Folds, choice: Choice, temperatures: list[float], unit: float
) -> Votes:
    """Return the experts that the choice listens to, fitted on all labels."""
    silent = {0.0: True, 1.0: False}.get(choice.blend)
    scores = [
        None if expert.is_spatial is silent else folds.fitted(expert)
        for expert in EXPERTS
    ]
    return Votes(scores, temperatures, choice, unit)
