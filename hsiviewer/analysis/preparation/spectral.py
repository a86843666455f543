"""Steps that change spectra, each pixel by itself."""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.signal import savgol_filter

from hsiviewer.analysis.operation import Operation, OperationInputs, pixelwise
from hsiviewer.analysis.preparation.catalogue import StepInputs, chosen_numbers
from hsiviewer.analysis.reduction.operations import denoised, part_of_axis
from hsiviewer.analysis.streaming import Moments, read_blocks, whole_spectra
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress
from hsiviewer.core.spectral_resampling import band_weights

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]
_FWHM_PER_SIGMA = 2.3548200450309493


def without_bands(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Leave out bands by number or wavelength, and those that are marked bad.

    Raises
    ------
    ConfigurationError
        If a band does not exist, or none is left.
    """
    kept = cube.bands.good_mask.copy()
    kept[chosen_numbers(inputs.text("bands"), cube.bands.count, "band")] = False
    ranges = [part for part in inputs.text("wavelengths").split(",") if part.strip()]
    centres = _centres(cube, "wavelengths") if ranges else None
    for part in ranges:
        low, high = _range_nm(part)
        assert centres is not None
        kept &= (centres < low) | (centres > high)
    bands = np.flatnonzero(kept).tolist()
    if not bands:
        raise ConfigurationError("remove-bands leaves no band; leave some in")
    return _changed(cube, lambda values: values, bands=bands)


def savitzky_golay(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Smooth or derive spectra.

    Savitzky and Golay (1964), doi 10.1021/ac60214a047; scipy's filter in the order of
    the wavelengths, as if their spacing were even. A derivative is per nm, by the mean
    spacing, or per band without wavelengths.

    Raises
    ------
    ConfigurationError
        If the window is too small for the order, or larger than the spectra.
    """
    window, order = inputs.whole("window"), inputs.whole("order")
    derivative = inputs.whole("derivative")
    if order >= window or derivative > order or window > cube.bands.count:
        raise ConfigurationError(
            f"savitzky-golay needs derivative <= order < window <= {cube.bands.count} "
            f"bands, not {derivative}, {order} and {window}"
        )
    centres = cube.bands.wavelength_nm
    sorting = np.arange(cube.bands.count)
    spacing = 1.0
    if centres is not None:
        sorting = np.argsort(centres, kind="stable")
        spacing = float(np.ptp(centres)) / (cube.bands.count - 1) or 1.0
    back = np.argsort(sorting)

    def filtered(values: Floats) -> Floats:
        ordered = savgol_filter(
            values[sorting], window, order, deriv=derivative, delta=spacing, axis=0
        )
        return np.asarray(ordered[back])

    return _changed(cube, _of_whole(filtered))


def smoothed(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Average bands by a Gaussian over wavelength; gaps do not count."""
    centres = _centres(cube, "smooth")
    sigma = float(inputs.numbers["fwhm_nm"]) / _FWHM_PER_SIGMA
    weights = np.exp(-0.5 * ((centres[:, None] - centres[None]) / sigma) ** 2)

    def averaged(values: Floats) -> Floats:
        known = np.isfinite(values)
        total = weights @ np.where(known, values, 0.0)
        mean = total / (weights @ known)
        return np.where(known, mean, np.nan)

    return _changed(cube, averaged)


def standard_normal(cube: HsiCube, _inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Bring each spectrum to mean 0 and standard deviation 1.

    Barnes, Dhanoa and Lister (1989), doi 10.1366/0003702894202201.
    """

    def normal(values: Floats) -> Floats:
        mean, count = _mean_of_known(values)
        centred = values - mean
        power = np.where(np.isfinite(centred), centred, 0.0) ** 2
        return np.asarray(centred / np.sqrt(power.sum(axis=0) / (count - 1)))

    return _changed(cube, normal)


def scatter_corrected(
    cube: HsiCube, _inputs: StepInputs, progress: Progress
) -> HsiCube:
    """Fit each spectrum to the mean of the scene, and take offset and slope off.

    Geladi, MacDougall and Martens (1985), doi 10.1366/0003702854248656.
    """
    bands = list(range(cube.bands.count))
    moments = Moments(len(bands))
    for _, block in read_blocks(cube, bands, progress):
        moments.add(whole_spectra(block))
    reference = moments.statistics().mean
    centred = reference - reference.mean()

    def corrected(values: Floats) -> Floats:
        mean = values.mean(axis=0)
        slope = centred @ (values - mean) / (centred @ centred)
        return np.asarray((values - mean) / slope + reference.mean())

    return _changed(cube, corrected)


def unit_length(cube: HsiCube, _inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Divide each spectrum by its length."""
    return _changed(cube, lambda values: values / np.sqrt(np.nansum(values**2, axis=0)))


def unit_mean(cube: HsiCube, _inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Divide each spectrum by its mean."""
    return _changed(cube, lambda values: values / _mean_of_known(values)[0])


def absorbance(cube: HsiCube, _inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Return minus the decimal logarithm; nothing where a value is not positive."""

    def logarithm(values: Floats) -> Floats:
        return -np.log10(np.where(values > 0, values, np.nan))

    return _changed(cube, logarithm)


def denoise(cube: HsiCube, inputs: StepInputs, progress: Progress) -> HsiCube:
    """Rebuild spectra from the noise fractions with the most signal."""
    told = OperationInputs(numbers={"keep": inputs.whole("keep")})
    return denoised(cube, told, progress).applied_to(cube)


def resampled(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Return the bands of another sensor; those beyond the scene have no values.

    Raises
    ------
    ConfigurationError
        If the scene has no wavelengths, or the sensor sees nothing of it.
    """
    centres = _centres(cube, "resample")
    axis = inputs.axis
    assert axis is not None
    good = cube.bands.good_bands
    bands = good[np.argsort(centres[good], kind="stable")].tolist()
    weights = band_weights(axis, centres[bands])
    seen = weights.sum(axis=1)
    if not (seen > 0).any():
        raise ConfigurationError(
            f"no band of the sensor lies within the {centres[bands[0]]:g} to "
            f"{centres[bands[-1]]:g} nm of {cube.name}; choose another sensor"
        )
    shares = weights / np.where(seen > 0, seen, np.nan)[:, None]

    def combined(values: Floats) -> Floats:
        return shares @ values.astype(np.float64)

    return _changed(cube, combined, bands=bands, axis=axis)


def _changed(
    cube: HsiCube,
    compute: Callable[[Floats], Floats],
    *,
    bands: Sequence[int] | None = None,
    axis: BandAxis | None = None,
) -> HsiCube:
    """Return a cube of computed spectra (bands, n)."""
    read = list(range(cube.bands.count)) if bands is None else list(bands)
    made = axis or part_of_axis(cube.bands, read)
    names = tuple(made.label(band) for band in range(made.count))

    def in_double(values: Floats) -> Floats:
        return compute(values.astype(np.float64))

    operation = Operation(tuple(read), names, pixelwise(in_double), axis=made)
    return operation.applied_to(cube)


def _mean_of_known(values: Floats) -> tuple[FloatArray, FloatArray]:
    """Return mean and number of the bands with values, shape (n,) each."""
    known = np.isfinite(values)
    count = known.sum(axis=0).astype(np.float64)
    return np.where(known, values, 0.0).sum(axis=0) / count, count


def _of_whole(compute: Callable[[Floats], Floats]) -> Callable[[Floats], Floats]:
    """Return what computes whole spectra, and leaves nothing of the others."""

    def on_whole(values: Floats) -> Floats:
        known = np.isfinite(values).all(axis=0)
        result = np.full(values.shape, np.nan)
        if known.any():
            result[:, known] = compute(values[:, known])
        return result

    return on_whole


def _centres(cube: HsiCube, step: str) -> FloatArray:
    if cube.bands.wavelength_nm is None:
        raise ConfigurationError(
            f"{cube.name} has no wavelengths, which {step} needs; say them with --meta"
        )
    return cube.bands.wavelength_nm


def _range_nm(text: str) -> tuple[float, float]:
    first, dash, last = text.partition("-")
    try:
        low, high = float(first), float(last if dash else first)
    except ValueError as error:
        raise ConfigurationError(
            f"{text[:40]!r} is no range of wavelengths such as 1350-1450"
        ) from error
    return min(low, high), max(low, high)
