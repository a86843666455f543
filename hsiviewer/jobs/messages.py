"""Typed records that cross the pipe between the program and a worker process.

Everything is JSON: a worker has opened files that nobody vouches for, and what
it sends back is data, never objects.
"""

import re
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from hsiviewer.core.progress import ProgressUpdate

_Record = TypeVar("_Record", bound=msgspec.Struct)


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


class TaskProgress(msgspec.Struct, tag="progress", frozen=True):
    """Worker to program: how far the task is."""

    update: ProgressUpdate


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


# A name of a file need not be UTF-8; Python keeps its other bytes as lone surrogates,
# which JSON has no place for. No name holds a null character.
_ESCAPED = re.compile("\0(d[89a-f][0-9a-f]{2})")
_ESCAPE = b"\\u0000"
_LONE = re.compile("[\ud800-\udfff]")


def encode_record(record: msgspec.Struct) -> bytes:
    """Return the JSON of a task or another record, whatever its names are."""
    try:
        return msgspec.json.encode(record)
    except UnicodeEncodeError:
        return msgspec.json.encode(_mapped(msgspec.to_builtins(record), _escaped))


def decode_record(payload: bytes, kind: type[_Record]) -> _Record:
    """Return the record that `encode_record` has written.

    Raises
    ------
    msgspec.MsgspecError
        If it is none of this kind.
    """
    if _ESCAPE not in payload:
        return msgspec.json.decode(payload, type=kind)
    return msgspec.convert(decode_values(payload), kind)


def decode_values(payload: bytes) -> Any:
    """Return the JSON values of a record, before they are checked.

    Raises
    ------
    msgspec.MsgspecError
        If it is no JSON.
    """
    values = msgspec.json.decode(payload)
    return _mapped(values, _restored) if _ESCAPE in payload else values


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return JSON values with all their texts changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_mapped(entry, change) for entry in value]
    if isinstance(value, dict):
        return {change(key): _mapped(each, change) for key, each in value.items()}
    return value


def _escaped(text: str) -> str:
    return _LONE.sub(lambda found: f"\0{ord(found[0]):04x}", text)


def _restored(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def encode(message: ToWorker | FromWorker) -> bytes:
    """Return the bytes of a message.

    Raises
    ------
    ValueError
        If the message is longer than 64 MiB: large results belong in files.
    """
    data = encode_record(message)
    if len(data) > _MAX_MESSAGE_BYTES:
        raise ValueError(f"a message of {len(data)} bytes is too long for the pipe")
    return data


def encode_task(task: str, record: msgspec.Struct) -> bytes:
    """Return the bytes of a `RunTask`; errors as `encode`."""
    return encode(RunTask(task, msgspec.Raw(encode_record(record))))


def decode_to_worker(data: bytes) -> ToWorker:
    """Return the message that the program sent."""
    return _to_worker.decode(data)


def decode_from_worker(data: bytes) -> FromWorker:
    """Return the message that the worker sent."""
    if _ESCAPE in data:
        restored = _mapped(msgspec.json.decode(data), _restored)
        message: FromWorker = msgspec.convert(restored, FromWorker)
        return message
    return _from_worker.decode(data)
