"""Propose labels: for each class the pixels that fit its words for certain."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress
from hsiviewer.language.choosing import choose
from hsiviewer.language.similarity import PhraseScorer, similarity
from hsiviewer.workflows.describing.first_map import ClassWords
from hsiviewer.workflows.describing.word_scenes import WordScene

MOST_PROPOSED = 1000  # of each class
_CANDIDATES = 400  # of each class, among which those unlike each other are chosen
_SURE_SHARE = 0.02  # of a class's pixels that are sure enough to be candidates
_NEARLY_SUREST = 0.85  # of the certainty of the surest one, that candidates have
_LEAST_MARGIN = 0.5  # of probability; below it nothing is proposed
_SMOOTHING = 3  # pixels; a sure pixel lies among others
_LEAST_DISTANCE = 3.0  # pixels between proposals of a class

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Proposal:
    """A pixel that a class is proposed for.

    Parameters
    ----------
    row, col : int
        The pixel, counted from 0.
    class_id : int
        What it may be labelled as.
    margin : float
        How much more probable this class is than the second one, 0 to 1.
    similarity : float
        How like the words of the class it is, 0 to 1, among all concepts.
    reasons : str
        The facts that speak most for it.
    """

    row: int
    col: int
    class_id: int
    margin: float
    similarity: float
    reasons: str


def proposals(
    scene: WordScene,
    words: ClassWords,
    *,
    count: int = 5,
    labels: npt.NDArray[np.uint16] | None = None,
    progress: Progress | None = None,
) -> tuple[Proposal, ...]:
    """Propose labels of every class, unlike each other, the surest first.

    Parameters
    ----------
    count : int
        Of each class, 1 to 1000; fewer where fewer are sure.
    labels : ndarray of uint16, shape (rows, cols), optional
        Pixels with an id are not proposed.

    Returns
    -------
    tuple of Proposal
        By class, in order of id.

    Raises
    ------
    ConfigurationError
        If a class says nothing that can be measured, or the count is impossible.
    CancelledError
        If the work was cancelled.
    """
    words.check()
    if not 1 <= count <= MOST_PROPOSED:
        raise ConfigurationError(
            f"{count} labels a class cannot be proposed; ask for 1 to {MOST_PROPOSED}"
        )
    scorer = scene.scorer(words.understood)
    shape = scene.cube.grid_shape
    fits = scene.scores(scorer, alone=True, progress=progress)
    choice = choose(fits.reshape(len(fits), -1))
    best = choice.best.reshape(shape)
    margin = np.nan_to_num(choice.margin.reshape(shape))
    taken = np.zeros(shape, bool) if labels is None else labels > 0
    found: list[Proposal] = []
    for number, class_id in enumerate(words.scheme.ids):
        own = np.where(best == number, margin, 0.0)
        certainty = ndimage.uniform_filter(own, _SMOOTHING, mode="nearest")
        is_open = (best == number) & (margin >= _LEAST_MARGIN) & ~taken
        mapped = int((best == number).sum())
        rows, cols = _candidates(certainty, is_open, mapped=mapped)
        if not rows.size:
            continue
        spectra = scene.cube.read_spectra(rows, cols)[:, scorer.bands]
        scores = scorer.scores(spectra.T)[number]
        features = scene.concepts.features(
            scene.cube.read_spectra(rows, cols)[:, scene.concepts.bands].T
        )
        chosen = _unlike(
            certainty[rows, cols] + similarity(scores), features, rows, cols, count
        )
        found += [
            Proposal(
                int(rows[place]),
                int(cols[place]),
                class_id,
                round(float(margin[rows[place], cols[place]]), 4),
                round(float(similarity(scores[place])), 4),
                _reasons(scene, scorer, number, int(rows[place]), int(cols[place])),
            )
            for place in chosen
        ]
    return tuple(found)


def _candidates(
    certainty: Floats, is_open: npt.NDArray[np.bool_], *, mapped: int
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return the surest pixels of a class."""
    places = np.flatnonzero(is_open)
    most = max(_CANDIDATES // 10, min(_CANDIDATES, int(_SURE_SHARE * mapped)))
    known = certainty.ravel()[places]
    surest = np.argsort(-known, kind="stable")[:most]
    surest = surest[known[surest] >= _NEARLY_SUREST * known.max(initial=0)]
    rows, cols = np.divmod(np.sort(places[surest]), certainty.shape[1])
    return rows, cols


def _unlike(
    certainty: Floats,
    features: Floats,
    rows: npt.NDArray[np.intp],
    cols: npt.NDArray[np.intp],
    count: int,
) -> list[int]:
    """Return the surest candidate, then those most unlike the ones chosen before."""
    known = np.nan_to_num(features)
    spread = known.std(axis=0) + 1e-3
    known = known / spread / np.sqrt(known.shape[1])
    chosen = [int(certainty.argmax())]
    unlike = np.full(len(rows), np.inf)
    while len(chosen) < min(count, len(rows)):
        last = chosen[-1]
        unlike = np.minimum(unlike, ((known - known[last]) ** 2).sum(axis=1))
        near = np.hypot(rows - rows[last], cols - cols[last]) < _LEAST_DISTANCE
        unlike[near] = -1
        if unlike.max() <= 0:
            break
        # Half for being sure: an outlier is unlike everything, and often wrong.
        worth = np.where(unlike > 0, np.sqrt(np.maximum(unlike, 0)) + certainty, -1)
        chosen.append(int(worth.argmax()))
    return chosen


def _reasons(
    scene: WordScene, scorer: PhraseScorer, phrase: int, row: int, col: int
) -> str:
    evidence = scene.explain(scorer, phrase, row, col)
    return "; ".join(
        f"{entry.title} {entry.measured:.2f} ({entry.expected})"
        for entry in evidence[:3]
        if entry.weight > 0 and np.isfinite(entry.measured)
    )
