"""The picture of a part of a scene, made in an I/O thread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube, Values
from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.stretch import (
    ArgbPicture,
    Limits,
    render_argb,
    stretch_limits,
)

_SAMPLE_SIDE = 384  # pixels along the longer side that the stretch is judged by


@dataclass(frozen=True, eq=False)
class ViewRequest:
    """What the map view wants to see.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    bands : tuple of int
        One band, or three.
    stretch : Stretch
        How values become brightness.
    window : PixelWindow
        The part that is visible.
    step : int
        Every so many rows and columns are drawn.
    limits : ndarray, optional
        Stretch limits that are known already.
    colors : ndarray of uint32, shape (256,), optional
        Colours of a single band; gray without.
    """

    cube: HsiCube
    bands: tuple[int, ...]
    stretch: Stretch
    window: PixelWindow
    step: int
    limits: Limits | None = None
    colors: ArgbPicture | None = None


@dataclass(frozen=True, eq=False)
class RenderedView:
    """The picture for a request, with what to keep for the next one.

    Parameters
    ----------
    request : ViewRequest
        What was asked for.
    picture : ndarray of uint32, shape (rows, cols)
        ``0xAARRGGBB``.
    limits : ndarray of float64, shape (bands, 2)
        That it was stretched with.
    sample : ndarray, shape (bands, rows, cols), optional
        Stored values that the limits were found from; none if they were known.
    """

    request: ViewRequest
    picture: ArgbPicture
    limits: Limits
    sample: Values | None = None


def render_view(request: ViewRequest) -> RenderedView:
    """Read and stretch the visible part of a scene; touches no live object."""
    cube, stretch = request.cube, request.stretch
    stored = cube.source.read(request.bands, request.window, step=request.step)
    limits, sample = request.limits, None
    if limits is None:
        limits = _chosen_limits(cube, request.bands, stretch)
    if limits is None:
        sample = _sample_for(request, stored)
        limits = stretch_limits(sample, cube.is_nodata(sample), stretch.automatic)
    picture = render_argb(
        stored,
        limits,
        cube,
        gamma=request.stretch.gamma,
        colors=request.colors,
    )
    return RenderedView(request, picture, limits, sample)


def find_limits(
    cube: HsiCube,
    bands: tuple[int, ...],
    stretch: Stretch,
    window: PixelWindow | None = None,
) -> Limits:
    """Return the stretch limits of bands in stored values.

    Judged by a decimated scene, or by `window` where the stretch is of what is
    in view.
    """
    chosen = _chosen_limits(cube, bands, stretch)
    if chosen is not None:
        return chosen
    sample = _sample(cube, bands, _judged(cube, stretch, window))
    return stretch_limits(sample, cube.is_nodata(sample), stretch.automatic)


def _chosen_limits(
    cube: HsiCube, bands: tuple[int, ...], stretch: Stretch
) -> Limits | None:
    """Return the limits that the user has set for so many bands."""
    if stretch.method != "limits":
        return None
    chosen = np.asarray(stretch.limits, float) * cube.scale
    return chosen if chosen.shape == (len(bands), 2) else None


def _judged(cube: HsiCube, stretch: Stretch, window: PixelWindow | None) -> PixelWindow:
    is_of_view = stretch.scope == "view" and window is not None
    return window if is_of_view and window is not None else cube.window


def _sample(cube: HsiCube, bands: tuple[int, ...], window: PixelWindow) -> Values:
    return cube.source.read(bands, window, step=_sample_step(window))


def _sample_for(request: ViewRequest, stored: Values) -> Values:
    """Return the sample that limits are found from, of what was read if it can be."""
    judged = _judged(request.cube, request.stretch, request.window)
    times, rest = divmod(_sample_step(judged), request.step)
    if judged == request.window and not rest:
        return np.ascontiguousarray(stored[:, ::times, ::times])
    return _sample(request.cube, request.bands, judged)


def _sample_step(window: PixelWindow) -> int:
    return max(1, max(window.size) // _SAMPLE_SIDE)


@dataclass(frozen=True, eq=False)
class BandHistograms:
    """How often values occur in the bands that are shown.

    Parameters
    ----------
    edges : ndarray of float64, shape (bands, bins + 1)
        Values as users read them.
    counts : ndarray of int64, shape (bands, bins)
        From a decimated sample.
    """

    edges: npt.NDArray[np.float64]
    counts: npt.NDArray[np.int64]


def band_histograms(
    cube: HsiCube,
    bands: tuple[int, ...],
    window: PixelWindow,
    *,
    sample: Values | None = None,
    bins: int = 128,
) -> BandHistograms:
    """Count the values of bands in a window; nodata is left out.

    A `sample` of stored values that is at hand is not read again.

    The outermost thousandth at each end is left out as well, so that a few hot
    pixels do not squeeze all others into one bin.
    """
    stored = _sample(cube, bands, window) if sample is None else sample
    missing = cube.is_nodata(stored)
    edges = np.empty((len(bands), bins + 1))
    counts = np.zeros((len(bands), bins), np.int64)
    for number in range(len(bands)):
        values = stored[number][~missing[number]].astype(float) / cube.scale
        if values.size:
            low, high = np.percentile(values, [0.1, 99.9])
            span = (low, high) if high > low else (low - 0.5, low + 0.5)
            counts[number], edges[number] = np.histogram(values, bins, span)
        else:
            edges[number] = np.linspace(0.0, 1.0, bins + 1)
    return BandHistograms(edges, counts)
