"""What a text encoder takes a phrase for that the rules do not know."""

from collections.abc import Sequence
from dataclasses import replace

from hsiviewer.language.concepts import concept_tree
from hsiviewer.language.understanding import Understanding

# Cosine of all-MiniLM-L6-v2 below which words have little to do with each other.
_LEAST_COSINE = 0.62


def by_encoder(said: Understanding, encoder: str) -> Understanding:
    """Return what a text encoder takes a text for, where rules understood nothing.

    Parameters
    ----------
    said : Understanding
        By the rules; returned as it is if it is not empty.
    encoder : str
        ``minilm``, a folder or a model's name; empty for rules alone.

    Returns
    -------
    Understanding
        With the closest concept if one is close, and its cosine.

    Raises
    ------
    TextEncoderError
        If the encoder is missing or cannot be used.
    """
    if not encoder or not said.is_empty or not said.text.strip():
        return said
    phrases = [
        (phrase, concept.id)
        for concept in concept_tree().concepts.values()
        for phrase in concept.phrases["en"]
    ]
    place, cosine = nearest(said.text, [phrase for phrase, _ in phrases], encoder)
    if cosine < _LEAST_COSINE:
        return said
    return replace(
        said, concepts=(phrases[place][1],), unknown=(), cosine=round(cosine, 2)
    )


def nearest(text: str, others: Sequence[str], encoder: str) -> tuple[int, float]:
    """Return the number of the closest text and its cosine; loads torch."""
    from hsiviewer.learning.text.nearest import nearest_text

    return nearest_text(text, others, encoder)
