"""Extensions: formats and methods that other packages add by entry points.

A package adds a format with an entry point in the group ``hsiviewer.readers``, and a
method with one in ``hsiviewer.methods``. Their code may fail in any way without harm
to the program. The built program loads no extensions; safe mode switches them off,
also in worker processes.
"""

import logging
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from hsiviewer.core.errors import ExtensionError, HsiViewerError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_T = TypeVar("_T")
_log = logging.getLogger(__name__)
_SAFE_MODE = "HSIVIEWER_SAFE_MODE"


def are_on() -> bool:
    """Tell whether extensions are loaded."""
    return not getattr(sys, "frozen", False) and not os.environ.get(_SAFE_MODE)


def switch_off() -> None:
    """Load no extensions in this process and in worker processes it starts."""
    os.environ[_SAFE_MODE] = "1"


def load_extensions(
    group: str, kind: type[_T], check: Callable[[_T], None]
) -> list[_T]:
    """Return the objects that other packages offer in a group, sorted by name.

    An object that cannot be used is left out with a warning; nothing is raised.

    Parameters
    ----------
    group : str
        Such as ``"hsiviewer.readers"``.
    kind : type
        Type of every object.
    check : callable
        Raises if an object cannot be used, with any kind of error.
    """
    if not are_on():
        return []
    # It takes as long to import as all readers together.
    from importlib.metadata import entry_points

    extensions = []
    try:
        points = call("the list of installed packages", entry_points).select(
            group=group
        )
    except ExtensionError as error:
        warn(f"no extension is used, because one cannot be read: {error}")
        return []
    # A package that lies on the path twice offers the same thing twice.
    for point in sorted(set(points), key=lambda point: (point.name, point.value)):
        try:
            extensions.append(_load(point, kind, check))
        except HsiViewerError as error:
            warn(
                f"{error}; it is not used. Update or uninstall its package, or start "
                "with --safe-mode to use no extensions"
            )
    return extensions


def call(what: str, function: Callable[..., _T], *arguments: Any) -> _T:
    """Call code of another package.

    Parameters
    ----------
    what : str
        Names the code in the sentence if it fails.

    Raises
    ------
    HsiViewerError
        If the code raises one.
    ExtensionError
        If the code fails in any other way.
    """
    try:
        return function(*arguments)
    except HsiViewerError:
        raise
    # The code is not ours: whatever it does wrong, the program has to go on.
    except (Exception, SystemExit) as error:
        raise ExtensionError(f"{what} fails ({_first_line(error)})") from error


def warn(sentence: str) -> None:
    """Log a sentence about an extension; workers would only repeat it."""
    from multiprocessing import parent_process  # slow to import, and seldom needed

    is_worker = parent_process() is not None
    _log.log(logging.DEBUG if is_worker else logging.WARNING, "%s", sentence)


def _load(point: "EntryPoint", kind: type[_T], check: Callable[[_T], None]) -> _T:
    what = f"the extension {point.name!r} ({point.value})"
    extension = call(what, point.load)
    if not isinstance(extension, kind):
        raise ExtensionError(
            f"{what} is of type {type(extension).__name__}, but {point.group} takes a "
            f"{kind.__name__}"
        )
    try:
        call("its check", check, extension)
    except HsiViewerError as error:
        raise ExtensionError(f"{what} cannot be used: {error}") from error
    return extension


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    name = type(error).__name__
    return f"{name}: {text.splitlines()[0]}" if text else name
