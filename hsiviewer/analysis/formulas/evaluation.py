"""Values of formulas on the bands of a scene."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.formulas.grammar import (
    COMPARISONS,
    BandAt,
    BandNumber,
    BandRange,
    Call,
    Expression,
    Number,
)
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.errors import ConfigurationError

Values = npt.NDArray[np.float64]
_TOLERANCE_NM = 30.0  # farther from a wavelength, a band does not stand for it
_ARITHMETIC: dict[str, Any] = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power,
    "min": np.minimum, "max": np.maximum, "abs": np.abs, "sqrt": np.sqrt,
    "exp": np.exp, "log": np.log, "log10": np.log10, "sin": np.sin, "cos": np.cos,
    "tan": np.tan, "arctan": np.arctan, "negative": np.negative, "<": np.less,
    "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal, "==": np.equal,
    "!=": np.not_equal,
}  # fmt: skip
_OVER_BANDS: dict[str, Any] = {
    "mean": np.mean, "median": np.median, "min": np.min, "max": np.max, "sum": np.sum,
    "std": np.std,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class BoundFormula:
    """A formula whose bands are those of a scene.

    Parameters
    ----------
    expression : Expression
    places : mapping of Expression to tuple of int
        Bands of each band, or range of bands, counted from 0.
    """

    expression: Expression
    places: Mapping[Expression, tuple[int, ...]]

    @property
    def bands(self) -> tuple[int, ...]:
        """All bands that are read, ascending."""
        return tuple(sorted({band for found in self.places.values() for band in found}))

    def compute(self, values: npt.NDArray[np.floating]) -> npt.NDArray[np.float32]:
        """Return the values of the formula.

        Parameters
        ----------
        values : ndarray, shape (len(bands), ...)

        Returns
        -------
        ndarray of float32, shape (...)
            NaN where a band that counts has no value, or the result is no number:
            division by zero, logarithm of a negative number. Conditions are 1 or 0.
        """
        shape = values.shape[1:]
        rows = {band: row for row, band in enumerate(self.bands)}

        def evaluated(expression: Expression) -> Values:
            if isinstance(expression, Number):
                return np.float64(expression.value) * np.ones(shape)
            if isinstance(expression, Call):
                return _called(
                    expression.function, *map(evaluated, expression.operands)
                )
            places = [rows[band] for band in self.places[expression]]
            part = values[places].astype(np.float64)
            if isinstance(expression, BandRange):
                return np.asarray(_OVER_BANDS[expression.function](part, axis=0))
            return np.asarray(part[0])

        with np.errstate(all="ignore"):
            result = evaluated(self.expression).astype(np.float32)
        result[~np.isfinite(result)] = np.nan
        return result


def bind_formula(expression: Expression, axis: BandAxis) -> BoundFormula:
    """Find the bands of a formula.

    Raises
    ------
    ConfigurationError
        If the scene has no such band, or the formula no band at all.
    """
    places: dict[Expression, tuple[int, ...]] = {}
    _bind(expression, axis, places)
    if not places:
        raise ConfigurationError(
            "the formula has no band, so that it is the same everywhere; use a band "
            "such as b800 or band(12)"
        )
    return BoundFormula(expression, places)


def _bind(
    expression: Expression,
    axis: BandAxis,
    places: dict[Expression, tuple[int, ...]],
) -> None:
    if isinstance(expression, Call):
        for operand in expression.operands:
            _bind(operand, axis, places)
    elif isinstance(expression, BandNumber):
        if not 1 <= expression.number <= axis.count:
            raise ConfigurationError(
                f"the scene has no band {expression.number}; its bands are 1 to "
                f"{axis.count}"
            )
        places[expression] = (expression.number - 1,)
    elif isinstance(expression, BandAt):
        _require_wavelengths(axis)
        if not axis.covers(expression.wavelength_nm, tolerance_nm=_TOLERANCE_NM):
            raise _no_band(axis, f"{expression.wavelength_nm:g} nm")
        places[expression] = (axis.nearest(expression.wavelength_nm),)
    elif isinstance(expression, BandRange):
        places[expression] = _within(expression, axis)


def _within(expression: BandRange, axis: BandAxis) -> tuple[int, ...]:
    """Return the good bands of a range; the nearest one where it has none."""
    centres = _require_wavelengths(axis)
    start, stop = expression.start_nm, expression.stop_nm
    inside = axis.good_mask & (centres >= start) & (centres <= stop)
    if inside.any():
        return tuple(np.flatnonzero(inside).tolist())
    middle = (start + stop) / 2
    if not axis.covers(middle, tolerance_nm=_TOLERANCE_NM):
        raise _no_band(axis, f"{start:g} to {stop:g} nm")
    return (axis.nearest(middle),)


def _require_wavelengths(axis: BandAxis) -> npt.NDArray[np.float64]:
    if axis.wavelength_nm is None:
        raise ConfigurationError(
            "the scene has no wavelengths; write bands by number, as in band(12), or "
            "say the wavelengths with --meta or in the scene's properties"
        )
    return axis.wavelength_nm


def _no_band(axis: BandAxis, what: str) -> ConfigurationError:
    centres = _require_wavelengths(axis)[axis.good_mask]
    covered = (
        f"its good bands cover {centres.min():g} to {centres.max():g} nm"
        if centres.size
        else "all its bands are marked bad"
    )
    return ConfigurationError(
        f"the formula needs {what}, where the scene has no good band; {covered}"
    )


def _called(function: str, *operands: Values) -> Values:
    if function == "isnodata":
        return np.isnan(operands[0]).astype(np.float64)
    if function == "where":
        return _chosen(*operands)
    if function == "clip":
        low, high = np.minimum(*operands[1:]), np.maximum(*operands[1:])
        return np.asarray(np.minimum(np.maximum(operands[0], low), high))
    if function in ("and", "or", "not"):
        result = _logical(function, *(operand != 0 for operand in operands))
    else:
        result = np.asarray(_ARITHMETIC[function](*operands), np.float64)
    if function in ("and", "or", "not", *COMPARISONS):
        # Comparisons with "no value" are neither true nor false.
        result[np.isnan(np.stack(operands)).any(axis=0)] = np.nan
    return result


def _logical(function: str, *operands: npt.NDArray[np.bool_]) -> Values:
    if function == "not":
        return np.logical_not(operands[0]).astype(np.float64)
    combine = np.logical_and if function == "and" else np.logical_or
    return combine(*operands).astype(np.float64)


def _chosen(condition: Values, first: Values, second: Values) -> Values:
    result = np.where(condition != 0, first, second)
    result[np.isnan(condition)] = np.nan
    return result
