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
    """The picture for a request, with the limits to keep for the next one."""

    request: ViewRequest
    picture: ArgbPicture
    limits: Limits


def render_view(request: ViewRequest) -> RenderedView:
    """Read and stretch the visible part of a scene; touches no live object."""
    source = request.cube.source
    limits = request.limits
    if limits is None:
        limits = find_limits(
            request.cube, request.bands, request.stretch, request.window
        )
    stored = source.read(request.bands, request.window, step=request.step)
    picture = render_argb(
        stored,
        limits,
        request.cube,
        gamma=request.stretch.gamma,
        colors=request.colors,
    )
    return RenderedView(request, picture, limits)


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
    if stretch.method == "limits":
        chosen = np.asarray(stretch.limits, float) * cube.scale
        if chosen.shape == (len(bands), 2):
            return chosen
    judged = window if stretch.scope == "view" and window is not None else cube.window
    sample = _sample(cube, bands, judged)
    return stretch_limits(sample, cube.is_nodata(sample), stretch.automatic)


def _sample(cube: HsiCube, bands: tuple[int, ...], window: PixelWindow) -> Values:
    step = max(1, max(window.size) // _SAMPLE_SIDE)
    return cube.source.read(bands, window, step=step)


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
    cube: HsiCube, bands: tuple[int, ...], window: PixelWindow, *, bins: int = 128
) -> BandHistograms:
    """Count the values of bands in a window; nodata is left out.

    The outermost thousandth at each end is left out as well, so that a few hot
    pixels do not squeeze all others into one bin.
    """
    stored = _sample(cube, bands, window)
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
