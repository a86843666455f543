"""A first map from the descriptions of the classes alone, without any label."""

import platform
import time
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

import hsiviewer
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.paths import printable
from hsiviewer.core.progress import Progress
from hsiviewer.language.choosing import GREY_MARGIN, Choice, choose
from hsiviewer.language.similarity import PhraseScorer
from hsiviewer.language.understanding import Understanding, understand
from hsiviewer.workflows.describing.nearest_concepts import by_encoder
from hsiviewer.workflows.describing.word_scenes import WordScene

WORDS = "words"  # what the command line calls this way to a map
_SWALLOWING = 0.7  # share of one class from which on a map is not to be used
_MOSTLY_GREY = 0.5
_FEW_FACTS = 0.6  # of all facts; fewer make most materials alike


@dataclass(frozen=True, eq=False)
class ClassWords:
    """The classes of a scheme and what was understood of each.

    Parameters
    ----------
    scheme : ClassScheme
        The classes.
    understood : tuple of Understanding
        One for each class, in order of id.
    """

    scheme: ClassScheme
    understood: tuple[Understanding, ...]

    @property
    def class_ids(self) -> npt.NDArray[np.uint16]:
        """Ids in ascending order."""
        return np.array(self.scheme.ids, np.uint16)

    def sentences(self) -> list[str]:
        """Return what was understood of each class, a line each."""
        return [
            f"{cover.name}: understood as {said.sentence()}{_left_out(said)}"
            for cover, said in zip(self.scheme, self.understood, strict=True)
        ]

    def check(self) -> None:
        """Check that a map can be made from these words.

        Raises
        ------
        ConfigurationError
            If there are fewer than two classes, or one says nothing that can be
            measured.
        """
        if len(self.scheme) < 2:
            raise ConfigurationError(
                "a map from words needs two classes or more; add them, each with its "
                "name and a description"
            )
        silent = [
            cover.name
            for cover, said in zip(self.scheme, self.understood, strict=True)
            if said.is_empty
        ]
        if silent:
            raise ConfigurationError(
                f"nothing that can be measured was understood of {', '.join(silent)}; "
                "describe the material or the cover, such as 'clay tile roof' or 'dry "
                "grass', or say a range, such as 'NDVI above 0.6'"
            )


def class_words(scheme: ClassScheme, *, encoder: str = "") -> ClassWords:
    """Read the names and descriptions of classes.

    Parameters
    ----------
    encoder : str
        Text encoder that guesses where the rules understand nothing; empty for none.
    """
    return ClassWords(
        scheme,
        tuple(
            by_encoder(understand(cover.description or cover.name, cover.name), encoder)
            for cover in scheme
        ),
    )


def map_from_words(
    scene: WordScene,
    words: ClassWords,
    *,
    grey: float = 0.0,
    progress: Progress | None = None,
) -> ClassificationResult:
    """Map a scene by the descriptions of its classes.

    Parameters
    ----------
    grey : float
        Margin of probability, 0 to 1, below which a pixel gets no class.

    Returns
    -------
    ClassificationResult
        Its confidence is the margin between the two best classes. The warnings of its
        provenance say when it is not to be used.

    Raises
    ------
    ConfigurationError
        If a class says nothing that can be measured.
    CancelledError
        If the work was cancelled.
    """
    words.check()
    if not 0 <= grey < 1:
        raise ConfigurationError(
            f"grey is a margin of probability from 0 to below 1, not {grey:g}"
        )
    start = time.perf_counter()
    scorer = scene.scorer(words.understood)
    fits = scene.scores(scorer, alone=True, progress=progress)
    choice = choose(fits.reshape(len(fits), -1))
    shape = scene.cube.grid_shape
    is_mapped = (choice.best >= 0) & ~(np.nan_to_num(choice.margin) < grey)
    class_map = np.where(is_mapped, words.class_ids[choice.best], 0).astype(np.uint16)
    confidence = np.where(is_mapped, choice.margin, np.nan).astype(np.float32)
    seconds = round(time.perf_counter() - start, 3)
    return ClassificationResult(
        class_map=class_map.reshape(shape),
        confidence=confidence.reshape(shape),
        scheme=words.scheme,
        georeference=scene.cube.georeference,
        provenance=_provenance(scene, words, scorer, choice, grey, seconds),
    )


def doubts(
    scene: WordScene, words: ClassWords, scorer: PhraseScorer, choice: Choice
) -> list[str]:
    """Return why a map from words is not to be used, or is to be used with care."""
    sentences = []
    shares = choice.shares(len(words.scheme))
    names = [cover.name for cover in words.scheme]
    if shares.size and shares.max() > _SWALLOWING:
        sentences.append(
            f"Do not use this map as it is: {names[int(shares.argmax())]} covers "
            f"{shares.max():.0%} of the scene. Describe it more narrowly, or label a "
            "few pixels."
        )
    known = choice.best >= 0
    grey = float(choice.is_grey.sum() / max(1, known.sum()))
    if grey > _MOSTLY_GREY:
        sentences.append(
            f"Do not use this map as it is: at {grey:.0%} of the pixels two classes "
            f"fit about equally well (margin below {GREY_MARGIN:g})."
        )
    meter = scene.concepts.meter
    count = len(meter.facts) + len(meter.unknown)
    if len(meter.facts) < _FEW_FACTS * count:
        missing = ", ".join(fact.title for fact in meter.unknown[:4])
        sentences.append(
            f"Use this map with care: this sensor measures {len(meter.facts)} of "
            f"{count} facts. Unknown are, among others: {missing}."
        )
    if scorer.unknown:
        titles = dict.fromkeys(constraint.title for constraint in scorer.unknown)
        sentences.append(
            f"Said but not measurable with these bands: {'; '.join(titles)}."
        )
    sentences += _same_words(words)
    return sentences


def _same_words(words: ClassWords) -> list[str]:
    """Return a sentence on classes that mean the same."""
    groups: dict[str, list[str]] = {}
    for cover, said in zip(words.scheme, words.understood, strict=True):
        groups.setdefault(said.sentence(), []).append(cover.name)
    return [
        f"{' and '.join(names)} are understood as the same ({meaning}); words cannot "
        "tell them apart."
        for meaning, names in groups.items()
        if len(names) > 1
    ]


def _left_out(said: Understanding) -> str:
    return f" (not understood: {', '.join(said.unknown)})" if said.unknown else ""


def _provenance(
    scene: WordScene,
    words: ClassWords,
    scorer: PhraseScorer,
    choice: Choice,
    grey: float,
    seconds: float,
) -> dict[str, Any]:
    cube = scene.cube
    return {
        "method": WORDS,
        "preset": "quick",
        "configuration": {"grey": grey},
        "seed": 0,
        "device": "cpu",
        "text_encoder": "",
        "scene": printable(cube.origin),
        "auxiliary": [printable(name) for name in scene.auxiliary_names],
        "bands_used": len(scorer.bands),
        "labels_per_class": {},
        "transductive": False,
        "seconds": {"predicting": seconds, "total": seconds},
        "warnings": doubts(scene, words, scorer, choice),
        "understood": words.sentences(),
        "facts": [fact.id for fact in scene.concepts.meter.facts],
        "versions": {
            "hsiviewer": hsiviewer.__version__,
            "python": platform.python_version(),
            "numpy": np.__version__,
        },
    }
