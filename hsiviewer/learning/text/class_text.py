"""From the classes of a job to what stands for them in a network."""

from collections.abc import Callable, Sequence

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - torch's own convention
from torch import Tensor

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.learning.data.job import JobRecord
from hsiviewer.learning.modules.class_vectors import ScratchSentences
from hsiviewer.learning.modules.text_tower import WordVocabulary
from hsiviewer.learning.text.encoders import encode_cached, open_encoder
from hsiviewer.learning.text.folder import SCRATCH
from hsiviewer.learning.text.templates import TEMPLATES

_LONGEST_SENTENCE = 77


def class_sentences(
    classes: Sequence[LandCoverClass],
    template: str,
    *,
    seed: int = 0,
    shuffled: bool = False,
    dropped: float = 0.0,
) -> list[str]:
    """Return the words that stand for each class.

    Parameters
    ----------
    template : str
        Key of `hsiviewer.learning.text.templates.TEMPLATES`.
    seed : int
        Of the draws below.
    shuffled : bool
        Whether every class gets the words of another one: the ablation that shows
        whether it matters what is said.
    dropped : float
        Share of the words that are left out: noisy descriptions. At least one stays.
    """
    given = TEMPLATES[template]
    sentences = [given.format(name=cover.name, text=cover.text) for cover in classes]
    if dropped:
        generator = np.random.default_rng([seed, 32])
        sentences = [_with_gaps(sentence, dropped, generator) for sentence in sentences]
    if not shuffled:
        return sentences
    return [sentences[there] for there in shuffled_order(len(sentences), seed)]


def shuffled_order(count: int, seed: int) -> list[int]:
    """Return whose words each class gets: its successor's in a random circle.

    So none keeps its own.
    """
    order = np.random.default_rng([seed, 31]).permutation(count)
    taken = np.empty(count, np.intp)
    taken[order] = np.roll(order, 1)
    found: list[int] = taken.tolist()
    return found


def _with_gaps(text: str, dropped: float, generator: np.random.Generator) -> str:
    words = text.split() or [""]
    kept = max(1, round(len(words) * (1 - dropped)))
    chosen = np.sort(generator.choice(len(words), min(kept, len(words)), replace=False))
    return " ".join(words[place] for place in chosen)


def sentence_vectors(
    encoder: str,
    sentences: Sequence[str],
    record: JobRecord,
    *,
    names: Sequence[str] | None = None,
) -> Tensor | None:
    """Return frozen unit vectors (K, D); none if a tower is to train from scratch.

    A text of several paragraphs gets the mean of their unit vectors.

    Parameters
    ----------
    encoder : str
        As `hsiviewer.learning.text.encoders.open_encoder`, or ``"scratch"``.
    record : JobRecord
        Told which encoder it was.
    names : sequence of str, optional
        Words of each sentence whose tokens are averaged; all tokens without.
    """
    if encoder == SCRATCH:
        record.details["text_encoder"] = SCRATCH
        return None
    opened = open_encoder(encoder)
    record.details["text_encoder"] = opened.name
    return paragraph_vectors(
        lambda texts, words: encode_cached(opened, texts, words), sentences, names
    )


def paragraph_vectors(
    encode: Callable[[list[str], list[str] | None], Tensor],
    sentences: Sequence[str],
    names: Sequence[str] | None = None,
) -> Tensor:
    """Return unit vectors of texts that may have several paragraphs, shape (K, D).

    Parameters
    ----------
    encode : callable
        Turns single paragraphs, and the words of each that count, into unit
        vectors.
    """
    split = [
        [part.strip() for part in sentence.splitlines() if part.strip()] or [""]
        for sentence in sentences
    ]
    owner = [number for number, parts in enumerate(split) for _ in parts]
    texts = [part for parts in split for part in parts]
    words = None if names is None else [names[number] for number in owner]
    vectors = encode(texts, words)
    owners = torch.tensor(owner)
    return torch.stack(
        [
            F.normalize(vectors[owners == number].mean(dim=0), dim=0)
            for number in range(len(split))
        ]
    )


def scratch_sentences(sentences: Sequence[str], width: int) -> ScratchSentences:
    """Return a text tower that trains on the sentences of a job."""
    vocabulary = WordVocabulary(sentences)
    numbers = vocabulary.encode(sentences, length=_LONGEST_SENTENCE)
    return ScratchSentences(numbers, len(vocabulary), width)
