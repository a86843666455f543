"""When memory runs out, less is asked for, step by step, and each step is told."""

import dataclasses

import numpy as np
import pytest
import torch

from hsiviewer.core.errors import TrainingDataError, WorkerError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.learning.data.job import LearningJob
from hsiviewer.learning.data.scene import open_raster
from hsiviewer.learning.machine.exhaustion import is_exhaustion, with_less_memory
from hsiviewer.learning.methods.diffclip import method
from hsiviewer.learning.registry import method_spec
from hsiviewer.learning.running.run import classify
from tests.learning.scenes import make_request

SPEC = method_spec("diffclip")


class Told(SilentProgress):
    def __init__(self):
        self.messages = []

    def report(self, update):
        self.messages.append(update.message)


def make_job(device="cpu", **changes):
    request = make_request(changes={"pretrain_batch": 64, "batch": 32} | changes)
    scene = open_raster(request.cube)
    valid = np.ones(scene.grid_shape, bool)
    return LearningJob(request, scene, (), valid, None, torch.device(device))


def exhausted(times, error=torch.OutOfMemoryError):
    seen = []

    def work(job):
        seen.append((job.config.pretrain_batch, job.config.batch, job.device.type))
        if len(seen) <= times:
            raise error("CUDA out of memory")
        return "map"

    return work, seen


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (torch.OutOfMemoryError("x"), True),
        (MemoryError(), True),
        (RuntimeError("DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("shapes do not match"), False),
        (ValueError("not enough memory"), False),
    ],
)
def test_errors_are_told_apart(error, expected):
    assert is_exhaustion(error) is expected


def test_batches_shrink_and_then_the_processor_takes_over(tmp_path):
    job, told = make_job("meta"), Told()
    unfinished = tmp_path / "unfinished"
    unfinished.mkdir()
    request = dataclasses.replace(job.request, checkpoints=unfinished)
    job = dataclasses.replace(job, request=request)
    work, seen = exhausted(4)
    assert with_less_memory(job, SPEC, work, told) == "map"
    assert seen == [
        (64, 32, "meta"), (32, 16, "meta"), (16, 8, "meta"), (8, 8, "meta"),
        (64, 32, "cpu"),
    ]  # fmt: skip
    assert len(told.messages) == 4
    assert job.record.warnings == told.messages
    assert "pretrain_batch 32, batch 16" in told.messages[0]
    assert "on the processor" in told.messages[-1]
    assert not unfinished.exists(), "what was kept belongs to other batches"


def test_when_nothing_helps_the_sentence_says_what_does():
    work, seen = exhausted(99, MemoryError)
    with pytest.raises(TrainingDataError, match="close other programs"):
        with_less_memory(make_job(), SPEC, work, Told())
    assert len(seen) == 4


def test_batches_that_are_small_already_are_not_made_larger():
    job = make_job(pretrain_batch=4, batch=2)
    work, seen = exhausted(99)
    with pytest.raises(TrainingDataError, match="close other programs"):
        with_less_memory(job, SPEC, work, Told())
    assert [each[:2] for each in seen] == [(4, 2)]


def test_a_card_that_fails_ends_the_job_with_its_reason():
    def work(_job):
        raise RuntimeError("CUDA error: unspecified launch failure\nmore lines")

    with pytest.raises(WorkerError, match=r"launch failure\); labels and earlier"):
        with_less_memory(make_job("meta"), SPEC, work, Told())


def test_other_errors_pass():
    def work(_job):
        raise RuntimeError("a fault of ours")

    with pytest.raises(RuntimeError, match="a fault of ours"):
        with_less_memory(make_job(), SPEC, work, Told())


def test_a_map_is_made_all_the_same_and_the_report_tells(monkeypatch):
    true_train, calls = method.train, []

    def once_exhausted(job, progress):
        calls.append(job.config.pretrain_batch)
        if len(calls) == 1:
            raise torch.OutOfMemoryError("CUDA out of memory")
        return true_train(job, progress)

    monkeypatch.setattr(method, "train", once_exhausted)
    result = classify(make_request(changes={"pretrain_batch": 32}), SilentProgress())
    assert calls == [32, 16]
    assert (result.class_map > 0).any()
    assert "Memory ran out" in " ".join(result.provenance["warnings"])
