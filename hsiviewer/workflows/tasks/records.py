"""What worker processes are asked to do: JSON records, and results in files."""

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import FileAccessError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.probabilities import PROBABILITIES_FILE, ClassProbabilities
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.atomic import unwritable
from hsiviewer.jobs.job import Job
from hsiviewer.learning.prediction.scores import CLASS_MAP_FILE, CONFIDENCE_FILE
from hsiviewer.learning.recipe import Recipe

WORKER_ENTRY = "hsiviewer.workflows.tasks.worker:run_task"

LABELS_FILE = "labels.npy"
REFERENCE_FILE = "reference.npy"
CHECKPOINTS_FOLDER = "unfinished"
MODEL_FOLDER = "model"


class LearningTask(msgspec.Struct, frozen=True, kw_only=True):
    """Classify a scene, or pre-train on it.

    Parameters
    ----------
    scene : str
        Reference of the cube, as `hsiviewer.io.registry.open_cube` takes it.
    auxiliary : list of str
        References of auxiliary rasters.
    good_bands : list of bool, optional
        Quality marks that replace the file's.
    metadata : SceneMetadata
        What the user says about the scene.
    run_folder : str
        Holds ``labels.npy`` when the job starts, and the results when it ends.
    classes : list of LandCoverClass
        The class scheme.
    recipe : Recipe
        Method, parameters, seed, device and text encoder.
    pretrained, save_model
        As in `hsiviewer.learning.data.requests.LearningRequest`; empty for none.
    labels_digest : str
        Of ``labels.npy``, to tell tasks apart.
    """

    scene: str
    run_folder: str
    classes: list[LandCoverClass]
    recipe: Recipe
    auxiliary: list[str] = []
    good_bands: list[bool] | None = None
    metadata: SceneMetadata = msgspec.field(default_factory=SceneMetadata)
    pretrained: str = ""
    save_model: str = ""
    labels_digest: str = ""

    def is_same_work(self, other: "LearningTask") -> bool:
        """Tell whether another task learns the same from the same."""
        mine, theirs = (
            msgspec.structs.replace(record, run_folder="", save_model="")
            for record in (self, other)
        )
        return mine == theirs


class PredictionTask(msgspec.Struct, frozen=True, kw_only=True):
    """Classify a scene with a trained model.

    Parameters
    ----------
    scene, auxiliary, metadata, run_folder
        As in `LearningTask`.
    device : str
        As in `hsiviewer.learning.recipe.Recipe`.
    model : str
        Folder of the model.
    scheduler : str
        Address of a Dask scheduler that the tiles are handed to; empty for none.
    """

    scene: str
    model: str
    run_folder: str
    auxiliary: list[str] = []
    device: str = "auto"
    scheduler: str = ""
    metadata: SceneMetadata = msgspec.field(default_factory=SceneMetadata)


class ObjectsTask(msgspec.Struct, frozen=True, kw_only=True):
    """Classify whole objects in small cubes.

    Parameters
    ----------
    files : list of str
        References of the cubes.
    class_ids : list of int
        Class of each object that is trained on, 0 for the others.
    classes, recipe, run_folder
        As in `LearningTask`.
    metadata : SceneMetadata
        What the user says about each of the cubes.
    """

    files: list[str]
    class_ids: list[int]
    classes: list[LandCoverClass]
    recipe: Recipe
    run_folder: str
    metadata: SceneMetadata = msgspec.field(default_factory=SceneMetadata)


class EvaluationTask(msgspec.Struct, frozen=True, kw_only=True):
    """Run methods over shots and seeds against a reference.

    Parameters
    ----------
    scene, classes, auxiliary, good_bands, metadata
        As in `LearningTask`.
    run_folder : str
        Holds ``reference.npy``, the ground truth.
    recipes : list of Recipe
        One for each method; their seeds are not used.
    shots : list of int or float
        Labels per class, or below 1 their share.
    seeds : list of int
        Every combination is run.
    split : str
        One of `hsiviewer.evaluation.splits.KINDS`.
    sweep_key, sweep_values
        A parameter, and the values that every method is run with.
    patch : int
        Side of the patches that test pixels of a spatial split keep away from; 0 for
        the largest of the methods.
    """

    scene: str
    run_folder: str
    classes: list[LandCoverClass]
    recipes: list[Recipe]
    shots: list[int | float]
    seeds: list[int]
    split: str = "random"
    sweep_key: str = ""
    sweep_values: list[str] = []
    patch: int = 0
    auxiliary: list[str] = []
    good_bands: list[bool] | None = None
    metadata: SceneMetadata = msgspec.field(default_factory=SceneMetadata)


