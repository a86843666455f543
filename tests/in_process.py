"""Jobs in the test's own process: the worker's code, without starting workers."""

from hsiviewer.jobs import process
from hsiviewer.jobs.messages import decode_from_worker, decode_to_worker, encode_task
from hsiviewer.jobs.supervisor import WorkerSupervisor
from hsiviewer.workflows.tasks.worker import run_task


class _Pipe:
    """Keeps what a worker sends."""

    def __init__(self):
        self.sent = []

    def send_bytes(self, data):
        self.sent.append(decode_from_worker(data))


def run_jobs_here(monkeypatch):
    """Let every job of the test run at once, in this process."""

    async def run(self):
        self._job.begin()
        channel = process._Channel(_Pipe())
        task = decode_to_worker(encode_task(self._job.task, self._job.record))
        self._finish(channel._outcome(run_task, task))

    monkeypatch.setattr(WorkerSupervisor, "run", run)
