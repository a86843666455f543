"""The history of an open project: edits go to its file as they are made."""

import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import NamedTuple

from hsiviewer.core.edits import ClassEdit, Edit, LabelEdit
from hsiviewer.core.errors import DamagedProjectError, DiskFullError, ProjectError
from hsiviewer.io.project_rows import JournalRow
from hsiviewer.io.project_store import ProjectStore

_log = logging.getLogger(__name__)

_CACHE_BYTES = 64 << 20
_RETRY_S = 2.0
_BACKUP_EVERY_S = 600.0
_END_S = 5.0  # for a disk that holds the writer when its edits are given up
_WAIT_S = 0.04  # at most for the stroke before, so that a crash costs one only


class _Step(NamedTuple):
    seq: int
    text: str


class _Line(NamedTuple):
    row: JournalRow
    edit: Edit | None


class ProjectJournal:
    """A `hsiviewer.core.history.History` that is kept in a project.

    Lines are written by a thread of its own, one transaction each. A line that
    cannot be written is kept and tried again until it can; nothing is dropped.

    Parameters
    ----------
    store : ProjectStore
        Closed by `close`.
    on_trouble : callable
        Called in the writer's thread with a sentence when lines cannot be
        written, and with an empty text when they can again.
    """

    def __init__(
        self, store: ProjectStore, on_trouble: Callable[[str], None] | None = None
    ) -> None:
        self.store = store
        self._on_trouble = on_trouble or _ignore
        self._done, self._undone = _stacks(store.journal())
        self._seq = store.last_seq
        self._recent: OrderedDict[int, tuple[Edit, int]] = OrderedDict()
        self._waiting: deque[_Line] = deque()
        self._changed = threading.Condition()
        self._trouble = self._told = ""
        self._is_closing = False
        self._backed_up = time.monotonic()
        self._writer = threading.Thread(
            target=self._write_all, name="project journal", daemon=True
        )
        self._writer.start()

    @property
    def undo_text(self) -> str:
        """Name of the edit that undo would take back; empty if none."""
        return self._done[-1].text if self._done else ""

    @property
    def redo_text(self) -> str:
        """Name of the edit that redo would repeat; empty if none."""
        return self._undone[-1].text if self._undone else ""

    @property
    def last_seq(self) -> int:
        """Number of the last line, written or not."""
        return self._seq

    @property
    def trouble(self) -> str:
        """Why edits are not written at the moment; empty if they are."""
        return self._trouble

    @property
    def unwritten(self) -> int:
        """Number of lines that are not on the disk yet."""
        return len(self._waiting)

    def push(self, edit: Edit) -> None:
        """Write an edit that was applied; what was undone cannot be redone."""
        self._undone.clear()
        seq = self._add("edit", None, edit.text, edit)
        self._done.append(_Step(seq, edit.text))
        self._remember(seq, edit)

    def pop_undo(self) -> Edit | None:
        """Write that the last edit is undone, and return it.

        Raises
        ------
        DamagedProjectError
            If the file has lost it; nothing is undone then.
        """
        return self._step_back(self._done, self._undone, "undo")

    def pop_redo(self) -> Edit | None:
        """Write that the last undone edit is repeated, and return it."""
        return self._step_back(self._undone, self._done, "redo")

    def flush(self, timeout_s: float = 10.0) -> bool:
        """Wait until all is written; tell whether it is."""
        with self._changed:
            self._changed.notify_all()
            self._changed.wait_for(
                lambda: not self._waiting or bool(self._trouble), timeout_s
            )
            return not self._waiting

    def retry(self, timeout_s: float = 10.0) -> bool:
        """Try at once to write what could not be written; tell whether all is."""
        with self._changed:
            self._trouble = ""
        return self.flush(timeout_s)

    def close(self) -> None:
        """Write the rest, end the thread and close the file.

        Raises
        ------
        ProjectError
            If edits cannot be written; the journal stays open with them.
        """
        if not self.retry():
            raise ProjectError(self._trouble or f"{self.store.path.name} is too slow")
        self.abandon()

    def abandon(self) -> None:
        """End the thread and close the file, whatever is not written.

        A thread that a disk holds keeps the file, and ends with the program.
        """
        with self._changed:
            self._is_closing = True
            self._changed.notify_all()
        self._writer.join(_END_S)
        if not self._writer.is_alive():
            self.store.close()

    def _add(self, kind: str, target: int | None, text: str, edit: Edit | None) -> int:
        with self._changed:
            # A hand is slower than a disk; a script waits here a moment, so that a
            # crash never takes more than the last stroke.
            if not self._trouble:
                self._changed.wait_for(
                    lambda: not self._waiting or bool(self._trouble), _WAIT_S
                )
            self._seq += 1
            self._waiting.append(_Line(JournalRow(self._seq, kind, target, text), edit))
            self._changed.notify_all()
            return self._seq

    def _step_back(
        self, source: list[_Step], target: list[_Step], kind: str
    ) -> Edit | None:
        if not source:
            return None
        step = source[-1]
        edit = self._edit(step.seq)
        source.pop()
        target.append(step)
        self._add(kind, step.seq, step.text, None)
        return edit

    def _edit(self, seq: int) -> Edit:
        if seq in self._recent:
            return self._recent[seq][0]
        edit = self.store.read_edit(seq)
        self._remember(seq, edit)
        return edit

    def _remember(self, seq: int, edit: Edit) -> None:
        self._recent[seq] = (edit, _bytes(edit))
        total = sum(size for _, size in self._recent.values())
        unwritten = {line.row.seq for line in list(self._waiting)}
        for old in list(self._recent):
            if total <= _CACHE_BYTES:
                break
            if old != seq and old not in unwritten:
                total -= self._recent.pop(old)[1]

    def _write_all(self) -> None:
        while True:
            with self._changed:
                if self._trouble:
                    self._changed.wait(_RETRY_S)
                else:
                    self._changed.wait_for(lambda: self._waiting or self._is_closing)
                if self._is_closing:
                    return
                line = self._waiting[0] if self._waiting else None
            if line is not None:
                self._write(line)

    def _write(self, line: _Line) -> None:
        trouble = ""
        try:
            self._append(line)
        except ProjectError as error:
            trouble = str(error)
        except (OSError, ValueError, MemoryError) as error:
            # Whatever it is, the line must not be lost with this thread.
            _log.exception("a line of the journal could not be written")
            trouble = f"{self.store.path.name} could not be written: {error}"
        with self._changed:
            self._trouble = trouble
            if not trouble:
                self._waiting.popleft()
            self._changed.notify_all()
        if trouble != self._told:
            self._told = trouble
            self._on_trouble(trouble)
        if not trouble and time.monotonic() - self._backed_up > _BACKUP_EVERY_S:
            self._back_up()

    def _back_up(self) -> None:
        self._backed_up = time.monotonic()
        try:
            self.store.back_up()
        except (ProjectError, OSError) as error:
            # The project itself is written; the next backup may succeed.
            _log.warning("no backup of %s: %s", self.store.path, error)

    def _append(self, line: _Line) -> None:
        try:
            self.store.append(line.row, line.edit)
        except DiskFullError:
            raise
        except ProjectError:
            # A disk or network that was away has broken the connection.
            self.store.reopen(line.row.seq - 1)
            self.store.append(line.row, line.edit)


def _stacks(rows: list[JournalRow]) -> tuple[list[_Step], list[_Step]]:
    """Return what can be undone and redone after all lines of a journal."""
    done: list[_Step] = []
    undone: list[_Step] = []
    for row in rows:
        if row.kind == "edit":
            done.append(_Step(row.seq, row.text))
            undone.clear()
            continue
        source, target = (done, undone) if row.kind == "undo" else (undone, done)
        if not source or source[-1].seq != row.target:
            raise DamagedProjectError(f"line {row.seq} of the journal does not fit")
        target.append(source.pop())
    return done, undone


def _bytes(edit: Edit) -> int:
    labels = edit.labels if isinstance(edit, ClassEdit) else edit
    if not isinstance(labels, LabelEdit):
        return 1000
    return 1000 + 12 * labels.indices.size


def _ignore(_sentence: str) -> None:
    """Tell nobody."""
