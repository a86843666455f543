"""What an analysis is: fitted to a scene once, then applied to any block of it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.computed_source import ComputedSource
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress
from hsiviewer.core.quantities import REFLECTANCE

Floats = npt.NDArray[np.floating]
Compute = Callable[[npt.NDArray[np.float32]], npt.NDArray[np.float32]]
Number = int | float | str


@dataclass(frozen=True, eq=False)
class NamedSpectra:
    """Spectra on the bands of a scene, with what they are called.

    Parameters
    ----------
    names : tuple of str
    spectra : ndarray of float64, shape (n, bands)
        On all bands of the scene; NaN where a spectrum has no value.
    """

    names: tuple[str, ...] = ()
    spectra: npt.NDArray[np.float64] = field(
        default_factory=lambda: np.empty((0, 0), np.float64)
    )

    def __len__(self) -> int:
        return len(self.names)

    def on(self, bands: list[int]) -> tuple[list[int], npt.NDArray[np.float64]]:
        """Return the bands in which all spectra have values, and those values.

        Parameters
        ----------
        bands : list of int
            To choose from, counted from 0.

        Raises
        ------
        ConfigurationError
            If there are fewer than two.
        """
        known = np.isfinite(self.spectra)
        common = [band for band in bands if known[:, band].all()]
        if len(common) < 2:
            raise ConfigurationError(
                f"{', '.join(self.names[:3])} and the scene share fewer than two "
                "bands; choose spectra that cover the wavelengths of the scene"
            )
        return common, self.spectra[:, common]


@dataclass(frozen=True, eq=False)
class OperationInputs:
    """What an analysis is told.

    Parameters
    ----------
    spectra : NamedSpectra
        Targets, endmembers or a library, as the analysis needs them.
    formula : str
        What is computed, for formulas.
    numbers : mapping of str to number or text
        One for each parameter of the analysis.
    """

    spectra: NamedSpectra = field(default_factory=NamedSpectra)
    formula: str = ""
    numbers: Mapping[str, Number] = field(default_factory=dict)

    def whole(self, name: str) -> int:
        """Return a parameter that is a whole number."""
        return int(self.numbers[name])


@dataclass(frozen=True, eq=False)
class Operation:
    """An analysis that is fitted to a scene.

    Parameters
    ----------
    bands : tuple of int
        What is read of the scene, counted from 0.
    names : tuple of str
        Of the computed bands.
    compute : callable
        From (len(bands), rows, cols), scaled and NaN for nodata, to
        (len(names), rows, cols).
    margin : int
        Pixels on each side that `compute` needs beside those it returns.
    axis : BandAxis, optional
        Of the computed bands, where they are spectra.
    classes : ClassScheme, optional
        What the first computed band is a map of: its values are class ids, 0 for none.
    facts : mapping of str to JSON values
        What was found while fitting, such as eigenvalues.
    spectra : NamedSpectra
        What was found in the scene, such as endmembers or centres of clusters.
    larger_is_closer : bool, optional
        Whether large values mean a find; ``None`` where there is nothing to find.
    unit : str
        Of the values.
    """

    bands: tuple[int, ...]
    names: tuple[str, ...]
    compute: Compute
    margin: int = 0
    axis: BandAxis | None = None
    classes: ClassScheme | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)
    spectra: NamedSpectra = field(default_factory=NamedSpectra)
    larger_is_closer: bool | None = None
    unit: str = ""

    def applied_to(self, cube: HsiCube) -> HsiCube:
        """Return the result as a cube whose values are computed when they are read."""

        def compute(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
            # Pixels without values become NaN without a word.
            with np.errstate(all="ignore"):
                return self.compute(values)

        count = len(self.names)
        source = ComputedSource(cube, self.bands, count, compute, margin=self.margin)
        axis = self.axis or BandAxis(count, names=self.names)
        return HsiCube(
            source,
            axis,
            cube.georeference,
            path=cube.path,
            driver=cube.driver,
            title=cube.origin,
            quantity=_kept_quantity(cube) if self.axis is not None else "",
            unit=self.unit,
        )


def _kept_quantity(cube: HsiCube) -> str:
    """Return what scaled values are, now that they are no longer scaled."""
    return REFLECTANCE if cube.is_reflectance else cube.quantity


Fit = Callable[[HsiCube, OperationInputs, Progress], Operation]


def on_all_bands(
    spectra: Floats, bands: Sequence[int], count: int
) -> npt.NDArray[np.float64]:
    """Return spectra of some bands on all bands of a scene, NaN in the others."""
    result = np.full((len(spectra), count), np.nan)
    result[:, list(bands)] = spectra
    return result


def pixelwise(compute: Callable[[Floats], Floats]) -> Compute:
    """Return what applies a function of spectra (bands, n) to a block of pixels."""

    def on_block(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        computed = compute(values.reshape(values.shape[0], -1))
        return np.asarray(computed, np.float32).reshape(-1, *values.shape[1:])

    return on_block
