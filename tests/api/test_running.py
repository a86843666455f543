"""Progress, interrupts, notebooks and scripts without a main guard."""

import asyncio
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import hsiviewer
from hsiviewer.api.running import complete
from hsiviewer.core import paths
from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.progress import ProgressUpdate
from hsiviewer.jobs.job import Job
from hsiviewer.workflows.tasks.records import DevicesTask

LONG = {"method": "diffclip", "pretrain_steps": 100_000}


def children():
    """Return the worker processes of this one."""
    return multiprocessing.active_children()


def test_progress_is_told_in_the_thread_of_the_caller(files, capfd):
    told = []

    def show(fraction, message):
        told.append((fraction, message, threading.current_thread()))

    hsiviewer.classify(
        files.scene, files.labels, method="spectral-angle", progress=show
    )
    fractions = [fraction for fraction, _, _ in told]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    assert {thread for _, _, thread in told} == {threading.current_thread()}
    assert "predicting" in {message for _, message, _ in told}
    assert not any(capfd.readouterr())
    assert not list((paths.user_data() / "runs").iterdir()), "nothing is left behind"


async def _some_work(on_change):
    job = Job(task="x", record=DevicesTask(), title="X")
    job.progressed(ProgressUpdate(fraction=0.5, stage="half"))
    on_change(job)
    return 7


@pytest.mark.parametrize("progress", [None, False, True])
def test_a_bar_is_shown_on_demand_only(progress, capfd):
    assert complete(_some_work, progress) == 7
    shown = capfd.readouterr()
    assert not shown.out
    assert ("half" in shown.err) == bool(progress)


def test_an_event_loop_may_run_already():
    async def cell():
        return complete(_some_work, None)

    assert asyncio.run(cell()) == 7


def test_whatever_progress_raises_stops_the_work():
    class EnoughError(Exception):
        pass

    ended = []

    async def work(on_change):
        try:
            await _some_work(on_change)
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    def stop(fraction, message):
        raise EnoughError

    with pytest.raises(EnoughError):
        complete(work, stop)
    assert ended


def test_errors_arrive_as_they_were_raised():
    async def work(_on_change):
        raise CubeFormatError("damaged")

    with pytest.raises(CubeFormatError, match="damaged"):
        complete(work, None)


def test_an_interrupt_stops_the_worker(files):
    def interrupt(fraction, message):
        if message == "pre-training":
            signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        hsiviewer.classify(files.scene, files.labels, progress=interrupt, **LONG)
    assert not children()


def run(arguments, cwd):
    root = Path(__file__).parents[2]
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(root)},
    )


SCRIPT = """
import hsiviewer
print("once")
found = hsiviewer.classify("scene/scene.hdr", "scene/labels.tif", method="svm")
print(found.shape)
"""


def test_scripts_need_no_main_guard(files, tmp_path):
    (tmp_path / "script.py").write_text(SCRIPT)
    done = run(["script.py"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["once", "(24, 30)"]


POOL = """
import multiprocessing
import hsiviewer

def work(_):
    try:
        hsiviewer.classify("scene/scene.hdr", "scene/labels.tif", method="svm")
    except hsiviewer.HsiViewerError as error:
        return str(error)

if __name__ == "__main__":
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        print(pool.map(work, [0])[0])
"""


def test_a_process_of_a_pool_is_told_what_to_do(files, tmp_path):
    (tmp_path / "script.py").write_text(POOL)
    done = run(["script.py"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert "process of a pool" in done.stdout


LAZY = """
import sys
import hsiviewer
heavy = {"torch", "transformers", "sklearn", "scipy", "PySide6"}
found = (heavy | {"numpy", "asyncio", "typing"}) & set(sys.modules) - BEFORE
assert not found, found
assert set(hsiviewer.__all__) <= set(dir(hsiviewer))
scene = hsiviewer.open("scene/scene.hdr")
hsiviewer.read_labels("scene/labels.tif", scene)
hsiviewer.methods()
found = (heavy - {"scipy"}) & set(sys.modules)
assert not found, found
"""


def test_importing_the_package_imports_nothing_heavy(files, tmp_path):
    code = "import sys\nBEFORE = set(sys.modules)\n" + LAZY
    done = run(["-c", code], tmp_path)
    assert done.returncode == 0, done.stderr


def test_only_what_is_there_has_a_name():
    with pytest.raises(AttributeError, match="opne"):
        hsiviewer.opne  # noqa: B018 - asking is the test
    for name in hsiviewer.__all__:
        assert getattr(hsiviewer, name) is not None


TYPED = """
import numpy as np
import hsiviewer

scene: hsiviewer.Scene = hsiviewer.open(np.zeros((3, 4, 5)), wavelengths_nm=range(1, 6))
found = hsiviewer.classify(scene, np.zeros((3, 4), int), method="svm", folds=3)
if found.accuracy is not None:
    share: float = found.accuracy.overall_accuracy
found.to_geotiff("map.tif", confidence="confidence.tif", overwrite=True)
runs: hsiviewer.Evaluation = hsiviewer.evaluate(scene, "r.tif", methods="svm", shots=5)
names: list[str] = [method.id for method in hsiviewer.methods()]
"""


@pytest.mark.slow
def test_users_of_mypy_see_the_types(tmp_path):
    (tmp_path / "user.py").write_text(TYPED)
    done = run(["-m", "mypy", "--strict", "user.py"], tmp_path)
    assert done.returncode == 0, done.stdout
    (tmp_path / "user.py").write_text("import hsiviewer\nhsiviewer.opne('x')\n")
    done = run(["-m", "mypy", "--strict", "user.py"], tmp_path)
    assert "has no attribute" in done.stdout
