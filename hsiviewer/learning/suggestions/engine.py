"""Suggest pixels of a scene, from a method's probabilities or from the scene alone."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.inputs import sample_positions
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.machine.seeding import derived_seed
from hsiviewer.learning.pixel_parameters import AUTO, USUAL_COMPONENTS
from hsiviewer.learning.prediction.pixel_classifier import scaled
from hsiviewer.learning.prediction.scores import ProbabilisticPredictor
from hsiviewer.learning.stage_names import SUGGESTING
from hsiviewer.learning.suggestions.diversity import medoids
from hsiviewer.learning.suggestions.doubt import Doubts, MostDoubtful
from hsiviewer.learning.suggestions.records import (
    DIVERSE,
    DOUBTFUL,
    Suggestion,
    SuggestionOptions,
)
from hsiviewer.learning.training.spectral_features import fit_features

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

POOL = 8  # doubtful pixels for each that is suggested
_SCENE_POOL = 5000  # pixels of a scene of which nothing is known
_SHUFFLE, _CLUSTERS, _DRAW = 60, 61, 62  # purposes of random numbers


def suggest_doubtful(
    job: LearningJob,
    predictor: ProbabilisticPredictor,
    class_ids: Sequence[int],
    candidates: BoolArray,
    options: SuggestionOptions,
    progress: Progress,
) -> list[Suggestion]:
    """Suggest the pixels whose two best classes are closest, and that differ.

    The scene is read tile by tile, and `POOL` times as many pixels as are wanted are
    kept: those with the smallest margin. Of each cluster of their spectra one is taken.

    Parameters
    ----------
    job : LearningJob
        Of the scene; its seed decides where the choice is free.
    predictor : ProbabilisticPredictor
        Prepared for the job.
    class_ids : sequence of int
        Id of each target.
    candidates : ndarray of bool, shape (rows, cols)
        Pixels that may be suggested.
    progress : Progress
        Asked at every tile whether to go on.

    Returns
    -------
    list of Suggestion
        The most doubtful first.
    """
    seed, cols = job.recipe.seed, candidates.shape[1]
    kept = MostDoubtful(POOL * options.count, derived_seed(seed, _SHUFFLE))
    tiles = list(job.scene.cube.window.tiles(predictor.tile_side))
    for number, tile in enumerate(tiles):
        progress.checkpoint()
        free = candidates[tile.slices]
        if free.any():
            rows, cols_inside = np.nonzero(free)
            pixels = (rows + tile.row) * cols + cols_inside + tile.col
            probabilities = predictor.probabilities(tile)[rows, cols_inside]
            kept.add(Doubts.of(pixels, probabilities))
        progress.report(
            ProgressUpdate(fraction=0.9 * (number + 1) / len(tiles), stage=SUGGESTING)
        )
    doubts = kept.doubts
    positions = np.stack(np.divmod(doubts.pixels, cols), axis=1)
    doubts = doubts.at(_different(job, positions, options, progress))
    found = [
        Suggestion(
            row=pixel // cols,
            col=pixel % cols,
            reason=DOUBTFUL,
            margin=round(margin, 6),
            best_class=int(class_ids[best]),
            second_class=int(class_ids[second]),
        )
        for pixel, margin, best, second in zip(
            doubts.pixels.tolist(),
            doubts.margins.tolist(),
            doubts.best.tolist(),
            doubts.second.tolist(),
            strict=True,
        )
    ]
    return sorted(found, key=lambda suggestion: suggestion.margin or 0.0)


def suggest_diverse(
    job: LearningJob,
    candidates: BoolArray,
    options: SuggestionOptions,
    progress: Progress,
) -> list[Suggestion]:
    """Suggest pixels that are typical of different parts of a scene, without a map.

    Arguments as `suggest_doubtful`.

    Returns
    -------
    list of Suggestion
        Those of the largest cluster first.
    """
    generator = np.random.default_rng([job.recipe.seed, _DRAW])
    most = max(_SCENE_POOL, POOL * options.count)
    positions = sample_positions(candidates, most, generator)
    if len(positions) < options.count:
        # Few pixels of a large scene are hardly met by drawing.
        positions = np.argwhere(candidates)
    # Row-major order would prefer the top of the scene.
    positions = positions[generator.permutation(len(positions))]
    chosen = positions[_different(job, positions, options, progress)]
    return [Suggestion(row, col, DIVERSE) for row, col in chosen.tolist()]


def _different(
    job: LearningJob,
    positions: IntArray,
    options: SuggestionOptions,
    progress: Progress,
) -> IntArray:
    """Return which pixels are suggested, as indices."""
    progress.checkpoint()
    wanted = fit_features(job, progress, wanted=AUTO, components=USUAL_COMPONENTS)[0]
    spectra = job.scene.read_spectra(positions[:, 0], positions[:, 1])
    progress.checkpoint()
    chosen = medoids(
        scaled(wanted.scaler, spectra.astype(np.float64)),
        positions,
        options.count,
        seed=derived_seed(job.recipe.seed, _CLUSTERS),
        min_distance=options.min_distance,
    )
    progress.report(ProgressUpdate(fraction=1.0, stage=SUGGESTING))
    return chosen
