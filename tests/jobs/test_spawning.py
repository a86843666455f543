"""Workers start from any kind of main module, and never run it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import asyncio
import threading
from hsiviewer.jobs.runner import JobRunner
from tests.jobs.entries import Number

print("once")

async def story():
    runner = JobRunner("tests.jobs.entries:run_task")
    try:
        job = runner.submit("double", Number(4), title="Double")
        return await runner.result(job)
    finally:
        await runner.close()

def work():
    print(asyncio.run(story())["value"])

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize("how", ["file", "module", "command", "input"])
def test_the_main_module_runs_once(tmp_path, how):
    (tmp_path / "script.py").write_text(SCRIPT)
    arguments, text = {
        "file": (["script.py"], None),
        "module": (["-m", "script"], None),
        "command": (["-c", SCRIPT], None),
        "input": (["-"], SCRIPT),
    }[how]
    done = subprocess.run(
        [sys.executable, *arguments],
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["once", "8.0", "8.0"]
