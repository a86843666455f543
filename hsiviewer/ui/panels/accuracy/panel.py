"""How well the map agrees with a reference."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QGuiApplication, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QScrollArea,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.evaluation.id_matching import permutation_in
from hsiviewer.evaluation.metrics import Accuracy
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.action_button import ActionButton
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel, heading, plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.accuracy.areas import AreasView
from hsiviewer.ui.panels.accuracy.figures import FigureRow
from hsiviewer.ui.panels.accuracy.held_out import HeldOutLine
from hsiviewer.ui.panels.accuracy.model import (
    AccuracyTable,
    ConfusionModel,
    Index,
    ScoreColumn,
    ScoresModel,
    as_csv,
)
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.tasks.map_facts import MapFacts, map_facts
from hsiviewer.workflows.tasks.threads import in_io_thread

if TYPE_CHECKING:
    from hsiviewer.workflows.session.workspace import Workspace

_CELL_PX = 38
_BAR_ROOM_PX = 16  # for the horizontal scroll bar of a large matrix


class AccuracyPanel(QWidget):
    """Overall figures, scores per class, confusion matrix.

    Parameters
    ----------
    workspace : Workspace
        Its accuracy is shown.
    actions : mapping of str to QAction, optional
        ``file.load_reference`` becomes the button of the empty panel,
        ``file.match_reference`` that beside ids that look permuted.
    """

    def __init__(
        self,
        workspace: "Workspace",
        actions: Mapping[str, QAction] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        offered = [
            (actions or {})[action_id]
            for action_id in ("file.load_reference",)
            if action_id in (actions or {})
        ]
        self._empty = EmptyState(offered, self)
        self._permuted = PlainLabel(self)
        self._permuted.setObjectName("permutationWarning")
        self._permuted.setWordWrap(True)
        self._match: ActionButton | None = None
        if actions is not None and "file.match_reference" in actions:
            self._match = ActionButton(actions["file.match_reference"], self)
            self._match.setObjectName("matchReferenceButton")
        self._figures = FigureRow(self)
        self._overlap = PlainLabel(self)
        self._overlap.setObjectName("overlapText")
        self._overlap.setWordWrap(True)
        self._areas = [AreasView(self), AreasView(self)]  # with figures, and without
        self._facts = LatestOnly(self, self._find_facts)
        self._basis = PlainLabel(self)
        self._scores = ScoresModel(self)
        self._confusion = ConfusionModel(self)
        self._score_table = _table(self._scores, "scoreTable", tr("Scores per class"))
        self._matrix = _table(
            self._confusion,
            "confusionTable",
            tr("Confusion matrix: rows are the reference, columns the map"),
        )
        self._copy_text = QPushButton(tr("Copy"), self)
        self._copy_csv = QPushButton(tr("Copy as CSV"), self)
        self._arrange()
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(lambda session: session.assessment.changed, self._refresh)
        self._follow.connect(
            lambda session: session.document.classes_changed, self._refresh
        )
        self._follow.connect(
            lambda session: session.document.classification_changed, self._refresh
        )
        workspace.session_changed.connect(self._refresh)
        self._matrix.clicked.connect(self._light_up)
        self._refresh()

    @property
    def empty_text(self) -> str:
        """What the panel says while there is no accuracy; empty if there is."""
        is_empty = self._stack.currentWidget() is self._without
        return self._empty.text if is_empty else ""

    @property
    def figures(self) -> tuple[str, ...]:
        """Overall accuracy, average accuracy and kappa as shown."""
        return self._figures.texts

    @property
    def basis_text(self) -> str:
        """What the figures were computed from."""
        return self._basis.text()

    def copy_text(self) -> None:
        """Put all figures on the clipboard, to paste into a table."""
        self._copy("\t")

    def copy_csv(self) -> None:
        """Put all figures on the clipboard as comma-separated text."""
        self._copy(",")

    def _copy(self, delimiter: str) -> None:
        table = self._table()
        if table is not None:
            QGuiApplication.clipboard().setText(as_csv(table, delimiter=delimiter))

    def _table(self) -> AccuracyTable | None:
        accuracy = self._workspace.accuracy
        if accuracy is None:
            return None
        return AccuracyTable(accuracy, self._workspace.document.classes)

    def _arrange(self) -> None:
        content = QWidget(self)
        layout = QVBoxLayout(content)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self._figures)
        self._basis.setWordWrap(True)
        self._basis.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        layout.addWidget(self._basis)
        layout.addWidget(self._overlap)
        layout.addWidget(self._permuted)
        if self._match is not None:
            layout.addWidget(self._match, 0, Qt.AlignmentFlag.AlignLeft)
        self._arrange_scores()
        layout.addWidget(self._score_table)
        layout.addWidget(heading(tr("Confusion matrix"), self))
        columns = PlainLabel(
            tr(
                "Rows: reference. Columns: the map. Tint: share of the row. Click a "
                "cell to see its pixels on the map."
            ),
            self,
        )
        columns.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        columns.setWordWrap(True)
        layout.addWidget(columns)
        self._arrange_matrix()
        layout.addWidget(self._matrix)
        row = QHBoxLayout()
        for button, slot, name, hint in (
            (
                self._copy_text,
                self.copy_text,
                "copyButton",
                tr("to paste into a table"),
            ),
            (self._copy_csv, self.copy_csv, "copyCsvButton", tr("to save as a file")),
        ):
            button.setObjectName(name)
            button.setToolTip(plain(tr("Copy all figures, {0}").format(hint)))
            set_icon(button, "copy")
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self._areas[0])
        layout.addStretch(1)
        self._arrange_pages(content)

    def _arrange_pages(self, content: QWidget) -> None:
        scroll = QScrollArea(self)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedLayout()
        whole.addLayout(self._stack, 1)
        whole.addWidget(HeldOutLine(self._workspace, self))
        self._without = QWidget(self)
        column = QVBoxLayout(self._without)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.addWidget(self._empty, 1)
        column.addWidget(self._areas[1])
        self._stack.addWidget(self._without)
        self._stack.addWidget(scroll)
        self._filled = scroll

    def _arrange_scores(self) -> None:
        header = self._score_table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(ScoreColumn.NAME, QHeaderView.ResizeMode.Stretch)
        self._score_table.verticalHeader().hide()

    def _arrange_matrix(self) -> None:
        self._matrix.setItemDelegate(_TintDelegate(self._matrix))
        for header in (self._matrix.horizontalHeader(), self._matrix.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self._matrix.horizontalHeader()
        header.setMinimumSectionSize(_CELL_PX)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)

    def _refresh(self) -> None:
        table = self._table()
        self._scores.show_table(table)
        self._confusion.show_table(table)
        self._stack.setCurrentWidget(self._without if table is None else self._filled)
        self._want_facts()
        if table is None:
            self._say_next_step()
            return
        found = table.accuracy
        self._figures.show_accuracy(found)
        self._basis.setText(
            tr(
                "n = {0} reference pixels; pixels with labels of yours are left out"
            ).format(found.n)
        )
        self._tell_permutation(found)
        for view in (self._score_table, self._matrix):
            _fit_height(view)

    def _light_up(self, index: Index) -> None:
        """Show the pixels of a cell of the matrix on the map."""
        accuracy = self._workspace.accuracy
        layers = self._workspace.session.result_layers
        if accuracy is None or not layers.can_show("result.cell"):
            return
        ids = accuracy.class_ids
        mapped = ids[index.column()] if index.column() < len(ids) else None
        layers.show_cell(ids[index.row()], mapped)

    def _want_facts(self) -> None:
        """Look for what takes a while to be found out about the map."""
        if self._workspace.document.classification is None:
            self._facts.forget()
            self._show_facts(MapFacts([]))
        else:
            self._facts.want(self._workspace.session)

    async def _find_facts(self, session: SceneSession) -> None:
        """Look for areas and overlapping patches, which takes a while."""
        result, facts = session.document.classification, MapFacts([])
        if result is not None and not session.is_closed:
            labels = session.document.labels.snapshot()
            truth = session.assessment.truth
            if labels.shape == result.class_map.shape:
                facts = await in_io_thread(map_facts, result, labels, truth)
        is_current = session.document.classification is result
        if session is self._workspace.session and is_current:
            self._show_facts(facts)

    def _show_facts(self, facts: MapFacts) -> None:
        """Show areas, and how many reference pixels lie close to labels."""
        for view in self._areas:
            view.show_areas(facts.areas, self._workspace.document.classes)
        self._overlap.setVisible(facts.overlapping is not None)
        if facts.overlapping:
            text = tr(
                "{0} of {1} reference pixels lie so close to labels that their "
                "patches share pixels. This flatters the figures."
            )
            self._overlap.setText(text.format(facts.overlapping, facts.tested))
        else:
            self._overlap.setText(
                tr("No reference pixel shares its patch with a label.")
            )

    def _tell_permutation(self, accuracy: Accuracy) -> None:
        """Say so if the ids of the reference look like other classes."""
        found = permutation_in(accuracy)
        self._permuted.setVisible(found is not None)
        if self._match is not None:
            self._match.setVisible(found is not None)
        if found is not None:
            text = tr(
                "The ids of the reference look permuted: on average, {0:.0%} of the "
                "pixels of an id lie in its class, and {1:.0%} with another assignment."
            )
            self._permuted.setText(
                text.format(found.agreement, found.assigned_agreement)
            )

    def _say_next_step(self) -> None:
        if self._workspace.document.cube is None:
            self._empty.say(
                tr("No scene is open"),
                tr("Open a cube, label it and train a method first."),
                offer_steps=False,
            )
        elif self._workspace.reference is None:
            self._empty.say(
                tr("No reference map"),
                tr(
                    "Load a map of the true classes to see how well the result "
                    "agrees with it. Pixels with labels of yours are left out."
                ),
            )
        else:
            self._empty.say(
                tr("No result yet"),
                tr(
                    "The reference is loaded. Train a method to see how well "
                    "its map agrees."
                ),
                offer_steps=False,
            )


class _TintDelegate(QStyledItemDelegate):
    """Tints cells of the matrix: right ones in the accent, wrong ones in orange."""

    @guarded(None)
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        share = float(index.data(Qt.ItemDataRole.UserRole) or 0.0)
        right = index.row() == index.column()
        color = QColor(theme.accent()) if right else QColor("#e69f00")
        # The square root shows rare confusions, which are what people look for.
        color.setAlphaF(0.55 * share**0.5)
        painter.fillRect(option.rect, color)
        super().paint(painter, option, index)


def _table(model: ScoresModel | ConfusionModel, name: str, spoken: str) -> QTableView:
    view = QTableView()
    view.setObjectName(name)
    view.setAccessibleName(spoken)
    view.setModel(model)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.viewport().setAutoFillBackground(False)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
    view.setTabKeyNavigation(False)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.verticalHeader().setDefaultSectionSize(view.fontMetrics().height() + 8)
    view.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
    view.horizontalHeader().setHighlightSections(False)
    view.verticalHeader().setHighlightSections(False)
    return view


def _fit_height(view: QTableView) -> None:
    """Show all rows: the panel scrolls, not the tables in it."""
    header = view.horizontalHeader().sizeHint().height()
    view.setFixedHeight(header + view.verticalHeader().length() + _BAR_ROOM_PX)
