"""The panels of the window, each with its dock, in the order of the menu."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QWidget

from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.panels.accuracy.panel import AccuracyPanel
from hsiviewer.ui.panels.analysis.panel import AnalysisPanel
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

_P = TypeVar("_P", bound=QWidget)


@dataclass(frozen=True)
class PanelSite:
    """What panels are made of, and those that were made before.

    Parameters
    ----------
    window : QMainWindow
        Their parent.
    map_view : MapView
        Its picture has the histogram.
    panels : dict
        By the name of their dock.
    """

    window: QMainWindow
    workspace: Workspace
    actions: Mapping[str, QAction]
    map_view: MapView
    panels: dict[str, QWidget]

    def panel(self, kind: type[_P]) -> _P:
        """Return the panel of a kind.

        Raises
        ------
        StopIteration
            If there is none yet.
        """
        return next(panel for panel in self.panels.values() if isinstance(panel, kind))


@dataclass(frozen=True)
class PanelDock:
    """A panel and where it begins.

    Parameters
    ----------
    name : str
        Object name of the dock; public, scripts and saved layouts rely on it.
    title : str
        As in the menu and over the panel.
    explanation : str
        What it is for; *What's this?* tells it.
    make : callable
        Makes the panel.
    area : Qt.DockWidgetArea
        Side of the window.
    floating : QSize, optional
        Size of a panel that needs more room than the window has to spare; hidden at
        first.
    is_hidden : bool
        Whether it waits until there is something to show.
    tab_of : str
        Name of the dock that it shares a place with.
    action : str
        Id of the action that opens and closes it; every dock has one in the menu too.
    chapter : str
        Chapter of the guide that F1 opens, such as ``viewing#spectra``; the contents
        where there is none.
    """

    name: str
    title: str
    explanation: str
    make: Callable[[PanelSite], QWidget]
    area: Qt.DockWidgetArea
    floating: QSize | None = None
    is_hidden: bool = False
    tab_of: str = ""
    action: str = ""
    chapter: str = ""


PANEL_DOCKS = (
    PanelDock(
        "layersDock",
        "Layers",
        "What lies over what, and how strongly. Below: the band or the three "
        "bands that are shown, brightness, and the histogram, whose two lines "
        "say what is black and what is bright.",
        lambda site: LayersPanel(
            site.workspace,
            HistogramPanel(site.workspace, site.map_view, site.window),
            site.window,
        ),
        _LEFT,
        chapter="viewing#layers",
    ),
    PanelDock(
        "spectrumDock",
        "Spectrum",
        "The spectrum under the cursor and of the selected pixel. A click in "
        "it shows that band on the map; Shift and drag marks bands bad. I "
        "pins the selected pixel's spectrum.",
        lambda site: SpectrumPanel(site.workspace, site.window),
        _BOTTOM,
        chapter="viewing#spectra",
    ),
    PanelDock(
        "libraryDock",
        "Library",
        "Spectra of one library or several, resampled to the scene's bands; those "
        "that fit the selected pixel best come first.",
        lambda site: LibraryPanel(
            site.workspace, site.panel(SpectrumPanel), site.window
        ),
        _BOTTOM,
        is_hidden=True,
        chapter="viewing#spectral-libraries",
    ),
    PanelDock(
        "cubeDock",
        "Cube",
        "The scene with the spectra of its edges. Drag turns it, the wheel zooms.",
        lambda site: CubePicture(site.workspace, site.window),
        _BOTTOM,
        floating=QSize(560, 480),
        action="view.cube",
        chapter="viewing#the-cube",
    ),
    PanelDock(
        "textsDock",
        "Texts",
        "How close the classes' texts are to each other as the text encoder "
        "sees them: texts with a cosine near 1 cannot be told apart. After a "
        "training, the bars compare the selected pixel with each text. Find looks "
        "for a phrase in the scene and says what was understood.",
        lambda site: ClassTextsPanel(site.workspace, site.window),
        _BOTTOM,
        floating=QSize(760, 330),
        action="class.compare_texts",
        chapter="descriptions#compare-texts",
    ),
    PanelDock(
        "methodsDock",
        "Methods",
        "Several methods on the same labels: figures over rounds, maps and "
        "where they differ. Choose methods, press Compare, and use the map "
        "that convinces you.",
        lambda site: MethodComparisonPanel(site.workspace, site.actions, site.window),
        _BOTTOM,
        floating=QSize(980, 600),
        action="train.compare_methods",
        chapter="methods#compare-methods",
    ),
    PanelDock(
        "analysisDock",
        "Analyse",
        "Finds materials and anomalies, computes formulas and indices, unmixes, "
        "groups and reduces, without training. Choose an analysis and press "
        "Start; the result lies over the map.",
        lambda site: AnalysisPanel(site.workspace, site.actions, site.window),
        _BOTTOM,
        floating=QSize(380, 560),
        action="analyse.open",
        chapter="analyses",
    ),
    PanelDock(
        "classesDock",
        "Classes",
        "The classes: number key, colour, name, labels. Double-click renames; "
        "the sentence below says what the class looks like. A triangle warns "
        "of labels that look unlike their class.",
        lambda site: ClassesPanel(site.workspace, site.actions, site.window),
        _RIGHT,
        chapter="labelling#classes",
    ),
    PanelDock(
        "trainingDock",
        "Train",
        "A method, a preset, and Start. Quick suits a computer without a "
        "graphics card; More shows every parameter. Training runs in a "
        "process of its own.",
        lambda site: TrainingPanel(site.workspace, site.actions, site.window),
        _RIGHT,
        chapter="first-map#train",
    ),
    PanelDock(
        "jobsDock",
        "Jobs",
        "Trainings of this scene, also earlier ones: pause, cancel, continue, "
        "show the map again, take the settings over, remove.",
        lambda site: JobsPanel(site.workspace, site.window),
        _RIGHT,
        tab_of="trainingDock",
        chapter="projects#jobs",
    ),
    PanelDock(
        "accuracyDock",
        "Accuracy",
        "How well the map agrees with a reference map: overall figures, "
        "precision and recall of each class, and which class is taken for "
        "which. Pixels that you labelled are left out.",
        lambda site: AccuracyPanel(site.workspace, site.actions, site.window),
        _RIGHT,
        tab_of="jobsDock",
        chapter="accuracy",
    ),
)
