"""The docks of the window, and what their panels tell each other."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.dock_actions import show_dock_by
from hsiviewer.ui.commands.help_commands import CHAPTER
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.panels.analysis.panel import AnalysisPanel
from hsiviewer.ui.panels.classes.panel import ClassesPanel
from hsiviewer.ui.panels.comparison.panel import MethodComparisonPanel
from hsiviewer.ui.panels.jobs.panel import JobsPanel
from hsiviewer.ui.panels.layers.panel import LayersPanel
from hsiviewer.ui.panels.library.panel import LibraryPanel
from hsiviewer.ui.panels.spectrum.panel import SpectrumPanel
from hsiviewer.ui.panels.texts.panel import ClassTextsPanel
from hsiviewer.ui.panels.training.panel import TrainingPanel
from hsiviewer.ui.shell.panel_docks import PANEL_DOCKS, PanelDock, PanelSite
from hsiviewer.workflows.session.workspace import Workspace


class WindowDocks:
    """Makes the docks and joins the panels that talk to each other.

    Parameters
    ----------
    window : QMainWindow
        Holds the docks.
    map_view : MapView
        Its picture has the histogram.

    Attributes
    ----------
    analysis, classes, training, spectrum, library, texts, comparison : QWidget
        Panels that actions of the window work on.
    texts_dock, analysis_dock : QDockWidget
        Of the panels `texts` and `analysis`.
    all : tuple of QDockWidget
        In the order of the menu.
    """

    def __init__(
        self,
        window: QMainWindow,
        workspace: Workspace,
        actions: Mapping[str, QAction],
        map_view: MapView,
    ) -> None:
        self._window = window
        # Side docks reach the bottom on the right, so that the spectrum is wide.
        window.setCorner(
            Qt.Corner.BottomRightCorner, Qt.DockWidgetArea.RightDockWidgetArea
        )
        window.setCorner(
            Qt.Corner.BottomLeftCorner, Qt.DockWidgetArea.BottomDockWidgetArea
        )
        site = PanelSite(window, workspace, actions, map_view, panels={})
        self._docks: dict[str, QDockWidget] = {}
        for record in PANEL_DOCKS:
            site.panels[record.name] = record.make(site)
            dock = self._dock(record, site.panels[record.name])
            if record.tab_of:
                window.tabifyDockWidget(self._docks[record.tab_of], dock)
            if record.action:
                show_dock_by(actions[record.action], dock)
            self._docks[record.name] = dock
        self._docks["trainingDock"].raise_()
        self.classes = site.panel(ClassesPanel)
        self.training = site.panel(TrainingPanel)
        self.spectrum = site.panel(SpectrumPanel)
        self.library = site.panel(LibraryPanel)
        self.texts = site.panel(ClassTextsPanel)
        self.comparison = site.panel(MethodComparisonPanel)
        self.analysis = site.panel(AnalysisPanel)
        self.texts_dock = self._docks["textsDock"]
        self.analysis_dock = self._docks["analysisDock"]
        self.all = tuple(self._docks.values())
        site.panel(LayersPanel).offer([actions["scene.properties"]])
        self._join(workspace, site.panel(JobsPanel))

    def share_out(self, size: QSize) -> None:
        """Give the docks their part of a window of some size; the map has the rest."""
        width, height = size.width(), size.height()
        upper = 46 * height // 100
        for names, sizes, orientation in (
            (
                ("layersDock", "classesDock"),
                (max(168, width // 9), max(284, width // 6)),
                Qt.Orientation.Horizontal,
            ),
            (("spectrumDock",), (max(164, height // 4),), Qt.Orientation.Vertical),
            (
                ("classesDock", "trainingDock"),
                (upper, height - upper),
                Qt.Orientation.Vertical,
            ),
        ):
            docks = [self._docks[name] for name in names]
            self._window.resizeDocks(docks, sizes, orientation)

    def _join(self, workspace: Workspace, jobs: JobsPanel) -> None:
        """Let panels answer each other."""
        library = self._docks["libraryDock"]
        self.library.wanted.connect(library.show)
        library.toggleViewAction().toggled.connect(self.library.set_open)
        jobs.settings_wanted.connect(self.training.take)
        jobs.settings_wanted.connect(self._show_training)
        self.training.changed.connect(self._hand_on_settings)
        # What was started has to be seen to run.
        self._follow = SessionFollower(workspace, self._window)
        self._follow.connect(lambda session: session.runs.started, self._show_training)

    def _show_training(self, *_settings: object) -> None:
        self._docks["trainingDock"].raise_()

    def _hand_on_settings(self) -> None:
        self.comparison.take(self.training.settings())

    def _dock(self, record: PanelDock, panel: QWidget) -> QDockWidget:
        title = tr(record.title)
        dock = QDockWidget(title, self._window)
        dock.setObjectName(record.name)
        dock.setAccessibleName(title)
        dock.setWhatsThis(tr(record.explanation))
        dock.setProperty(CHAPTER, record.chapter)
        dock.setWidget(panel)
        self._window.addDockWidget(record.area, dock)
        # Hidden first: floating it would show it, and panels ask much when shown.
        if record.is_hidden or record.floating is not None:
            dock.hide()
        if record.floating is not None:
            dock.setFloating(True)
            hide = QShortcut(QKeySequence(Qt.Key.Key_Escape), dock)
            hide.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            hide.activated.connect(lambda: dock.setVisible(not dock.isFloating()))
            dock.resize(record.floating)
        return dock
