"""Spectral libraries, the best matches of the selected pixel first."""

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QStackedLayout,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
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
from hsiviewer.ui.base.plain_text import PlainLabel, plain, plain_caption
from hsiviewer.ui.base.texts import tr, tr_count
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
_MOST_NOTICES = 2
_SPECTRUM, _LIBRARY, _ANGLE = range(3)


class LibraryPanel(QWidget):
    """Table of the libraries' spectra by angle; the chosen one lies over the plot.

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
        self._libraries: tuple[SpectralLibrary, ...] = ()
        self._prepared: tuple[HsiCube, SceneLibrary] | None = None
        self._matches: list[Match] = []
        self._pixel_values = np.empty(0, np.float32)
        self._read = LatestOnly(self, self._match)
        self._caption = PlainLabel(self)
        self._caption.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._caption.setWordWrap(True)
        self._notices = PlainLabel(self)
        self._notices.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._notices.setWordWrap(True)
        self._close = QToolButton(self)
        self._close.setObjectName("closeLibrary")
        self._table = QTableWidget(0, 3, self)
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

    @property
    def libraries(self) -> tuple[SpectralLibrary, ...]:
        """The libraries that pixels are compared with."""
        return self._libraries

    def add_libraries(self, libraries: Sequence[SpectralLibrary], folder: Path) -> None:
        """Compare pixels with these libraries, too; one of the same title is replaced.

        Parameters
        ----------
        folder : Path
            Where they are from, for the next question.
        """
        self.folder = folder
        titles = {library.title for library in libraries}
        kept = [library for library in self._libraries if library.title not in titles]
        self._compare_with((*kept, *libraries))
        self.wanted.emit()

    def close_libraries(self, title: str = "") -> None:
        """Compare pixels no longer with a library; with none if no title is given."""
        self._compare_with(
            tuple(
                library
                for library in self._libraries
                if title and library.title != title
            )
        )

    def _compare_with(self, libraries: tuple[SpectralLibrary, ...]) -> None:
        self._libraries, self._prepared = libraries, None
        self._tell_libraries()
        self._refresh()
        self._want()

    def _tell_libraries(self) -> None:
        libraries = self._libraries
        count = sum(len(library.names) for library in libraries)
        spectra = tr_count(count, "1 spectrum", "{0} spectra")
        titles = ", ".join(library.title for library in libraries)
        self._caption.setText(f"{titles}: {spectra}")
        self._caption.setToolTip(plain(titles))
        notices = [notice for library in libraries for notice in library.notices]
        self._notices.setText("\n".join(notices[:_MOST_NOTICES]))
        self._notices.setToolTip(plain("\n".join(notices)))
        self._notices.setVisible(bool(notices))
        self._table.setColumnHidden(_LIBRARY, len(libraries) < 2)

    def _fill_close_menu(self, menu: QMenu) -> None:
        menu.clear()
        for library in self._libraries:
            close = menu.addAction(plain_caption(library.title))
            close.triggered.connect(
                lambda _checked=False, title=library.title: self.close_libraries(title)
            )
        menu.addSeparator()
        close_all = menu.addAction(tr("Close all libraries"))
        close_all.triggered.connect(lambda _checked=False: self.close_libraries())

    def set_open(self, is_open: bool) -> None:
        """Compare while the panel can be seen; else lay nothing over the plot."""
        self._is_open = is_open
        if is_open:
            self._want()
        else:
            self._spectrum.hide_overlay()

    def _arrange(self) -> None:
        table = self._table
        table.setHorizontalHeaderLabels([tr("Spectrum"), tr("Library"), tr("Angle")])
        header = table.horizontalHeader()
        header.setSectionResizeMode(_SPECTRUM, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_LIBRARY, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(_ANGLE, QHeaderView.ResizeMode.ResizeToContents)
        table.setColumnHidden(_LIBRARY, True)
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
        menu = QMenu(self._close)
        menu.aboutToShow.connect(lambda: self._fill_close_menu(menu))
        self._close.setText(tr("Close library"))
        self._close.setMenu(menu)
        self._close.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._close.setAutoRaise(True)
        head = QHBoxLayout()
        head.addWidget(self._caption, 1)
        head.addWidget(self._close)
        column.addLayout(head)
        column.addWidget(self._notices)
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
        if cube is None or pixel is None or not self._libraries:
            self._show([])
        else:
            self._read.want((document, cube, self._libraries, pixel))

    async def _match(
        self,
        request: tuple[Document, HsiCube, tuple[SpectralLibrary, ...], tuple[int, int]],
    ) -> None:
        document, cube, libraries, pixel = request
        if self._prepared is None or self._prepared[0] is not cube:
            try:
                prepared = await in_io_thread(prepare_library, cube, *libraries)
            except HsiViewerError:
                if document.is_closed:
                    return  # nobody looks at that scene any longer
                raise
            if document.is_closed or libraries is not self._libraries:
                return
            self._prepared = (cube, prepared)
        prepared = self._prepared[1]
        matches, spectrum = await values.read(
            cube, match_pixel, cube, prepared, *pixel, count=_COUNT
        )
        is_current = not document.is_closed and libraries is self._libraries
        if self._is_open and is_current and pixel == document.selected_pixel:
            self._pixel_values = spectrum
            self._show(matches)

    def _show(self, matches: list[Match]) -> None:
        self._matches = matches
        self._table.setRowCount(len(matches))
        for row, match in enumerate(matches):
            self._table_row(row, match)
        if matches:
            self._table.selectRow(0)
        self._show_chosen()
        self._refresh()

    def _table_row(self, row: int, match: Match) -> None:
        library = self._prepared[1] if self._prepared is not None else None
        name = library.names[match.index] if library else ""
        title = library.titles[match.index] if library else ""
        angle = f"{math.degrees(match.angle):.1f}\N{DEGREE SIGN}"
        for column, text in enumerate((name, title, angle)):
            item = QTableWidgetItem(text)
            item.setToolTip(plain(f"{name}\n{title}"))
            if column == _ANGLE:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight)
            self._table.setItem(row, column, item)

    def _show_chosen(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        row = rows[0].row() if rows else -1
        if not 0 <= row < len(self._matches) or self._prepared is None:
            self._spectrum.hide_overlay()
            return
        prepared, index = self._prepared[1], self._matches[row].index
        self._spectrum.show_overlay(
            prepared.names[index],
            scaled_to(prepared.spectra[index], self._pixel_values),
        )

    def _refresh(self) -> None:
        if not self._libraries:
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
