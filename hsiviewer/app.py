"""Composition root of the window: application, event loop, workspace, main window."""

import asyncio
import logging
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from logging.handlers import RotatingFileHandler
from types import TracebackType
from typing import Any

import psutil
import pyqtgraph
import qasync
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from hsiviewer import __version__
from hsiviewer.core import paths
from hsiviewer.core.allocator import give_memory_back
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.ui.base import texts, theme
from hsiviewer.ui.base.garbage import GuiThreadCollector
from hsiviewer.ui.base.settings import setting
from hsiviewer.ui.base.slots import show_error
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.error_reports import (
    RepeatedErrors,
    log_file,
    report_faults,
    write_report,
)
from hsiviewer.ui.shell.main_window import MainWindow
from hsiviewer.workflows.commands.sample import write_sample
from hsiviewer.workflows.commands.self_test import sample_folder
from hsiviewer.workflows.session.workspace import Workspace

_log = logging.getLogger(__name__)

Story = Callable[[MainWindow], Coroutine[Any, Any, None]]


def create_application(
    argv: list[str],
) -> tuple[QApplication, asyncio.AbstractEventLoop]:
    """Make the Qt application and the event loop that it shares with asyncio."""
    give_memory_back()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(argv)
    app.setApplicationName("hsiviewer")
    app.setApplicationVersion(__version__)
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "hsiviewer.svg")))
    app.setDesktopFileName("hsiviewer")
    app.setQuitOnLastWindowClosed(False)
    pyqtgraph.setConfigOptions(imageAxisOrder="row-major", antialias=True)
    texts.translate_dialogs(app)
    theme.apply_theme(app, setting("theme").value)
    theme.scale_text(app, int(setting("text_size").value) / 100)
    if existing is None:
        theme.follow_system(app)
    if app.findChild(GuiThreadCollector) is None:
        GuiThreadCollector(app)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    return app, loop


def create_main_window(files: list[str]) -> MainWindow:
    """Make the main window and open paths in it; needs the application."""
    window = MainWindow(Workspace())
    window.open_paths(files)
    return window


def run_window(files: list[str], *, is_safe: bool = False) -> int:
    """Open the window on paths and return the exit status when it is closed.

    Parameters
    ----------
    is_safe : bool
        Whether saved settings are left out of account, and kept as they are: theme,
        language, layout and recent files are those of a first start.
    """
    if is_safe:
        paths.use_fresh_config()
    _, loop = create_application(sys.argv[:1])
    return run_application(loop, files=files)


def run_application(
    loop: qasync.QEventLoop,
    story: Story | None = None,
    *,
    files: list[str] | None = None,
) -> int:
    """Show the window and run the loop until it is closed.

    Parameters
    ----------
    loop : AbstractEventLoop
        From `create_application`.
    story : callable, optional
        Coroutine function that drives the window once it is shown. If it
        fails, the program ends with a sentence and status 1.
    files : list of str, optional
        Paths to open.
    """
    _log_to_file()
    report_faults()
    with loop:
        window = create_main_window(files or [])
        _report_unexpected_errors(loop, window)
        window.show()
        tell_about_folders(window)
        _close_on_interrupt(loop, window)
        status: int = loop.run_until_complete(_live(window, story))
    return status


def test_window() -> int:
    """Open the window on the sample scene, close it, and tell what it took.

    For builds: shows that the window works where the program was put.
    """
    _, loop = create_application(sys.argv[:1])
    return run_application(loop, _show_sample)


async def _show_sample(window: MainWindow) -> None:
    process = psutil.Process()
    shown = time.time() - process.create_time()
    with sample_folder() as folder:
        files = write_sample(folder, rows=64, cols=72, bands=60)
        await window.workspace.open_scene(files.cube)
        while window.map_view.is_drawing:
            await asyncio.sleep(0.01)
        picture = window.grab()
        memory = process.memory_info().rss / 1e6
        sys.stdout.write(
            f"window shown {shown:.1f} s after the start, {picture.width()} x "
            f"{picture.height()} pixels, the sample scene in it; {memory:.0f} MB\n"
        )
        window.close()
        await window.closed


async def _live(window: MainWindow, story: Story | None) -> int:
    status = 0
    if story is not None:
        try:
            await story(window)
        except HsiViewerError as error:
            sys.stderr.write(f"hsiviewer: {error}\n")
            status = 1
            window.close()
    await window.closed
    setting("theme").choose(theme.choice())
    return status


def _report_unexpected_errors(
    loop: asyncio.AbstractEventLoop, window: MainWindow
) -> None:
    again = RepeatedErrors()

    def show(error: BaseException | None, message: str) -> None:
        _log.error("%s", message, exc_info=error)
        if error is not None and again.has_just_had(error):
            return
        try:
            told = f"A report was written to {write_report(error, message)}; nothing "
            told += "is sent."
        except OSError as problem:
            told = f"A report could not be written ({problem.strerror})."
        show_error(
            window,
            f"Something unexpected happened ({type(error).__name__}: {error}). Your "
            f"labels are safe. {told}",
        )

    def on_loop_error(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        show(context.get("exception"), str(context["message"]))

    def on_slot_error(
        kind: type[BaseException],
        error: BaseException,
        _traceback: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            window.close()
        else:
            show(error, "an unexpected error in the window")

    loop.set_exception_handler(on_loop_error)
    sys.excepthook = on_slot_error


def _close_on_interrupt(loop: asyncio.AbstractEventLoop, window: MainWindow) -> None:
    def close(*_: object) -> None:
        loop.call_soon_threadsafe(window.close)

    signal.signal(signal.SIGINT, close)


def tell_about_folders(window: MainWindow) -> None:
    """Say once what is not kept, where the user's folders cannot be written."""
    data, config = paths.trouble("data"), paths.trouble("config")
    if data:
        show_error(
            window,
            tr(
                "{0}. You can work as usual, but your labels are kept in memory only. "
                "Save the project in another folder before you close the window."
            ).format(data),
        )
    elif config:
        show_error(
            window,
            tr("{0}. Your settings are not kept when you close the window.").format(
                config
            ),
        )


def _log_to_file() -> None:
    logging.raiseExceptions = False  # a log on a full disk must not fill the terminal
    try:
        handler = RotatingFileHandler(
            log_file(), maxBytes=1_000_000, backupCount=2, encoding="utf-8"
        )
    except OSError:
        return  # the window says why, and works without
    handler.setFormatter(
        logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    )
    root = logging.getLogger("hsiviewer")
    root.setLevel(logging.INFO)
    root.addHandler(handler)
