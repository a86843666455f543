"""Classify a scene in a worker process: the main use case."""

from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.enough_classes import require_enough_classes
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.tasks.records import (
    LABELS_FILE,
    MODEL_FOLDER,
    LearningTask,
    load_result,
)
from hsiviewer.workflows.tasks.run_folders import new_run_folder, write_array


@dataclass(frozen=True)
class TrainingSettings:
    """What a user of the window has chosen for a training.

    Parameters
    ----------
    recipe : Recipe
        Method, parameters, seed, device and text encoder.
    auxiliary : tuple of str
        References of the auxiliary rasters to use.
    use_pretrained : bool
        Whether training starts from the last pre-training of the scene, if
        there is one.
    """

    recipe: Recipe = field(default_factory=Recipe)
    auxiliary: tuple[str, ...] = ()
    use_pretrained: bool = True


@dataclass(frozen=True, eq=False)
class LearningInputs:
    """What a learning job learns from: a snapshot that later edits leave alone.

    Parameters
    ----------
    cube : HsiCube
        The scene; the worker opens it again by its reference.
    auxiliary : tuple of HsiCube
        Rasters on its grid.
    labels : ndarray of uint16, shape (rows, cols)
        Shots; a copy.
    scheme : ClassScheme
        The classes.
    """

    cube: HsiCube
    labels: npt.NDArray[np.uint16]
    scheme: ClassScheme
    auxiliary: tuple[HsiCube, ...] = ()

    def check_labels(self) -> None:
        """Check that there is something to learn from.

        Raises
        ------
        TrainingDataError
            If fewer than two classes have labels.
        """
        labelled = np.unique(self.labels[self.labels > 0])
        require_enough_classes(labelled.tolist(), self.scheme)


def submit_classification(
    runner: JobRunner,
    inputs: LearningInputs,
    recipe: Recipe,
    *,
    pretrained: Path | None = None,
    save_model: Path | None = None,
) -> tuple[Job, Path]:
    """Queue a classification; return the job and its run folder.

    Raises
    ------
    ConfigurationError
        If method, preset or parameters do not exist.
    TrainingDataError
        If fewer than two classes have labels.
    """
    inputs.check_labels()
    task = learning_task(inputs, recipe, pretrained=pretrained)
    return submit_task(runner, inputs, task, save_model=save_model)


def submit_task(
    runner: JobRunner,
    inputs: LearningInputs,
    task: LearningTask,
    *,
    save_model: Path | None = None,
) -> tuple[Job, Path]:
    """Queue a classification that `learning_task` has described.

    Raises
    ------
    FileAccessError
        If there is no room for its files.
    """
    placed = _placed(task, save_model)
    folder = Path(placed.run_folder)
    write_array(folder / LABELS_FILE, inputs.labels)
    job = runner.submit(
        "classify",
        placed,
        title=task.recipe.title,
        label_count=int(np.count_nonzero(inputs.labels)),
    )
    return job, folder


def submit_pretraining(
    runner: JobRunner,
    inputs: LearningInputs,
    recipe: Recipe,
    *,
    save_model: Path | None = None,
) -> tuple[Job, Path]:
    """Queue a pre-training; return the job and the folder of its weights.

    Raises
    ------
    ConfigurationError
        If the method has no stage that learns without labels.
    """
    task = _placed(learning_task(inputs, recipe, pretrained=None), save_model)
    title = f"Pre-train {recipe.title}"
    return runner.submit("pretrain", task, title=title), Path(task.save_model)


async def classify(
    runner: JobRunner,
    inputs: LearningInputs,
    recipe: Recipe,
    *,
    pretrained: Path | None = None,
    save_model: Path | None = None,
) -> ClassificationResult:
    """Classify a scene and return the result; errors as `JobRunner.result`."""
    job, folder = submit_classification(
        runner, inputs, recipe, pretrained=pretrained, save_model=save_model
    )
    answer = await runner.result(job)
    return load_result(folder, answer, inputs.cube.georeference)


def learning_task(
    inputs: LearningInputs, recipe: Recipe, *, pretrained: Path | None
) -> LearningTask:
    """Return what a worker is asked to do, without a folder yet.

    Raises
    ------
    ConfigurationError
        If method, preset or parameters do not exist, or the method cannot start from
        a pre-trained model.
    """
    # A wrong parameter is told at once, not after a worker has started.
    recipe.make_config()
    if pretrained is not None and not recipe.spec.can_pretrain:
        raise ConfigurationError(
            f"method {recipe.method} learns from labels only and cannot start from "
            f"the pre-trained model {pretrained}; leave it out, or choose another "
            "method"
        )
    cube = inputs.cube
    return LearningTask(
        scene=cube.reference,
        run_folder="",
        classes=list(inputs.scheme.restricted(np.unique(inputs.labels).tolist())),
        recipe=recipe,
        auxiliary=[raster.reference for raster in inputs.auxiliary],
        good_bands=cube.bands.good_mask.tolist(),
        metadata=cube.metadata,
        pretrained=str(pretrained) if pretrained else "",
        labels_digest=blake2b(inputs.labels.tobytes(), digest_size=16).hexdigest(),
    )


def _placed(task: LearningTask, save_model: Path | None) -> LearningTask:
    """Return a task with a run folder of its own."""
    folder = new_run_folder()
    return msgspec.structs.replace(
        task,
        run_folder=str(folder),
        save_model=str(save_model or folder / MODEL_FOLDER),
    )
