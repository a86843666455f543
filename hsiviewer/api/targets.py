"""Files that scripts write: never over another one unless that is said."""

from collections.abc import Callable
from pathlib import Path

from hsiviewer.core.errors import ExportError


def refuse_existing(*paths: Path, overwrite: bool) -> None:
    """See that no file of a name exists, unless it may be replaced.

    Raises
    ------
    ExportError
        If one does.
    """
    there = [path for path in paths if path.exists() and not overwrite]
    if there:
        raise ExportError(
            f"{there[0]} exists; choose another name, or give overwrite=True"
        )


def write_file(path: Path, write: Callable[[], object]) -> None:
    """Write a file; what the system says becomes a sentence.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    try:
        write()
    except ExportError:
        raise
    except OSError as error:
        raise ExportError(
            f"{path} could not be written: {error.strerror or error}"
        ) from error
