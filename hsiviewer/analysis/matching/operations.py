"""Libraries matched with a scene; see `hsiviewer.analysis.catalogue`."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.matching.features import Feature, find_features
from hsiviewer.analysis.operation import Operation, OperationInputs, pixelwise
from hsiviewer.analysis.streaming import usable_bands
from hsiviewer.core.classes import ClassScheme, default_class
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_LEAST_COVERED = 0.5  # of the bands: a spectrum that covers few fits too easily
_LARGEST_ID = 65535


def best_angle(
    cube: HsiCube, inputs: OperationInputs, _progress: Progress
) -> Operation:
    """Find the spectrum with the smallest angle at each pixel."""
    bands = usable_bands(cube)
    spectra = inputs.spectra.spectra[:, bands]
    known = np.isfinite(spectra)
    usable = known.sum(axis=1) >= max(2, _LEAST_COVERED * len(bands))
    usable &= np.nan_to_num(spectra).any(axis=1)
    rows = _require_rows(np.flatnonzero(usable), "cover half of its bands")
    filled = np.where(known, spectra, 0.0)[rows]
    unit = filled / np.linalg.norm(filled, axis=1, keepdims=True)
    covered = known[rows].astype(np.float64)
    is_whole = bool(covered.all())
    limit = float(inputs.numbers["largest_angle"])

    def compute(values: Floats) -> Floats:
        pixels = values.astype(np.float64)
        squared = pixels**2
        # Each spectrum is compared over its own bands.
        power = squared.sum(axis=0)[None] if is_whole else covered @ squared
        cosine = (unit @ pixels) / np.sqrt(power)
        best = np.argmax(np.nan_to_num(cosine, nan=-2.0), axis=0)
        angle = np.arccos(np.clip(cosine[best, np.arange(best.size)], -1.0, 1.0))
        is_found = np.isfinite(angle) & ((limit == 0) | (angle <= limit))
        return np.stack([np.where(is_found, rows[best] + 1, 0), angle])

    return _map(bands, inputs, compute, ("spectrum", "angle"), rows)


def best_features(
    cube: HsiCube, inputs: OperationInputs, _progress: Progress
) -> Operation:
    """Find the spectrum whose absorptions fit best at each pixel.

    Raises
    ------
    ConfigurationError
        If the scene has no wavelengths, or no spectrum has an absorption.
    """
    bands = usable_bands(cube)
    if cube.bands.wavelength_nm is None:
        raise ConfigurationError(
            f"{cube.name} has no wavelengths, so that absorptions cannot be found; say "
            "them with --meta"
        )
    centres = cube.bands.wavelength_nm[bands]
    features = [
        find_features(centres, spectrum)
        for spectrum in inputs.spectra.spectra[:, bands]
    ]
    with_features = np.array([len(found) > 0 for found in features])
    rows = _require_rows(np.flatnonzero(with_features), "have an absorption there")
    limit = float(inputs.numbers["least_fit"])

    def compute(values: Floats) -> Floats:
        return _best_fits(values, rows, features, limit)

    return _map(bands, inputs, compute, ("spectrum", "fit", "depth"), rows)


def _best_fits(
    values: Floats,
    rows: npt.NDArray[np.intp],
    features: list[list[Feature]],
    limit: float,
) -> Floats:
    count = values.shape[1]
    best, fits, depths = np.zeros(count), np.full(count, -1.0), np.zeros(count)
    for row in rows.tolist():
        fit, depth = np.zeros(count), np.zeros(count)
        for feature in features[row]:
            single, single_depth = feature.compared(values)
            fit += feature.weight * single
            depth += feature.weight * single_depth
        is_better = fit > fits
        best[is_better] = row + 1
        fits[is_better], depths[is_better] = fit[is_better], depth[is_better]
    is_whole = np.isfinite(values).all(axis=0)
    best[~is_whole | (fits < limit)] = 0
    fits[~is_whole] = np.nan
    depths[~is_whole] = np.nan
    return np.stack([best, fits, depths])


def _require_rows(rows: npt.NDArray[np.intp], reason: str) -> npt.NDArray[np.intp]:
    if not rows.size:
        raise ConfigurationError(
            f"no spectrum can be compared with the scene, as none {reason}; choose "
            "another library"
        )
    if rows[-1] >= _LARGEST_ID:
        raise ConfigurationError(
            f"a map has room for {_LARGEST_ID} spectra, not {rows[-1] + 1}; choose "
            "some of the library"
        )
    return rows


def _map(
    bands: list[int],
    inputs: OperationInputs,
    compute: Callable[[Floats], Floats],
    names: tuple[str, ...],
    rows: npt.NDArray[np.intp],
) -> Operation:
    scheme = ClassScheme(
        tuple(
            replace(default_class(row + 1), name=inputs.spectra.names[row])
            for row in rows.tolist()
        )
    )
    return Operation(
        tuple(bands),
        names,
        pixelwise(compute),
        classes=scheme,
        facts={"spectra_compared": int(rows.size)},
    )
