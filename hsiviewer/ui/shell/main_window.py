"""The window: menus, toolbar, docks and the map, from tables."""

import asyncio

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QMenu,
    QSplitter,
    QStackedWidget,
    QToolBar,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.document import Document
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.action_button import ActionButton
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import plain_title
from hsiviewer.ui.base.recent_files import RecentMenu
from hsiviewer.ui.base.settings_file import settings_file
from hsiviewer.ui.base.slots import end_commands, run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.action_table import ACTIONS, GROUP_STARTS, SEPARATOR, TOOLBAR
from hsiviewer.ui.commands.actions import make_actions
from hsiviewer.ui.commands.analysis_commands import AnalysisCommands
from hsiviewer.ui.commands.help_commands import CHAPTER
from hsiviewer.ui.commands.spectrum_commands import SpectrumCommands
from hsiviewer.ui.commands.text_commands import TextCommands
from hsiviewer.ui.commands.view_commands import ViewCommands
from hsiviewer.ui.commands.window_commands import Commands
from hsiviewer.ui.dialogs.leaving import may_stop
from hsiviewer.ui.guidance.welcome import WelcomePage
from hsiviewer.ui.map_view.scene_header import SceneHeader
from hsiviewer.ui.map_view.second_view import SecondView
from hsiviewer.ui.map_view.tools import TOOLS
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.map_view.view_boxes import CompositeBox, StretchBox
from hsiviewer.ui.shell.bookmark_menu import BookmarkMenu
from hsiviewer.ui.shell.language_menu import LanguageMenu
from hsiviewer.ui.shell.start_settings import begin_as_preferred
from hsiviewer.ui.shell.status_bar import CursorBar
from hsiviewer.ui.shell.tool_options import add_option_boxes
from hsiviewer.ui.shell.window_docks import WindowDocks
from hsiviewer.workflows.session.workspace import Workspace

_LAYOUT_VERSION = 3
# Groups of actions that have a menu of their own inside their menu.
_SUBMENUS = {"colors": tr("Colours of single bands")}
_SMALLEST, _LARGEST = QSize(1280, 800), QSize(1760, 1080)
_FRAME = QSize(16, 48)  # what a desktop puts around a window


