"""Reports of unexpected errors: written here, sent by nobody but the user."""

import contextlib
import faulthandler
import itertools
import logging
import platform
import time
import traceback
from pathlib import Path

from hsiviewer import __version__
from hsiviewer.core import paths
from hsiviewer.ui.dialogs.about import environment_text

_log = logging.getLogger(__name__)

_LOG_LINES = 200
_KEPT = 20
_FAULTS = "faults.log"
_QUIET_S = 10.0


class RepeatedErrors:
    """Tells which errors come again at once, such as those of a timer.

    One box tells of them; a box with every tick would bury the window.
    """

    def __init__(self) -> None:
        self._last: dict[tuple[object, ...], float] = {}

    def has_just_had(self, error: BaseException) -> bool:
        """Whether an error of this kind came from the same line within ten seconds."""
        frames = traceback.extract_tb(error.__traceback__)
        place = (frames[-1].filename, frames[-1].lineno) if frames else ()
        kind, now = (type(error), *place), time.monotonic()
        is_again = now - self._last.get(kind, -_QUIET_S) < _QUIET_S
        self._last[kind] = now
        return is_again


def reports_folder() -> Path:
    """Return the folder of reports and log, made if that is possible."""
    folder = paths.user_data() / "reports"
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def log_file() -> Path:
    """Return where the log is written."""
    return reports_folder() / "hsiviewer.log"


def write_report(error: BaseException | None, message: str) -> Path:
    """Write what is known of an unexpected error to a file, and return it.

    No label, no value of a scene and no description is in it; paths of files may be.
    The oldest reports are deleted.

    Raises
    ------
    OSError
        If it cannot be written.
    """
    parts = [
        f"hsiviewer {__version__}, {time.strftime('%Y-%m-%d %H:%M:%S')}",
        environment_text(),
        f"{platform.machine()}, {platform.python_implementation()}",
        message,
        "".join(traceback.format_exception(error)) if error is not None else "",
        f"The last lines of {log_file().name}:",
        _last_lines(log_file()),
    ]
    folder = reports_folder()
    file = _free_name(folder, f"error-{time.strftime('%Y%m%d-%H%M%S')}")
    file.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    # The new one stays, whatever the clock says.
    others = sorted(set(folder.glob("error-*.txt")) - {file})
    for old in others[: -(_KEPT - 1)]:
        old.unlink(missing_ok=True)
    return file


def report_faults() -> None:
    """Let crashes of compiled code leave the stacks of all threads in a file."""
    try:
        # Open for as long as the program runs: it is written at the very end.
        file = (reports_folder() / _FAULTS).open("a", encoding="utf-8")
    except OSError as error:
        _log.warning("crashes leave no report: %s", error)
        return
    faulthandler.enable(file)


def _free_name(folder: Path, stem: str) -> Path:
    names = (
        folder / f"{stem}{ending}.txt"
        for ending in itertools.chain([""], (f"-{n}" for n in itertools.count(2)))
    )
    return next(name for name in names if not name.exists())


def _last_lines(file: Path) -> str:
    if not file.is_file():
        return ""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_LOG_LINES:])
