"""A map that is cleaned: smoothed, thresholded, filtered and sieved."""

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.components import Components, principal_components
from hsiviewer.analysis.map_filters import majority_filtered, sieved
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.probabilities import ClassProbabilities
from hsiviewer.core.progress import Progress
from hsiviewer.core.refinement import Refinement
from hsiviewer.core.window import PixelWindow
from hsiviewer.learning.prediction.graph import PixelGraph, mean_difference

FloatArray = npt.NDArray[np.float32]

_TILE = 256
_MARGIN = 24  # pixels around a tile that have a say; beyond, nothing changes
_COMPONENTS = 5
_SAMPLE_SIDE = 160


def refined_result(
    result: ClassificationResult,
    refinement: Refinement,
    progress: Progress,
    cube: HsiCube | None = None,
) -> ClassificationResult:
    """Return a map with all steps of a refinement done to it.

    Its provenance tells them. The confidence becomes that of the smoothed
    probabilities, if they were smoothed; pixels that a filter gives another class keep
    the confidence of what they were.

    Parameters
    ----------
    cube : HsiCube, optional
        The scene, whose edges smoothing keeps.

    Raises
    ------
    ConfigurationError
        If there is nothing to smooth, or the map has no confidence for a threshold.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    if refinement.is_empty:
        return result
    class_map = np.array(result.class_map)
    confidence = np.array(result.confidence)
    if refinement.smoothing:
        kept = result.probabilities
        if kept is None or cube is None:
            raise ConfigurationError(
                "smoothing needs the scene and the probabilities of the classes, "
                "which this map does not have; train again, or leave it out"
            )
        _smooth(class_map, confidence, kept, cube, refinement.smoothing, progress)
    if refinement.threshold:
        if not np.isfinite(confidence[class_map > 0]).any():
            raise ConfigurationError(
                "a threshold needs the confidence, which this map does not have; name "
                "the folder of its run, or leave the threshold out"
            )
        class_map[~(confidence >= refinement.threshold)] = 0
    if refinement.majority:
        class_map = majority_filtered(class_map, refinement.majority, progress)
    if refinement.sieve:
        class_map = sieved(class_map, refinement.sieve, progress)
    confidence[class_map == 0] = np.nan
    return replace(
        result,
        class_map=class_map,
        confidence=confidence,
        provenance={**result.provenance, "refinement": refinement.record()},
    )


def _smooth(
    class_map: npt.NDArray[np.uint16],
    confidence: FloatArray,
    kept: ClassProbabilities,
    cube: HsiCube,
    strength: float,
    progress: Progress,
) -> None:
    """Let neighbours that look alike agree; Grady (2006), see `PixelGraph`."""
    guide = _Guide(cube)
    ids = np.array(kept.class_ids, np.uint16)
    for tile in cube.window.tiles(_TILE):
        progress.checkpoint()
        around = tile.grown(_MARGIN).intersection(cube.window)
        shares, looks = kept.read(around), guide.read(around)
        valid = ~np.isnan(shares[0]) & np.isfinite(looks).all(axis=0)
        if not valid.any():
            continue
        graph = PixelGraph(looks, valid, guide.unit)
        found = np.moveaxis(shares, 0, -1)
        found[valid] = graph.agree(found[valid], strength)
        inner = tile.moved(-around.row, -around.col).slices
        changed = valid[inner]
        best = found[inner]
        class_map[tile.slices][changed] = ids[best[changed].argmax(axis=-1)]
        confidence[tile.slices][changed] = best[changed].max(axis=-1)


class _Guide:
    """What pixels look like: the first principal components of a scene."""

    def __init__(self, cube: HsiCube) -> None:
        self._cube = cube
        self._bands = cube.bands.good_bands.tolist()
        step = max(1, max(cube.grid_shape) // _SAMPLE_SIDE)
        sample = cube.read(self._bands, step=step)
        try:
            self._components: Components = principal_components(
                sample.reshape(len(self._bands), -1).T,
                count=min(_COMPONENTS, len(self._bands)),
            )
        except ValueError as error:
            raise ConfigurationError(
                f"{cube.name} cannot guide the smoothing: {error}; leave it out"
            ) from error
        rows, cols = cube.grid_shape
        side = min(_TILE, rows), min(_TILE, cols)
        top, left = (rows - side[0]) // 2, (cols - side[1]) // 2
        looks = self.read(PixelWindow(top, left, *side))
        self.unit = mean_difference(looks, np.asarray(np.isfinite(looks).all(axis=0)))

    def read(self, window: PixelWindow) -> FloatArray:
        """Return the components of a window, shape (components, rows, cols)."""
        return self._components.apply(self._cube.read(self._bands, window))
