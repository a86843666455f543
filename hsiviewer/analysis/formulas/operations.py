"""Formulas fitted to a scene; see `hsiviewer.analysis.catalogue`."""

from typing import Any

import numpy as np

from hsiviewer.analysis.formulas.evaluation import BoundFormula, bind_formula
from hsiviewer.analysis.formulas.grammar import parse_formula
from hsiviewer.analysis.formulas.published import find_index, index_formula
from hsiviewer.analysis.operation import Operation, OperationInputs
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.progress import Progress

_LONGEST_NAME = 60


def formula(cube: HsiCube, inputs: OperationInputs, _progress: Progress) -> Operation:
    """Compute a formula, or several that are separated by semicolons.

    Raises
    ------
    ConfigurationError
        If a formula cannot be read, or the scene lacks its bands.
    """
    by_text = bound_formulas(inputs.formula, cube.bands)
    texts, bound = tuple(by_text), list(by_text.values())
    bands = sorted({band for single in bound for band in single.bands})
    rows = [[bands.index(band) for band in single.bands] for single in bound]

    def compute(values: Any) -> Any:

        return np.stack(
            [
                single.compute(values[own])
                for single, own in zip(bound, rows, strict=True)
            ]
        )

    facts: dict[str, Any] = {
        "bands_used": [cube.bands.label(band) for band in bands],
    }
    sources = {
        text: index.source for text in texts if (index := find_index(text)) is not None
    }
    if sources:
        facts["sources"] = sources
    scaled = [text for text in sources if _needs_reflectance(text)]
    if scaled and not cube.is_reflectance:
        facts["note"] = (
            f"{', '.join(scaled)} is defined for reflectance from 0 to 1, and nothing "
            f"says that {cube.name} holds reflectance; say its scale with --meta"
        )
    names = tuple(text[:_LONGEST_NAME] for text in texts)
    return Operation(tuple(bands), names, compute, facts=facts, larger_is_closer=True)


def bound_formulas(text: str, axis: BandAxis) -> dict[str, BoundFormula]:
    """Return the formulas of a text, with the bands of a scene.

    Raises
    ------
    ConfigurationError
        If one cannot be read, or the scene lacks its bands.
    """
    parts = [part.strip() for part in text.split(";") if part.strip()] or [""]
    return {
        part: bind_formula(parse_formula(part, index_formula), axis) for part in parts
    }


def _needs_reflectance(name: str) -> bool:
    index = find_index(name)
    return index is not None and index.needs_reflectance
