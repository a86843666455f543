"""A process that is killed while it writes loses at most its last stroke."""

import contextlib
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core.document import Document
from hsiviewer.io.project_store import ProjectStore
from tests.builders import make_cube
from tests.faults.painting import SHAPE, carry_on
from tests.projects import make_store

ROOT = Path(__file__).parents[2]


def paint_and_kill(path, strokes):
    """Let a process paint some strokes and more, and return the last it told of.

    It paints on while it is being killed, so that the kill comes at any moment.
    """
    command = [sys.executable, "-m", "tests.faults.painting", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout.readline() == b"0\n"
        told = b"".join(process.stdout.readline() for _ in range(strokes))
        process.kill()
        told += process.stdout.read()
    complete = told[: told.rfind(b"\n") + 1].split()
    return int(complete[-1])


class Expected:
    """The labels that lines 1 to n lead to, without any file."""

    def __init__(self):
        self.document = Document(make_cube(rows=SHAPE[0], cols=SHAPE[1]))
        self._line = 0

    def after(self, line):
        while self._line < line:
            self._line += 1
            carry_on(self.document, self._line)
        return self.document


def check_kills(tmp_path, count):
    store = make_store(tmp_path, shape=SHAPE)
    store.close()
    random_counts, expected = random.Random(5), Expected()
    lost = []
    written = 0
    for _ in range(count):
        told = paint_and_kill(store.path, random_counts.randint(1, 60))
        with contextlib.closing(ProjectStore(store.path)) as opened:
            found = opened.last_seq
            assert found >= max(written, told - 1), "more than the last stroke is gone"
            lost.append(max(0, told - found))
            document = expected.after(found)
            labels, classes = opened.load()
            assert np.array_equal(labels.values, document.labels.values)
            assert classes == document.classes
        written = found
    assert written > count, "nothing was painted, so nothing was tested"
    return lost


def test_a_killed_process_loses_at_most_its_last_stroke(tmp_path):
    check_kills(tmp_path, 4)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_hundred_kills_lose_at_most_the_last_stroke(tmp_path):
    lost = check_kills(tmp_path, 200)
    assert max(lost) <= 1
