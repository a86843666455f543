"""Jobs as they are kept in their run folders, across restarts of the program."""

import dataclasses
import json
import logging
import os
import platform
import shutil
import time
import uuid
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from hsiviewer.core import paths
from hsiviewer.core.errors import FileAccessError, ForeignTextError, HsiViewerError
from hsiviewer.core.foreign_files import read_json, read_limited
from hsiviewer.io.atomic import write_text
from hsiviewer.jobs.messages import decode_values, encode_record
from hsiviewer.learning.prediction.scores import CLASS_MAP_FILE
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.registry import METHODS
from hsiviewer.workflows.tasks.records import (
    CHECKPOINTS_FOLDER,
    MODEL_FOLDER,
    LearningTask,
)

_log = logging.getLogger(__name__)
RUN_FILE = "run.json"
FORMAT = 3
_RUNS = "runs"
_USED_FILE = "in-use.json"
_RESULTS = (CLASS_MAP_FILE, MODEL_FOLDER, "objects.csv")


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
    scene_variable : str, optional
        Name of the scene inside its file; ``None`` in records of old versions.
    begun_at, shown_at : float
        Seconds since 1970 when it was queued, and when its map was last put on the
        image; 0 for never, and for records of old versions.
    label_count : int
        Labelled pixels that it learned from.
    format : int
        Of the file; see `_current`.
    """

    kind: str
    title: str
    task: LearningTask
    state: str = "unfinished"
    answer: Any = None
    error: str = ""
    seconds: float = 0.0
    scene_digest: str = ""
    scene_variable: str | None = None
    begun_at: float = 0.0
    shown_at: float = 0.0
    label_count: int = 0
    format: int = FORMAT

    @property
    def folder(self) -> Path:
        """Holds the record, the labels, the result."""
        return Path(self.task.run_folder)

    def is_of(self, digest: str, variable: str) -> bool:
        """Tell for certain that it has learned from a content; see `read_runs`."""
        known = self.scene_variable
        if known is None:
            name = self.task.scene.replace("\\", "/").rpartition("/")[2]
            known = name.partition(":")[2]
        return bool(digest) and (self.scene_digest, known) == (digest, variable)

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
    folder = paths.user_data() / _RUNS / name
    try:
        folder.mkdir(parents=True)
        _mark_as_used(folder)
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
        discard_run(file.parent)
        raise no_room(file, error) from error


def no_room(path: Path, error: OSError) -> FileAccessError:
    """Return why a job cannot leave its files in the user's data folder."""
    return FileAccessError(
        f"{path} cannot be written: {error.strerror or error}; free some space on that "
        "disk, or name another folder in the environment variable HSIVIEWER_HOME and "
        "start again"
    )


def run_text(record: RunRecord) -> str:
    """Return a run's record as it is written."""
    return msgspec.json.format(encode_record(record)).decode() + "\n"


def write_run(record: RunRecord) -> None:
    """Write a run's record; a failure is logged, the run itself goes on."""
    try:
        write_text(record.folder / RUN_FILE, run_text(record))
    except (HsiViewerError, OSError, msgspec.MsgspecError, TypeError) as error:
        _log.warning("the record of %s could not be written: %s", record.folder, error)


def read_runs(scene: str, digest: str, variable: str = "") -> list[RunRecord]:
    """Return the runs of a scene, the oldest first; damaged ones are left out.

    Parameters
    ----------
    scene, digest, variable : str
        Reference of the cube, the digest of its content, and its name inside the
        file: a scene that was moved has its runs still. Without a digest, its runs
        are found by the reference only.
    """
    places = {scene, str(Path(scene).resolve())}
    found = []
    for file in sorted((paths.user_data() / _RUNS).glob(f"*/{RUN_FILE}")):
        try:
            record = _read_run(file)
        except (HsiViewerError, msgspec.MsgspecError, RecursionError) as error:
            _log.warning("%s cannot be read: %s", file, error)
            continue
        if record.task.scene in places or record.is_of(digest, variable):
            found.append(record)
    return found


def _read_run(file: Path) -> RunRecord:
    """Read a record, which says of itself where it lies.

    Raises
    ------
    HsiViewerError, msgspec.MsgspecError
        If it is damaged, or that of another folder.
    """
    values = decode_values(read_limited(file))
    record = msgspec.convert(_current(values), RunRecord)
    if not is_run_folder(file.parent) or record.folder.name != file.parent.name:
        raise ForeignTextError(f"{file} is the record of another run")
    return _placed(record, file)


def read_record(file: Path) -> RunRecord:
    """Read the record of a run that was copied anywhere.

    Raises
    ------
    HsiViewerError, msgspec.MsgspecError
        If it is damaged.
    """
    values = decode_values(read_limited(file))
    return _placed(msgspec.convert(_current(values), RunRecord), file)


