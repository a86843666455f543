"""Steps that bring values nearer to reflectance: a gain and an offset for each band."""

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.detection.thresholds import UpperTail
from hsiviewer.analysis.operation import Operation, pixelwise
from hsiviewer.analysis.preparation.catalogue import StepInputs
from hsiviewer.analysis.reduction.operations import part_of_axis
from hsiviewer.analysis.streaming import read_blocks
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import Progress

FloatArray = npt.NDArray[np.float64]
Floats = npt.NDArray[np.floating]


def dark_object(cube: HsiCube, inputs: StepInputs, progress: Progress) -> HsiCube:
    """Take off each band what its darkest pixels have.

    Chavez (1988), doi 10.1016/0034-4257(88)90019-3: haze adds to all pixels alike.
    """
    rows, cols = cube.grid_shape
    bands = list(range(cube.bands.count))
    share = float(inputs.numbers["share"])
    tails = [UpperTail(share, rows * cols) for _ in bands]
    for _, values in read_blocks(cube, bands, progress):
        for tail, band in zip(tails, values, strict=True):
            tail.add(-band)
    dark = np.array([-tail.threshold() if tail.count else 0.0 for tail in tails])
    return _linear(cube, np.ones(len(bands)), -dark)


def flat_field(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Divide by the mean of spectra of the scene; bands where that is 0 are lost.

    Rast et al. (1991) and Goetz and Srivastava (1985): an even surface shows the
    light and the air alone.
    """
    flat = inputs.spectra.spectra.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.where(flat > 0, 1.0 / flat, np.nan)
    return _linear(cube, gain, np.zeros(len(gain)))


def empirical_line(cube: HsiCube, inputs: StepInputs, _progress: Progress) -> HsiCube:
    """Fit a line through pairs of measured and known values in each band.

    Smith and Milton (1999), doi 10.1080/014311699211994. One pair gives a gain alone.

    Raises
    ------
    ConfigurationError
        If the spectra are not as many as the known ones.
    """
    measured, known = inputs.spectra.spectra, inputs.known.spectra
    if len(measured) != len(known):
        raise ConfigurationError(
            f"empirical-line has {len(measured)} spectra of the scene and "
            f"{len(known)} known ones; give pairs in the same order"
        )
    with np.errstate(divide="ignore", invalid="ignore"):
        if len(measured) == 1:
            gain = known[0] / measured[0]
            offset = np.zeros(len(gain))
        else:
            away = measured - measured.mean(axis=0)
            power = (away**2).sum(axis=0)
            gain = (away * (known - known.mean(axis=0))).sum(axis=0) / power
            offset = known.mean(axis=0) - gain * measured.mean(axis=0)
    gain[~np.isfinite(gain)] = np.nan
    return _linear(cube, gain, offset)


def _linear(cube: HsiCube, gain: FloatArray, offset: FloatArray) -> HsiCube:
    bands = list(range(cube.bands.count))
    names = tuple(cube.bands.label(band) for band in bands)

    def compute(values: Floats) -> Floats:
        return values * gain[:, None] + offset[:, None]

    operation = Operation(
        tuple(bands),
        names,
        pixelwise(compute),
        axis=part_of_axis(cube.bands, bands),
    )
    return operation.applied_to(cube)
