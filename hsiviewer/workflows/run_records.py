"""Jobs as they are kept in their run folders, across restarts of the program."""

import logging
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core import paths
from hsiviewer.core.errors import FileAccessError, HsiViewerError
from hsiviewer.io.atomic import write_text
from hsiviewer.workflows.tasks import CHECKPOINTS_FOLDER, LearningTask

_log = logging.getLogger(__name__)
RUN_FILE = "run.json"


class RunRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about a run.

    Parameters
    ----------
    kind : str
        ``"classify"`` or ``"pretrain"``.
    title : str
        What users call it.
    task : LearningTask
        What the worker was asked.
    state : str
        ``"unfinished"``, ``"done"``, ``"failed"`` or ``"cancelled"``.
    answer : dict, optional
        Of a run that is done.
    error : str
        Of a run that failed.
    seconds : float
        That it took.
    scene_digest : str
        Of the scene's content.
    begun_at, shown_at : float
        Seconds since 1970 when it was queued, and when its map was last put on the
        image; 0 for never, and for records of old versions.
    label_count : int
        Labelled pixels that it learned from.
    """

    kind: str
    title: str
    task: LearningTask
    state: str = "unfinished"
    answer: Any = None
    error: str = ""
    seconds: float = 0.0
    scene_digest: str = ""
    begun_at: float = 0.0
    shown_at: float = 0.0
    label_count: int = 0

    @property
    def folder(self) -> Path:
        """Holds the record, the labels, the result."""
        return Path(self.task.run_folder)

    @property
    def encoder(self) -> Path | None:
        """Weights that a finished pre-training has left; ``None`` for others."""
        weights = Path(self.task.save_model)
        ended = self.kind == "pretrain" and self.state == "done"
        return weights if ended and weights.is_dir() else None

    @property
    def can_continue(self) -> bool:
        """Whether training was stopped and left something to go on from."""
        unfinished = self.folder / CHECKPOINTS_FOLDER
        return self.state != "done" and any(unfinished.glob("*.safetensors"))


def new_run_folder(purpose: str = "") -> Path:
    """Make a folder for what a job reads and leaves.

    Parameters
    ----------
    purpose : str
        End of its name, for people who look.

    Raises
    ------
    FileAccessError
        If it cannot be made, not even in a temporary folder.
    """
    stamp = time.strftime("%Y%m%d-%H%M%S")
    name = "-".join(filter(None, (stamp, uuid.uuid4().hex[:8], purpose)))
    folder = paths.user_data() / "runs" / name
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise no_room(folder, error) from error
    return folder


def write_array(file: Path, values: npt.NDArray[Any]) -> None:
    """Write what a job reads to its run folder; the folder goes on failure.

    Raises
    ------
    FileAccessError
        If it cannot be written.
    """
    try:
        np.save(file, values)
    except OSError as error:
        shutil.rmtree(file.parent, ignore_errors=True)
        raise no_room(file, error) from error


def no_room(path: Path, error: OSError) -> FileAccessError:
    """Return why a job cannot leave its files in the user's data folder."""
    return FileAccessError(
        f"{path} cannot be written: {error.strerror or error}; free some space on that "
        "disk, or name another folder in the environment variable HSIVIEWER_HOME and "
        "start again"
    )


def write_run(record: RunRecord) -> None:
    """Write a run's record; a failure is logged, the run itself goes on."""
    try:
        text = msgspec.json.format(msgspec.json.encode(record)).decode()
        write_text(record.folder / RUN_FILE, text + "\n")
    except (HsiViewerError, OSError, msgspec.MsgspecError, TypeError) as error:
        _log.warning("the record of %s could not be written: %s", record.folder, error)


def read_runs(scene: str, digest: str) -> list[RunRecord]:
    """Return the runs of a scene, the oldest first; damaged ones are left out.

    Parameters
    ----------
    scene, digest : str
        Reference of the cube, and the digest of its content: a scene that was
        moved has its runs still.
    """
    found = []
    for file in sorted((paths.user_data() / "runs").glob(f"*/{RUN_FILE}")):
        try:
            record = msgspec.json.decode(file.read_bytes(), type=RunRecord)
        except (OSError, msgspec.MsgspecError) as error:
            _log.warning("%s cannot be read: %s", file, error)
            continue
        if record.task.scene == scene or record.scene_digest == digest:
            found.append(record)
    return found


def remove_run(record: RunRecord) -> None:
    """Delete a run with its result."""
    shutil.rmtree(record.folder, ignore_errors=True)
