"""What the warm worker is asked about texts: vectors, models, single pixels."""

from pathlib import Path
from typing import Any

import msgspec

from hsiviewer.core.progress import Progress
from hsiviewer.core.scene_metadata import SceneMetadata


class TextsTask(msgspec.Struct, frozen=True, kw_only=True):
    """Compare texts with each other.

    Parameters
    ----------
    texts : list of str
        One per class.
    encoder : str
        As `hsiviewer.learning.text.encoders.open_encoder`.
    """

    texts: list[str]
    encoder: str


class SimilarityTask(msgspec.Struct, frozen=True, kw_only=True):
    """Compare a pixel with the classes of a trained model.

    Parameters
    ----------
    scene, auxiliary, metadata, model
        As in `hsiviewer.workflows.tasks.records.PredictionTask`.
    row, col : int
        The pixel.
    """

    scene: str
    model: str
    row: int
    col: int
    auxiliary: list[str] = []
    metadata: SceneMetadata = msgspec.field(default_factory=SceneMetadata)


class WriteTask(msgspec.Struct, frozen=True, kw_only=True):
    """Let a local language model write.

    Parameters
    ----------
    folder : str
        Of the model.
    instruction : str
        What it is asked.
    """

    folder: str
    instruction: str


def write_answer(task: WriteTask, progress: Progress) -> Any:
    """Return the model's answer."""
    from hsiviewer.learning.text.writer import write_text

    return {"answer": write_text(task.folder, task.instruction, progress)}


def compare_texts(task: TextsTask, _progress: Progress) -> Any:
    """Return the encoder's name and the cosines of all pairs."""
    from hsiviewer.learning.text.class_text import paragraph_vectors
    from hsiviewer.learning.text.encoders import encode_cached, open_encoder

    encoder = open_encoder(task.encoder)
    vectors = paragraph_vectors(
        lambda texts, _words: encode_cached(encoder, texts), task.texts
    )
    return {"encoder": encoder.name, "cosines": (vectors @ vectors.T).tolist()}


class _OpenModel:
    """The model that was asked last stays open: clicks come in rows."""

    def __init__(self) -> None:
        self._key: tuple[object, ...] = ()
        self._predictor: Any = None

    def similarities(self, task: SimilarityTask, progress: Progress) -> Any:
        """Return class ids and the cosines of a pixel with their vectors."""
        from hsiviewer.learning.registry import method_spec
        from hsiviewer.learning.running.applying import open_predictor
        from hsiviewer.learning.saved.model_record import read_model_record
        from hsiviewer.workflows.tasks.records import PredictionTask
        from hsiviewer.workflows.tasks.worker import prediction_request

        record = read_model_record(Path(task.model))
        nothing = {"method": record.method, "class_ids": [], "cosines": [], "names": []}
        if not method_spec(record.method).uses_text:
            return nothing
        key = (task.scene, task.metadata, task.model, *task.auxiliary)
        if key != self._key:
            whole = PredictionTask(
                scene=task.scene,
                model=task.model,
                run_folder="",
                auxiliary=task.auxiliary,
                device="cpu",
                metadata=task.metadata,
            )
            request = prediction_request(whole, scratch=None)
            self._predictor = open_predictor(request, progress)
            self._key = key
        if not hasattr(self._predictor, "similarities"):
            return nothing
        found = self._predictor.similarities(task.row, task.col)
        return {
            "method": record.method,
            "class_ids": [cover.id for cover in record.classes],
            "cosines": found.tolist(),
            "names": [cover.name for cover in record.classes],
        }


_open_model = _OpenModel()


def compare_pixel(task: SimilarityTask, progress: Progress) -> Any:
    """Return how like the classes' texts a trained network finds a pixel."""
    return _open_model.similarities(task, progress)
