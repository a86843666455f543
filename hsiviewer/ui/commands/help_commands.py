"""What the actions of the menu Help do, and the preferences."""

from collections.abc import Callable, Coroutine
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QWhatsThis, QWidget

from hsiviewer.core import paths
from hsiviewer.ui.base.slots import run_async, show_message
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.about import AboutDialog
from hsiviewer.ui.dialogs.error_reports import reports_folder
from hsiviewer.ui.dialogs.preferences import PreferencesDialog
from hsiviewer.ui.dialogs.shortcuts import ShortcutsDialog
from hsiviewer.ui.guidance.guide_chapters import FIRST
from hsiviewer.ui.guidance.guide_window import GuideWindow
from hsiviewer.ui.guidance.tour import GuidedTour

CHAPTER = "guideChapter"  # property of a widget that a chapter of the guide explains


class HelpCommands(CommandGroup):
    """The guide, the tour, the keys, the graphics card, reports, versions."""

    def connect(self, open_sample: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Connect the actions.

        Parameters
        ----------
        open_sample : coroutine function
            Opens the sample scene.
        """
        self._connect(
            {
                "help.guide": lambda: self.open_guide(chapter_of_focus()),
                "help.tour": lambda: run_async(self._window, self._tour(open_sample)),
                "help.whats_this": QWhatsThis.enterWhatsThisMode,
                "help.shortcuts": lambda: ShortcutsDialog(
                    self._actions.values(), self._window
                ).open(),
                "help.devices": lambda: run_async(self._window, self._show_devices()),
                "edit.preferences": lambda: PreferencesDialog(self._window).open(),
                "help.reports": self.open_reports,
                "help.about": lambda: AboutDialog(self._window).open(),
            }
        )

    def open_guide(self, address: str) -> None:
        """Show a chapter of the guide in its one window."""
        guide = self._window.findChild(GuideWindow)
        if guide is None:
            guide = GuideWindow(self._window)
        guide.show_address(address)
        guide.show()
        guide.raise_()
        guide.activateWindow()

    def open_reports(self) -> None:
        """Show the folder of the log in the desktop's file manager."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(reports_folder())))

    async def _tour(self, open_sample: Callable[[], Coroutine[Any, Any, None]]) -> None:
        earlier = self._window.findChild(GuidedTour)
        if earlier is not None:
            earlier.stop()
        cube = self._workspace.document.cube
        sample = paths.user_data() / "sample"
        if cube is None or not cube.path.is_relative_to(sample):
            await open_sample()  # nobody's own labels are to be played with
        GuidedTour(self._window, self._workspace)

    async def _show_devices(self) -> None:
        told = await self._workspace.diagnose_devices()
        show_message(self._window, "\n\n".join(told), title=tr("Graphics card"))


def chapter_of_focus() -> str:
    """Return the chapter of the panel that has the keyboard; the contents for none."""
    widget: QWidget | None = QApplication.focusWidget()
    while widget is not None:
        chapter = widget.property(CHAPTER)
        if chapter:
            return str(chapter)
        widget = widget.parentWidget()
    return FIRST
