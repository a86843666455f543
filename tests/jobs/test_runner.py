import asyncio
import os
import threading
import time

import pytest

from hsiviewer.core.errors import CubeFormatError, WorkerError
from hsiviewer.core.progress import CancelledError
from hsiviewer.core.spawning import start_worker
from hsiviewer.jobs import interactive, signs_of_life, supervisor
from hsiviewer.jobs.interactive import InteractiveWorker
from hsiviewer.jobs.job import JobState
from hsiviewer.jobs.runner import JobRunner
from tests.jobs.entries import Number
from tests.resting import workers_rest

ENTRY = "tests.jobs.entries:run_task"


def run(story):
    """Run a coroutine function with a runner and leave no process behind."""

    async def whole():
        runner = JobRunner(ENTRY)
        try:
            return await story(runner)
        finally:
            await runner.close()

    return asyncio.run(whole())


async def until(condition, seconds=30.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)


def test_a_job_answers_from_another_process_and_reports_on_the_way():
    async def story(runner):
        job = runner.submit("double", Number(4.5), title="Double")
        answer = await runner.result(job)
        assert answer["value"] == 9.0
        assert answer["pid"] != os.getpid()
        assert job.state is JobState.DONE
        assert job.fraction == 1.0
        assert job.losses[0] == ("step 0", 0, 1.0)
        assert len(job.losses) == 5

    run(story)


def test_a_record_that_cannot_be_sent_fails_its_job_and_no_other(monkeypatch):
    started = []

    def start(process):
        started.append(process)
        start_worker(process)

    monkeypatch.setattr(supervisor, "start_worker", start)

    async def story(runner):
        job = runner.submit("double", Number(object()), title="Nonsense")
        after = runner.submit("double", Number(1), title="Double")
        with pytest.raises(WorkerError, match="could not be written down"):
            await runner.result(job)
        assert (await runner.result(after))["value"] == 2
        assert len(started) == 1, "no worker is started for nothing"

    run(story)


def test_jobs_wait_for_each_other():
    async def story(runner):
        first = runner.submit("work", Number(), title="First")
        second = runner.submit("double", Number(1), title="Second")
        await until(lambda: first.state is JobState.RUNNING)
        assert second.state is JobState.QUEUED
        first.cancel()
        assert (await runner.result(second))["value"] == 2

    run(story)


def test_progress_is_told_in_the_thread_of_the_loop():
    async def story(runner):
        threads = set()
        job = runner.submit("double", Number(1), title="Double")
        job.changed.connect(lambda: threads.add(threading.current_thread()))
        await runner.result(job)
        assert threads == {threading.current_thread()}

    run(story)


def test_an_expected_error_keeps_its_class_and_sentence():
    async def story(runner):
        job = runner.submit("refuse", Number(), title="Refuse")
        with pytest.raises(CubeFormatError, match=r"scene\.hdr is damaged; copy"):
            await runner.result(job)
        assert job.state is JobState.FAILED

    run(story)


def test_an_unexpected_error_fails_the_job_and_keeps_the_traceback():
    async def story(runner):
        job = runner.submit("crash", Number(), title="Crash")
        with pytest.raises(WorkerError, match="ZeroDivisionError"):
            await runner.result(job)
        assert "Traceback" in job.details

    run(story)


def test_a_worker_that_dies_fails_its_job_only():
    async def story(runner):
        job = runner.submit("die", Number(), title="Die")
        with pytest.raises(WorkerError, match="signal 9"):
            await runner.result(job)
        after = runner.submit("double", Number(3), title="After")
        assert (await runner.result(after))["value"] == 6

    run(story)


def test_cancelling_ends_a_cooperative_job_soon():
    async def story(runner):
        job = runner.submit("work", Number(), title="Work")
        await until(lambda: job.stage == "working")
        job.cancel()
        assert job.state is JobState.CANCELLING
        with pytest.raises(CancelledError):
            await runner.result(job)
        assert job.state is JobState.CANCELLED
        assert job.cancel_latency_s < supervisor.GRACE_S

    run(story)


