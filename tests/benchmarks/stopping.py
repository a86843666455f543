"""Kill and cancel trainings at random moments, and see how they end.

    python -m tests.benchmarks.stopping [--kills 100] [--cancels 200]

Every job runs in a worker of its own on a small scene, from reading to the map.
A killed one must fail with a sentence and go on to the map of an undisturbed run;
a cancelled one must end within the five seconds that users are promised, leave no
process, and go on as well (every tenth is continued). Prints latencies.
"""

import argparse
import asyncio
import math
import os
import signal
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

_home = tempfile.TemporaryDirectory()
os.environ["HSIVIEWER_HOME"] = _home.name

from hsiviewer.core.errors import WorkerError  # noqa: E402
from hsiviewer.core.progress import CancelledError  # noqa: E402
from hsiviewer.io.labels import read_labels  # noqa: E402
from hsiviewer.io.registry import open_cube  # noqa: E402
from hsiviewer.jobs.job import Job, JobState  # noqa: E402
from hsiviewer.jobs.runner import JobRunner  # noqa: E402
from hsiviewer.learning.recipe import Recipe  # noqa: E402
from hsiviewer.workflows.tasks.records import (  # noqa: E402
    WORKER_ENTRY,
    load_result,
)
from hsiviewer.workflows.tasks.submission import (  # noqa: E402
    LearningInputs,
    submit_classification,
)
from tests.workflows.scenes import write_scene  # noqa: E402

RECIPE = Recipe(
    "diffclip",
    overrides={"pretrain_steps": 30, "steps": 80, "members": 2},
    device="cpu",
)


class Stopper:
    """Disturbs jobs on one scene.

    Parameters
    ----------
    folder : Path
        Receives the scene.
    """

    def __init__(self, folder: Path) -> None:
        files = write_scene(folder, rows=40, cols=48)
        cube = open_cube(files.scene)
        labels, scheme = read_labels(files.labels, cube)
        self._inputs = LearningInputs(cube=cube, labels=labels.values, scheme=scheme)
        self._runner = JobRunner(WORKER_ENTRY)
        self._random = np.random.default_rng(0)
        self.length = 0.0
        self._expected = None

    async def prepare(self) -> None:
        """Run once undisturbed."""
        job, folder = submit_classification(self._runner, self._inputs, RECIPE)
        start = time.monotonic()
        result = self._result(folder, await self._runner.result(job))
        self.length = time.monotonic() - start
        self._expected = np.array(result.class_map)

    async def disturb(self, how: str, *, continues: bool) -> float:
        """Stop one job at a random moment; return the seconds that it took to end."""
        job, folder = submit_classification(self._runner, self._inputs, RECIPE)
        await asyncio.sleep(self._random.uniform(0, 1.05 * self.length))
        if not job.is_active:
            return math.nan  # it was done before
        start = time.monotonic()
        if how == "kill":
            for pid in _workers():
                os.kill(pid, signal.SIGKILL)
        else:
            job.cancel()
            assert job.state is JobState.CANCELLING, "it is acknowledged at once"
        try:
            await self._runner.result(job)
        except (WorkerError, CancelledError) as error:
            _check(how, error)
        passed = time.monotonic() - start
        assert not _workers(), "no process stays"
        if continues:
            await self._continue(job, folder)
        return passed

    async def _continue(self, job: Job, folder: Path) -> None:
        again = self._runner.submit("classify", job.record, title="again")
        result = self._result(folder, await self._runner.result(again))
        assert np.array_equal(result.class_map, self._expected)

    def _result(self, folder: Path, answer: object) -> object:
        return load_result(folder, answer, self._inputs.cube.georeference)


def _check(how: str, error: Exception) -> None:
    """See that a job ended as it was stopped."""
    if how == "cancel":
        assert isinstance(error, CancelledError)
    else:
        assert "signal 9" in str(error) or "could not be used" in str(error)


def _workers() -> list[int]:
    """Return the ids of the worker processes of this one."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
            command = (entry.parent / "cmdline").read_bytes()
        except OSError:
            continue
        is_ours = int(fields[1]) == os.getpid() and fields[0] != "Z"
        if is_ours and b"spawn_main" in command:
            found.append(int(entry.parent.name))
    return found


async def stop_many(folder: Path, kills: int, cancels: int, tell) -> dict:
    """Disturb jobs one after the other; return their latencies in seconds."""
    stopper = Stopper(folder)
    await stopper.prepare()
    tell(f"an undisturbed run takes {stopper.length:.1f} s")
    found = {"kill": [], "cancel": []}
    for how, count in (("kill", kills), ("cancel", cancels)):
        while len(found[how]) < count:
            passed = await stopper.disturb(how, continues=len(found[how]) % 10 == 0)
            if not math.isnan(passed):  # it was not done before
                found[how].append(passed)
        if found[how]:
            tell(
                f"{count} times: {how}, ended after "
                f"{np.median(found[how]):.2f} s (median), "
                f"{np.percentile(found[how], 95):.2f} s (95 %), "
                f"{max(found[how]):.2f} s (worst)"
            )
    return found


def main() -> int:
    """Print latencies; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--cancels", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = asyncio.run(
            stop_many(Path(folder), options.kills, options.cancels, _tell)
        )
    worst = max([*found["kill"], *found["cancel"]])
    return 0 if worst < 5.0 else 1


def _tell(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
