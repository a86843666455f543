"""What happens when memory runs out: smaller batches, then the processor."""

import dataclasses
import gc
import shutil
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import torch

from hsiviewer.core.errors import TrainingDataError, WorkerError
from hsiviewer.core.progress import Progress, ProgressUpdate
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.registry import MethodSpec

_T = TypeVar("_T")
_SMALLEST_BATCH = 8
_HALVINGS = 3
# What torch says on a processor; it has no error class of its own there.
_ON_PROCESSOR = ("DefaultCPUAllocator", "not enough memory")


def is_exhaustion(error: BaseException) -> bool:
    """Tell whether an error means that memory has run out."""
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and any(
        phrase in text for phrase in _ON_PROCESSOR
    )


def is_device_loss(error: BaseException) -> bool:
    """Tell whether an error means that the graphics card does not work any more."""
    told = str(error)
    is_card = "CUDA error" in told or "CUDNN_STATUS" in told
    return isinstance(error, RuntimeError) and is_card and not is_exhaustion(error)


def with_less_memory(
    job: LearningJob,
    spec: MethodSpec,
    work: Callable[[LearningJob], _T],
    progress: Progress,
) -> _T:
    """Do the work of a job, and again with less memory as often as that helps.

    Batches are halved three times, then the processor takes over from a
    graphics card. Every step is told in the progress and in the warnings of the
    job's record.

    Raises
    ------
    TrainingDataError
        If memory does not suffice even so.
    WorkerError
        If the graphics card does not work any more.
    """
    attempts = _smaller(job, spec)
    while True:
        try:
            return work(job)
        except (MemoryError, RuntimeError) as error:
            if is_device_loss(error):
                raise WorkerError(
                    f"the graphics card failed ({str(error).splitlines()[0]}); labels "
                    "and earlier results are safe. Continue the job, on the processor "
                    "if the card fails again"
                ) from error
            if not is_exhaustion(error):
                raise
            found = next(attempts, None)
            if found is None:
                raise TrainingDataError(
                    "memory does not suffice, not even for small batches; close other "
                    "programs, or choose a smaller 'unlabelled' or patch size"
                ) from error
        # Outside the handler: the traceback holds on to the network that failed.
        job, sentence = found
        job.record.warnings.append(sentence)
        progress.report(ProgressUpdate(fraction=0.0, message=sentence))
        _release(job)


def _smaller(job: LearningJob, spec: MethodSpec) -> Iterator[tuple[LearningJob, str]]:
    first = job
    for _ in range(_HALVINGS):
        values = {name: getattr(job.config, name) for name in spec.batch_fields}
        halved = {
            name: min(value, max(_SMALLEST_BATCH, value // 2))
            for name, value in values.items()
        }
        if halved == values:
            break
        job = _with(job, recipe=job.recipe.changed(halved))
        told = ", ".join(f"{name} {value}" for name, value in halved.items())
        yield job, f"Memory ran out; training began again with {told}."
    if first.device.type != "cpu":
        slower = dataclasses.replace(first, device=torch.device("cpu"))
        told = (
            "The graphics card's memory does not suffice; training began again on the "
            "processor, which takes longer."
        )
        yield slower, told


def _with(job: LearningJob, **changes: Any) -> LearningJob:
    request = dataclasses.replace(job.request, **changes)
    return dataclasses.replace(job, request=request)


def _release(job: LearningJob) -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if job.request.checkpoints is not None:
        # They belong to other batches.
        shutil.rmtree(job.request.checkpoints, ignore_errors=True)
