"""Phrases in the open scene: layers of similarity, and the facts of a pixel."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.computed_source import ComputedSource
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.imaging.value_colors import ColorRamp
from hsiviewer.language.similarity import Evidence, PhraseScorer, similarity
from hsiviewer.language.understanding import Understanding, understand
from hsiviewer.workflows.describing.word_scenes import WordScene, understood_phrases
from hsiviewer.workflows.session.raster_layers import RasterLayers
from hsiviewer.workflows.session.value_layers import ReadValues, ValueLayer
from hsiviewer.workflows.tasks.threads import in_io_thread

Pixel = tuple[int, int]
Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class PhraseLayer:
    """A phrase that is shown over the scene.

    Parameters
    ----------
    understood : Understanding
        What it says.
    scene : WordScene
        Where it is looked for.
    scorer : PhraseScorer
        Of this phrase alone.
    """

    understood: Understanding
    scene: WordScene
    scorer: PhraseScorer


@dataclass(frozen=True)
class PixelEvidence:
    """What the facts of a pixel say about a phrase.

    Parameters
    ----------
    phrase : str
        As it was typed.
    similarity : float
        0 to 1; NaN where the scene has no value.
    evidence : tuple of Evidence
        The weightiest first.
    """

    phrase: str
    similarity: float
    evidence: tuple[Evidence, ...]


class WordSearch:
    """Looks for phrases in the scene of a document.

    Parameters
    ----------
    document : Document
        Its scene is searched.
    layers : RasterLayers
        Similarities are shown there.
    """

    def __init__(self, document: Document, layers: RasterLayers) -> None:
        self._document = document
        self._layers = layers
        self._phrases: dict[str, PhraseLayer] = {}
        self._scene: tuple[HsiCube, WordScene] | None = None

    @property
    def phrases(self) -> list[str]:
        """The phrases that are layers now, the oldest first."""
        return [layer.understood.text for layer in self._shown()]

    def understood(self, cover: LandCoverClass) -> Understanding:
        """Return what the name and the description of a class say."""
        return understand(cover.description or cover.name, cover.name)

    async def search(self, phrase: str) -> Understanding:
        """Show where a phrase is in the scene, computed where it is drawn.

        Returns
        -------
        Understanding
            What the phrase was understood as.

        Raises
        ------
        HsiViewerError
            If nothing was understood, or words mean nothing on the scene; the
            message says what to do.
        """
        (understood,) = understood_phrases([phrase])
        cube = self._document.cube
        if cube is None:
            raise HsiViewerError("open a scene first; phrases are looked for in it")
        layer = await in_io_thread(self._prepared, cube, understood)
        if self._document.is_closed:
            return understood
        key = f"words.{understood.text}"
        self._layers.show(
            ValueLayer(
                key=key,
                title="{0}",
                subject=phrase,
                tip="How well the facts of a pixel fit the phrase, from 0 to 1",
                cube=cube,
                read=_reader(cube, layer.scorer),
                scale=ColorRamp("viridis", 0.0, 1.0),
            )
        )
        self._phrases[key] = layer
        return understood

    async def explain(self, pixel: Pixel) -> list[PixelEvidence]:
        """Return what the facts of a pixel say about each phrase that is a layer."""
        return await in_io_thread(self._explained, pixel)

    def _prepared(self, cube: HsiCube, understood: Understanding) -> PhraseLayer:
        if self._scene is None or self._scene[0] is not cube:
            self._scene = (cube, WordScene(cube))
        scene = self._scene[1]
        return PhraseLayer(understood, scene, scene.scorer([understood]))

    def _shown(self) -> list[PhraseLayer]:
        present = {layer.key for layer in self._layers.values}
        self._phrases = {
            key: phrase for key, phrase in self._phrases.items() if key in present
        }
        return list(self._phrases.values())

    def _explained(self, pixel: Pixel) -> list[PixelEvidence]:
        row, col = pixel
        found = []
        for layer in self._shown():
            spectrum = layer.scene.cube.read_spectrum(row, col)[layer.scorer.bands]
            score = layer.scorer.scores(spectrum[:, None])
            evidence = (
                layer.scene.explain(layer.scorer, 0, row, col)
                if np.isfinite(spectrum).any()
                else []
            )
            found.append(
                PixelEvidence(
                    layer.understood.text,
                    float(similarity(score)[0, 0]),
                    tuple(evidence),
                )
            )
        return found


def _reader(cube: HsiCube, scorer: PhraseScorer) -> ReadValues:
    """Return what computes a layer from the bands that a phrase needs."""

    def compute(values: Floats) -> Floats:
        shape = values.shape[1:]
        scores = scorer.scores(values.reshape(values.shape[0], -1))
        return similarity(scores).reshape(1, *shape)

    source = ComputedSource(cube, scorer.bands, 1, compute)

    def read(window: PixelWindow, step: int) -> Floats:
        return np.asarray(source.read(None, window, step=step)[0], np.float32)

    return read
