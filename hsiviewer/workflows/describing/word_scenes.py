"""Scenes that words can be looked for in: reflectance with known wavelengths."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from hsiviewer.analysis.class_traits import known_mean
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from hsiviewer.core.progress import Progress, ProgressUpdate, SilentProgress
from hsiviewer.core.window import PixelWindow
from hsiviewer.language.likelihood import SensorConcepts, sensor_concepts
from hsiviewer.language.prototypes import UNKNOWN_PIXEL_M
from hsiviewer.language.similarity import Evidence, PhraseScorer, Surroundings
from hsiviewer.language.understanding import Understanding, understand
from hsiviewer.workflows.describing.nearest_concepts import by_encoder

Floats = npt.NDArray[np.float32]
_THREADS = 2
_BLOCK_PIXELS = 1 << 17
_SAMPLED = 64  # rows and columns of a coarse grid that values are judged by
_MOST_REFLECTANCE = 1.6  # of the median pixel; more is not scaled
_LEAST_REFLECTANCE = 0.002
_RELIEF = 41  # pixels; as in drafts of descriptions
_TEXTURE_NM = (550.0, 670.0, 850.0)
_METRES = (0.05, 2000.0)  # a pixel of a map in metres
_REMEDY = (
    "say it in File > Scene properties, or with --meta FILE (hsiviewer info SCENE "
    "--set {0} --save-meta FILE writes such a file)"
)


class WordScene:
    """A scene in which every pixel can be compared with phrases.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    auxiliary : sequence of HsiCube
        Rasters on its grid; the first one gives heights.

    Attributes
    ----------
    concepts : SensorConcepts
        On its bands.
    auxiliary_names : tuple of str
        Where the rasters come from.

    Raises
    ------
    HsiViewerError
        If its wavelengths are unknown, its values are not reflectance, or it has none
        of the bands that facts need. The message says what to do.
    """

    def __init__(self, cube: HsiCube, auxiliary: Sequence[HsiCube] = ()) -> None:
        check_usable(cube)
        concepts = sensor_concepts(cube.bands, pixel_m=pixel_metres(cube))
        if concepts is None:
            raise HsiViewerError(
                f"{cube.name} has no band between 400 and 2500 nm that a fact could be "
                "measured with, so words cannot be looked for in it"
            )
        self.cube = cube
        self.concepts: SensorConcepts = concepts
        self.auxiliary_names = tuple(raster.origin for raster in auxiliary)
        self._height = _relief(auxiliary[0]) if auxiliary else None
        self._usual_change: float | None = None
        self._texture_bands = [
            cube.bands.nearest(nm) for nm in _TEXTURE_NM if cube.bands.covers(nm)
        ]

    def scorer(self, phrases: Sequence[Understanding]) -> PhraseScorer:
        """Return what scores pixels of this scene by phrases."""
        return PhraseScorer(self.concepts, self.cube.bands, phrases)

    def scores(
        self,
        scorer: PhraseScorer,
        *,
        alone: bool = False,
        window: PixelWindow | None = None,
        step: int = 1,
        progress: Progress | None = None,
    ) -> Floats:
        """Score all pixels; blocks are read and scored by two threads.

        Parameters
        ----------
        alone : bool
            Whether other concepts do not count; see `PhraseScorer.fits`.
        window, step
            As `HsiCube.read`.

        Returns
        -------
        ndarray of float32, shape (phrases, rows, cols)
            NaN where the scene has no values.
        """
        progress = progress or SilentProgress()
        window = window or self.cube.window
        rows = max(1, _BLOCK_PIXELS // -(-window.width // step)) * step
        blocks = [
            PixelWindow(
                window.row + top,
                window.col,
                min(rows, window.height - top),
                window.width,
            )
            for top in range(0, window.height, rows)
        ]

        def score(block: PixelWindow) -> Floats:
            values = self.cube.read(scorer.bands, block, step=step)
            flat = values.reshape(values.shape[0], -1)
            around = self._surroundings(block, step, scorer)
            found = (scorer.fits if alone else scorer.scores)(flat, around)
            shape = (found.shape[0], *values.shape[1:])
            return np.asarray(found.reshape(shape), np.float32)

        parts: list[Floats] = []
        if scorer.needs_texture:
            self._measure_usual_change()
        with ThreadPoolExecutor(_THREADS, thread_name_prefix="words") as threads:
            for part in threads.map(score, blocks):
                parts.append(part)
                progress.checkpoint()
                progress.report(
                    ProgressUpdate(fraction=len(parts) / len(blocks), stage="searching")
                )
        return np.concatenate(parts, axis=1)

    def explain(
        self, scorer: PhraseScorer, phrase: int, row: int, col: int
    ) -> list[Evidence]:
        """Return what each fact says about a phrase at a pixel."""
        if scorer.needs_texture:
            self._measure_usual_change()
        pixel = PixelWindow(row, col, 1, 1)
        values = self.cube.read(scorer.bands, pixel)[:, 0, 0]
        return scorer.explain(phrase, values, self._surroundings(pixel, 1, scorer))

    def _surroundings(
        self, block: PixelWindow, step: int, scorer: PhraseScorer
    ) -> Surroundings:
        values: dict[str, Floats] = {}
        rows, cols = block.slices
        if self._height is not None:
            height = self._height[rows, cols][::step, ::step]
            values["height"] = height.reshape(-1).astype(np.float32)
        if self._usual_change and scorer.needs_texture and step == 1:
            change = self._change(block) / np.float32(self._usual_change)
            values["texture"] = change.reshape(-1)
        return Surroundings(values)

    def _change(self, block: PixelWindow) -> Floats:
        """Return the spread among a pixel and its neighbours, shape (rows, cols)."""
        height, width = self.cube.grid_shape
        top, left = max(0, block.row - 1), max(0, block.col - 1)
        bottom = min(height, block.row + block.height + 1)
        right = min(width, block.col + block.width + 1)
        wider = PixelWindow(top, left, bottom - top, right - left)
        brightness = known_mean(self.cube.read(self._texture_bands, wider), axis=0)
        filled = np.nan_to_num(brightness)
        mean = ndimage.uniform_filter(filled, 3)
        square = ndimage.uniform_filter(filled * filled, 3)
        spread = np.sqrt(np.maximum(square - mean * mean, 0)).astype(np.float32)
        inner: Floats = spread[
            block.row - top : block.row - top + block.height,
            block.col - left : block.col - left + block.width,
        ]
        return inner

    def _measure_usual_change(self) -> None:
        """Find the scene's usual texture from a few windows of it."""
        if self._usual_change is not None or not self._texture_bands:
            return
        height, width = self.cube.grid_shape
        side = min(64, height, width)
        places = {
            (int(row), int(col))
            for row in np.linspace(0, height - side, 3)
            for col in np.linspace(0, width - side, 3)
        }
        changes = [self._change(PixelWindow(*place, side, side)) for place in places]
        known = np.concatenate([change.ravel() for change in changes])
        known = known[known > 0]
        self._usual_change = float(np.median(known)) if known.size else 0.0


