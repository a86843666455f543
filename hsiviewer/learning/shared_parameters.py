"""Parameters that several methods have, described once.

Each function returns what `hsiviewer.learning.configuration.parameter` does, for a
field of a method's configuration; defaults and their sources are the method's.
"""

from typing import Any

from hsiviewer.learning.configuration import parameter
from hsiviewer.learning.text.templates import TEMPLATES

OURS = "ours"
_ODD = (1, 63)


def patch_size(default: int, *, source: str = OURS, most: int = _ODD[1]) -> Any:
    """Describe the side of the patches."""
    return parameter(
        default,
        "Side of the patches of a scene in pixels; odd.",
        between=(_ODD[0], most),
        source=source,
    )


def scaling(default: str, *, source: str = OURS) -> Any:
    """Describe how bands are scaled."""
    return parameter(
        default,
        "One minimum and maximum for the whole cube, percentiles of each band, or "
        "mean and deviation of each band.",
        choices=("cube-minmax", "band-robust", "zscore"),
        source=source,
    )


def components(default: int, *, source: str = OURS) -> Any:
    """Describe how many principal components are kept."""
    return parameter(
        default,
        "Principal components of the spectra; 0 uses all bands.",
        between=(0, 500),
        source=source,
    )


def features() -> Any:
    """Describe what components are ordered by."""
    return parameter(
        "principal",
        "Components of the spectra: principal ones (greatest variance first), "
        "noise-whitened ones (greatest signal to noise first), or auto: noise-whitened "
        "where some bands are far noisier than others.",
        choices=("principal", "noise-whitened", "auto"),
        source=OURS,
    )


def context() -> Any:
    """Describe whether surroundings are looked at."""
    return parameter(
        False,
        "Look at the surroundings of pixels beyond the patch, too (of the encoders "
        "that are evaluated densely): add networks that see means of the surroundings, "
        "and let neighbours that look alike agree. Held-out labels choose how far "
        "either counts.",
        source=OURS,
    )


def context_gain() -> Any:
    """Describe how fast networks of surroundings learn."""
    return parameter(
        1.0,
        "Learning rate of the networks of surroundings, relative to that of the "
        "others: means vary less inside a class, and can be learned further.",
        between=(0.01, 100),
        source=OURS,
    )


def whitening(default: float = 0.0, *, source: str = OURS) -> Any:
    """Describe how far components are made equally strong."""
    return parameter(
        default,
        "How far the components are made equally strong; 1 is a second z-score.",
        between=(0, 1),
        source=source,
    )


def relief_window() -> Any:
    """Describe what heights are measured above."""
    return parameter(
        0,
        "Side in pixels of the window above whose ground auxiliary rasters are "
        "measured, for surface models; 0 takes them as they are.",
        between=(0, 301),
        source=OURS,
    )


def auxiliary_dropout() -> Any:
    """Describe how often auxiliary rasters are hidden."""
    return parameter(
        0.0,
        "Share of samples whose auxiliary rasters are hidden in training on labels "
        "(conv).",
        between=(0, 0.95),
        source=OURS,
    )


def template(*, source: str = OURS) -> Any:
    """Describe what is said of a class."""
    return parameter(
        "p5",
        "Sentence of a class: p5 is the user's description, name its name alone, "
        "field the prompt of curated prompts, p1 to p4 those of DiffCLIP.",
        choices=tuple(TEMPLATES),
        source=source,
    )


def shuffle_text() -> Any:
    """Describe whether classes get wrong sentences."""
    return parameter(
        False,
        "Give every class the sentence of another one: the ablation that shows "
        "whether it matters what is said.",
        source=OURS,
    )


def text_noise() -> Any:
    """Describe how many words of each sentence are left out."""
    return parameter(
        0.0,
        "Share of the words of each sentence that are left out at random: the "
        "ablation of noisy descriptions.",
        between=(0, 1),
        source=OURS,
    )


def text_tower(default: str, *, source: str = OURS) -> Any:
    """Describe which encoder reads the sentences."""
    return parameter(
        default,
        "Encoder of the sentences where none is chosen for the job: trained along, or "
        "frozen.",
        choices=("scratch", "minilm"),
        source=source,
    )


def centre() -> Any:
    """Describe whether what sentences share is removed."""
    return parameter(False, "Take away what all sentences have in common.", source=OURS)


def temperature(default: float, *, source: str = OURS) -> Any:
    """Describe the temperature of the cosine."""
    return parameter(
        default,
        "Temperature of the cosine at the start.",
        between=(0.001, 10),
        source=source,
    )


def balanced() -> Any:
    """Describe whether batches are balanced."""
    return parameter(
        False, "Draw batches in which all classes are equally frequent.", source=OURS
    )


def flips(*, source: str = OURS) -> Any:
    """Describe whether patches are turned."""
    return parameter(
        False, "Turn and mirror patches in training on labels.", source=source
    )


def noise() -> Any:
    """Describe how strongly patches are disturbed."""
    return parameter(
        0.0,
        "Noise added to patches in training on labels, in units of their scaled "
        "values: makes classes that overlap smoother.",
        between=(0, 10),
        source=OURS,
    )


def optimizer(*, source: str = OURS) -> Any:
    """Describe which optimiser trains on the labels."""
    return parameter(
        "adam",
        "Optimiser of training on labels; adamw decays weights apart from gradients.",
        choices=("adam", "adamw"),
        source=source,
    )


def constant_or_cycle(*, source: str = OURS) -> Any:
    """Describe how the learning rate changes."""
    return parameter(
        "constant",
        "Learning rate: constant, or a rise and a fall by a cosine.",
        choices=("constant", "cycle"),
        source=source,
    )


def members() -> Any:
    """Describe how many networks answer."""
    return parameter(
        1, "Networks that are trained and averaged.", between=(1, 20), source=OURS
    )


def pixel_expert() -> Any:
    """Describe whether networks of single pixels join."""
    return parameter(
        False,
        "Add networks that see single pixels, and average with them (of the encoders "
        "that are evaluated densely).",
        source=OURS,
    )


def calibration_folds() -> Any:
    """Describe how honest confidence is learned."""
    return parameter(
        3,
        "Networks that are trained without a share of the labels and asked about it, "
        "so that the confidence is honest; 0 takes scores as they are.",
        between=(0, 20),
        source=OURS,
    )


def prior_adaptation() -> Any:
    """Describe whether class shares are estimated."""
    return parameter(
        False,
        "Estimate how frequent classes are in the scene from its unlabelled "
        "predictions, for labels that are equally many (Saerens et al. 2002, "
        "doi:10.1162/089976602753284446).",
        source=OURS,
    )
