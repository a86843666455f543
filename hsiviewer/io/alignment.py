"""Where the pixels of one raster lie in another, by their coordinate systems."""

import numpy as np
import numpy.typing as npt
from scipy.interpolate import RectBivariateSpline

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.crs import crs_of
from hsiviewer.io.regridding import can_regrid, grid_problem, lies_on_grid

Floats = npt.NDArray[np.float64]
_SUPPORTS = 33  # places along each side that are projected; others lie between them


class Alignment:
    """A map from pixels of a scene to those of another raster.

    Parameters
    ----------
    raster : HsiCube
        The other raster.
    scene : HsiCube
        The scene whose pixels are asked for.

    Raises
    ------
    CubeFormatError
        If the two have neither the same grid nor a CRS each.
    """

    def __init__(self, raster: HsiCube, scene: HsiCube) -> None:
        self._raster, self._scene = raster.georeference, scene.georeference
        self._same_grid = lies_on_grid(raster.grid_shape, self._raster, scene)
        if not (self._same_grid or can_regrid(self._raster, scene)):
            raise CubeFormatError(grid_problem(raster.name, raster.grid_shape, scene))

    def places(self, rows: Floats, cols: Floats) -> tuple[Floats, Floats]:
        """Return where a grid of the scene's pixels lies in the raster.

        Parameters
        ----------
        rows, cols : ndarray, shape (m,) and (n,)
            In ascending order, with fractions; whole numbers are centres.

        Returns
        -------
        rows, cols : ndarray, shape (m, n)
            NaN outside the domain of a projection. Between projected places
            they are interpolated, which errs by far less than a pixel of a
            screen unless the view spans a continent.
        """
        if self._same_grid:
            row_grid, col_grid = np.broadcast_arrays(rows[:, None], cols[None, :])
            return row_grid, col_grid
        few_rows = np.linspace(rows[0], rows[-1], _SUPPORTS)
        few_cols = np.linspace(cols[0], cols[-1], _SUPPORTS)
        grid = np.meshgrid(few_rows, few_cols, indexing="ij")
        found = self._projected(*grid)
        if rows[-1] <= rows[0] or cols[-1] <= cols[0] or not np.isfinite(found).all():
            return self._projected(*np.meshgrid(rows, cols, indexing="ij"))
        row_at, col_at = (
            RectBivariateSpline(few_rows, few_cols, values, kx=1, ky=1)(rows, cols)
            for values in found
        )
        return row_at, col_at

    def _projected(self, rows: Floats, cols: Floats) -> tuple[Floats, Floats]:
        from rasterio.warp import transform

        x, y = self._scene.map_xy(rows, cols)
        source, target = crs_of(self._scene), crs_of(self._raster)
        if source != target:
            moved = transform(source, target, x.ravel(), y.ravel())
            x, y = (np.asarray(corner, float).reshape(x.shape) for corner in moved)
            x[~np.isfinite(x)] = np.nan
        return self._raster.pixel(x, y)
