"""Closed, full and broken streams, odd names, Ctrl-C: no stack trace."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_cube
from tests.in_process import run_jobs_here
from tests.workflows.scenes import write_scene

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX shells only")


@pytest.fixture
def files(tmp_path):
    return write_scene(tmp_path)


def shell(command, **environment):
    return subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        capture_output=True,
        text=True,
        errors="surrogateescape",
        check=False,
        env=os.environ | environment,
    )


PROGRAM = f"{sys.executable} -m hsiviewer"


@pytest.mark.parametrize(
    "redirection",
    [
        "| head -c 0", "> full", ">&-", ">&- 2>&-", "2>&- > full", "<&- >&-",
        "2> full > full",
    ],
)  # fmt: skip
def test_an_output_that_cannot_be_written_is_told(tmp_path, redirection):
    # No file may grow: as on a full disk.
    full = redirection.replace("full", str(tmp_path / "full"))
    done = shell(f"ulimit -f 0; {PROGRAM} methods --json {full}")
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
    assert done.returncode == 1
    if redirection == "> full":
        assert "the standard output cannot be written" in done.stderr


def test_help_into_a_full_disk_is_told(tmp_path):
    done = shell(f"ulimit -f 0; {PROGRAM} --help > {tmp_path / 'full'}")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "environment", [{"LC_ALL": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C.UTF-8"}]
)
def test_a_name_that_is_no_text_is_told_in_any_locale(environment):
    name = os.fsdecode(b"'t\xffwn\n\xe2\x82\xac.hdr'")
    done = shell(f"{PROGRAM} info {name}", **environment)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "wn" in done.stderr


def test_a_scene_of_any_name_goes_all_the_way(tmp_path, monkeypatch, capsys):
    from hsiviewer import cli

    run_jobs_here(monkeypatch)
    files = write_scene(tmp_path)
    odd = os.fsdecode(bytes(tmp_path) + b"/t\xffwn")
    try:
        files.scene.rename(odd + ".hdr")
        files.scene.with_suffix(".img").rename(odd + ".img")
    except OSError:
        pytest.skip("this file system takes text only")
    out, report = tmp_path / "map.tif", tmp_path / "r.json"
    scene, labels = odd + ".hdr", ["--labels", str(files.labels)]
    model = ["--save-model", str(tmp_path / "model")]
    assert cli.run(["info", scene, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["bands"] == 12
    command = ["classify", scene, *labels, "--method", "svm", "--device", "cpu"]
    told = ["--out", str(out), "--report", str(report)]
    status = cli.run([*command, *told, *model])
    assert status == 0, capsys.readouterr().err
    assert "t\\xffwn" in json.loads(report.read_text())["scene"]
    classes, _ = read_labels(out, open_cube(scene))
    assert np.count_nonzero(classes.values) == 24 * 30 - 1
    command = ["predict", scene, "--model", str(tmp_path / "model"), "--device", "cpu"]
    assert cli.run([*command, "--out", str(tmp_path / "again.tif")]) == 0
    reference = ["--reference", str(files.reference)]
    few = ["--shots", "2", "--method", "svm", "--device", "cpu"]
    assert cli.run(["evaluate", scene, *reference, *few]) == 0


def test_messages_with_names_of_any_bytes_reach_a_worker_and_come_back():
    from hsiviewer.jobs.messages import (
        TaskFailed,
        decode_from_worker,
        decode_record,
        encode,
        encode_record,
    )
    from hsiviewer.workflows.tasks.records import PredictionTask

    task = PredictionTask(scene="a\udcff/é\udc80", model="m", run_folder="r")
    assert decode_record(encode_record(task), PredictionTask) == task
    failed = TaskFailed("a\udcff cannot be read", kind="FileAccessError")
    assert decode_from_worker(encode(failed)) == failed


def test_ctrl_c_in_the_first_moments_is_one_line(files):
    # The handler is there before the first import of the program proper.
    script = (
        "import builtins, os, signal, sys\n"
        # What a shell starts in the background ignores the signal.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "plain = builtins.__import__\n"
        "def interrupted(name, *rest, **more):\n"
        "    if name == 'hsiviewer.cli':\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "    return plain(name, *rest, **more)\n"
        "from hsiviewer.__main__ import main\n"
        "builtins.__import__ = interrupted\n"
        "sys.argv = ['hsiviewer', 'info', 'x']\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (130, "hsiviewer: interrupted\n")


def test_ctrl_c_leaves_workers_alone(tmp_path):
    """A terminal sends it to them, too; what they do is the program's to decide."""
    script = (
        "import multiprocessing, os, signal, threading, time\n"
        "from hsiviewer.core.spawning import start_worker\n"
        "def start():\n"
        "    global child\n"
        "    context = multiprocessing.get_context('spawn')\n"
        "    child = context.Process(target=time.sleep, args=(0.5,))\n"
        "    start_worker(child)\n"
        "if __name__ == '__main__':\n"
        "    thread = threading.Thread(target=start)\n"
        "    thread.start(); thread.join()\n"
        "    os.kill(child.pid, signal.SIGINT)\n"
        "    child.join()\n"
        "    print(child.exitcode, signal.pthread_sigmask(signal.SIG_BLOCK, ()))\n"
    )
    file = tmp_path / "start.py"
    file.write_text(script)
    done = subprocess.run(
        [sys.executable, str(file)], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("0 set()\n", "")


def test_letters_compare_as_ascii_has_them():
    script = (
        "import locale, re\n"
        "from hsiviewer.core.plain_letters import use_plain_letters\n"
        "use_plain_letters()\n"
        "print(bool(re.fullmatch(b'i', b'I', re.IGNORECASE | re.LOCALE)))\n"
    )
    for language in ("tr_TR.UTF-8", "tr_TR", "C.UTF-8", "de_DE.UTF-8"):
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, text=True, check=False,
            env=os.environ | {"LC_ALL": language},
        )  # fmt: skip
        assert done.stdout == "True\n"