def understood_phrases(
    phrases: Sequence[str], *, encoder: str = ""
) -> tuple[Understanding, ...]:
    """Read phrases that are to be searched for.

    Parameters
    ----------
    encoder : str
        Text encoder that guesses where the rules understand nothing; empty for none.

    Raises
    ------
    ConfigurationError
        If nothing that can be measured was understood of one.
    """
    found = tuple(by_encoder(understand(phrase), encoder) for phrase in phrases)
    for phrase in found:
        if phrase.is_empty:
            raise ConfigurationError(
                f"nothing that can be measured was understood of {phrase.text[:80]!r}; "
                "name a material or a cover, such as 'clay tile roof', or say a range, "
                "such as 'NDVI above 0.6'"
            )
    return found


def check_usable(cube: HsiCube) -> None:
    """Check that words mean something on a scene.

    Raises
    ------
    HsiViewerError
        If its wavelengths are unknown, or its values are not reflectance; the message
        says what to do.
    """
    if not cube.bands.has_wavelengths:
        raise HsiViewerError(
            f"the wavelengths of {cube.name} are unknown, and words are compared with "
            f"spectra by wavelength; {_REMEDY.format('wavelengths=@FILE')}"
        )
    if not cube.is_reflectance:
        measured = cube.quantity or "of an unknown quantity"
        raise HsiViewerError(
            f"the values of {cube.name} are {measured}, and words are compared with "
            "reflectance. Correct the scene for the atmosphere first; if it is "
            f"reflectance already, {_REMEDY.format('quantity=reflectance')}"
        )
    level = _usual_level(cube)
    if level is not None and not _LEAST_REFLECTANCE < level < _MOST_REFLECTANCE:
        raise HsiViewerError(
            f"the usual value of {cube.name} is {level:.3g}, but reflectance lies "
            f"between 0 and 1; the scale is missing: {_REMEDY.format('scale=10000')}"
        )


def is_usable(cube: HsiCube) -> bool:
    """Tell whether words mean something on a scene."""
    try:
        check_usable(cube)
    except HsiViewerError:
        return False
    return sensor_concepts(cube.bands, pixel_m=pixel_metres(cube)) is not None


def pixel_metres(cube: HsiCube) -> float:
    """Return the side of a pixel in metres; a usual one where it is unknown."""
    georeference = cube.georeference
    if not georeference.has_crs or not georeference.has_transform:
        return UNKNOWN_PIXEL_M
    side = float(np.sqrt(np.prod(georeference.pixel_size)))
    if "PROJCS" not in georeference.crs_wkt and "PROJCRS" not in georeference.crs_wkt:
        side *= 111_000.0  # degrees
    return side if _METRES[0] <= side <= _METRES[1] else UNKNOWN_PIXEL_M


def _usual_level(cube: HsiCube) -> float | None:
    good = cube.bands.good_bands
    if not good.size:
        return None
    bands = good[np.unique(np.linspace(0, good.size - 1, 7).astype(int))]
    step = max(1, max(cube.grid_shape) // _SAMPLED)
    values = np.abs(cube.read(bands.tolist(), step=step))
    values = values[np.isfinite(values) & (values > 0)]
    return float(np.median(values)) if values.size else None


def _relief(raster: HsiCube) -> Floats:
    """Return heights above the ground around."""
    values = raster.read([0])[0]
    filled = np.where(np.isfinite(values), values, np.nanmedian(values))
    return np.asarray(ndimage.white_tophat(filled, (_RELIEF, _RELIEF)), np.float32)
