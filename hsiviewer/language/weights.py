"""Which concepts with spectra a text means, and how much each of them counts."""

from collections.abc import Sequence

from hsiviewer.language.concepts import concept_tree
from hsiviewer.language.understanding import Understanding

_MENTIONED = 3.0  # weight of a special case that a text names, beside the general one
_RARE = 0.1


def leaf_weights(phrase: Understanding) -> dict[str, float]:
    """Return the weight of each concept with spectra that a text means.

    Returns
    -------
    dict of str to float
        By concept; empty where the text names none.
    """
    tree = concept_tree()
    weights: dict[str, float] = {}
    for concept in phrase.concepts:
        for leaf in tree.measurable(concept):
            is_rare = tree[leaf].is_rare and leaf != concept
            weights[leaf] = max(weights.get(leaf, 0.0), _RARE if is_rare else 1.0)
    for concept in phrase.mentioned:
        for leaf in tree.measurable(concept):
            weights[leaf] = _MENTIONED
    for concept in phrase.excluded:
        for leaf in tree.measurable(concept):
            weights.pop(leaf, None)
    return weights


def exclusive_weights(
    phrases: Sequence[Understanding], weights: Sequence[dict[str, float]]
) -> list[dict[str, float]]:
    """Return weights in which each concept belongs to the most special phrases only.

    A general word would take what another class names: of "vegetation" and "tree",
    pines belong to the second. A phrase that would be left with nothing keeps all.

    Parameters
    ----------
    phrases : sequence of Understanding
        The classes.
    weights : sequence of dict of str to float
        Of each phrase, from `leaf_weights`.
    """
    steps = [
        {leaf: _steps(leaf, phrase) for leaf in shares}
        for phrase, shares in zip(phrases, weights, strict=True)
    ]
    nearest: dict[str, int] = {}
    for known in steps:
        for leaf, distance in known.items():
            nearest[leaf] = min(distance, nearest.get(leaf, distance))
    found = []
    for known, shares in zip(steps, weights, strict=True):
        own = {
            leaf: share
            for leaf, share in shares.items()
            if known[leaf] == nearest[leaf]
        }
        found.append(own or shares)
    return found


def _steps(leaf: str, phrase: Understanding) -> int:
    """Return how many steps above a concept lies what a text calls it."""
    tree = concept_tree()
    distances = (
        tree.distance(leaf, named) for named in (*phrase.concepts, *phrase.mentioned)
    )
    return min(distance for distance in distances if distance is not None)
