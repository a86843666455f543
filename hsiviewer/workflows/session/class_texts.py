"""How close the classes' texts are to each other, and a pixel to each of them."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.document import Document
from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import Progress, SilentProgress
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.text.folder import (
    TextModelFacts,
    downloaded_folder,
    is_model_name,
    model_facts,
    model_folder,
)
from hsiviewer.learning.text.hub import (
    RemoteModel,
    download_model,
    find_remote_model,
)
from hsiviewer.workflows.session.training_runs import TrainingRuns
from hsiviewer.workflows.tasks.texts import SimilarityTask, TextsTask, WriteTask
from hsiviewer.workflows.tasks.threads import in_io_thread

Pixel = tuple[int, int]
Ask = Callable[[str, msgspec.Struct], Coroutine[Any, Any, Any]]

DEFAULT_ENCODER = "minilm"
SAME = 0.999  # cosine from which on two texts are one to an encoder
ALIKE = 0.9  # from which on little is left to tell them apart by


@dataclass(frozen=True, eq=False)
class TextComparison:
    """Texts of the classes as an encoder sees them.

    Parameters
    ----------
    encoder : str
        Its name.
    class_ids : tuple of int
        Order of rows and columns.
    cosines : ndarray, shape (K, K)
    """

    encoder: str
    class_ids: tuple[int, ...]
    cosines: npt.NDArray[np.float64]

    def pairs_above(self, least: float) -> list[tuple[int, int, float]]:
        """Return the pairs of class ids at least so close, closest first."""
        found = [
            (self.class_ids[row], self.class_ids[col], float(self.cosines[row, col]))
            for row in range(len(self.class_ids))
            for col in range(row)
            if self.cosines[row, col] >= least
        ]
        return sorted(found, key=lambda each: -each[2])


@dataclass(frozen=True)
class PixelSimilarity:
    """A pixel beside the texts of the classes.

    Parameters
    ----------
    pixel : tuple of int
        Row and column.
    method : str
        Of the model that was asked.
    cosines : dict
        By class id, greatest first; empty where the method reads no texts.
    names : dict
        What the classes were called when the model learned them.
    """

    pixel: Pixel
    method: str
    cosines: dict[int, float]
    names: dict[int, str] = field(default_factory=dict)


def provide_model(
    encoder: str,
    *,
    may_download: bool,
    tell: Callable[[str], object],
    consent: str = "--allow-download",
) -> None:
    """Fetch a text encoder that is called by name, if its user allows it.

    Encoders of other kinds, and those that are on this machine, are left alone.

    Parameters
    ----------
    tell : callable
        Told the size before anything is fetched.
    consent : str
        What the user has to add to allow it.

    Raises
    ------
    TextEncoderError
        If it is not here and may not be fetched, or cannot be.
    """
    if not is_model_name(encoder) or downloaded_folder(encoder) is not None:
        return
    if not may_download:
        raise TextEncoderError(
            f"the text encoder {encoder} is not on this machine; add {consent} "
            "to fetch it (its size is told first), or name a folder that holds it"
        )
    model = find_remote_model(encoder)
    tell(f"{encoder}: {model.summary}")
    download_model(model, SilentProgress())


class ClassTexts:
    """Questions about texts, answered by the warm worker.

    Parameters
    ----------
    jobs : JobRunner
        Where a local language model writes.
    ask : coroutine function
        Of the interactive worker.
    """

    def __init__(
        self, document: Document, training: TrainingRuns, jobs: JobRunner, ask: Ask
    ) -> None:
        self._jobs = jobs
        self._document = document
        self._training = training
        self._ask = ask

    async def compare(self, encoder: str = "") -> TextComparison:
        """Return how close the texts of all classes are.

        Raises
        ------
        HsiViewerError
            If the encoder cannot be used.
        """
        classes = list(self._document.classes)
        task = TextsTask(
            texts=[cover.text for cover in classes], encoder=encoder or DEFAULT_ENCODER
        )
        answer = await self._ask("texts", task)
        return TextComparison(
            answer["encoder"],
            tuple(cover.id for cover in classes),
            np.array(answer["cosines"], np.float64),
        )

    async def similarity(self, pixel: Pixel) -> PixelSimilarity | None:
        """Return how like the texts the shown map's model finds a pixel.

        Returns
        -------
        PixelSimilarity or None
            None if no model is shown, or it was deleted.
        """
        cube, model = self._document.cube, self._training.shown_model
        if cube is None or model is None or not model.folder.is_dir():
            return None
        task = SimilarityTask(
            scene=cube.reference,
            model=str(model.folder),
            auxiliary=list(model.auxiliary),
            row=pixel[0],
            col=pixel[1],
            metadata=cube.metadata,
        )
        answer = await self._ask("similarity", task)
        found = sorted(
            zip(answer["class_ids"], answer["cosines"], strict=True),
            key=lambda each: -each[1],
        )
        names = dict(zip(answer["class_ids"], answer["names"], strict=True))
        return PixelSimilarity(pixel, answer["method"], dict(found), names)

    def start_writing(self, folder: str, instruction: str) -> Job:
        """Queue the answer of a local language model to an instruction."""
        task = WriteTask(folder=folder, instruction=instruction)
        job = self._jobs.submit("write", task, title="Write descriptions")
        self._training.take(job)
        return job

    async def written(self, job: Job) -> str:
        """Wait for the answer of `start_writing`; errors as `JobRunner.result`."""
        answer = await self._jobs.result(job)
        return str(answer["answer"])

    def stop_writing(self, job: Job) -> None:
        """Give up an answer."""
        job.cancel()

    async def facts(self, encoder: str) -> TextModelFacts:
        """Tell what is known of a model on this machine, without loading it.

        Raises
        ------
        TextEncoderError
            If there is none, or it cannot be used.
        """
        return await in_io_thread(lambda: model_facts(model_folder(encoder)))

    async def has_model(self, name: str) -> bool:
        """Tell whether a model was downloaded before."""
        return await in_io_thread(downloaded_folder, name) is not None

    async def find_model(self, name: str) -> RemoteModel:
        """Ask the hub what a model is and how large; nothing is downloaded."""
        return await in_io_thread(find_remote_model, name)

    async def download_model(self, model: RemoteModel, progress: Progress) -> Path:
        """Fetch a model after its user has agreed."""
        return await in_io_thread(download_model, model, progress)
