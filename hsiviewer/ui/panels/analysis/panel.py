"""Find, compute, unmix and group without training: what is wanted, what was found."""

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.analysis.catalogue import ANALYSES, Analysis
from hsiviewer.io.companions import library_files
from hsiviewer.io.raster_stream import stream_files
from hsiviewer.io.targets import Target
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.files import ask_open_file
from hsiviewer.ui.dialogs.targets import ask_target
from hsiviewer.ui.panels.analysis.inputs import AnalysisInputs
from hsiviewer.ui.panels.jobs.model import progress_text, state_text
from hsiviewer.workflows.analysing.exporting import (
    copy_library,
    export_classes,
    export_values,
)
from hsiviewer.workflows.analysing.facts import facts_text
from hsiviewer.workflows.session.analyses import MAP_BAND, AnalysisFound, AnalysisWish
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.analyses import SPECTRA_FILE
from hsiviewer.workflows.tasks.targets import map_target
from hsiviewer.workflows.tasks.threads import in_io_thread


class AnalysisPanel(QWidget):
    """An analysis with its fields above, and the result of the last one below.

    Parameters
    ----------
    workspace : Workspace
        Its session runs the analyses.
    actions : mapping of str to QAction
        Offers to open a scene.
    """

    def __init__(
        self,
        workspace: Workspace,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._folder: Path | None = None
        self._shown: AnalysisFound | None = None
        self._choice = QComboBox(self)
        self._choice.setObjectName("analysisBox")
        self._choice.setAccessibleName(tr("Analysis"))
        for analysis in ANALYSES:
            self._choice.addItem(tr(analysis.title), analysis.id)
        self._purpose = PlainLabel(self)
        self._purpose.setWordWrap(True)
        self._purpose.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._inputs = AnalysisInputs(workspace, self)
        self._start = _button(self, tr("Start"), "train", "analyseButton")
        self._cancel = _button(self, tr("Cancel"), "stop", "cancelAnalysisButton")
        self._state = PlainLabel(self)
        self._state.setObjectName("analysisState")
        self._state.setWordWrap(True)
        self._band = QComboBox(self)
        self._band.setObjectName("analysisBandBox")
        self._band.setAccessibleName(tr("Shown result"))
        self._facts = QPlainTextEdit(self)
        self._facts.setObjectName("analysisFacts")
        self._facts.setAccessibleName(tr("What was found"))
        self._facts.setReadOnly(True)
        self._facts.setTabChangesFocus(True)
        self._export = _button(self, tr("Export..."), "export", "exportAnalysisButton")
        self._use = _button(self, tr("Make classes"), "add", "useAnalysisButton")
        self._use.setToolTip(
            plain(tr("Add what the map shows as classes, and use it as the map"))
        )
        self._keep = _button(
            self, tr("Save spectra..."), "spectrum", "saveAnalysisSpectraButton"
        )
        self._empty = EmptyState((actions["file.open"],), parent=self)
        self._empty.say(
            tr("No scene is open"),
            tr("Open one to find materials, compute indices or group its pixels."),
        )
        self._arrange()
        self._connect()
        self._show_found(None)
        self._on_session_changed()

    @property
    def analysis(self) -> Analysis:
        """The chosen analysis."""
        return ANALYSES[max(0, self._choice.currentIndex())]

    def choose(self, analysis_id: str) -> None:
        """Show another analysis with its fields."""
        self._choice.setCurrentIndex(self._choice.findData(analysis_id))

    def start(self) -> None:
        """Start the chosen analysis in the background."""
        run_async(self, self._started(), scene=self._workspace.document)

    def cancel(self) -> None:
        """Ask the running analysis to stop."""
        job = self._workspace.analyses.job
        if job is not None:
            job.cancel()

    def _arrange(self) -> None:
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(self._choice)
        column.addWidget(self._purpose)
        column.addWidget(self._inputs)
        column.addLayout(_row(self._start, self._cancel))
        column.addWidget(self._state)
        column.addWidget(self._band)
        column.addWidget(self._facts, 1)
        column.addLayout(_row(self._export, self._keep, self._use))
        self._content = content
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(content)

    def _connect(self) -> None:
        self._choice.currentIndexChanged.connect(self._on_choice)
        self._inputs.changed.connect(self._refresh)
        self._inputs.library_wanted.connect(
            lambda: run_async(self, self._choose_library())
        )
        self._start.clicked.connect(self.start)
        self._cancel.clicked.connect(self.cancel)
        self._band.activated.connect(self._on_band)
        self._export.clicked.connect(lambda: self._run_export(spectra=False))
        self._use.clicked.connect(self._use_as_map)
        self._keep.clicked.connect(lambda: self._run_export(spectra=True))
        self._follow = follow = SessionFollower(self._workspace, self)
        follow.connect(lambda session: session.analyses.changed, self._refresh)
        follow.connect(
            lambda session: session.document.selected_pixel_changed, self._refresh
        )
        follow.connect(lambda session: session.document.labels_changed, self._offer)
        follow.connect(lambda session: session.document.classes_changed, self._offer)
        follow.connect(lambda session: session.document.bands_changed, self._complete)
        self._workspace.session_changed.connect(self._on_session_changed)

    def _on_session_changed(self) -> None:
        self._complete()
        self._on_choice()

    def _on_choice(self) -> None:
        self._purpose.setText(tr(self.analysis.purpose))
        self._inputs.show_analysis(self.analysis)
        self._refresh()

    def _offer(self, *_change: object) -> None:
        self._inputs.refresh()
        self._refresh()

    def _complete(self) -> None:
        cube = self._workspace.document.cube
        self._inputs.complete(None if cube is None else cube.bands)

    async def _started(self) -> None:
        self._workspace.analyses.start(
            AnalysisWish(
                self.analysis.id,
                spectra=self._inputs.spectra,
                formula=self._inputs.formula,
                numbers=self._inputs.numbers,
                title=tr(self.analysis.title),
                tip=tr(self.analysis.purpose),
            )
        )

    async def _choose_library(self) -> None:
        path = await ask_open_file(
            self.window(),
            title=tr("Open spectral library"),
            filters=tr("ENVI spectral libraries (*.sli *.hdr);;All files (*)"),
            folder=self._folder,
        )
        if path is not None:
            self._folder = path.parent
            self._inputs.add_library(path)

    def _refresh(self) -> None:
        analyses = self._workspace.analyses
        job, found = analyses.job, analyses.found
        is_running = job is not None and job.is_active
        problem = self._inputs.problem
        self._start.setEnabled(not is_running and not problem)
        self._cancel.setEnabled(is_running)
        text = problem
        if job is not None and (is_running or not problem):
            text = f"{job.title}: {state_text(job)} · {progress_text(job)}"
        self._state.setText(text)
        if found is not self._shown:
            self._show_found(found)
        is_open = self._workspace.document.cube is not None
        self._stack.setCurrentWidget(self._content if is_open else self._empty)

    def _show_found(self, found: AnalysisFound | None) -> None:
        self._shown = found
        self._band.clear()
        for band, name in () if found is None else found.choices:
            self._band.addItem(name, band)
        facts = "" if found is None else facts_text(found.answer.facts)
        self._facts.setPlainText(facts)
        for widget in (self._band, self._facts, self._export):
            widget.setVisible(found is not None)
        self._use.setVisible(found is not None and found.map is not None)
        self._keep.setVisible(found is not None and found.answer.has_spectra)

    def _on_band(self) -> None:
        if self._shown is not None:
            band = int(self._band.currentData())
            showing = self._workspace.analyses.show(self._shown, band)
            run_async(self, showing, scene=self._workspace.document)

    def _use_as_map(self) -> None:
        if self._shown is not None:
            using = self._workspace.analyses.use_as_map(self._shown)
            run_async(self, using, scene=self._workspace.document)

    def _run_export(self, *, spectra: bool) -> None:
        if self._shown is not None:
            work = self._save_spectra if spectra else self._save_values
            run_async(self, work(self._shown), scene=self._workspace.document)

    async def _save_values(self, found: AnalysisFound) -> None:
        cube = self._workspace.document.cube
        assert cube is not None
        is_map = self._band.currentData() == MAP_BAND
        raster = tr("GeoTIFF (*.tif);;ENVI (*.img)")
        path = await ask_target(
            self.window(),
            self._workspace.sources,
            (lambda path: map_target(path, "the map"))
            if is_map
            else (lambda path: Target(path, "the values", tuple(stream_files(path)))),
            title=tr("Export result"),
            filters=tr("GeoTIFF (*.tif)") if is_map else raster,
            suffix="tif",
            suggestion=Path.home() / f"{cube.path.stem}_{found.analysis.id}.tif",
        )
        if path is None:
            return
        title = found.analysis.title
        if is_map and found.map is not None:
            await in_io_thread(
                export_classes, path, found.map, found.scheme, cube, title=title
            )
        else:
            await in_io_thread(export_values, path, found.values, cube, title=title)

    async def _save_spectra(self, found: AnalysisFound) -> None:
        path = await ask_target(
            self.window(),
            self._workspace.sources,
            lambda path: Target(path, "the spectra", tuple(library_files(path))),
            title=tr("Save spectra"),
            filters=tr("ENVI spectral library (*.sli)"),
            suffix="sli",
            suggestion=Path.home() / f"{found.analysis.id}.sli",
        )
        if path is not None:
            await in_io_thread(copy_library, found.folder / SPECTRA_FILE, path)


def _row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


def _button(parent: QWidget, text: str, icon_name: str, name: str) -> QPushButton:
    button = QPushButton(text, parent)
    button.setObjectName(name)
    set_icon(button, icon_name)
    return button
