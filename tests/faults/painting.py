"""A process that paints into a project until it is killed.

    python -m tests.faults.painting PROJECT

After each line of the journal it writes its number to standard output. What a
line does depends on its number only, so that whoever kills the process knows
what must be there.
"""

import os
import sys
import time
from pathlib import Path

import numpy as np

from hsiviewer.core.document import Document
from hsiviewer.core.edits import LabelEdit
from hsiviewer.core.history import SavedWork
from hsiviewer.io.project_journal import ProjectJournal
from hsiviewer.io.project_store import ProjectStore
from tests.builders import make_cube

SHAPE = (40, 50)


def carry_on(document, line):
    """Do what line number `line` of the journal stands for."""
    if line % 7 == 0 and document.undo_text:
        document.undo()
    elif line % 11 == 0 and document.redo_text:
        document.redo()
    elif line % 13 == 0:
        document.add_class()
    else:
        random = np.random.default_rng(line)
        indices = random.choice(SHAPE[0] * SHAPE[1], int(random.integers(1, 200)))
        # A class that no pixel has: the edit always changes something.
        class_id = 1000 + line
        edit = LabelEdit.painting(document.labels, indices, class_id)
        document.apply(edit)


def paint_on(path):
    """Open a project and paint for ever."""
    store = ProjectStore(path)
    labels, classes = store.load()
    journal = ProjectJournal(store)
    document = Document(
        make_cube(rows=SHAPE[0], cols=SHAPE[1]), SavedWork(labels, classes, journal)
    )
    os.write(1, b"0\n")
    while True:
        carry_on(document, journal.last_seq + 1)
        os.write(1, b"%d\n" % journal.last_seq)
        # Nobody paints faster than a disk writes: one stroke is on its way at most.
        while journal.unwritten > 1:
            time.sleep(0)


if __name__ == "__main__":
    paint_on(Path(sys.argv[1]))
