"""Reports of unexpected errors: written here, sent by nobody but the user."""

import faulthandler
import platform
import time
import traceback
from pathlib import Path

from hsiviewer import __version__
from hsiviewer.core import paths
from hsiviewer.ui.dialogs.about import environment_text

_LOG_LINES = 200
_KEPT = 20
_FAULTS = "faults.log"


def reports_folder() -> Path:
    """Return the folder of reports and log, made if need be."""
    folder = paths.user_data() / "reports"
    folder.mkdir(exist_ok=True)
    return folder


def log_file() -> Path:
    """Return where the log is written."""
    return reports_folder() / "hsiviewer.log"


def write_report(error: BaseException | None, message: str) -> Path:
    """Write what is known of an unexpected error to a file, and return it.

    No label, no value of a scene and no description is in it; paths of files may be.
    The oldest reports are deleted.
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
    file = folder / f"error-{time.strftime('%Y%m%d-%H%M%S')}.txt"
    file.write_text("\n\n".join(parts) + "\n", encoding="utf-8")
    for old in sorted(folder.glob("error-*.txt"))[:-_KEPT]:
        old.unlink(missing_ok=True)
    return file


def report_faults() -> None:
    """Let crashes of compiled code leave the stacks of all threads in a file."""
    # Open for as long as the program runs: it is written at the very end.
    file = (reports_folder() / _FAULTS).open("a", encoding="utf-8")
    faulthandler.enable(file)


def _last_lines(file: Path) -> str:
    if not file.is_file():
        return ""
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(lines[-_LOG_LINES:])
