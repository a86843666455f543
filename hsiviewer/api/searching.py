"""Words in scenes: search for phrases, and propose labels."""

import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from hsiviewer.api import opening
from hsiviewer.api.labels import (
    ClassesLike,
    LabelsLike,
    class_scheme,
    open_labelled_scene,
    read_labels,
)
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.rasters import Auxiliary, open_rasters
from hsiviewer.api.running import ProgressCallback, direct_progress
from hsiviewer.api.scenes import SceneLike, read_only
from hsiviewer.api.targets import check, file_of
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.io.maps import write_layers
from hsiviewer.io.targets import Source, Target
from hsiviewer.language.similarity import Evidence, PhraseScorer, similarity
from hsiviewer.workflows.describing.first_map import class_words
from hsiviewer.workflows.describing.proposals import Proposal, proposals
from hsiviewer.workflows.describing.word_scenes import WordScene, understood_phrases
from hsiviewer.workflows.tasks.targets import file_sources


class Search:
    """How like some phrases the pixels of a scene are; from `hsiviewer.search`.

    Parameters
    ----------
    scene : WordScene
        The scene.
    phrases : tuple of str
        What was searched for.
    scorer : PhraseScorer
        Of these phrases.
    layers : ndarray of float32, shape (phrases, rows, cols)
        Similarities.
    understood : tuple of str
        What was understood of each phrase.
    sources : iterable of Source
        Input files, which are never replaced.
    """

    def __init__(
        self,
        scene: WordScene,
        phrases: tuple[str, ...],
        scorer: PhraseScorer,
        layers: npt.NDArray[np.float32],
        understood: tuple[str, ...],
        sources: Iterable[Source] = (),
    ) -> None:
        self._scene = scene
        self._scorer = scorer
        self._layers = read_only(layers)
        self._sources = tuple(sources)
        self.phrases = phrases
        self.understood = understood

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        _, rows, cols = self._layers.shape
        return rows, cols

    def to_array(self, phrase: str | int = 0) -> npt.NDArray[np.float32]:
        """Return the similarity of each pixel to a phrase, shape (rows, cols).

        Parameters
        ----------
        phrase : str or int
            One of the phrases, or its number.

        Returns
        -------
        ndarray of float32
            0 to 1; 0.5 where the phrase fits as well as the best of all other
            concepts. NaN where the scene has no values.
        """
        return np.array(self._layers[self._number(phrase)])

    def explain(
        self, row: int, col: int, phrase: str | int = 0
    ) -> tuple[Evidence, ...]:
        """Return what each fact says about a phrase at a pixel, the weightiest first.

        Raises
        ------
        ConfigurationError
            If the pixel lies outside of the scene.
        """
        rows, cols = self.shape
        if not (0 <= row < rows and 0 <= col < cols):
            raise ConfigurationError(
                f"row {row}, column {col} lies outside of a scene of {rows} rows and "
                f"{cols} columns"
            )
        number = self._number(phrase)
        return tuple(self._scene.explain(self._scorer, number, int(row), int(col)))

    def to_geotiff(
        self, path: str | os.PathLike[str], *, overwrite: bool = False
    ) -> Path:
        """Write the layers as the bands of a GeoTIFF, as ``hsiviewer search`` does.

        Raises
        ------
        ExportError
            If it cannot be written, is an input, or exists and may not be replaced.
        """
        target = Path(path).absolute()
        check(
            Target(target, "path", suffixes=(".tif", ".tiff")),
            sources=self._sources,
            overwrite=overwrite,
        )
        georeference = self._scene.cube.georeference
        write_layers(target, self._layers, self.phrases, georeference)
        return target

    def _number(self, phrase: str | int) -> int:
        if isinstance(phrase, str) and phrase in self.phrases:
            return self.phrases.index(phrase)
        if not isinstance(phrase, str) and 0 <= phrase < len(self.phrases):
            return int(phrase)
        raise ConfigurationError(
            f"{phrase!r} was not searched for; the phrases are "
            f"{', '.join(map(repr, self.phrases))}"
        )

    def __repr__(self) -> str:
        rows, cols = self.shape
        return f"<Search: {rows} x {cols} pixels, {', '.join(self.understood)}>"


