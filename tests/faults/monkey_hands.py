"""What the monkey can do, each with a name for the log."""

import asyncio
from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QDockWidget,
    QFileDialog,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.commands.action_table import ACTIONS
from hsiviewer.workflows.tasks.threads import activity

_LOOKS, _PAUSE_S = 2400, 0.05  # two minutes: both cores may be busy
_QUIET_LOOKS = 10
_SKIPPED = {"file.quit", "train.pretrain", "train.finetune"}
_KEYS = [
    getattr(Qt.Key, f"Key_{each}")
    for each in (
        *"ABCDEFGHIJKLMNOPRSTUVWXYZ0123456789",
        "Return", "Escape", "Escape", "Tab", "Backtab", "Backspace", "Delete", "Up",
        "Down", "Left", "Right", "Home", "End", "PageUp", "PageDown", "Space", "F2",
        "BracketLeft", "BracketRight", "Plus", "Minus", "Comma",
    )
]  # fmt: skip
_MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
]
_BUTTONS = [
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.MiddleButton,
    Qt.MouseButton.RightButton,
]
_TEXTS = (
    "roof", "1-4, 9", "-3", "1e300", "nan", "", "<b>x</b>", "ä漢😀", "a\tb", "0.5",
    "52.4 N 13.1 E", "r 3 c 4", "%s {0} {", "x" * 400,
)  # fmt: skip
_FAST_METHODS = ("spectral-angle", "svm")
_LONGEST_JOB_S = 12.0