class ComparisonTask(msgspec.Struct, frozen=True, kw_only=True):
    """Run methods on the same labels, several times, and make a map by each.

    Parameters
    ----------
    run_folder : str
        Holds ``labels.npy``, and ``reference.npy`` if there is a ground truth.
    recipes : list of Recipe
        One for each method, with the same seed.
    map_folders : list of str
        Where the map and the model of each method go.
    rounds : int
        How often each method is trained: with another seed if there is a reference,
        else with another half of the labels held out.
    scene, classes, auxiliary, good_bands, metadata
        As in `LearningTask`.
    """

    scene: str
    run_folder: str
    classes: list[LandCoverClass]
    recipes: list[Recipe]
    map_folders: list[str]
    rounds: int = 3
    auxiliary: list[str] = []
    good_bands: list[bool] | None = None
    metadata: SceneMetadata = msgspec.field(default_factory=SceneMetadata)


class DevicesTask(msgspec.Struct, frozen=True):
    """List the devices that can train."""


class DiagnosisTask(msgspec.Struct, frozen=True):
    """Say what can train, and what to do if a card is not found."""


class DeviceInfo(msgspec.Struct, frozen=True):
    """A device that can train.

    Parameters
    ----------
    id : str
        ``"cpu"`` or ``"cuda"``.
    title : str
        What users call it, with its memory.
    """

    id: str
    title: str


def learning_task_of(job: Job) -> LearningTask:
    """Return what the worker of a learning job is asked to do."""
    assert isinstance(job.record, LearningTask)
    return job.record


def save_result(folder: Path, result: ClassificationResult) -> dict[str, Any]:
    """Write a result's arrays to a run folder and return the rest as JSON.

    Raises
    ------
    DiskFullError, ExportError
        If they cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _save_array(folder / CLASS_MAP_FILE, result.class_map)
        _save_array(folder / CONFIDENCE_FILE, result.confidence)
        if result.probabilities is not None:
            _save_array(folder / PROBABILITIES_FILE, result.probabilities.bytes)
    except OSError as error:
        raise unwritable(folder / CLASS_MAP_FILE, error) from error
    kept = result.probabilities
    return {
        "provenance": dict(result.provenance),
        "classes": msgspec.to_builtins(list(result.scheme)),
        "probability_ids": [] if kept is None else list(kept.class_ids),
    }


def _save_array(path: Path, values: npt.NDArray[Any]) -> None:
    """Write an array, unless it lies in that very file already."""
    name = getattr(values, "filename", None)
    if isinstance(values, np.memmap) and name and Path(name) == path.resolve():
        values.flush()
    else:
        np.save(path, values)


def load_result(
    folder: Path, answer: dict[str, Any], georeference: GeoReference
) -> ClassificationResult:
    """Return the result that a worker has left in a run folder.

    Raises
    ------
    FileAccessError
        If its files are gone or damaged.
    """
    try:
        class_map = np.load(folder / CLASS_MAP_FILE, mmap_mode="r")
        confidence = np.load(folder / CONFIDENCE_FILE, mmap_mode="r")
        classes = msgspec.convert(answer["classes"], list[LandCoverClass])
        provenance = dict(answer["provenance"])
        probabilities = _load_probabilities(folder, answer, class_map.shape)
    except (OSError, EOFError, ValueError, TypeError, KeyError) as error:
        raise FileAccessError(
            f"{folder}: the map of this run cannot be read ({error}); train again"
        ) from error
    return ClassificationResult(
        class_map=class_map,
        confidence=confidence,
        scheme=ClassScheme(tuple(classes)),
        georeference=georeference,
        provenance=provenance,
        probabilities=probabilities,
    )


def _load_probabilities(
    folder: Path, answer: dict[str, Any], shape: tuple[int, ...]
) -> ClassProbabilities | None:
    """Return the probabilities of a run; runs of version 0.1 have none."""
    ids = answer.get("probability_ids")
    file = folder / PROBABILITIES_FILE
    if not ids or not file.is_file():
        return None
    planes = np.load(file, mmap_mode="r")
    if planes.dtype != np.uint8 or planes.shape != (len(ids), *shape):
        raise ValueError(f"{file.name} has the shape {planes.shape}")
    return ClassProbabilities(tuple(int(class_id) for class_id in ids), planes)
