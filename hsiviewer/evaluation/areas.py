"""Areas of the classes of a map: as mapped, and corrected by a reference."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.evaluation.intervals import Z95
from hsiviewer.evaluation.stratified import Estimate, StratifiedSample

_M2_PER_HECTARE = 10_000.0


@dataclass(frozen=True)
class ClassArea:
    """The area of one class.

    Parameters
    ----------
    class_id : int
    name : str
    pixels : int
        That are mapped as the class.
    share : float
        Of the mapped pixels, 0..1.
    hectares : float
        As mapped; NaN where the size of a pixel is unknown.
    whole_hectares : float
        Of all mapped pixels.
    adjusted : Estimate, optional
        Share of the area by the reference, with its standard error.
    """

    class_id: int
    name: str
    pixels: int
    share: float
    hectares: float
    whole_hectares: float = math.nan
    adjusted: Estimate | None = None

    @property
    def adjusted_hectares(self) -> Estimate | None:
        """The corrected area in hectares, with its standard error."""
        if self.adjusted is None:
            return None
        whole = self.whole_hectares
        return Estimate(self.adjusted.value * whole, self.adjusted.error * whole)

    def record(self) -> dict[str, Any]:
        """Return the area as JSON values."""
        told: dict[str, Any] = {
            "class_id": self.class_id,
            "name": self.name,
            "pixels": self.pixels,
            "share": self.share,
            "hectares": _finite(self.hectares),
        }
        if self.adjusted is not None and self.adjusted_hectares is not None:
            told["adjusted_share"] = _finite(self.adjusted.value)
            told["adjusted_share_error"] = _finite(self.adjusted.error)
            told["adjusted_hectares"] = _finite(self.adjusted_hectares.value)
            told["adjusted_hectares_error"] = _finite(self.adjusted_hectares.error)
        return told


def class_areas(
    class_map: npt.NDArray[np.integer[Any]],
    scheme: ClassScheme,
    *,
    pixel_m2: float | None,
    sample: StratifiedSample | None = None,
) -> list[ClassArea]:
    """Return the area of each class of a map.

    Parameters
    ----------
    class_map : ndarray of int, shape (rows, cols)
        0 where nothing is mapped, which has no share.
    scheme : ClassScheme
        Gives names.
    pixel_m2 : float, optional
        Square metres of a pixel.
    sample : StratifiedSample, optional
        Reference pixels; their strata are the classes of the map.
    """
    ids, counts = np.unique(class_map[class_map > 0], return_counts=True)
    mapped = dict(zip(ids.tolist(), counts.tolist(), strict=True))
    total = sum(mapped.values())
    known = set(mapped) | (set(sample.class_ids) if sample is not None else set())
    size = math.nan if pixel_m2 is None else pixel_m2 / _M2_PER_HECTARE
    return [
        ClassArea(
            class_id=class_id,
            name=scheme[class_id].name if class_id in scheme else f"class {class_id}",
            pixels=mapped.get(class_id, 0),
            share=mapped.get(class_id, 0) / total if total else 0.0,
            hectares=mapped.get(class_id, 0) * size,
            whole_hectares=total * size,
            adjusted=None if sample is None else sample.area(class_id),
        )
        for class_id in sorted(known)
    ]


def area_rows(areas: Sequence[ClassArea]) -> list[list[object]]:
    """Return areas as a table for spreadsheets, its titles first."""
    titles = ["class", "name", "pixels", "percent", "hectares"]
    has_reference = any(area.adjusted is not None for area in areas)
    if has_reference:
        titles += ["adjusted_percent", "adjusted_percent_95", "adjusted_hectares",
                   "adjusted_hectares_95"]  # fmt: skip
    rows: list[list[object]] = [list(titles)]
    for area in areas:
        row: list[object] = [
            area.class_id,
            area.name,
            area.pixels,
            _text(100 * area.share),
            _text(area.hectares),
        ]
        hectares = area.adjusted_hectares
        if area.adjusted is not None and hectares is not None:
            row += [
                _text(100 * area.adjusted.value),
                _text(100 * Z95 * area.adjusted.error),
                _text(hectares.value),
                _text(Z95 * hectares.error),
            ]
        rows.append(row)
    return rows


def hectares_text(value: float) -> str:
    """Return hectares with as many decimals as are of use."""
    digits = 3 if abs(value) < 1 else 2 if abs(value) < 100 else 1
    return f"{value:.{digits}f}"


def _text(value: float) -> str:
    return f"{value:.4f}" if math.isfinite(value) else ""


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
