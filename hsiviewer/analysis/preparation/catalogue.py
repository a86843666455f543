"""The steps that a scene can be prepared by: what they are called and can be told.

A step is one function and one entry of the table below. Each takes a cube and returns
one whose values are computed when they are read, so that steps can follow each other.
"""

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from hsiviewer.analysis.catalogue import AnalysisParameter
from hsiviewer.analysis.operation import NamedSpectra, Number
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.number_ranges import band_numbers
from hsiviewer.core.progress import Progress
from hsiviewer.core.quantities import REFLECTANCE

_SPECTRAL = "hsiviewer.analysis.preparation.spectral"
_RADIOMETRIC = "hsiviewer.analysis.preparation.radiometric"
_SPATIAL = "hsiviewer.analysis.preparation.spatial"


@dataclass(frozen=True, eq=False)
class StepInputs:
    """What a step is told.

    Parameters
    ----------
    numbers : mapping of str to number or text
        One for each parameter.
    spectra, known : NamedSpectra
        Of the scene, and what they should be.
    axis : BandAxis, optional
        Bands to resample to.
    """

    numbers: Mapping[str, Number]
    spectra: NamedSpectra = field(default_factory=NamedSpectra)
    known: NamedSpectra = field(default_factory=NamedSpectra)
    axis: BandAxis | None = None

    def whole(self, name: str) -> int:
        """Return a parameter that is a whole number."""
        return int(self.numbers[name])

    def text(self, name: str) -> str:
        """Return a parameter that is a text."""
        return str(self.numbers[name])


PrepareStep = Callable[[HsiCube, StepInputs, Progress], HsiCube]


