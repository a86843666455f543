"""Checks of the files that scripts write, the same as on the command line."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hsiviewer.io.targets import Source, Target, check_targets

CONSENT = "give overwrite=True"


def check(*targets: Target, sources: Iterable[Source], overwrite: bool) -> None:
    """Check that files can be written without destroying anything.

    Raises
    ------
    ExportError
        If one of them cannot be written, is an input, or exists and may not be
        replaced.
    """
    check_targets(targets, sources, overwrite=overwrite, consent=CONSENT)


def file_of(given: Any) -> str:
    """Return the absolute path of an argument, empty if it is not a file.

    Absolute, because a script may change its folder before it uses the result.
    """
    return str(Path(given).absolute()) if isinstance(given, (str, os.PathLike)) else ""


def class_file_of(given: Any) -> Path | None:
    """Return the absolute path of a class file, ``None`` for other arguments."""
    file = file_of(given)
    return Path(file) if file else None
