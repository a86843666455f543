"""Typed records that cross the pipe between the program and a worker process.

Everything is JSON: a worker has opened files that nobody vouches for, and what
it sends back is data, never objects.
"""

from typing import Any

import msgspec


class RunTask(msgspec.Struct, tag="run", frozen=True):
    """Program to worker: do a task.

    Parameters
    ----------
    task : str
        Name that the worker's entry understands.
    payload : Raw
        The task's own JSON record.
    """

    task: str
    payload: msgspec.Raw


class CancelTask(msgspec.Struct, tag="cancel", frozen=True):
    """Program to worker: stop the running task at its next checkpoint."""


class PauseTask(msgspec.Struct, tag="pause", frozen=True):
    """Program to worker: wait at the next checkpoint."""


class ContinueTask(msgspec.Struct, tag="continue", frozen=True):
    """Program to worker: go on after a pause."""


class TaskAlive(msgspec.Struct, tag="alive", frozen=True):
    """Worker to program, every few seconds: the process works.

    Parameters
    ----------
    checkpoints : int
        How often the task has asked whether to go on; a task that hangs asks no
        more.
    memory_mb : int
        The most memory that the process has held; 0 where that is unknown.
    """

    checkpoints: int
    memory_mb: int = 0


class TaskStarted(msgspec.Struct, tag="started", frozen=True):
    """Worker to program: the task's code is loaded and begins."""


class TaskProgress(msgspec.Struct, tag="progress", frozen=True, kw_only=True):
    """Worker to program: fields as in `hsiviewer.core.progress.ProgressUpdate`."""

    fraction: float
    stage: str = ""
    message: str = ""
    step: int | None = None
    loss: float | None = None
    accuracy: float | None = None


class TaskDone(msgspec.Struct, tag="done", frozen=True):
    """Worker to program: the task's JSON answer."""

    answer: Any


class TaskCancelled(msgspec.Struct, tag="cancelled", frozen=True):
    """Worker to program: the task has stopped because it was told to."""


class TaskFailed(msgspec.Struct, tag="failed", frozen=True):
    """Worker to program: the task ended with an error.

    Parameters
    ----------
    sentence : str
        For the user.
    kind : str
        Name of the error class in `hsiviewer.core.errors`; empty for a fault of
        the program itself.
    details : str
        Traceback, for the log.
    """

    sentence: str
    kind: str = ""
    details: str = ""


ToWorker = RunTask | CancelTask | PauseTask | ContinueTask
FromWorker = (
    TaskStarted | TaskAlive | TaskProgress | TaskDone | TaskCancelled | TaskFailed
)

_MAX_MESSAGE_BYTES = 64 * 1024 * 1024
_to_worker: msgspec.json.Decoder[ToWorker] = msgspec.json.Decoder(ToWorker)
_from_worker: msgspec.json.Decoder[FromWorker] = msgspec.json.Decoder(FromWorker)


def encode(message: ToWorker | FromWorker) -> bytes:
    """Return the bytes of a message.

    Raises
    ------
    ValueError
        If the message is longer than 64 MiB: large results belong in files.
    """
    data = msgspec.json.encode(message)
    if len(data) > _MAX_MESSAGE_BYTES:
        raise ValueError(f"a message of {len(data)} bytes is too long for the pipe")
    return data


def decode_to_worker(data: bytes) -> ToWorker:
    """Return the message that the program sent."""
    return _to_worker.decode(data)


def decode_from_worker(data: bytes) -> FromWorker:
    """Return the message that the worker sent."""
    return _from_worker.decode(data)
