"""Jobs that no process runs: each waits until a test lets it end."""

import asyncio
from pathlib import Path

import msgspec
import numpy as np

from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.prediction.scores import CLASS_MAP_FILE
from hsiviewer.workflows.tasks.records import CONFIDENCE_FILE

_POLL_S = 0.005


class HeldJobs:
    """Stands in for the worker processes of all job runners.

    Parameters
    ----------
    monkeypatch
        Of the test.
    """

    def __init__(self, monkeypatch):
        self._ends = {}
        monkeypatch.setattr(JobRunner, "_run", self._run)

    async def _run(self, job):
        job.begin()
        while not job.cancel_requested.is_set():
            if job.id in self._ends:
                self._ends[job.id](job)
                return
            await asyncio.sleep(_POLL_S)
        job.end_cancelled()

    def succeed(self, job, answer=None):
        """Let a job end with an answer."""
        self._ends[job.id] = lambda job: job.succeed(answer)

    def fail(self, job, sentence):
        """Let a job end with an error."""
        self._ends[job.id] = lambda job: job.fail(sentence)

    def leave_map(self, job, class_map, scheme):
        """Let a job end with a map of the scene, as its worker leaves it."""
        folder = Path(job.record.run_folder)
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / CLASS_MAP_FILE, class_map.astype(np.uint16))
        np.save(folder / CONFIDENCE_FILE, np.ones(class_map.shape, np.float32))
        classes = [msgspec.to_builtins(cover) for cover in scheme]
        self.succeed(job, {"classes": classes, "provenance": {"method": "svm"}})
