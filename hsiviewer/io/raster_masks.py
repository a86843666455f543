"""What GDAL's rasters mark beside their values: masks, colours, pages, tie points."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import CubeSource, HsiCube, Values
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.crs import georeference_of
from hsiviewer.io.gdal_source import GdalSource, damage_told

Mask = npt.NDArray[np.bool_]

_MOST_RESIDUAL = 0.05  # of a pixel, for tie points that a transform can replace


def with_marks(cube: HsiCube, path: Path, driver: str) -> HsiCube:
    """Return a scene as its file marks it.

    An alpha band or a mask is no part of the spectra but says where there are any;
    bands that the file calls red, green and blue are the first view; tie points give
    the place where nothing else does; pages that are not shown are told.

    Parameters
    ----------
    cube : HsiCube
        The bands of the file, as they lie there.
    path, driver
        As of `GdalSource`.
    """
    marks = GdalSource(path, driver)
    keeps_marks = False
    try:
        with marks.handle() as dataset, damage_told(path):
            told: list[str] = []
            alpha = _alpha_band(dataset)
            cube = _placed(cube, dataset, told)
            if alpha is not None or _has_mask(dataset):
                keeps_marks = True
                source = MaskedSource(cube.source, marks, alpha)
                cube = replace(
                    cube, source=source, bands=_without(cube.bands, source.kept)
                )
            pages = len(dataset.subdatasets)
            is_paged = cube.source.shape[0] > dataset.count
            if pages > 1 and driver == "GTiff" and not is_paged:
                told.append(
                    f"{path.name} has {pages} pages of several sizes or types, of "
                    "which the first is shown; save the pages as the bands of one "
                    "picture to see all of them"
                )
            if cube.bands.wavelength_nm is None and not cube.default_bands:
                cube = replace(cube, default_bands=_picture_bands(dataset, cube))
    finally:
        if not keeps_marks:
            marks.close()
    return replace(cube, notices=(*cube.notices, *told)) if told else cube


class MaskedSource:
    """A `CubeSource` of floats that is NaN where a mask is 0.

    Parameters
    ----------
    source : CubeSource
        All bands of the file.
    marks : GdalSource
        The same file, from which the mask is read.
    alpha : int, optional
        Band that is the mask, and no band of the scene; without it, the mask that
        the file has for all bands.
    """

    def __init__(
        self, source: CubeSource, marks: GdalSource, alpha: int | None
    ) -> None:
        self._source = source
        self._marks = marks
        self._alpha = alpha
        self.kept = [band for band in range(source.shape[0]) if band != alpha]

    @property
    def shape(self) -> tuple[int, int, int]:
        """Bands, rows and columns."""
        _, rows, cols = self._source.shape
        return len(self.kept), rows, cols

    @property
    def dtype(self) -> np.dtype[np.generic]:
        """Type of the values that are read."""
        is_narrow = np.can_cast(self._source.dtype, np.float32)
        return np.dtype(np.float32 if is_narrow else np.float64)

    def read(
        self,
        bands: Sequence[int] | None = None,
        window: PixelWindow | None = None,
        *,
        step: int = 1,
    ) -> Values:
        """Read bands of a window; see `CubeSource.read`."""
        window = window or PixelWindow.of_shape(self._source.shape[1:])
        wanted = self.kept if bands is None else [self.kept[band] for band in bands]
        values = self._source.read(wanted, window, step=step).astype(self.dtype)
        values[:, ~self._inside(window, step)] = np.nan
        return values

    def read_spectra(
        self, rows: npt.NDArray[np.intp], cols: npt.NDArray[np.intp]
    ) -> Values:
        """Read whole spectra of single pixels, shape (n, bands)."""
        rows, cols = np.asarray(rows), np.asarray(cols)
        stored = self._source.read_spectra(rows, cols)[:, self.kept]
        spectra = stored.astype(self.dtype)
        for row in np.unique(rows):
            here = np.flatnonzero(rows == row)
            left, right = int(cols[here].min()), int(cols[here].max())
            line = PixelWindow(int(row), left, 1, right - left + 1)
            outside = ~self._inside(line, 1)[0, cols[here] - left]
            spectra[here[outside]] = np.nan
        return spectra

    def close(self) -> None:
        """Release the file."""
        self._source.close()
        self._marks.close()

    def _inside(self, window: PixelWindow, step: int) -> Mask:
        if self._alpha is None:
            return self._marks.read_mask(window, step=step)
        inside: Mask = self._marks.read([self._alpha], window, step=step)[0] != 0
        return inside


def _alpha_band(dataset: Any) -> int | None:
    """Return the only alpha band of a raster with others; ``None`` without."""
    from rasterio.enums import ColorInterp

    alpha = [
        band
        for band, kind in enumerate(dataset.colorinterp)
        if kind is ColorInterp.alpha
    ]
    return alpha[0] if len(alpha) == 1 and dataset.count > 1 else None


def _has_mask(dataset: Any) -> bool:
    """Tell whether a file has one mask for all bands that no band tells."""
    from rasterio.enums import MaskFlags

    return dataset.nodata is None and all(
        MaskFlags.per_dataset in flags and MaskFlags.alpha not in flags
        for flags in dataset.mask_flag_enums
    )


def _without(bands: BandAxis, kept: list[int]) -> BandAxis:
    """Return some bands of an axis."""
    if len(kept) == bands.count:
        return bands
    return BandAxis(
        len(kept),
        None if bands.wavelength_nm is None else bands.wavelength_nm[kept],
        None if bands.fwhm_nm is None else bands.fwhm_nm[kept],
        None if bands.good is None else bands.good[kept],
        tuple(bands.names[band] for band in kept) if bands.names else (),
    )


def _picture_bands(dataset: Any, cube: HsiCube) -> tuple[int, ...]:
    """Return the bands that a file calls red, green and blue; none without all."""
    from rasterio.enums import ColorInterp

    kept = cube.source.kept if isinstance(cube.source, MaskedSource) else None
    kinds = list(dataset.colorinterp)
    if kept is not None:
        kinds = [kinds[band] for band in kept]
    wanted = (ColorInterp.red, ColorInterp.green, ColorInterp.blue)
    if not all(kinds.count(kind) == 1 for kind in wanted):
        return ()
    return tuple(kinds.index(kind) for kind in wanted)


def _placed(cube: HsiCube, dataset: Any, told: list[str]) -> HsiCube:
    """Return a scene in the place that its tie points give, if they lie on a grid."""
    points, crs = dataset.gcps
    if not points or cube.georeference.has_transform:
        return cube
    from rasterio.transform import from_gcps

    a, b, c, d, e, f = transform = tuple(from_gcps(points))[:6]
    pixel = max(abs(a) + abs(b), abs(d) + abs(e))
    residual = max(
        max(
            abs(a * point.col + b * point.row + c - point.x),
            abs(d * point.col + e * point.row + f - point.y),
        )
        for point in points
    )
    if not 0 < pixel < np.inf or not residual <= _MOST_RESIDUAL * pixel:
        told.append(
            f"{cube.name} tells where it lies by {len(points)} tie points that are on "
            "no straight grid; it is shown without map coordinates. Rectify it, with "
            "gdalwarp for example"
        )
        return cube
    return replace(cube, georeference=georeference_of(crs, transform))
