"""The five faces of a cube's picture, read in an I/O thread."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.view_settings import Stretch
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.cube_faces import edge_limits, side_picture
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.workflows.viewing.render_view import ViewRequest, render_view

_LONGEST_SIDE = 500  # pixels of a face


@dataclass(frozen=True, eq=False)
class CubeFaces:
    """Pictures of the top and of the four sides, first band uppermost.

    Parameters
    ----------
    top : ndarray of uint32, shape (rows, cols)
        The composite.
    north, south : ndarray of uint32, shape (bands, cols)
        First and last row of the scene.
    west, east : ndarray of uint32, shape (bands, rows)
        First and last column.
    """

    top: ArgbPicture
    north: ArgbPicture
    south: ArgbPicture
    west: ArgbPicture
    east: ArgbPicture


def cube_faces(
    cube: HsiCube, bands: tuple[int, ...], stretch: Stretch, colors: ArgbPicture
) -> CubeFaces:
    """Read the composite and the edges of a scene, decimated, as pictures.

    Parameters
    ----------
    bands : tuple of int
        One or three, for the top.
    colors : ndarray of uint32, shape (256,)
        ``0x00RRGGBB`` of low to high values on the sides.
    """
    rows, cols = cube.grid_shape
    step = max(1, -(-max(rows, cols) // _LONGEST_SIDE))
    top = render_view(ViewRequest(cube, bands, stretch, cube.window, step)).picture
    order = _band_order(cube)
    edges = {
        name: _edge(cube, window, step)[:, order]
        for name, window in (
            ("north", PixelWindow(0, 0, 1, cols)),
            ("south", PixelWindow(rows - 1, 0, 1, cols)),
            ("west", PixelWindow(0, 0, rows, 1)),
            ("east", PixelWindow(0, cols - 1, rows, 1)),
        )
    }
    limits = edge_limits(np.concatenate(list(edges.values())))
    sides = {
        name: side_picture(spectra, limits, colors) for name, spectra in edges.items()
    }
    return CubeFaces(top, **sides)


def _edge(cube: HsiCube, window: PixelWindow, step: int) -> npt.NDArray[np.float32]:
    values = cube.read(window=window, step=step)
    return values.reshape(values.shape[0], -1).T


def _band_order(cube: HsiCube) -> npt.NDArray[np.intp]:
    wavelengths = cube.bands.wavelength_nm
    if wavelengths is None:
        return np.arange(cube.bands.count)
    return np.argsort(wavelengths, kind="stable")
