"""The panels of the window in their docks: which there are, and where they begin."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDockWidget, QMainWindow, QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.dock_actions import show_dock_by
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.panels.accuracy.panel import AccuracyPanel
from hsiviewer.ui.panels.classes.panel import ClassesPanel
from hsiviewer.ui.panels.comparison.panel import MethodComparisonPanel
from hsiviewer.ui.panels.cube.panel import CubePicture
from hsiviewer.ui.panels.histogram.panel import HistogramPanel
from hsiviewer.ui.panels.jobs.panel import JobsPanel
from hsiviewer.ui.panels.layers.panel import LayersPanel
from hsiviewer.ui.panels.library.panel import LibraryPanel
from hsiviewer.ui.panels.spectrum.panel import SpectrumPanel
from hsiviewer.ui.panels.texts.panel import ClassTextsPanel
from hsiviewer.ui.panels.training.panel import TrainingPanel
from hsiviewer.workflows.session.workspace import Workspace

_LEFT = Qt.DockWidgetArea.LeftDockWidgetArea
_RIGHT = Qt.DockWidgetArea.RightDockWidgetArea
_BOTTOM = Qt.DockWidgetArea.BottomDockWidgetArea


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
    classes, training, spectrum, library, texts, comparison : QWidget
        Panels that actions of the window work on.
    texts_dock : QDockWidget
        Of the panel `texts`.
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
        window.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        window.setCorner(Qt.Corner.BottomLeftCorner, _BOTTOM)
        self.classes = ClassesPanel(workspace, actions, window)
        self.training = TrainingPanel(workspace, actions, window)
        self.spectrum = SpectrumPanel(workspace, window)
        self.library = LibraryPanel(workspace, self.spectrum, window)
        self.texts = ClassTextsPanel(workspace, window)
        self.comparison = MethodComparisonPanel(workspace, actions, window)
        self._jobs = JobsPanel(workspace, window)
        histogram = HistogramPanel(workspace, map_view, window)
        shown = LayersPanel(workspace, histogram, window)
        layers = self._dock("layersDock", tr("Layers"), shown, _LEFT)
        spectrum = self._dock("spectrumDock", tr("Spectrum"), self.spectrum, _BOTTOM)
        library = self._dock("libraryDock", tr("Library"), self.library, _BOTTOM)
        library.hide()
        picture = CubePicture(workspace, window)
        cube = self._floating("cubeDock", tr("Cube"), picture, QSize(560, 480))
        texts = self._floating("textsDock", tr("Texts"), self.texts, QSize(760, 330))
        methods = self._floating(
            "methodsDock", tr("Methods"), self.comparison, QSize(980, 600)
        )
        classes = self._dock("classesDock", tr("Classes"), self.classes, _RIGHT)
        training = self._dock("trainingDock", tr("Train"), self.training, _RIGHT)
        jobs = self._dock("jobsDock", tr("Jobs"), self._jobs, _RIGHT)
        assessed = AccuracyPanel(workspace, actions, window)
        accuracy = self._dock("accuracyDock", tr("Accuracy"), assessed, _RIGHT)
        window.tabifyDockWidget(training, jobs)
        window.tabifyDockWidget(jobs, accuracy)
        training.raise_()
        self._sides, self._below = (layers, classes), spectrum
        self._right = (classes, training)
        self.texts_dock = texts
        self._training_dock = training
        self.all = (
            layers, spectrum, library, cube, texts, methods, classes, training, jobs,
            accuracy,
        )  # fmt: skip
        self._join(workspace, library)
        show_dock_by(actions["view.cube"], cube)
        show_dock_by(actions["class.compare_texts"], texts)
        show_dock_by(actions["train.compare_methods"], methods)

    def share_out(self, size: QSize) -> None:
        """Give the docks their part of a window of some size; the map has the rest."""
        across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
        width, height = size.width(), size.height()
        sides = [max(168, width // 9), max(284, width // 6)]
        self._window.resizeDocks(self._sides, sides, across)
        self._window.resizeDocks([self._below], [max(164, height // 4)], down)
        upper = 46 * height // 100
        self._window.resizeDocks(self._right, [upper, height - upper], down)

    def _join(self, workspace: Workspace, library: QDockWidget) -> None:
        """Let panels answer each other."""
        self.library.wanted.connect(library.show)
        library.toggleViewAction().toggled.connect(self.library.set_open)
        self._jobs.settings_wanted.connect(self.training.take)
        self._jobs.settings_wanted.connect(self._show_training)
        self.training.changed.connect(self._hand_on_settings)
        # What was started has to be seen to run.
        self._follow = SessionFollower(workspace, self._window)
        self._follow.connect(lambda session: session.runs.started, self._show_training)

    def _show_training(self, *_settings: object) -> None:
        self._training_dock.raise_()

    def _hand_on_settings(self) -> None:
        self.comparison.take(self.training.settings())

    def _dock(
        self, name: str, title: str, panel: QWidget, area: Qt.DockWidgetArea
    ) -> QDockWidget:
        dock = QDockWidget(title, self._window)
        dock.setObjectName(name)
        dock.setAccessibleName(title)
        dock.setWidget(panel)
        self._window.addDockWidget(area, dock)
        return dock

    def _floating(
        self, name: str, title: str, panel: QWidget, size: QSize
    ) -> QDockWidget:
        """Return a hidden dock that needs more room than the window has to spare."""
        dock = self._dock(name, title, panel, _BOTTOM)
        # Hidden first: floating it would show it, and panels ask much when shown.
        dock.hide()
        dock.setFloating(True)
        hide = QShortcut(QKeySequence(Qt.Key.Key_Escape), dock)
        hide.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        hide.activated.connect(lambda: dock.setVisible(not dock.isFloating()))
        dock.resize(size)
        return dock
