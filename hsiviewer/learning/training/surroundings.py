"""How far surroundings count for networks, chosen by labels that they have not seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from scipy.special import softmax

from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.data.context import ContextRaster
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.label_spread import label_spread
from hsiviewer.learning.data.modalities import Input
from hsiviewer.learning.data.targets import Shots
from hsiviewer.learning.modules.aligned import AlignedNetwork, Mixture
from hsiviewer.learning.prediction.agreement import MARGIN, TILE_SIDE
from hsiviewer.learning.prediction.ensemble import Ensemble, scene_planes
from hsiviewer.learning.prediction.graph import PixelGraph
from hsiviewer.learning.training.calibration import fit_temperature
from hsiviewer.learning.training.choosing import (
    Point,
    agreements,
    candidates,
    choose,
    told,
)
from hsiviewer.learning.training.labelled import LabelledSamples

FloatArray = npt.NDArray[np.float32]
IntArray = npt.NDArray[np.intp]

_MOST_WINDOWS = 4  # that the choice is made in: those with the most labels
_LEAST = 1e-12


@dataclass(frozen=True)
class Weighing:
    """How far what a network sees counts in its answer.

    Parameters
    ----------
    mixture : Mixture
        Of patches and surroundings.
    strength : float
        Of the agreement with neighbours that look alike.
    temperature : float
        Divides the scores of the whole.
    """

    mixture: Mixture = field(default_factory=Mixture)
    strength: float = 0.0
    temperature: float = 1.0


@dataclass(frozen=True, eq=False)
class HeldOut:
    """A network, and the labels that it was trained without.

    Parameters
    ----------
    network : AlignedNetwork
        In eval mode.
    labels : ndarray of int
        Indices of the labels.
    """

    network: AlignedNetwork
    labels: IntArray


@dataclass(frozen=True, eq=False)
class _AskedWindow:
    """A window of the scene, and the labels in it.

    Parameters
    ----------
    window : PixelWindow
        With a margin.
    labels : ndarray of int, shape (n,)
        Which of all labels lie in it.
    """

    window: PixelWindow
    labels: IntArray


def weighed(
    job: LearningJob,
    modalities: Sequence[Input],
    folds: Sequence[HeldOut],
    samples: LabelledSamples,
    progress: Progress,
) -> Weighing:
    """Choose how far surroundings count, and note in words why.

    Parameters
    ----------
    folds : sequence of HeldOut
        None where no label can be held out: a fixed rule then decides.
    samples : LabelledSamples
        All labels as patches, on the device.
    """
    shots = job.labelled
    spread = label_spread(shots.positions, job.valid)
    points, sentence = candidates(shots.counts, is_clustered=spread.is_clustered)
    is_asked = bool(folds) and len(points) > 1
    temperatures = _temperatures(folds, modalities, samples)
    details: dict[str, Any] = {"label_spread": round(spread.ratio, 3)}
    blend, strength = points[0]
    temperature = 1.0
    if is_asked or (folds and strength):
        probabilities, targets = _asked(
            job, modalities, folds, temperatures, points, progress
        )
        choice, accuracy = choose(probabilities, targets)
        blend, strength, temperature = choice.blend, choice.strength, choice.temperature
        sentence = sentence or told(choice, accuracy, len(targets))
        details["held_out_accuracy"] = round(accuracy, 4)
    if points == [(0.0, 0.0)]:
        job.record.warnings.append(sentence)
    job.record.details["chosen"] = {
        "blend": blend,
        "strength": strength,
        "temperatures": [round(temperature, 4) for temperature in temperatures],
        **details,
        "because": sentence,
    }
    return Weighing(Mixture(blend, temperatures), strength, temperature)


def _temperatures(
    folds: Sequence[HeldOut], modalities: Sequence[Input], samples: LabelledSamples
) -> tuple[float, float]:
    """Return those of patches and of surroundings, from labels not seen."""
    if not folds:
        return 1.0, 1.0
    known = samples.targets.cpu().numpy()[np.concatenate([f.labels for f in folds])]
    found = []
    for blend in (0.0, 1.0):
        scores = []
        for fold in folds:
            fold.network.mixture = Mixture(blend)
            alone = Ensemble([fold.network], modalities, samples.targets.device)
            asked = alone.patch_probabilities(samples.at(fold.labels).inputs)
            scores.append(asked.clamp(min=_LEAST).log())
        found.append(fit_temperature(torch.cat(scores).numpy(), known))
    return found[0], found[1]


def _asked(
    job: LearningJob,
    modalities: Sequence[Input],
    folds: Sequence[HeldOut],
    temperatures: tuple[float, float],
    points: Sequence[Point],
    progress: Progress,
) -> tuple[dict[Point, FloatArray], IntArray]:
    """Return what each candidate says of the labels that it has not seen.

    Returns
    -------
    probabilities : dict
        Blend and strength to ndarray of float32, shape (n, K).
    targets : ndarray of int, shape (n,)
    """
    (context,) = (raster for raster in modalities if isinstance(raster, ContextRaster))
    shots = job.labelled
    found: dict[Point, list[FloatArray]] = {point: [] for point in points}
    targets: list[IntArray] = []
    for asked in _asked_windows(shots, PixelWindow.of_shape(job.scene.grid_shape)):
        guide, valid = context.guide(asked.window, progress.checkpoint)
        order = np.cumsum(valid.ravel()).reshape(valid.shape) - 1
        graph = PixelGraph(guide, valid, context.unit)
        for fold, groups in zip(
            folds, _groups(job, modalities, folds, asked.window, progress), strict=True
        ):
            inside = asked.labels[np.isin(asked.labels, fold.labels)]
            if not inside.size:
                continue
            nodes = order[
                shots.rows[inside] - asked.window.row,
                shots.cols[inside] - asked.window.col,
            ]
            targets.append(shots.targets[inside])
            patches, surroundings = (
                group[valid] / np.float32(temperature)
                for group, temperature in zip(groups, temperatures, strict=True)
            )
            solved = asked_points(
                graph, patches, surroundings, points, progress.checkpoint
            )
            for point, solution in solved:
                found[point].append(solution[nodes])
    return (
        {point: np.concatenate(parts) for point, parts in found.items()},
        np.concatenate(targets),
    )


def _groups(
    job: LearningJob,
    modalities: Sequence[Input],
    folds: Sequence[HeldOut],
    window: PixelWindow,
    progress: Progress,
) -> list[tuple[FloatArray, FloatArray]]:
    """Return what patches and surroundings say of a window, for each network.

    Logarithms of probabilities, shape (h, w, K). Values are read once for all.
    """
    classes = len(job.labelled.class_ids)
    shape = (*window.size, classes)
    found = [(np.empty(shape, np.float32), np.empty(shape, np.float32)) for _ in folds]
    margin = job.config.patch_size // 2
    for tile in window.tiles(folds[0].network.tile_side):
        planes = scene_planes(modalities, tile, margin, job.device)
        place = tile.moved(-window.row, -window.col).slices
        for fold, groups in zip(folds, found, strict=True):
            progress.checkpoint()
            for blend, group in zip((0.0, 1.0), groups, strict=True):
                fold.network.mixture = Mixture(blend)
                with torch.inference_mode():
                    scores = fold.network.plane_scores(planes)
                group[place] = scores.float().cpu().numpy()
    return found


def _asked_windows(shots: Shots, whole: PixelWindow) -> list[_AskedWindow]:
    """Return the windows with the most labels that some fold leaves out."""
    tile_of = shots.positions // TILE_SIDE
    tiles, number_of = np.unique(tile_of, axis=0, return_inverse=True)
    is_asked = shots.counts[shots.targets] > 1
    counts = np.bincount(number_of.ravel(), weights=is_asked, minlength=len(tiles))
    found = []
    for number in np.argsort(-counts, kind="stable")[:_MOST_WINDOWS]:
        row, col = (tiles[number] * TILE_SIDE).tolist()
        window = PixelWindow(row, col, TILE_SIDE, TILE_SIDE).grown(MARGIN)
        labels = np.flatnonzero(number_of.ravel() == number)
        found.append(_AskedWindow(window.intersection(whole), labels))
    return found


def blended(patches: FloatArray, surroundings: FloatArray, blend: float) -> FloatArray:
    """Return probabilities between those of two kinds of experts, (n, K).

    Parameters
    ----------
    patches, surroundings : ndarray of float32, shape (n, K)
        Logarithms of probabilities.
    blend : float
        0 takes the first, 1 the second.
    """
    mixed = np.float32(1 - blend) * patches + np.float32(blend) * surroundings
    found: FloatArray = softmax(mixed, axis=1)
    return found


def asked_points(
    graph: PixelGraph,
    patches: FloatArray,
    surroundings: FloatArray,
    points: Sequence[Point],
    alive: Callable[[], None],
) -> list[tuple[Point, FloatArray]]:
    """Return what each candidate says of the pixels of a graph, shape (n, K).

    Parameters
    ----------
    patches, surroundings : ndarray of float32, shape (n, K)
        As `blended`.
    points : sequence of tuple
        Blend and strength.
    alive : callable
        Called before each; may raise to stop.
    """
    found: list[tuple[Point, FloatArray]] = []
    for blend in sorted({blend for blend, _ in points}):
        priors = blended(patches, surroundings, blend)
        strengths = sorted(strength for other, strength in points if other == blend)
        solved = agreements(graph.agree, priors, strengths, alive)
        found.extend(((blend, strength), each) for strength, each in solved.items())
    return found