class MainWindow(QMainWindow):
    """One scene, with everything that is done to it on one screen.

    Parameters
    ----------
    workspace : Workspace
        Holds all state; the window only shows it.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("mainWindow")
        self.setAccessibleName("hsiviewer")
        self.setAcceptDrops(True)
        self.setDockNestingEnabled(True)
        self.workspace = workspace
        self._is_closing = False
        self.closed: asyncio.Future[None] = asyncio.get_event_loop().create_future()
        self._actions = make_actions(self)
        self._commands = Commands(self, workspace, self._actions)
        self._view_commands = ViewCommands(self, workspace, self._actions)
        self.map_view = MapView(workspace, self)
        self.map_view.setProperty(CHAPTER, "labelling#tools")
        self._make_centre()
        self._docks = docks = WindowDocks(self, workspace, self._actions, self.map_view)
        self._make_menus()
        self._make_toolbar()
        self.setStatusBar(CursorBar(workspace, self))
        self._commands.connect(self.map_view, docks.training)
        self._actions["file.quit"].triggered.connect(lambda: self.quit())
        self._second: SecondView | None = None
        self._actions["view.second"].toggled.connect(self._show_second_view)
        self._view_commands.connect(self.map_view)
        TextCommands(self, workspace, self._actions).connect(
            docks.texts_dock, docks.texts, docks.training
        )
        SpectrumCommands(self, workspace, self._actions).connect(
            docks.spectrum, docks.library
        )
        AnalysisCommands(self, workspace, self._actions).connect(
            docks.analysis_dock, docks.analysis
        )
        workspace.session_changed.connect(_close_menu)
        workspace.session_changed.connect(self._show_title)
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(lambda session: session.projects.changed, self._show_title)
        self._show_title()
        begin_as_preferred(workspace, docks.training)
        self._restore_layout()

    @property
    def document(self) -> Document:
        """The model behind the window."""
        return self.workspace.document

    def action(self, action_id: str) -> QAction:
        """Return an action of the table in `hsiviewer.ui.commands.action_table`."""
        return self._actions[action_id]

    def open_paths(self, files: list[str]) -> None:
        """Open the first path, a scene or project, the rest as auxiliary rasters."""
        if files:
            run_async(self, self._open(files))

    @guarded(QSize())
    def sizeHint(self) -> QSize:
        """Return four fifths of the screen, and no more than it has room for."""
        screen = self.screen().availableGeometry().size()
        wanted = (screen * 0.8).boundedTo(_LARGEST).expandedTo(_SMALLEST)
        return wanted.boundedTo(screen - _FRAME)

    @guarded(None)
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files as copies: whoever offers them to be moved must keep them."""
        if event.mimeData().hasUrls():
            _accept_copy(event)

    @guarded(None)
    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        files = [url.toLocalFile() for url in event.mimeData().urls()]
        self.open_paths([file for file in files if file])
        _accept_copy(event)

    @guarded(None)
    def closeEvent(self, event: QCloseEvent) -> None:
        """Cancel the jobs first, then close."""
        if self.closed.done():
            event.accept()
            return
        event.ignore()
        # Scripts and signals close without a question; users are asked.
        self._begin_to_close(asks=event.spontaneous())

    def quit(self) -> None:
        """Close the window for its user, who is asked before jobs are stopped."""
        self._begin_to_close(asks=True)

    def _begin_to_close(self, *, asks: bool) -> None:
        if not self._is_closing and not self.closed.done():
            self._is_closing = True
            self._save_layout()
            self.document.finish_edits()
            run_async(self, self._close(asks=asks))

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Draw the map again when the theme has changed, and icons as large as text."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_bar"):
            self._size_icons()
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "map_view"):
            self.map_view.update()
            # The preferences may have chosen the theme.
            follows = theme.choice() == "system"
            self._actions["view.theme_system"].setChecked(follows)

    async def _open(self, files: list[str]) -> None:
        await self._commands.projects.open(files[0])
        opened = self.workspace.session
        for file in files[1:]:
            if not opened.is_closed:
                await self.workspace.add_auxiliary(file)

    async def _close(self, *, asks: bool) -> None:
        may_close = True
        try:
            jobs = [job for job in self.workspace.jobs.jobs if job.is_active]
            may_close = not asks or await may_stop(self, jobs)
            may_close = may_close and await self._commands.projects.leave()
        finally:
            self._is_closing = False
            if may_close:
                for dialog in self.findChildren(QDialog):
                    dialog.reject()
                await end_commands()
                self.closed.set_result(None)
                self.close()

    def _make_centre(self) -> None:
        ways = ("help.tour", "file.open", "file.open_sample")
        self._welcome = WelcomePage(
            [self._actions[way] for way in ways],
            lambda file: self.open_paths([file]),
            self,
        )
        self._centre = QStackedWidget(self)
        self._centre.addWidget(self._welcome)
        self._maps = QSplitter(self)
        self._maps.setChildrenCollapsible(False)
        self._maps.addWidget(self.map_view)
        place = QWidget(self._centre)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        properties = self._actions["scene.properties"]
        column.addWidget(SceneHeader(self.workspace, properties, place))
        column.addWidget(self._maps, 1)
        self._centre.addWidget(place)
        self.setCentralWidget(self._centre)

    def _show_second_view(self, is_shown: bool) -> None:
        if is_shown and self._second is None:
            self._second = SecondView(self.workspace, self.map_view, self._maps)
            self._maps.addWidget(self._second)
        if self._second is not None:
            self._second.setVisible(is_shown)
            self._maps.setSizes([1000, 1000])
            self._second.catch_up()

    def _with_key(self, title: str) -> str:
        """Mark the first letter of a menu that opens nothing else with Alt."""
        taken = {
            action.shortcut().toString().removeprefix("Alt+").casefold()
            for action in self._actions.values()
            if action.shortcut().toString().startswith("Alt+")
        }
        for menu in self.menuBar().actions():
            _, _, marked = menu.text().partition("&")
            taken.add(marked[:1].casefold())
        for place, letter in enumerate(title):
            if letter.isalpha() and letter.casefold() not in taken:
                return f"{title[:place]}&{title[place:]}"
        return title

    def _make_menus(self) -> None:
        for spec in ACTIONS:
            menu = self.findChild(QMenu, f"menu{spec.menu}")
            if menu is None:
                menu = self.menuBar().addMenu(self._with_key(tr(spec.menu)))
                menu.setObjectName(f"menu{spec.menu}")
                menu.setToolTipsVisible(True)
            if spec.id in GROUP_STARTS:
                menu.addSeparator()
            submenu = _SUBMENUS.get(spec.group)
            if submenu is not None:
                menu = menu.findChild(QMenu, spec.group) or _submenu(
                    menu, spec.group, submenu
                )
            menu.addAction(self._actions[spec.id])
            if spec.id == "file.open":
                self._recent = RecentMenu(lambda file: self.open_paths([file]), self)
                menu.addMenu(self._recent)
            if spec.id == "view.bookmark":
                go_to = self._view_commands.go_to_bookmark
                menu.addMenu(BookmarkMenu(self.workspace, go_to, self))
            if spec.id == "view.theme_system":
                menu.addMenu(LanguageMenu(self))
                panels = _submenu(menu, "panelsMenu", tr("Panels"))
                for dock in self._docks.all:
                    panels.addAction(dock.toggleViewAction())

    def _make_toolbar(self) -> None:
        bar = QToolBar(tr("Tools"), self)
        bar.setObjectName("mainToolBar")
        bar.setMovable(False)
        self._bar = bar
        self._size_icons()
        for action_id in TOOLBAR:
            if action_id == SEPARATOR:
                bar.addSeparator()
            else:
                bar.addAction(self._actions[action_id])
            if action_id == TOOLS[-1].action_id:
                add_option_boxes(bar, self.workspace)
        bar.addSeparator()
        bar.addWidget(CompositeBox(self.workspace, bar))
        bar.addWidget(StretchBox(self.workspace, bar))
        spacer = QWidget(bar)
        spacer.setSizePolicy(
            spacer.sizePolicy().Policy.Expanding, spacer.sizePolicy().Policy.Preferred
        )
        bar.addWidget(spacer)
        bar.addWidget(ActionButton(self._actions["train.finetune"], bar))
        self.addToolBar(bar)

    def _size_icons(self) -> None:
        side = max(20, round(1.25 * self.fontMetrics().height()))
        self._bar.setIconSize(QSize(side, side))

    def _show_title(self) -> None:
        cube, projects = self.document.cube, self.workspace.projects
        if cube is not None and projects.path is not None:
            own = projects.is_automatic
            self._recent.add(cube.reference if own else str(projects.path))
        if cube is None:
            self._welcome.show_recent(self._recent.files)
        self._centre.setCurrentIndex(0 if cube is None else 1)
        parts = ["hsiviewer"] if cube is None else [cube.name, "hsiviewer"]
        if projects.path is not None and not projects.is_automatic:
            parts.insert(0, projects.path.stem)
        self.setWindowTitle(plain_title(" - ".join(parts)))

    def _save_layout(self) -> None:
        settings = settings_file()
        settings.setValue("geometry", self.saveGeometry())
        settings.setValue("state", self.saveState(_LAYOUT_VERSION))
        settings.sync()

    def _restore_layout(self) -> None:
        self.resize(self.sizeHint())
        self._docks.share_out(self.size())
        settings = settings_file()
        if settings.contains("state"):
            self.restoreGeometry(settings.value("geometry"))
            self.restoreState(settings.value("state"), _LAYOUT_VERSION)


def _close_menu() -> None:
    """Close an open menu or list: its items may be of the scene that is left."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def _submenu(menu: QMenu, name: str, title: str) -> QMenu:
    made = menu.addMenu(title)
    made.setObjectName(name)
    made.setToolTipsVisible(True)
    return made


def _accept_copy(event: QDropEvent) -> None:
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