@dataclass(frozen=True)
class PreparationStep:
    """A step of a recipe.

    Parameters
    ----------
    id : str
        As in recipes.
    purpose : str
        What it does.
    entry : str
        ``"module:function"`` of the `PrepareStep`.
    parameters : tuple of AnalysisParameter
        Numbers that it takes.
    texts : mapping of str to str
        Texts that it takes, with what each says.
    needs : str
        ``"spectra"``, ``"pairs"`` or ``"sensor"``, or nothing.
    quantity : str, optional
        What the values are after it; ``None`` for what they were.
    """

    id: str
    purpose: str
    entry: str
    parameters: tuple[AnalysisParameter, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    needs: str = ""
    quantity: str | None = None

    def function(self) -> PrepareStep:
        """Import what prepares a cube."""
        module, _, name = self.entry.partition(":")
        prepare: PrepareStep = getattr(importlib.import_module(module), name)
        return prepare

    def values(self, given: Mapping[str, Any]) -> dict[str, Number]:
        """Return a value for each parameter.

        Raises
        ------
        ConfigurationError
            If there is no such parameter, or its value is impossible.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known and name not in self.texts:
                listed = ", ".join([*known, *self.texts]) or "none"
                raise ConfigurationError(
                    f"the step {self.id} takes no {name!r}; it takes: {listed}"
                )
        values: dict[str, Number] = {
            name: parameter.read(str(given[name]))
            if name in given
            else parameter.default
            for name, parameter in known.items()
        }
        for name in self.texts:
            values[name] = str(given.get(name, ""))
        return values


_ODD_WINDOW = AnalysisParameter("window", 11, 3, 999, "number of bands, odd", True)
_RANGE = "such as 1-3,105-110, counted from 1"

STEPS = (
    PreparationStep(
        "remove-bands", "leave bands out, and those that are marked bad",
        f"{_SPECTRAL}:without_bands",
        texts={"bands": _RANGE, "wavelengths": "such as 1350-1450,1800-1950, in nm"},
    ),
    PreparationStep(
        "savitzky-golay", "smooth spectra by polynomials, or derive them",
        f"{_SPECTRAL}:savitzky_golay", (
            _ODD_WINDOW,
            AnalysisParameter("order", 2, 0, 9, "degree of the polynomials"),
            AnalysisParameter("derivative", 0, 0, 4, "0 for smoothing alone"),
        ),
    ),
    PreparationStep(
        "smooth", "average bands by a Gaussian over wavelength",
        f"{_SPECTRAL}:smoothed", (
            AnalysisParameter("fwhm_nm", 20.0, 0.1, 1000, "width of the Gaussian"),
        ),
    ),
    PreparationStep(
        "snv", "standard normal variate: each spectrum to mean 0 and deviation 1",
        f"{_SPECTRAL}:standard_normal", quantity="",
    ),
    PreparationStep(
        "msc", "multiplicative scatter correction to the mean spectrum of the scene",
        f"{_SPECTRAL}:scatter_corrected",
    ),
    PreparationStep(
        "vector-norm", "each spectrum to length 1", f"{_SPECTRAL}:unit_length",
        quantity="",
    ),
    PreparationStep(
        "area-norm", "each spectrum to mean 1", f"{_SPECTRAL}:unit_mean",
        quantity="",
    ),
    PreparationStep(
        "absorbance", "minus the decimal logarithm of reflectance",
        f"{_SPECTRAL}:absorbance", quantity="",
    ),
    PreparationStep(
        "denoise", "rebuild spectra from the noise fractions with the most signal",
        f"{_SPECTRAL}:denoise", (
            AnalysisParameter("keep", 12, 1, 5000, "number of fractions that are kept"),
        ),
    ),
    PreparationStep(
        "resample", "the bands of another sensor", f"{_SPECTRAL}:resampled",
        texts={"sensor": "id of a sensor"}, needs="sensor",
    ),
    PreparationStep(
        "dark-object", "take off the darkest value of each band",
        f"{_RADIOMETRIC}:dark_object", (
            AnalysisParameter("share", 0.0001, 0, 0.5, "of the pixels that are darker"),
        ),
    ),
    PreparationStep(
        "flat-field", "divide by the spectrum of an even, bright surface",
        f"{_RADIOMETRIC}:flat_field",
        texts={"spectrum": "pixel:ROW,COL or class:NAME"}, needs="spectra",
        quantity=REFLECTANCE,
    ),
    PreparationStep(
        "empirical-line", "fit pixels to their known reflectance, band by band",
        f"{_RADIOMETRIC}:empirical_line",
        texts={
            "spectra": "pixels or classes, with semicolons",
            "known": "their spectra in libraries, in the same order",
        },
        needs="pairs", quantity=REFLECTANCE,
    ),
    PreparationStep(
        "destripe", "give all columns of a band the same mean and deviation",
        f"{_SPATIAL}:destriped",
    ),
    PreparationStep(
        "repair-lines", "replace lines by the mean of their neighbours",
        f"{_SPATIAL}:repaired",
        texts={"rows": _RANGE, "cols": _RANGE},
    ),
    PreparationStep(
        "subset", "cut out rows and columns", f"{_SPATIAL}:subset", (
            AnalysisParameter("row", 0, 0, 10**9, "first row, counted from 0"),
            AnalysisParameter("col", 0, 0, 10**9, "first column, counted from 0"),
            AnalysisParameter("rows", 0, 0, 10**9, "number of rows; 0 for all"),
            AnalysisParameter("cols", 0, 0, 10**9, "number of columns; 0 for all"),
        ),
    ),
)  # fmt: skip


def find_step(step_id: str) -> PreparationStep:
    """Return the step of an id.

    Raises
    ------
    ConfigurationError
        If there is none.
    """
    for step in STEPS:
        if step.id == step_id:
            return step
    listed = ", ".join(step.id for step in STEPS)
    raise ConfigurationError(
        f"there is no step {step_id[:40]!r}; choose one of {listed}"
    )


def chosen_numbers(text: str, most: int, what: str) -> list[int]:
    """Return numbers from 0 of a list that counts from 1, such as ``1-3,7``.

    Raises
    ------
    SceneMetadataError
        If it is no such list.
    ConfigurationError
        If a number is larger than `most`.
    """
    numbers = band_numbers(text)
    if numbers and max(numbers) >= most:
        raise ConfigurationError(
            f"there is no {what} {max(numbers) + 1}; they are counted from 1 to {most}"
        )
    return list(numbers)
