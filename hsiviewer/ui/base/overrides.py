"""The guard around methods that Qt calls: an error in one must not reach Qt."""

import functools
import logging
import sys
import time
from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QTimer

_P = ParamSpec("_P")
_R = TypeVar("_R")

_log = logging.getLogger(__name__)
_QUIET_S = 10.0  # a widget that cannot be painted fails with every frame
_reported: dict[tuple[str, type[Exception]], float] = {}

NOTHING: Any = None  # the default of models, whose answers have no one type


def guarded(default: _R) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """Return a default from an override of a Qt method that fails.

    PySide 6.11 ends the process when two Python overrides raise within one call
    from C++, such as two panels that follow the same change of the theme. So every
    override is guarded. The error goes the way of all unexpected errors, once Qt has
    returned, and not more often than every ten seconds for the same method and kind.

    Parameters
    ----------
    default : object
        What Qt gets instead of an answer.
    """

    def guard(method: Callable[_P, _R]) -> Callable[_P, _R]:
        @functools.wraps(method)
        def call(*args: _P.args, **kwargs: _P.kwargs) -> _R:
            try:
                return method(*args, **kwargs)
            except Exception as error:  # noqa: BLE001 - Qt would not survive it
                _report(error, method.__qualname__)
                return default

        call.is_guarded = True  # type: ignore[attr-defined] # for the test of all
        return call

    return guard


def _report(error: Exception, method: str) -> None:
    kind, now = (method, type(error)), time.monotonic()
    if now - _reported.get(kind, -_QUIET_S) < _QUIET_S:
        _log.debug("%s failed again: %s", method, error)
        return
    _reported[kind] = now

    def tell() -> None:
        sys.excepthook(type(error), error, error.__traceback__)

    # Not now: a box must not open while a widget is being painted.
    if QCoreApplication.instance() is not None:
        QTimer.singleShot(0, tell)
    else:
        tell()
