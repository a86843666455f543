"""What other packages add to hsiviewer: found by entry points, never trusted to work.

A package that names an object under ``hsiviewer.readers`` or ``hsiviewer.methods``
in its entry points adds a format or a method. The built program has no extensions,
and safe mode leaves them out, in worker processes, too.
"""

import importlib.metadata
import logging
import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

from hsiviewer.core.errors import ExtensionError, HsiViewerError

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
_SAFE_MODE = "HSIVIEWER_SAFE_MODE"


def are_on() -> bool:
    """Tell whether extensions are looked for."""
    return not getattr(sys, "frozen", False) and not os.environ.get(_SAFE_MODE)


def switch_off() -> None:
    """Leave extensions out, here and in the worker processes that start from here."""
    os.environ[_SAFE_MODE] = "1"


def load_extensions(
    group: str, kind: type[_T], check: Callable[[_T], None]
) -> list[_T]:
    """Return what other packages offer under a name, in order of their own names.

    One that cannot be used is left out with a sentence; nothing is raised.

    Parameters
    ----------
    group : str
        Such as ``"hsiviewer.readers"``.
    kind : type
        What every entry point has to be.
    check : callable
        Raises if an object cannot be used; may be of any kind of error.
    """
    if not are_on():
        return []
    found = []
    try:
        points = call(
            "the list of installed packages", importlib.metadata.entry_points
        ).select(group=group)
    except ExtensionError as error:
        warn(f"no extension is used, because one cannot be read: {error}")
        return []
    # A package that lies on the path twice offers the same thing twice.
    for point in sorted(set(points), key=lambda point: (point.name, point.value)):
        try:
            found.append(_load(point, kind, check))
        except HsiViewerError as error:
            warn(
                f"{error}; this extension is left out. Update or uninstall its "
                "package; --safe-mode starts without any extension"
            )
    return found


def call(what: str, function: Callable[..., _T], *arguments: Any) -> _T:
    """Call code of another package.

    Parameters
    ----------
    what : str
        Begins the sentence if it fails.

    Raises
    ------
    HsiViewerError
        As the code has raised it.
    ExtensionError
        If the code fails in any other way.
    """
    try:
        return function(*arguments)
    except HsiViewerError:
        raise
    # The code is not ours: whatever it does wrong, the program has to go on.
    except (Exception, SystemExit) as error:
        raise ExtensionError(f"{what} fails ({_told(error)})") from error


def warn(sentence: str) -> None:
    """Tell the user about an extension, once; its workers would only repeat it."""
    is_worker = multiprocessing.parent_process() is not None
    _log.log(logging.DEBUG if is_worker else logging.WARNING, "%s", sentence)


def _load(
    point: importlib.metadata.EntryPoint, kind: type[_T], check: Callable[[_T], None]
) -> _T:
    what = f"the extension {point.name!r} ({point.value})"
    made = call(what, point.load)
    if not isinstance(made, kind):
        raise ExtensionError(
            f"{what} is of type {type(made).__name__}, where {point.group} takes a "
            f"{kind.__name__}"
        )
    try:
        call("its check", check, made)
    except HsiViewerError as error:
        raise ExtensionError(f"{what} cannot be used: {error}") from error
    return made


def _told(error: BaseException) -> str:
    text = str(error).strip()
    name = type(error).__name__
    return f"{name}: {text.splitlines()[0]}" if text else name
