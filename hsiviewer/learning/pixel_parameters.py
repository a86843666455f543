"""Parameters that methods on single spectra share, described once.

As in `hsiviewer.learning.shared_parameters`, each function returns a field of a
configuration.
"""

from typing import Any

from hsiviewer.learning.configuration import parameter

PRINCIPAL, NOISE_WHITENED, AUTO = "principal", "noise-whitened", "auto"
FEATURES = (PRINCIPAL, NOISE_WHITENED, AUTO)
USUAL_COMPONENTS = 30


def features(default: str) -> Any:
    """Describe what spectra are turned into."""
    return parameter(
        default,
        "What the spectra are turned into: principal components (greatest variance "
        "first), noise-whitened ones (greatest signal to noise first), or what "
        "held-out labels speak for; with fewer than five labels a class, what the "
        "noise of the scene speaks for.",
        choices=FEATURES,
    )


def components(default: int = USUAL_COMPONENTS) -> Any:
    """Describe how many components are kept."""
    return parameter(
        default,
        "Components of the standardised spectra that are kept; 0 uses all bands, or "
        f"{USUAL_COMPONENTS} components where they are noise-whitened.",
        between=(0, 1000),
    )


def tried() -> Any:
    """Describe how many features a split of a tree may choose from."""
    return parameter(
        0.0,
        "Share of the features that each split may choose from; 0 takes the square "
        "root of their number.",
        between=(0, 1),
    )


def leaf() -> Any:
    """Describe how many labels a leaf of a tree has at least."""
    return parameter(1, "Labels in a leaf at least.", between=(1, 1000), source="usual")


def folds(what: str) -> Any:
    """Describe the cross-validation inside the labels, and what it tells."""
    return parameter(
        5,
        f"Folds of the cross-validation that {what}; fewer where classes have fewer "
        "labels.",
        between=(2, 20),
    )
