"""A spectral library, the best matches of the selected pixel first."""

import math
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.analysis.library_matching import Match
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.document import Document
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.io.spectral_library import SpectralLibrary
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.spectrum.panel import SpectrumPanel
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.library import (
    SceneLibrary,
    match_pixel,
    prepare_library,
    scaled_to,
)
from hsiviewer.workflows.viewing.reading import values

_COUNT = 30


class LibraryPanel(QWidget):
    """Table of the library's spectra by angle; the chosen one lies over the plot.

    Parameters
    ----------
    spectrum : SpectrumPanel
        Shows the chosen spectrum, with the brightness of the pixel.

    Attributes
    ----------
    wanted
        A library was opened: the panel has something to show.
    """

    wanted = Signal()

    def __init__(
        self,
        workspace: Workspace,
        spectrum: SpectrumPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._spectrum = spectrum
        self.folder: Path | None = None
        self._is_open = False
        self._library: SpectralLibrary | None = None
        self._prepared: tuple[HsiCube, SceneLibrary] | None = None
        self._matches: list[Match] = []
        self._pixel_values = np.empty(0, np.float32)
        self._read = LatestOnly(self, self._match)
        self._caption = PlainLabel(self)
        self._caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._table = QTableWidget(0, 2, self)
        self._table.setObjectName("libraryTable")
        self._table.setAccessibleName(tr("Best matches in the library"))
        self._empty = EmptyState(parent=self)
        self._arrange()
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(
            lambda session: session.document.selected_pixel_changed, self._want
        )
        workspace.session_changed.connect(self._on_session_changed)
        self._table.itemSelectionChanged.connect(self._show_chosen)
        self._refresh()

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the table, from the best match on."""
        texts = (self._table.item(row, 0) for row in range(self._table.rowCount()))
        return tuple(text.text() for text in texts if text is not None)

    def show_library(self, library: SpectralLibrary, path: Path) -> None:
        """Compare pixels with another library from now on."""
        self._library, self._prepared = library, None
        self.folder = path.parent
        self._caption.setText(
            tr("{0}: {1} spectra").format(path.name, len(library.names))
        )
        self.wanted.emit()
        self._refresh()
        self._want()

    def set_open(self, is_open: bool) -> None:
        """Compare while the panel can be seen; else lay nothing over the plot."""
        self._is_open = is_open
        if is_open:
            self._want()
        else:
            self._spectrum.hide_overlay()

    def _arrange(self) -> None:
        table = self._table
        table.setHorizontalHeaderLabels([tr("Spectrum"), tr("Angle")])
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 6)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING // 2)
        column.addWidget(self._caption)
        column.addWidget(table, 1)
        self._content = content
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(content)

    def _on_session_changed(self) -> None:
        self._prepared = None
        self._spectrum.hide_overlay()
        self._show([])

    def _want(self) -> None:
        document = self._workspace.document
        cube, pixel = document.cube, document.selected_pixel
        if not self._is_open:
            return
        if cube is None or pixel is None or self._library is None:
            self._show([])
        else:
            self._read.want((document, cube, self._library, pixel))

    async def _match(
        self, request: tuple[Document, HsiCube, SpectralLibrary, tuple[int, int]]
    ) -> None:
        document, cube, library, pixel = request
        if self._prepared is None or self._prepared[0] is not cube:
            try:
                prepared = await in_io_thread(prepare_library, cube, library)
            except HsiViewerError:
                if document.is_closed:
                    return  # nobody looks at that scene any longer
                raise
            if document.is_closed or library is not self._library:
                return
            self._prepared = (cube, prepared)
        prepared = self._prepared[1]
        matches, spectrum = await values.read(
            cube, match_pixel, cube, prepared, *pixel, count=_COUNT
        )
        is_current = not document.is_closed and library is self._library
        if self._is_open and is_current and pixel == document.selected_pixel:
            self._pixel_values = spectrum
            self._show(matches)

    def _show(self, matches: list[Match]) -> None:
        self._matches = matches
        self._table.setRowCount(len(matches))
        for row, match in enumerate(matches):
            name = self._library.names[match.index] if self._library else ""
            angle = f"{math.degrees(match.angle):.1f}\N{DEGREE SIGN}"
            for column, text in enumerate((name, angle)):
                item = QTableWidgetItem(text)
                item.setToolTip(plain(name))
                if column:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight)
                self._table.setItem(row, column, item)
        if matches:
            self._table.selectRow(0)
        self._show_chosen()
        self._refresh()

    def _show_chosen(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        row = rows[0].row() if rows else -1
        if not 0 <= row < len(self._matches) or self._prepared is None:
            self._spectrum.hide_overlay()
            return
        spectrum = self._prepared[1].spectra[self._matches[row].index]
        name = self._library.names[self._matches[row].index] if self._library else ""
        self._spectrum.show_overlay(name, scaled_to(spectrum, self._pixel_values))

    def _refresh(self) -> None:
        if self._library is None:
            self._empty.say(
                tr("No library is open"),
                tr(
                    "Open one with Ctrl+L; the spectra that fit the selected "
                    "pixel best are listed here."
                ),
            )
        else:
            self._empty.say(
                tr("Nothing to compare"),
                tr("Click a pixel that has values to compare it with the library."),
            )
        self._stack.setCurrentWidget(self._content if self._matches else self._empty)
