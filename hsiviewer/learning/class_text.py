"""From the classes of a job to what stands for them in a network."""

from collections.abc import Sequence

import numpy as np
from torch import Tensor

from hsiviewer.learning.job import LearningJob
from hsiviewer.learning.modules.class_vectors import ScratchSentences
from hsiviewer.learning.modules.text_tower import WordVocabulary
from hsiviewer.learning.templates import TEMPLATES
from hsiviewer.learning.text import encode_cached, open_encoder

SCRATCH = "scratch"
_LONGEST_SENTENCE = 77


def class_sentences(
    job: LearningJob, template: str, *, shuffled: bool = False
) -> list[str]:
    """Return one sentence for each labelled class, in order of target.

    Parameters
    ----------
    template : str
        Key of `hsiviewer.learning.templates.TEMPLATES`.
    shuffled : bool
        Whether every class gets the sentence of another one: the ablation that
        shows whether it matters what is said.
    """
    classes = [job.request.scheme[int(each)] for each in job.labelled.class_ids]
    given = TEMPLATES[template]
    sentences = [given.format(name=each.name, text=each.text) for each in classes]
    if not shuffled:
        return sentences
    order = np.random.default_rng([job.request.seed, 31]).permutation(len(sentences))
    moved = sentences.copy()
    # Each takes its successor's in a random circle, so that none keeps its own.
    for here, there in zip(order, np.roll(order, 1), strict=True):
        moved[here] = sentences[there]
    return moved


def sentence_vectors(
    job: LearningJob,
    sentences: Sequence[str],
    *,
    default: str,
    names: Sequence[str] | None = None,
) -> Tensor | None:
    """Return frozen unit vectors (K, D); none if a tower is to train from scratch.

    Parameters
    ----------
    default : str
        Encoder where none is chosen for the job.
    names : sequence of str, optional
        Words of each sentence whose tokens are averaged; all tokens without.
    """
    wanted = job.request.text_encoder or default
    if wanted == SCRATCH:
        job.record.details["text_encoder"] = SCRATCH
        return None
    encoder = open_encoder(wanted)
    job.record.details["text_encoder"] = encoder.name
    return encode_cached(encoder, sentences, names)


def scratch_sentences(sentences: Sequence[str], width: int) -> ScratchSentences:
    """Return a text tower that trains on the sentences of a job."""
    vocabulary = WordVocabulary(sentences)
    numbers = vocabulary.encode(sentences, length=_LONGEST_SENTENCE)
    return ScratchSentences(numbers, len(vocabulary), width)
