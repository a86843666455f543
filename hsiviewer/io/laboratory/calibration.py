"""Counts of a camera as reflectance, computed as they are read."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import CubeSource, HsiCube, Values
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.quantities import COUNTS, REFLECTANCE
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.envi import find_header
from hsiviewer.io.envi_header import read_header
from hsiviewer.io.laboratory.counts import (
    Counts,
    Floats,
    ceiling_of,
    median_over_lines,
    open_counts,
)
from hsiviewer.io.laboratory.naming import ReferencePaths

_DETECTORS_MEET_NM = 970.0  # of silicon and of indium gallium arsenide or MCT
_SAME_TIME = 1e-3


class Calibration(NamedTuple):
    """How counts become values: ``(count - dark) * gain``.

    Parameters
    ----------
    dark, gain : ndarray of float64, shape (bands, cols)
        NaN gain where the white reference has no light, or is saturated.
    ceiling : float, optional
        Counts from here on are saturated: they have no value.
    """

    dark: Floats
    gain: Floats
    ceiling: float | None


class CalibratedSource:
    """A `CubeSource` of float32 that calibrates the counts of another one.

    Parameters
    ----------
    counts : HsiCube
        As the camera recorded it.
    calibration : Calibration
    """

    def __init__(self, counts: HsiCube, calibration: Calibration) -> None:
        self.counts = counts
        self._calibration = calibration

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        return self.counts.shape

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Always float32."""
        return np.dtype(np.float32)

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`."""
        window = window or self.counts.window
        stored = self.counts.source.read(bands, window, step=step)
        chosen = slice(None) if bands is None else np.asarray(bands, int)
        cols = slice(window.col, window.col + window.width, step)
        dark, gain = self._calibration.dark, self._calibration.gain
        return self._calibrated(
            stored, dark[chosen][:, None, cols], gain[chosen][:, None, cols]
        )

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        stored = self.counts.source.read_spectra(rows, cols)
        dark, gain = self._calibration.dark, self._calibration.gain
        return self._calibrated(stored, dark[:, cols].T, gain[:, cols].T)

    def close(self) -> None:
        """Release the file."""
        self.counts.close()

    def _calibrated(self, stored: Values, dark: Floats, gain: Floats) -> Values:
        values: Values = ((stored.astype(np.float64) - dark) * gain).astype(np.float32)
        missing = self.counts.is_nodata(stored)
        if self._calibration.ceiling is not None:
            missing |= np.greater_equal(stored, self._calibration.ceiling)
        values[missing] = np.nan
        return values


def calibrated(
    counts: Counts, paths: ReferencePaths, *, panel_reflectance: float = 1.0
) -> HsiCube:
    """Return a recording as reflectance; without a white reference, less its dark.

    Parameters
    ----------
    counts : Counts
        The recording; its file is closed with the cube that is returned.
    paths : ReferencePaths
        Its references; at least one.
    panel_reflectance : float
        Of the white reference.

    Raises
    ------
    FileAccessError, CubeFormatError
        If a reference cannot be read, or has other bands or columns.
    """
    dark = _opened(paths.dark, counts)
    white = _opened(paths.white, counts)
    white_dark = _opened(paths.white_dark, counts)
    opened = [
        reference for reference in (dark, white, white_dark) if reference is not None
    ]
    try:
        notices: list[str] = []
        calibration = _calibration(counts, dark, white, white_dark, notices)
    finally:
        for reference in opened:
            reference.cube.close()
    if white is not None:
        gain = calibration.gain * panel_reflectance
        calibration = calibration._replace(gain=gain)
    source: CubeSource = CalibratedSource(counts.cube, calibration)
    return replace(
        counts.cube,
        source=source,
        nodata=None,
        scale=1.0,
        quantity=COUNTS if white is None else REFLECTANCE,
        unit="",
        notices=(*counts.cube.notices, *notices),
    )


def recording_of(cube: HsiCube) -> Counts:
    """Return the recording that a cube is, or is computed from; it stays open.

    Raises
    ------
    CubeFormatError
        If it is no ENVI file.
    """
    recorded = cube.source.counts if isinstance(cube.source, CalibratedSource) else cube
    header = find_header(recorded.path)
    if header is None:
        raise CubeFormatError(
            f"{cube.name} is no ENVI file; dark and white references are for "
            "recordings of cameras, which are ENVI files"
        )
    return Counts(recorded, read_header(header))


def _opened(path: Path | None, counts: Counts) -> Counts | None:
    """Open a reference of a recording."""
    if path is None:
        return None
    reference = open_counts(path)
    bands, _, cols = reference.cube.shape
    wanted_bands, _, wanted_cols = counts.cube.shape
    if (bands, cols) != (wanted_bands, wanted_cols):
        reference.cube.close()
        raise CubeFormatError(
            f"{reference.name} has {bands} bands and {cols} columns, {counts.name} has "
            f"{wanted_bands} and {wanted_cols}; choose the reference that was recorded "
            "with it"
        )
    return reference


def _calibration(
    counts: Counts,
    dark: Counts | None,
    white: Counts | None,
    white_dark: Counts | None,
    notices: list[str],
) -> Calibration:
    bands, _, cols = counts.cube.shape
    none = np.zeros((bands, cols))
    dark_counts = none if dark is None else median_over_lines(dark)
    ceiling = ceiling_of(counts)
    if white is None:
        assert dark is not None, "one reference is given"
        notices.append(
            f"{counts.name} has a dark reference ({dark.name}) and no white one: "
            "values are counts without the dark signal"
        )
        return Calibration(dark_counts, np.ones((bands, cols)), ceiling)
    own_dark = white_dark or dark
    white_median = median_over_lines(white)
    light = white_median - (none if own_dark is None else median_over_lines(own_dark))
    ratio = _time_ratio(counts, white, white_dark or dark, notices)
    known = light > 0
    white_ceiling = ceiling_of(white)
    if white_ceiling is not None:
        known &= white_median < white_ceiling
    gain = np.full((bands, cols), np.nan)
    np.divide(ratio[:, None], light, out=gain, where=known)
    notices.append(_sentence(counts, dark, white, white_dark))
    if not known.all():
        notices.append(
            f"{white.name} is saturated or dark in {np.count_nonzero(~known)} of "
            f"{known.size} detector elements; these have no value"
        )
    if ceiling is not None:
        notices.append(
            f"{counts.name}: counts from {ceiling:g} on are saturated and have no value"
        )
    return Calibration(dark_counts, gain, ceiling)


def _sentence(
    counts: Counts, dark: Counts | None, white: Counts, white_dark: Counts | None
) -> str:
    darks = [each.name for each in (dark, white_dark) if each is not None]
    used = " and ".join([white.name, *darks])
    lacking = "" if dark is not None else "; there is no dark reference"
    return f"{counts.name} is shown as reflectance, computed with {used}{lacking}"


def _time_ratio(
    counts: Counts, white: Counts, white_dark: Counts | None, notices: list[str]
) -> Floats:
    """Return the integration time of the white by that of the recording, per band."""
    bands = counts.cube.shape[0]
    own, of_white = counts.times(), white.times()
    if not own or len(own) != len(of_white):
        notices.append(
            f"{counts.name} and {white.name} do not both tell their integration time; "
            "it is taken to be the same"
        )
        return np.ones(bands)
    ratios = [first / second for first, second in zip(of_white, own, strict=True)]
    is_other = any(abs(ratio - 1) > _SAME_TIME for ratio in ratios)
    if is_other:
        times = " and ".join(f"{time:g}" for time in of_white)
        own_times = " and ".join(f"{time:g}" for time in own)
        notices.append(
            f"{white.name} was recorded with an integration time of {times} and "
            f"{counts.name} with {own_times}; reflectance accounts for that"
        )
        dark_times = () if white_dark is None else white_dark.times()
        if white_dark is not None and dark_times != of_white:
            notices.append(
                f"{white_dark.name} was not recorded with the integration time of "
                f"{white.name}; its signal is used as it is"
            )
    if len(ratios) == 1:
        return np.full(bands, ratios[0])
    first = np.arange(bands) < _first_of_second_detector(counts.cube)
    return np.where(first, ratios[0], ratios[1])


def _first_of_second_detector(cube: HsiCube) -> int:
    """Return the first band of the second detector: where the axis steps back."""
    centres = cube.bands.wavelength_nm
    if centres is None:
        return cube.shape[0]
    back = np.flatnonzero(np.diff(centres) < 0)
    if back.size:
        return int(back[0]) + 1
    return int(np.searchsorted(centres, _DETECTORS_MEET_NM))
