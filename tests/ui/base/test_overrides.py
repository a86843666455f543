"""Errors in methods that Qt calls: they are told, and the program lives on."""

import ast
import importlib
import inspect
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

import hsiviewer.ui
from hsiviewer.ui.base import overrides
from hsiviewer.ui.base.overrides import guarded

# Two overrides raise within one call: a palette goes from a widget to its children.
TWO_ERRORS = """
import sys
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from hsiviewer.ui.base.overrides import guarded
app = QApplication([])
told = []
sys.excepthook = lambda kind, error, trace: told.append(str(error))

class Panel(QWidget):
    GUARD
    def changeEvent(self, event):
        raise IndexError(type(self).__name__)

class Other(Panel):
    GUARD
    def changeEvent(self, event):
        raise KeyError("other")

outer = Panel()
panels = [Panel(outer), Other(outer), Panel(outer)]
palette = QPalette()
palette.setColor(QPalette.ColorRole.Window, QColor("red"))
outer.setPalette(palette)
app.processEvents()
print(sorted(told))
"""


def _run(guard):
    code = TWO_ERRORS.replace("GUARD", guard)
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60
    )


def test_two_overrides_that_raise_in_one_call_are_both_told():
    done = _run("@guarded(None)")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == """["'other'", 'Panel']"""


@pytest.fixture
def told(monkeypatch):
    """Return the errors that reach the program's hook."""
    errors = []
    monkeypatch.setattr(overrides, "_reported", {})
    monkeypatch.setattr(
        sys, "excepthook", lambda _kind, error, _trace: errors.append(error)
    )
    return errors


class _Failing(QWidget):
    calls = 0

    @guarded(None)
    def changeEvent(self, event):  # noqa: N802
        _Failing.calls += 1
        raise ZeroDivisionError


def test_an_error_that_repeats_is_told_once(qtbot, told):
    widget = _Failing()
    qtbot.addWidget(widget)
    told.clear()
    overrides._reported.clear()
    before = _Failing.calls
    for color in ("red", "green", "blue"):
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Window, QColor(color))
        widget.setPalette(palette)
    assert _Failing.calls >= before + 3
    assert told == []  # not while Qt is at work
    qtbot.waitUntil(lambda: len(told) == 1)
    QApplication.processEvents()
    assert len(told) == 1


def test_qt_gets_the_default_instead_of_an_answer(qtbot, told):
    class Watcher(QObject):
        @guarded(True)
        def eventFilter(self, watched, event):  # noqa: N802
            raise ValueError("no")

    widget, watcher = QWidget(), Watcher()
    qtbot.addWidget(widget)
    widget.installEventFilter(watcher)
    assert QApplication.sendEvent(widget, QEvent(QEvent.Type.User))
    widget.removeEventFilter(watcher)
    qtbot.waitUntil(lambda: len(told) == 1)


def _modules():
    names = (
        each.name
        for each in pkgutil.walk_packages(hsiviewer.ui.__path__, "hsiviewer.ui.")
    )
    return [importlib.import_module(each) for each in ("hsiviewer.app", *names)]


def _overrides_of(kind):
    """Return the functions of a class that a base outside the program has, too."""
    others = [each for each in kind.__mro__ if not each.__module__.startswith("hsiv")]
    return {
        name: member
        for name, member in vars(kind).items()
        if inspect.isfunction(member)
        and not name.startswith("__")
        and any(name in vars(base) for base in others)
    }


def _classes():
    for module in _modules():
        for kind in vars(module).values():
            is_own = inspect.isclass(kind) and kind.__module__ == module.__name__
            if is_own and issubclass(kind, QObject):
                yield kind


def test_every_override_of_a_qt_method_is_guarded():
    found = {
        f"{kind.__module__}.{kind.__qualname__}.{name}": member
        for kind in _classes()
        for name, member in _overrides_of(kind).items()
    }
    assert len(found) > 60
    bare = [name for name, each in found.items() if not hasattr(each, "is_guarded")]
    assert bare == []


def test_no_class_hides_from_this_test_inside_a_function():
    hidden = []
    for module in _modules():
        tree = ast.parse(Path(module.__file__).read_text(encoding="utf-8"))
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                hidden += [
                    f"{module.__name__}.{each.name}"
                    for each in ast.walk(function)
                    if isinstance(each, ast.ClassDef)
                ]
    assert hidden == []
