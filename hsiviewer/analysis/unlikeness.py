"""How unlike all labelled pixels a pixel is: where a map does not apply."""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

from hsiviewer.analysis.components import Components, principal_components
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow

FloatArray = npt.NDArray[np.float32]

_SAMPLE_SIDE = 120  # pixels along the longer side that bands are scaled by
_MOST_COMPONENTS = 15
_KEPT_VARIANCE = 0.999
_USUAL_SHARE = 95  # percent of the labels that lie within a distance of 1
_ROWS = 64


class Unlikeness:
    """Distances to the nearest label, in spectra whose bands count alike.

    Bands are divided by their standard deviation in the scene and reduced to the
    principal components that hold 99.9 % of the variance, 15 at most. Within a distance
    of 1, 95 % of the labels have another label of their own class; above it, nothing
    labelled looks like the pixel.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    labels : ndarray of int, shape (rows, cols)
        Class ids; 0 where there is no label.

    Raises
    ------
    HsiViewerError
        If no label has a whole spectrum, or the scene is too uniform.
    """

    def __init__(self, cube: HsiCube, labels: npt.NDArray[np.integer]) -> None:
        self._cube = cube
        self._bands = cube.bands.good_bands.tolist()
        step = max(1, max(cube.grid_shape) // _SAMPLE_SIDE)
        sample = cube.read(self._bands, step=step).reshape(len(self._bands), -1)
        spread = np.nanstd(sample, axis=1) if np.isfinite(sample).any() else 0
        self._scale = np.where(spread > 0, spread, 1).astype(np.float32)
        self._components = self._reduced(sample)
        rows, cols = np.nonzero(labels)
        spectra = cube.read_spectra(rows, cols)[:, self._bands]
        points = self._points(spectra.T)
        whole = np.isfinite(points).all(axis=1)
        if not whole.any():
            raise HsiViewerError(
                "no labelled pixel has values in all bands, so that nothing can be "
                "compared with the labels; label pixels with values"
            )
        self._tree = cKDTree(points[whole])
        self._unit = _usual_distance(points[whole], labels[rows, cols][whole])

    def of(self, spectra: npt.NDArray[np.floating]) -> FloatArray:
        """Return the unlikeness of spectra (bands, n); NaN where a band is missing."""
        points = self._points(spectra)
        found = np.full(len(points), np.nan, np.float32)
        whole = np.isfinite(points).all(axis=1)
        if whole.any():
            found[whole] = self._tree.query(points[whole])[0] / self._unit
        return found

    def of_scene(self, progress: Progress) -> FloatArray:
        """Return the unlikeness of all pixels, shape (rows, cols)."""
        rows, cols = self._cube.grid_shape
        found = np.full((rows, cols), np.nan, np.float32)
        for top in range(0, rows, _ROWS):
            progress.checkpoint()
            window = PixelWindow(top, 0, min(_ROWS, rows - top), cols)
            values = self._cube.read(self._bands, window)
            found[window.slices] = self.of(values.reshape(len(values), -1)).reshape(
                window.size
            )
            progress.report(
                ProgressUpdate(fraction=(top + window.height) / rows, stage="")
            )
        return found

    def _reduced(self, sample: npt.NDArray[np.floating]) -> Components:
        count = min(_MOST_COMPONENTS, len(self._bands))
        scaled = (sample / self._scale[:, None]).T
        try:
            components = principal_components(scaled, count=count)
        except ValueError as error:
            raise HsiViewerError(
                f"{self._cube.name} cannot be compared with its labels: {error}"
            ) from error
        whole = scaled[np.isfinite(scaled).all(axis=1)]
        total = float(whole.var(axis=0).sum()) or 1.0
        shares = np.cumsum(components.strengths) / total
        kept = int(np.searchsorted(shares, _KEPT_VARIANCE)) + 1
        return Components(
            components.mean, components.vectors[:kept], components.strengths[:kept]
        )

    def _points(self, spectra: npt.NDArray[np.floating]) -> FloatArray:
        return self._components.apply(spectra / self._scale[:, None]).T


def _usual_distance(points: FloatArray, class_ids: npt.NDArray[np.integer]) -> float:
    """Return the distance within which most labels have one of their own class."""
    nearest: list[float] = []
    for class_id in np.unique(class_ids):
        own = points[class_ids == class_id]
        if len(own) > 1:
            nearest += cKDTree(own).query(own, k=2)[0][:, 1].tolist()
    usual = float(np.percentile(nearest, _USUAL_SHARE)) if nearest else 0.0
    return usual or float(np.linalg.norm(points.std(axis=0))) or 1.0
