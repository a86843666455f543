"""Facts as numbers that can be compared: bounded, and of similar spread."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hsiviewer.language.facts import EDGE, LEVEL, RATIO, Fact

Floats = npt.NDArray[np.float32]
_EDGE_NM, _EDGE_SPREAD_NM = 715.0, 20.0
_DARKEST = 0.004


def comparable(facts: Sequence[Fact], measured: Floats) -> Floats:
    """Return facts on scales on which differences mean the same everywhere.

    Brightness and ratios become logarithms, the red edge a fraction of its range;
    differences and depths stay, within -1 and 1.

    Parameters
    ----------
    facts : sequence of Fact
        What the rows are.
    measured : ndarray, shape (len(facts), ...)
        From `FactMeter.measure`.

    Returns
    -------
    ndarray of float32, same shape
    """
    scaled = np.empty_like(measured, np.float32)
    for number, fact in enumerate(facts):
        values = measured[number]
        if fact.kind in (LEVEL, RATIO):
            scaled[number] = 0.5 * np.log(np.maximum(values, _DARKEST) + _DARKEST)
        elif fact.kind == EDGE:
            scaled[number] = (values - _EDGE_NM) / _EDGE_SPREAD_NM
        else:
            scaled[number] = np.clip(values, -1.0, 1.0)
    return scaled


def measured_value(kind: str, value: float) -> float:
    """Return a comparable fact as it was measured: the inverse of `comparable`.

    Parameters
    ----------
    kind : str
        Of the fact.
    """
    if kind in (LEVEL, RATIO):
        return max(0.0, float(np.exp(2 * value)) - _DARKEST)
    if kind == EDGE:
        return value * _EDGE_SPREAD_NM + _EDGE_NM
    return value