def search(
    scene: SceneLike,
    phrases: str | Iterable[str],
    *,
    auxiliary: Auxiliary = (),
    meta: MetaLike = None,
    text_encoder: str = "",
    progress: ProgressCallback | bool | None = None,
) -> Search:
    """Search a scene for phrases, as ``hsiviewer search`` does.

    Parameters
    ----------
    scene, auxiliary, meta, progress
        As in `hsiviewer.classify`. The scene must be reflectance with known
        wavelengths; the first raster gives heights.
    phrases : str or iterable of str
        What to look for, in English, German or Chinese, such as ``"clay tile roof"``
        or ``"NDVI above 0.6"``.
    text_encoder : str
        Guesses what is not understood: ``minilm``, a folder or a model's name.

    Returns
    -------
    Search
        Similarities, what was understood, and the facts of each pixel.

    Raises
    ------
    HsiViewerError
        If the scene cannot be used or a phrase is not understood.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> found = hsiviewer.search(files.cube, ["water", "NDVI above 0.6"])
    >>> found
    <Search: 48 x 56 pixels, water, NDVI above 0.6>
    >>> found.to_array("water").shape
    (48, 56)
    """
    texts = (phrases,) if isinstance(phrases, str) else tuple(phrases)
    if not texts or not all(isinstance(text, str) for text in texts):
        raise ConfigurationError(
            "phrases is a text, or a list of texts with one or more"
        )
    understood = understood_phrases(texts, encoder=text_encoder)
    opened = opening.open(scene, meta=meta)
    rasters = open_rasters(auxiliary, opened)
    found = WordScene(opened.cube, rasters.cubes)
    scorer = found.scorer(understood)
    with direct_progress(progress) as shown:
        layers = similarity(found.scores(scorer, progress=shown))
    return Search(
        found,
        texts,
        scorer,
        layers,
        tuple(said.sentence() for said in understood),
        file_sources(scene=file_of(opened.cube.reference), auxiliary=rasters.files),
    )


def propose(
    scene: SceneLike,
    classes: ClassesLike,
    *,
    count: int = 5,
    labels: LabelsLike | None = None,
    auxiliary: Auxiliary = (),
    meta: MetaLike = None,
    text_encoder: str = "",
    progress: ProgressCallback | bool | None = None,
) -> tuple[Proposal, ...]:
    """Propose labels from the descriptions of classes, as ``hsiviewer propose`` does.

    Look at each of them: they are what fits the words best, not the truth.

    Parameters
    ----------
    scene, auxiliary, meta, text_encoder, progress
        As in `hsiviewer.search`.
    classes : path, ClassScheme or dict of int to str
        Names and descriptions; see `hsiviewer.read_labels`.
    count : int
        Labels of each class, at most.
    labels : Labels, str, path or ndarray of int, optional
        Pixels that have a label already, which are not proposed.

    Returns
    -------
    tuple of Proposal
        Row, column, class, margin, similarity and the facts that speak for it.

    Raises
    ------
    HsiViewerError
        If the scene cannot be used or a class is not understood.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> found = hsiviewer.propose(files.cube, {1: "water", 2: "grass", 3: "soil"})
    >>> {proposal.class_id for proposal in found} <= {1, 2, 3}
    True
    """
    words = class_words(class_scheme(classes), encoder=text_encoder)
    words.check()
    opened = (
        opening.open(scene, meta=meta)
        if labels is None
        else open_labelled_scene(scene, labels, meta)
    )
    taken = None if labels is None else read_labels(labels, opened).to_array()
    rasters = open_rasters(auxiliary, opened)
    found = WordScene(opened.cube, rasters.cubes)
    with direct_progress(progress) as shown:
        return proposals(found, words, count=int(count), labels=taken, progress=shown)