def test_a_job_that_hangs_is_killed_after_the_grace_period(monkeypatch):
    monkeypatch.setattr(supervisor, "GRACE_S", 0.5)

    async def story(runner):
        job = runner.submit("hang", Number(), title="Hang")
        await until(lambda: job.stage == "hanging")
        job.cancel()
        with pytest.raises(CancelledError):
            await runner.result(job)

    run(story)


def test_a_queued_job_is_cancelled_without_a_process():
    async def story(runner):
        first = runner.submit("work", Number(), title="First")
        second = runner.submit("double", Number(), title="Second")
        second.cancel()
        first.cancel()
        with pytest.raises(CancelledError):
            await runner.result(second)
        assert second.elapsed_s == 0.0

    run(story)


def test_no_supervising_thread_outlives_its_job():
    async def story(runner):
        job = runner.submit("double", Number(), title="Double")
        await runner.result(job)

    run(story)
    assert not [each for each in threading.enumerate() if each.name.startswith("job-")]


def test_the_interactive_worker_stays_warm_and_survives_its_death():
    async def story():
        worker = InteractiveWorker(ENTRY)
        try:
            first = await worker.ask("double", Number(1))
            second = await worker.ask("double", Number(2))
            assert first["pid"] == second["pid"]
            with pytest.raises(CubeFormatError):
                await worker.ask("refuse", Number())
            with pytest.raises(WorkerError):
                await worker.ask("die", Number())
            assert (await worker.ask("double", Number(5)))["value"] == 10
        finally:
            worker.close()

    asyncio.run(story())


def test_questions_that_wait_when_it_closes_start_no_other_process():
    async def story():
        worker = InteractiveWorker(ENTRY)
        asked = [asyncio.create_task(worker.ask("hang", Number())) for _ in range(3)]
        await until(lambda: worker._process is not None)
        await asyncio.to_thread(worker.close)
        answers = await asyncio.gather(*asked, return_exceptions=True)
        assert [type(each) for each in answers] == [WorkerError] * 3
        assert worker._process is None

    asyncio.run(story())


def test_the_interactive_worker_can_be_closed_while_it_starts(monkeypatch):
    starts, may_start = threading.Event(), threading.Event()

    def start_late(process):
        starts.set()
        assert may_start.wait(30)
        start_worker(process)

    monkeypatch.setattr(interactive, "start_worker", start_late)

    async def story():
        worker = InteractiveWorker(ENTRY)
        question = asyncio.create_task(worker.ask("hang", Number()))
        await until(starts.is_set)
        closing = asyncio.create_task(asyncio.to_thread(worker.close))
        await until(lambda: worker._is_closed)
        may_start.set()
        await closing
        with pytest.raises(WorkerError):
            await question

    asyncio.run(story())


def test_a_pause_holds_the_work_and_its_time():
    async def story(runner):
        job = runner.submit("work", Number(), title="Work")
        reports = []
        job.changed.connect(lambda: reports.append(job.state))
        await until(lambda: reports.count(JobState.RUNNING) > 5)
        job.pause()
        assert job.state is JobState.PAUSED
        await until(workers_rest())
        before, elapsed = len(reports), job.elapsed_s
        await until(workers_rest())
        assert len(reports) == before
        assert job.elapsed_s == elapsed
        job.proceed()
        assert job.state is JobState.RUNNING
        await until(lambda: len(reports) > before + 5)
        job.pause()
        await until(workers_rest())
        job.cancel()
        with pytest.raises(CancelledError):
            await runner.result(job)
        assert job.cancel_latency_s < 1.0

    run(story)


@pytest.mark.parametrize(
    ("task", "limit", "sentence"),
    [
        ("stop_breathing", "SILENCE_S", "has not answered"),
        ("hang", "STANDSTILL_S", "has made no step"),
    ],
)
def test_a_worker_that_hangs_is_ended(monkeypatch, task, limit, sentence):
    monkeypatch.setattr(signs_of_life, limit, 3.0)

    async def story(runner):
        job = runner.submit(task, Number(), title="Hang")
        with pytest.raises(WorkerError, match=sentence):
            await runner.result(job)
        # The next one runs as if nothing had been.
        second = runner.submit("double", Number(2), title="Double")
        assert (await runner.result(second))["value"] == 4

    run(story)
