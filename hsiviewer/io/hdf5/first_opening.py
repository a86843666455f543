"""A file that was never seen is opened first by a process that may crash.

Crafted files of HDF5 crash its library. What a short-lived child has opened and read
from without harm is opened here, too.
"""

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Callable
from pathlib import Path

from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.core.spawning import SPAWNING, start_worker
from hsiviewer.core.window import PixelWindow

PATIENCE_S = 60.0
is_wanted = True  # tests of other things start no children
_PROBE = 64  # rows and columns that the child reads
_Key = tuple[str, int, int]

_seen: set[_Key] = set()
_lock = threading.Lock()


def look_first(
    path: Path,
    look: Callable[[str], None] | None = None,
    *,
    patience_s: float = PATIENCE_S,
) -> None:
    """Let a child open a file, unless one has done so already.

    Worker processes open what the program has opened before; they start no child.

    Parameters
    ----------
    look : callable, optional
        ``(path) -> None``, in the child; `look_at` when omitted.
    patience_s : float
        Seconds that the child may take.

    Raises
    ------
    CubeFormatError
        If the child crashes, or does not end.
    """
    if not is_wanted or multiprocessing.parent_process() is not None:
        return
    key = _key(path)
    with _lock:
        if key is None or key in _seen:
            return
        process = SPAWNING.Process(target=look or look_at, args=(str(path),))
        try:
            start_worker(process)
        except OSError:  # no process may be started here
            return
        process.join(patience_s)
        is_late = process.is_alive()
        if is_late:
            process.kill()
            process.join()
        code = process.exitcode
        process.close()
        if is_late:
            raise CubeFormatError(
                f"{path.name} keeps the library that reads HDF5 busy for more than "
                f"{patience_s:.0f} s; it is damaged: copy it again from its source"
            )
        if code:
            raise CubeFormatError(
                f"{path.name} crashes the library that reads HDF5; it is damaged: copy "
                "it again from its source"
            )
        _seen.add(key)


def look_at(name: str) -> None:
    """Open a file and read parts of it; refusals are left to who asks."""
    from hsiviewer.io.registry import open_cube

    with contextlib.suppress(HsiViewerError, MemoryError):
        cube = open_cube(name)
        bands, rows, cols = cube.shape
        for row, col in ((0, 0), (rows // 2, cols // 2)):
            height, width = min(_PROBE, rows - row), min(_PROBE, cols - col)
            cube.source.read([0, bands - 1], PixelWindow(row, col, height, width))


def _key(path: Path) -> _Key | None:
    try:
        status = path.stat()
    except OSError:
        return None  # whoever opens it says what is wrong
    return os.path.realpath(path), status.st_size, status.st_mtime_ns
