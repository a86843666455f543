"""Labels that contradict the description of their class, and the other way round."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.labels import LabelArray
from hsiviewer.language.similarity import PhraseScorer
from hsiviewer.language.understanding import Understanding
from hsiviewer.workflows.describing.first_map import class_words
from hsiviewer.workflows.describing.word_scenes import WordScene, is_usable

LABELS_PER_CLASS = 300  # whose facts are measured
CONTRADICTIONS_PER_CLASS = 10  # the worst ones; after these are mended, others follow
# Logarithm of how much likelier another class is: e^6, about 400 times.
_CLEARLY = 6.0
_WRONG_TEXT = 0.5  # share of a class's labels from which on its text is doubted instead


@dataclass(frozen=True)
class Contradiction:
    """A labelled pixel whose facts are those of another class.

    Parameters
    ----------
    row, col : int
        The pixel, counted from 0.
    class_id : int
        Its label.
    other_id : int
        The class whose description fits best.
    reason : str
        The fact that speaks most against the label, with what was expected.
    """

    row: int
    col: int
    class_id: int
    other_id: int
    reason: str


@dataclass(frozen=True)
class WordCheck:
    """What descriptions and labels say of each other.

    Parameters
    ----------
    contradictions : tuple of Contradiction
        Labels that contradict their description, by class, the worst first.
    wrong_texts : dict of int to str
        Sentences on classes most of whose labels contradict the description: then the
        description is in doubt, and none of these labels is listed.
    """

    contradictions: tuple[Contradiction, ...]
    wrong_texts: dict[int, str]

    def sentences(self, scheme: ClassScheme) -> list[str]:
        """Return what was found, a line each."""
        lines = list(self.wrong_texts.values())
        lines += [
            f"row {found.row}, column {found.col} is labelled "
            f"{scheme[found.class_id].name}, but {found.reason}; "
            f"{scheme[found.other_id].name} fits better"
            for found in self.contradictions
        ]
        return lines


def can_check(cube: HsiCube, scheme: ClassScheme) -> bool:
    """Tell whether words mean something on a scene and for two of its classes."""
    if not is_usable(cube):
        return False
    said = class_words(scheme).understood
    return sum(not understanding.is_empty for understanding in said) >= 2


def check_words(
    cube: HsiCube,
    labels: LabelArray,
    scheme: ClassScheme,
    auxiliary: tuple[HsiCube, ...] = (),
    *,
    scene: WordScene | None = None,
) -> WordCheck:
    """Compare labels with the descriptions of their classes.

    Classes of whose text nothing is understood are left out.

    Parameters
    ----------
    labels : ndarray of uint16, shape (rows, cols)
        Class ids, 0 elsewhere. Of classes with very many labels a part is looked at,
        the same every time.
    scene : WordScene, optional
        Of the cube, where there is one already.

    Raises
    ------
    HsiViewerError
        If words mean nothing on the scene.
    """
    words = class_words(scheme)
    told = [
        (cover.id, said)
        for cover, said in zip(scheme, words.understood, strict=True)
        if not said.is_empty
    ]
    if len(told) < 2:
        return WordCheck((), {})
    ids = np.array([class_id for class_id, _ in told])
    scene = scene or WordScene(cube, auxiliary)
    scorer = scene.scorer([said for _, said in told])
    found: list[Contradiction] = []
    wrong: dict[int, str] = {}
    generator = np.random.default_rng(0)
    for number, (class_id, said) in enumerate(told):
        own = np.flatnonzero(labels.reshape(-1) == class_id)
        if own.size > LABELS_PER_CLASS:
            own = np.sort(generator.choice(own, LABELS_PER_CLASS, replace=False))
        if not own.size:
            continue
        rows, cols = np.divmod(own, labels.shape[1])
        spectra = cube.read_spectra(rows, cols)[:, scorer.bands]
        fits = scorer.fits(np.ascontiguousarray(spectra.T))
        behind = np.nan_to_num(fits.max(axis=0) - fits[number])
        is_contrary = behind > _CLEARLY
        worst = np.argsort(-behind, kind="stable")
        reasons = {
            int(place): _reason(
                scene,
                scorer,
                number,
                int(fits[:, place].argmax()),
                (int(rows[place]), int(cols[place])),
            )
            for place in worst[: 3 * CONTRADICTIONS_PER_CLASS]
            if is_contrary[place]
        }
        if is_contrary.mean() > _WRONG_TEXT:
            wrong[class_id] = _wrong_text(
                scheme[class_id].name, said, is_contrary, next(iter(reasons.values()))
            )
            continue
        found += [
            Contradiction(
                int(rows[place]),
                int(cols[place]),
                class_id,
                int(ids[int(fits[:, place].argmax())]),
                reason,
            )
            for place, reason in reasons.items()
        ][:CONTRADICTIONS_PER_CLASS]
    return WordCheck(tuple(found), wrong)


def _reason(
    scene: WordScene, scorer: PhraseScorer, own: int, other: int, pixel: tuple[int, int]
) -> str:
    """Return the fact that speaks most for another phrase and against the own one."""
    for_other = {
        entry.title: entry.weight for entry in scene.explain(scorer, other, *pixel)
    }
    against = [
        (for_other.get(entry.title, 0.0) - entry.weight, entry)
        for entry in scene.explain(scorer, own, *pixel)
        if np.isfinite(entry.measured)
    ]
    _, first = max(against, key=lambda pair: pair[0])
    return f"{first.title} is {first.measured:.3g} (expected {first.expected})"


def _wrong_text(
    name: str, said: Understanding, is_contrary: npt.NDArray[np.bool_], reason: str
) -> str:
    return (
        f"The labels of {name} contradict its description (understood as "
        f"{said.sentence()}) at {is_contrary.mean():.0%}: {reason}. Describe what is "
        "labelled, or check the labels."
    )