class Hands:
    """Chooses steps by a generator.

    Parameters
    ----------
    window : MainWindow
        Where everything is done.
    files : MonkeyFiles
        What is opened, and where to write.
    random : random.Random
    """

    def __init__(self, window, files, random):
        self.random = random
        self._window, self._files = window, files
        self._held = None
        self._steps = (
            (20, self._mouse), (8, self._key), (10, self._action), (6, self._type),
            (2, self._theme), (3, self._drop), (3, self._drag), (3, self._wheel),
            (1, self._train), (2, self._stop_jobs), (2, self._resize),
        )  # fmt: skip

    def choose(self):
        """Return the next step and its name."""
        dialog = QApplication.activeModalWidget()
        popup = QApplication.activePopupWidget()
        if popup is not None and self.random.random() < 0.5:
            return partial(_on, popup, QWidget.close), f"close {type(popup).__name__}"
        if dialog is not None and self.random.random() < 0.4:
            return partial(self._answer, dialog), f"answer {_name(dialog)}"
        weights = [weight for weight, _ in self._steps]
        step = self.random.choices([step for _, step in self._steps], weights)[0]
        return step()

    def let_go(self):
        """Release the button and close menus, so that the next look is calm."""
        if self._held is not None:
            self._release()
        for _ in range(5):
            popup = QApplication.activePopupWidget()
            if popup is None:
                break
            popup.close()

    async def go_home(self):
        """Close all dialogs, stop all jobs, and show the first scene."""
        window = self._window
        self.let_go()
        await self._until(self._is_free)
        window.workspace.view.set_tool("select")
        window.open_paths([str(self._files.home)])
        home = self._files.home.parent
        await self._until(
            lambda: (
                self._is_free()
                and window.document.cube is not None
                and window.document.cube.path.parent == home
                and not window.map_view.is_drawing
            )
        )
        theme.apply_theme(QApplication.instance(), "light")
        window.resize(1280, 800)
        await self._until(self._quiet())

    async def _until(self, condition):
        for _ in range(_LOOKS):
            if condition():
                return
            await asyncio.sleep(_PAUSE_S)
        raise TimeoutError(f"{condition} did not come true")

    def _quiet(self):
        """Return a condition: for ten looks nothing was read, drawn or waited for."""
        looks = []

        def quiet():
            busy = activity.count or self._window.map_view.is_drawing
            looks.append(not busy)
            return len(looks) >= _QUIET_LOOKS and all(looks[-_QUIET_LOOKS:])

        return quiet

    def _is_free(self):
        """Close what is open and stop what runs; tell whether nothing was."""
        dialogs = [
            each
            for each in QApplication.topLevelWidgets()
            if isinstance(each, QDialog | QMenu) and each.isVisible()
        ]
        for dialog in dialogs:
            dialog.reject() if isinstance(dialog, QDialog) else dialog.close()
        for job in self._jobs():
            job.cancel()
        tour = self._window.findChild(QWidget, "guidedTour")
        if tour is not None:
            tour.stop()
        return not (dialogs or self._jobs() or tour)

    def _jobs(self):
        return [each for each in self._window.workspace.jobs.jobs if each.is_active]

    def _top(self):
        return QApplication.activePopupWidget() or QApplication.activeModalWidget()

    def _widget(self, kind=QWidget):
        """Return a visible widget that a hand could reach, the map most often."""
        top = self._top()
        if top is None:
            if kind is QWidget and self.random.random() < 0.4:
                return self._window.map_view
            floating = [
                each
                for each in self._window.findChildren(QDockWidget)
                if each.isFloating() and each.isVisible()
            ]
            top = self.random.choice([self._window, self._window, *floating])
        found = [
            each
            for each in top.findChildren(kind)
            if each.isVisible()
            and each.isEnabled()
            and each.window() is top.window()
            and not each.size().isEmpty()
        ]
        return self.random.choice(found) if found else top

    def _place(self, widget):
        return QPoint(
            self.random.randrange(max(1, widget.width())),
            self.random.randrange(max(1, widget.height())),
        )

    def _mouse(self):
        if self._held is not None and self.random.random() < 0.5:
            return self._release, "release"
        widget, button = self._widget(), self.random.choice(_BUTTONS)
        place, keys = self._place(widget), self.random.choice(_MODIFIERS)
        kind = self.random.choice(("click", "click", "press", "double", "move"))
        name = f"{kind} {_name(widget)} {place.x()} {place.y()} {button.name}"
        if kind == "click":
            return partial(_on, widget, QTest.mouseClick, button, keys, place), name
        if kind == "double":
            return partial(_on, widget, QTest.mouseDClick, button, keys, place), name
        if kind == "move":
            return partial(_on, widget, QTest.mouseMove, place), name
        return partial(self._press, widget, button, keys, place), name

    def _press(self, widget, button, keys, place):
        if self._held is not None:
            self._release()
        self._held = (widget, button)
        _on(widget, QTest.mousePress, button, keys, place)

    def _release(self):
        (widget, button), self._held = self._held, None
        if _is_there(widget):
            place = self._place(widget)
            no_key = Qt.KeyboardModifier.NoModifier
            QTest.mouseRelease(widget, button, no_key, place)

    def _drag(self):
        widget = self._widget()
        places = [self._place(widget) for _ in range(4)]
        button, keys = self.random.choice(_BUTTONS), self.random.choice(_MODIFIERS)

        def drag():
            _on(widget, QTest.mousePress, button, keys, places[0])
            for place in places[1:]:
                _on(widget, QTest.mouseMove, place)
            _on(widget, QTest.mouseRelease, button, keys, places[-1])

        return drag, f"drag {_name(widget)} {button.name}"

    def _wheel(self):
        widget = self._widget()
        place, notches = self._place(widget), self.random.choice((-3, -1, 1, 3))

        def turn():
            if not _is_there(widget):
                return
            event = QWheelEvent(
                QPointF(place), QPointF(widget.mapToGlobal(place)), QPoint(),
                QPoint(0, 120 * notches), Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
            )  # fmt: skip
            QApplication.sendEvent(widget, event)

        return turn, f"wheel {_name(widget)} {notches}"

    def _key(self):
        widget = QApplication.focusWidget() or self._widget()
        key, keys = self.random.choice(_KEYS), self.random.choice(_MODIFIERS)
        name = f"key {key.name} {keys.value:#x} {_name(widget)}"
        return partial(_on, widget, QTest.keyClick, key, keys), name

    def _type(self):
        widget = self._widget(self.random.choice((QLineEdit, QWidget)))
        text = self.random.choice(_TEXTS)

        def type_it():
            _on(widget, QWidget.setFocus)
            for letter in text:
                # `QTest` knows ASCII only.
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    if _is_there(widget):
                        event = QKeyEvent(kind, 0, _MODIFIERS[0], letter)
                        QApplication.sendEvent(widget, event)

        return type_it, f"type {text[:12]!r} {_name(widget)}"

    def _action(self):
        window = self._window
        actions = [
            window.action(each.id)
            for each in ACTIONS
            if each.id not in _SKIPPED and window.action(each.id).isEnabled()
        ]
        action = self.random.choice(actions)
        if self._top() is not None and self.random.random() < 0.9:
            return self._mouse()  # a dialog is in the way of most commands
        return action.trigger, f"action {action.objectName()}"

    def _theme(self):
        app = QApplication.instance()
        wanted = self.random.choice(("light", "dark"))
        if self.random.random() < 0.2:
            factor = self.random.choice((0.9, 1.0, 1.3))
            return partial(theme.scale_text, app, factor), f"text {factor}"
        return partial(theme.apply_theme, app, wanted), f"theme {wanted}"

    def _drop(self):
        files = self._files
        projects = sorted(files.targets.glob("*.hsiproj"))
        pool = self.random.choice(
            (files.scenes, files.scenes, files.scenes, files.broken, files.others,
             projects or files.scenes)
        )  # fmt: skip
        chosen = [self.random.choice(pool)]
        if self.random.random() < 0.2:
            chosen.append(self.random.choice(files.others))

        def drop():
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(each)) for each in chosen])
            event = QDropEvent(
                QPointF(50, 50), Qt.DropAction.CopyAction, data,
                Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
            )  # fmt: skip
            self._window.dropEvent(event)

        return drop, f"drop {[each.name for each in chosen]}"

    def _train(self):
        method = self.random.choice(_FAST_METHODS)

        def train():
            box = self._window.findChild(QComboBox, "methodBox")
            box.setCurrentIndex(box.findData(method))
            action = self._window.action("train.finetune")
            if action.isEnabled() and not self._jobs():
                action.trigger()

        return train, f"train {method}"

    def _stop_jobs(self):
        def stop():
            for job in self._jobs():
                if job.elapsed_s > _LONGEST_JOB_S or self.random.random() < 0.2:
                    job.cancel()

        return stop, "stop jobs"

    def _resize(self):
        size = self.random.choice(((1280, 800), (900, 600), (1600, 1000)))
        return partial(self._window.resize, *size), f"resize {size}"

    def _answer(self, dialog):
        """Fill a dialog in, and accept or reject it."""
        if not _is_there(dialog):
            return
        if isinstance(dialog, QFileDialog):
            self._answer_files(dialog)
        elif isinstance(dialog, QMessageBox) or self.random.random() < 0.3:
            buttons = [
                each
                for each in dialog.findChildren(QAbstractButton)
                if each.isVisible() and each.isEnabled()
            ]
            if buttons:
                self.random.choice(buttons).click()
        elif self.random.random() < 0.5:
            dialog.accept()
        else:
            dialog.reject()

    def _answer_files(self, dialog):
        files = self._files
        name = dialog.findChild(QLineEdit, "fileNameEdit")
        if name is None or self.random.random() < 0.3:
            dialog.reject()
            return
        if dialog.acceptMode() is QFileDialog.AcceptMode.AcceptSave:
            suffix = dialog.defaultSuffix()
            target = f"out{self.random.randrange(5)}.{suffix}".rstrip(".")
            name.setText(str(files.targets / target))
        elif dialog.fileMode() is QFileDialog.FileMode.Directory:
            name.setText(str(files.targets))
        else:
            pool = (*files.scenes, *files.broken, *files.others)
            name.setText(str(self.random.choice(pool)))
        dialog.accept()


def _on(widget, do, *arguments):
    """Do something to a widget, unless it has gone since it was chosen."""
    if _is_there(widget):
        do(widget, *arguments)


def _is_there(widget):
    return shiboken6.isValid(widget) and widget.isVisible()


def _name(widget):
    return f"{type(widget).__name__}:{widget.objectName()}"
