"""The picture of a part of a scene, made in an I/O thread."""

from dataclasses import dataclass

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.view import Stretch
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
        limits = find_limits(request.cube, request.bands, request.stretch)
    stored = source.read(request.bands, request.window, step=request.step)
    picture = render_argb(
        stored,
        limits,
        request.cube,
        gamma=request.stretch.gamma,
        colors=request.colors,
    )
    return RenderedView(request, picture, limits)


def find_limits(cube: HsiCube, bands: tuple[int, ...], stretch: Stretch) -> Limits:
    """Return the stretch limits of bands, judged by a decimated scene."""
    step = max(1, max(cube.grid_shape) // _SAMPLE_SIDE)
    sample = cube.source.read(bands, step=step)
    return stretch_limits(sample, cube.is_nodata(sample), stretch)
