"""Questions about a scene that is being labelled, and the worker that answers them.

Arrays cross the pipe as bytes in little-endian order: an answer must not wait for a
disk.
"""

from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.errors import WorkerError
from hsiviewer.core.progress import Progress
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.core.window import PixelWindow
from hsiviewer.workflows.tasks.scenes import open_scene

IdArray = npt.NDArray[np.uint16]
IntArray = npt.NDArray[np.intp]

MOST_LABELS = 2000  # of a class, that are learned from
_PLACE, _ID = np.dtype("<i8"), np.dtype("<u2")
_ADVANCE_S = 0.15  # for which other questions wait while features are computed


class LiveOpenTask(msgspec.Struct, frozen=True, kw_only=True):
    """Open a scene and look at it as a whole; the one before is closed.

    Parameters
    ----------
    key : int
        What later questions call it.
    scene, good_bands, metadata
        As of `hsiviewer.workflows.tasks.records.LearningTask`.
    """

    key: int
    scene: str
    good_bands: list[bool]
    metadata: SceneMetadata


class LiveSceneTask(msgspec.Struct, frozen=True, kw_only=True):
    """Go on with the features of a scene for a moment, or close it."""

    key: int


class LiveLabels(msgspec.Struct, frozen=True, kw_only=True):
    """Labelled pixels.

    Parameters
    ----------
    cols : int
        Columns of the scene.
    pixels : bytes
        Flat row-major indices, 8 bytes each.
    class_ids : bytes
        2 bytes each.
    """

    cols: int
    pixels: bytes
    class_ids: bytes


class LiveMapTask(msgspec.Struct, frozen=True, kw_only=True):
    """Classify a window of a scene.

    Parameters
    ----------
    key : int
        As of `LiveOpenTask`.
    labels : LiveLabels
        What is learned from.
    window : tuple of int
        Row, column, height and width.
    step : int
        Rows and columns of the scene per one that is classified.
    """

    key: int
    labels: LiveLabels
    window: tuple[int, int, int, int]
    step: int


class LiveMapAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What a `LiveMapTask` is answered.

    Parameters
    ----------
    rows, cols : int
        Of the class ids.
    class_ids : bytes
        2 bytes each, row by row.
    window, step
        What they show.
    """

    rows: int
    cols: int
    class_ids: bytes
    window: tuple[int, int, int, int]
    step: int

    @property
    def array(self) -> IdArray:
        """Class ids, shape (rows, cols)."""
        ids = np.frombuffer(self.class_ids, _ID).reshape(self.rows, self.cols)
        return ids.astype(np.uint16, copy=False)


class LiveSuggestTask(msgspec.Struct, frozen=True, kw_only=True):
    """Suggest pixels to label next; `skipped` are flat indices as of `LiveLabels`."""

    key: int
    labels: LiveLabels
    skipped: bytes
    count: int


def labels_of(values: IdArray) -> LiveLabels:
    """Return labels as a question carries them: of each class a spread-out part.

    Parameters
    ----------
    values : ndarray of uint16, shape (rows, cols)
        0 where there is no label.
    """
    flat = values.reshape(-1)
    pixels = np.flatnonzero(flat)
    ids = flat[pixels]
    pixels, ids = pixels[ids > 0], ids[ids > 0]  # some are being erased just now
    if len(pixels) > MOST_LABELS:
        kept = [_spread(np.flatnonzero(ids == class_id)) for class_id in np.unique(ids)]
        chosen = np.sort(np.concatenate(kept))
        pixels, ids = pixels[chosen], ids[chosen]
    return LiveLabels(
        cols=values.shape[1],
        pixels=packed(pixels),
        class_ids=ids.astype(_ID).tobytes(),
    )


def packed(pixels: IntArray) -> bytes:
    """Return flat indices as bytes."""
    return pixels.astype(_PLACE).tobytes()


def open_live(task: LiveOpenTask, _progress: Progress) -> Any:
    """Open a scene; return the share of its features that is ready."""
    from hsiviewer.learning.live.scene import LiveScene
    from hsiviewer.learning.machine.threads import use_one_thread

    use_one_thread()
    _scenes.clear()
    opened = LiveScene(open_scene(task.scene, task.good_bands, task.metadata))
    _scenes.put(task.key, opened)
    return opened.features.fraction


def advance_live(task: LiveSceneTask, _progress: Progress) -> Any:
    """Go on with the features; return the share that is ready."""
    return _scenes.get(task.key).features.advance(_ADVANCE_S)


def close_live(task: LiveSceneTask, _progress: Progress) -> Any:
    """Forget a scene, if it is still open."""
    _scenes.clear(task.key)


def map_live(task: LiveMapTask, _progress: Progress) -> Any:
    """Classify a window; returns a `LiveMapAnswer`."""
    ids, window, step = _scenes.get(task.key).classify(
        _labelled(task.labels), PixelWindow(*task.window), task.step
    )
    answer = LiveMapAnswer(
        rows=ids.shape[0],
        cols=ids.shape[1],
        class_ids=ids.astype(_ID).tobytes(),
        window=(window.row, window.col, window.height, window.width),
        step=step,
    )
    return msgspec.to_builtins(answer)


def suggest_live(task: LiveSuggestTask, _progress: Progress) -> Any:
    """Suggest pixels; returns rows and columns."""
    skipped = np.frombuffer(task.skipped, _PLACE)
    places = np.stack(np.divmod(skipped, task.labels.cols), axis=1).tolist()
    return _scenes.get(task.key).suggest(_labelled(task.labels), places, task.count)


def _labelled(labels: LiveLabels) -> Any:
    from hsiviewer.learning.live.scene import LabelledPixels

    pixels = np.frombuffer(labels.pixels, _PLACE)
    rows, cols = np.divmod(pixels, labels.cols)
    ids = np.frombuffer(labels.class_ids, _ID).astype(np.uint16)
    return LabelledPixels(rows, cols, ids)


def _spread(places: IntArray) -> IntArray:
    """Return some indices of a class, evenly from first to last."""
    if len(places) <= MOST_LABELS:
        return places
    return places[np.linspace(0, len(places) - 1, MOST_LABELS).round().astype(np.intp)]


class _OpenScenes:
    """The scene that a worker holds: one, for features take much memory."""

    def __init__(self) -> None:
        self._key = 0
        self._scene: Any = None

    def put(self, key: int, scene: Any) -> None:
        """Hold a scene."""
        self._key, self._scene = key, scene

    def get(self, key: int) -> Any:
        """Return the scene that is held.

        Raises
        ------
        WorkerError
            If it is another one: the worker has been started anew.
        """
        if self._scene is None or key != self._key:
            raise WorkerError(
                "the live map has lost the scene; switch Live off and on again"
            )
        return self._scene

    def clear(self, key: int | None = None) -> None:
        """Let go what is held, if it is the scene that is meant."""
        if self._scene is not None and key in (None, self._key):
            self._scene.close()
            self._key, self._scene = 0, None


_scenes = _OpenScenes()
