"""Maps to work on later: runs that were kept, and maps that were exported."""

import contextlib
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import FileAccessError, HsiViewerError
from hsiviewer.core.labels import LabelArray
from hsiviewer.core.probabilities import PROBABILITIES_FILE
from hsiviewer.io.atomic import replacing, unwritable
from hsiviewer.io.labels import read_label_file
from hsiviewer.io.maps import read_provenance
from hsiviewer.io.registry import open_cube
from hsiviewer.learning.prediction.scores import CLASS_MAP_FILE, CONFIDENCE_FILE
from hsiviewer.workflows.tasks.records import LABELS_FILE, load_result
from hsiviewer.workflows.tasks.run_folders import (
    RUN_FILE,
    RunRecord,
    read_record,
    run_text,
)
from hsiviewer.workflows.tasks.scenes import open_scene

# The record last, because it vouches for the others.
RUN_FILES = (
    CLASS_MAP_FILE, CONFIDENCE_FILE, PROBABILITIES_FILE, LABELS_FILE, RUN_FILE,
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class ResultSource:
    """A map with what is known of how it was made.

    Parameters
    ----------
    path : Path
        Folder of the run, or file of the map.
    result : ClassificationResult
    grid : HsiCube
        Has the rows, columns and place of the map: its scene, or its own file.
    labels : ndarray of uint16, shape (rows, cols), optional
        What was learned from; known of runs only.
    record : RunRecord, optional
        Of runs.
    has_scene : bool
        Whether `grid` is the scene that was classified.
    """

    path: Path
    result: ClassificationResult
    grid: HsiCube
    labels: LabelArray | None = None
    record: RunRecord | None = None
    has_scene: bool = False

    @property
    def title(self) -> str:
        """What sentences call it."""
        return self.path.name


def open_result(path: Path) -> ResultSource:
    """Open the folder of a run, or a map that was exported.

    Raises
    ------
    HsiViewerError
        If there is no map there, or the scene of the run is gone.
    """
    if path.is_dir():
        return _run(path)
    if not path.exists():
        raise FileAccessError(
            f"{path} does not exist; name the folder of a run, as classify --save-run "
            "writes it, or a map (.tif)"
        )
    grid = open_cube(path)
    file = read_label_file(path, grid)
    ids = file.labels.values
    confidence = np.full(ids.shape, np.nan, np.float32)  # lies in another file, if any
    result = ClassificationResult(
        ids, confidence, file.scheme, grid.georeference, read_provenance(path)
    )
    return ResultSource(path, result, grid)


def _run(folder: Path) -> ResultSource:
    if not (folder / RUN_FILE).is_file():
        raise FileAccessError(
            f"{folder} is no folder of a run: it has no {RUN_FILE}; name a folder that "
            "classify --save-run has written, or a map (.tif)"
        )
    try:
        record = read_record(folder / RUN_FILE)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise FileAccessError(
            f"{folder / RUN_FILE} is damaged: {error}; train again"
        ) from error
    if record.answer is None:
        raise FileAccessError(f"the run in {folder} has left no map; train again")
    task = record.task
    grid = open_scene(task.scene, task.good_bands, task.metadata)
    result = load_result(folder, record.answer, grid.georeference)
    if result.class_map.shape != grid.grid_shape:
        raise HsiViewerError(
            f"{task.scene} has other rows and columns than the map of {folder}: its "
            "file has changed since; train again"
        )
    labels = None
    with contextlib.suppress(OSError, ValueError, EOFError):
        labels = np.load(folder / LABELS_FILE)
    return ResultSource(folder, result, grid, labels, record, has_scene=True)


def _absolute(reference: str) -> str:
    """Return a file, or file:variable, as it can be opened from anywhere."""
    is_placed = os.path.isabs(reference)  # noqa: PTH117 - file:variable
    return reference if is_placed else f"{Path.cwd()}{os.sep}{reference}"


def save_run(record: RunRecord, folder: Path) -> None:
    """Copy a finished run to a folder of the user's, to export it later.

    Raises
    ------
    ExportError, DiskFullError
        If it cannot be written.
    """
    task = msgspec.structs.replace(
        record.task,
        scene=_absolute(record.task.scene),
        auxiliary=[_absolute(raster) for raster in record.task.auxiliary],
    )
    placed = run_text(msgspec.structs.replace(record, task=task))
    names = [name for name in RUN_FILES if (record.folder / name).is_file()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(*(folder / name for name in names)) as partial:
            for name, temporary in zip(names, partial, strict=True):
                if name == RUN_FILE:
                    temporary.write_text(placed, encoding="utf-8")
                else:
                    shutil.copyfile(record.folder / name, temporary)
    except OSError as error:
        if isinstance(error, HsiViewerError):
            raise
        raise unwritable(folder, error) from error