def _placed(record: RunRecord, file: Path) -> RunRecord:
    """Return a record that lies where it was found.

    The folder of all runs may have been moved. Nothing is ever written or deleted
    where a record says, but where it lies.
    """
    model = file.parent / MODEL_FOLDER if record.task.save_model else ""
    task = msgspec.structs.replace(
        record.task, run_folder=str(file.parent), save_model=str(model)
    )
    return msgspec.structs.replace(record, task=task)


def _current(values: Any) -> Any:
    """Return the JSON values of a record as those of today's format.

    The records of format 1, which do not say so, have the recipe's fields in the task
    itself. In those of format 1 and 2 preset ``quick`` had other values.
    """
    if not isinstance(values, dict) or not isinstance(values.get("task"), dict):
        return values
    task = dict(values["task"])
    is_earlier = values.get("format", 1) in (1, 2)
    if "format" not in values:
        names = {field.name for field in dataclasses.fields(Recipe)}
        task["recipe"] = {name: task.pop(name) for name in names & task.keys()}
    if is_earlier and isinstance(task.get("recipe"), dict):
        task["recipe"] = _with_earlier_values(task["recipe"])
    return {**values, "task": task, "format": FORMAT} if is_earlier else values


def _with_earlier_values(recipe: dict[str, Any]) -> dict[str, Any]:
    """Return the JSON values of a recipe that mean what they did in version 0.1."""
    spec = METHODS.get(str(recipe.get("method", Recipe.method)))
    overrides = recipe.get("overrides", {})
    is_quick = recipe.get("preset", Recipe.preset) == "quick"
    if spec is None or not is_quick or not isinstance(overrides, dict):
        return recipe
    return {**recipe, "overrides": {**spec.earlier_values, **overrides}}


def is_run_folder(folder: Path) -> bool:
    """Tell whether a folder lies where those of runs do, and is no link."""
    try:
        runs = (paths.user_data() / _RUNS).resolve()
        return folder.parent.resolve() == runs and folder.resolve().parent == runs
    except (OSError, ValueError):
        return False


def remove_run(record: RunRecord) -> None:
    """Delete a run with its result; nothing that lies elsewhere."""
    discard_run(record.folder)


def discard_run(folder: Path) -> None:
    """Delete a run folder; any other folder stays, and so does what links lead to."""
    if not is_run_folder(folder):
        _log.warning("%s is no folder of a run and was not deleted", folder)
        return
    # Windows keeps files that are still mapped; they are small change there.
    shutil.rmtree(folder, ignore_errors=True)


def remove_stale_runs() -> None:
    """Delete the folders that ended programs have left without record and result.

    A window records its runs; the command line has its results elsewhere, and leaves
    one here only if it could not be written there. A folder is in use as long as its
    program runs on this machine, and kept where that cannot be told.
    """
    try:
        files = sorted((paths.user_data() / _RUNS).glob(f"*/{_USED_FILE}"))
    except OSError:
        return
    for file in files:
        folder = file.parent
        is_kept = any((folder / name).exists() for name in (RUN_FILE, *_RESULTS))
        if not is_kept and _has_ended(file):
            discard_run(folder)


def _mark_as_used(folder: Path) -> None:
    pid = os.getpid()
    mark = {"host": _machine(), "pid": pid, "begun": _process_start(pid)}
    (folder / _USED_FILE).write_text(json.dumps(mark), encoding="utf-8")


def _has_ended(file: Path) -> bool:
    """Tell whether the program that made a folder has ended for certain."""
    try:
        mark = read_json(file, limit=1000)
        if mark["host"] != _machine() or not mark["begun"]:
            return False
        return bool(_process_start(int(mark["pid"])) != mark["begun"])
    except (HsiViewerError, KeyError, TypeError, ValueError):
        return False


def _machine() -> str:
    """Return what tells this machine, or a container in it, from others."""
    try:
        namespace = os.readlink("/proc/self/ns/pid")  # noqa: PTH115 - no path
    except OSError:
        namespace = ""
    return f"{platform.node()} {namespace}"


def _process_start(pid: int) -> str:
    """Return what tells a process from others of its number, ``"ended"`` if it is gone.

    Empty where the system does not say.
    """
    system = Path("/proc")
    if not (system / "self" / "stat").exists():
        return ""
    try:
        stat = (system / str(pid) / "stat").read_text(errors="replace")
        boot = (system / "sys/kernel/random/boot_id").read_text().strip()
    except OSError:
        return "ended"
    # The name of the program stands in brackets and may have any form.
    return f"{boot} {stat.rpartition(')')[2].split()[19]}"
