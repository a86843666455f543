"""Files that scripts write: checked as the command line checks them."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hsiviewer.io.targets import Source, Target, check_targets

CONSENT = "give overwrite=True"


def check(*targets: Target, sources: Iterable[Source], overwrite: bool) -> None:
    """See that files can be written, and would replace nothing that is needed.

    Raises
    ------
    ExportError
        If one of them cannot be written, is an input, or exists, is no result of the
        program, and may not be replaced.
    """
    check_targets(targets, sources, overwrite=overwrite, consent=CONSENT)


def file_of(given: Any) -> str:
    """Return the file that an argument names, wherever the script goes later.

    Empty for arrays, objects and nothing.
    """
    return str(Path(given).absolute()) if isinstance(given, (str, os.PathLike)) else ""


def class_file_of(given: Any) -> Path | None:
    """Return the class file that an argument names, if it is one."""
    return Path(file_of(given)) if file_of(given) else None
