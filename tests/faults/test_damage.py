"""Damaged projects: opened as they were, or refused in a sentence; never a crash."""

import contextlib
import random

import numpy as np
import pytest

from hsiviewer.core.errors import ProjectError
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_store import ProjectStore
from tests.projects import Painter, make_store


@pytest.fixture(scope="module")
def intact(tmp_path_factory):
    """Return the bytes of a project with some hundred lines, and what it holds."""
    folder = tmp_path_factory.mktemp("intact")
    store = make_store(folder)
    journal, painter = ProjectJournal(store), Painter()
    for line in range(120):
        if line % 9 == 8:
            painter.undo(journal)
        elif line % 20 == 0:
            journal.push(painter.add_class(1 + line // 20))
        else:
            journal.push(painter.stroke(1 + line % 5))
    journal.close()
    return store.path.read_bytes(), painter


def mutant(data, number):
    """Return a copy with something wrong, the same for the same number."""
    chance = random.Random(number)
    changed = bytearray(data)
    kind = number % 4
    if kind == 0:
        return bytes(changed[: chance.randrange(len(changed))])
    if kind == 1:
        for _ in range(chance.randrange(1, 20)):
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    elif kind == 2:
        start = chance.randrange(len(changed))
        changed[start : start + 512] = bytes(min(512, len(changed) - start))
    else:
        one, other = (chance.randrange(len(changed) // 512) * 512 for _ in range(2))
        changed[one : one + 512] = changed[other : other + 512]
    return bytes(changed)


def outcome(path, painter):
    """Open a project as the window does, and tell how that ends."""
    try:
        with contextlib.closing(ProjectStore(path)) as store:
            labels, _ = store.load()
            journal = ProjectJournal(store)
            while journal.undo_text:
                journal.pop_undo()
            journal.abandon()
    except ProjectError:
        return "refused"
    same = np.array_equal(labels.values, painter.labels.values)
    return "opened" if same else "changed"


@pytest.mark.timeout(120)
def test_two_hundred_mutants_are_opened_or_refused(tmp_path, intact):
    data, painter = intact
    outcomes = []
    for number in range(200):
        path = tmp_path / f"mutant {number}.hsiproj"
        path.write_bytes(mutant(data, number))
        outcomes.append(outcome(path, painter))
    assert outcomes.count("changed") == 0, "damage went unnoticed"
    assert outcomes.count("refused") > 100
