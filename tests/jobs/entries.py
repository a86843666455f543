"""Tasks that the tests of background work give to real worker processes."""

import os
import signal
import time

import msgspec

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.progress import ProgressUpdate


class Number(msgspec.Struct):
    value: float = 0.0


def run_task(task, payload, progress):
    return globals()[f"_{task}"](msgspec.json.decode(payload, type=Number), progress)


def _double(record, progress):
    for step in range(5):
        progress.report(
            ProgressUpdate(
                fraction=step / 5,
                stage=f"step {step}",
                step=step,
                loss=1.0 / (step + 1),
            )
        )
    return {"value": 2 * record.value, "pid": os.getpid()}


def _refuse(record, progress):
    raise CubeFormatError("scene.hdr is damaged; copy it again")


def _crash(record, progress):
    raise ZeroDivisionError("a fault of ours")


def _die(record, progress):
    os.kill(os.getpid(), signal.SIGKILL)


def _work(record, progress):
    while True:
        progress.report(ProgressUpdate(fraction=0.5, stage="working"))
        progress.checkpoint()
        time.sleep(0.01)


def _hang(record, progress):
    progress.report(ProgressUpdate(fraction=0.1, stage="hanging"))
    time.sleep(600)


def _stop_breathing(record, progress):
    progress.report(ProgressUpdate(fraction=0.1, stage="stopping"))
    os.kill(os.getpid(), signal.SIGSTOP)
