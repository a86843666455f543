"""What a comparison of methods has shown: figures, maps, and the one to use."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.learning.registry import METHODS
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.curve_legend import CurveLegend, LegendEntry
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.panels.comparison.choice import ENOUGH_ROUNDS
from hsiviewer.ui.panels.comparison.figures import ClassFigures, MethodTable
from hsiviewer.ui.panels.comparison.maps import MethodMaps
from hsiviewer.workflows.tasks.comparison_records import AGREEMENT, MethodComparison

_CERTAIN = 0.05  # p of a difference that is hardly chance


class ComparisonOutcome(QWidget):
    """The verdict above tables and maps, with a button that takes the chosen map.

    Attributes
    ----------
    wanted : str
        The map of this method, or `AGREEMENT`, is to be used.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict = PlainLabel(self)
        self._verdict.setWordWrap(True)
        self._table = MethodTable(self)
        self._classes = ClassFigures(self)
        self._maps = MethodMaps(self)
        self._legend = CurveLegend(self)
        self._differing = QCheckBox(tr("Only where the maps differ"), self)
        self._differing.setObjectName("onlyDifferingBox")
        self._differing.setAccessibleName(tr("Only where the maps differ"))
        self._use = QPushButton(self)
        self._use.setObjectName("useMapButton")
        self._use.setAccessibleName(tr("Use this map"))
        self._arrange()
        self._differing.toggled.connect(self._maps.show_only_differing)
        self._maps.currentRowChanged.connect(self._name_button)
        self._maps.itemActivated.connect(self._want_chosen)
        self._use.clicked.connect(self._want_chosen)

    @property
    def verdict(self) -> str:
        """What is said of the outcome."""
        return self._verdict.text()

    def show_comparison(self, found: MethodComparison) -> None:
        """Show another comparison."""
        self._table.show_comparison(found)
        self._classes.show_comparison(found)
        self._maps.show_comparison(found)
        self._legend.show_entries(
            [
                LegendEntry(QColor(cover.color), cover.name)
                for cover in found.winner.result.scheme
            ]
        )
        self._verdict.setText(_sentence(found))

    def tell_used(self, method: str) -> None:
        """Say that a map is shown now."""
        self._verdict.setText(
            tr("{0}: this map is shown now, and is listed under Jobs.").format(
                METHODS[method].title
            )
            if method != AGREEMENT
            else tr("The agreement of the maps is shown now.")
        )

    def _arrange(self) -> None:
        figures = QTabWidget(self)
        figures.setObjectName("comparisonTabs")
        figures.setDocumentMode(True)
        figures.addTab(self._table, tr("Methods"))
        figures.addTab(self._classes, tr("Classes"))
        last = QHBoxLayout()
        last.addWidget(self._differing)
        last.addStretch(1)
        last.addWidget(self._use)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(self._verdict)
        column.addWidget(figures, 2)
        column.addWidget(self._maps, 3)
        column.addWidget(self._legend)
        column.addLayout(last)

    def _name_button(self, _row: int) -> None:
        chosen = self._maps.chosen
        if chosen == AGREEMENT:
            text = tr("Use the agreement")
        else:
            title = METHODS[chosen].title if chosen else ""
            text = tr("Use the map of {0}").format(title)
        self._use.setText(text)
        self._use.setEnabled(bool(chosen))

    def _want_chosen(self, *_what: object) -> None:
        if self._maps.chosen:
            self.wanted.emit(self._maps.chosen)


def _sentence(found: MethodComparison) -> str:
    """Return the outcome in words."""
    figures = found.winner.figures["overall_accuracy"]
    told = (
        tr("{0} mapped {1:.1%} of {2:n} reference pixels right.")
        if found.has_reference
        else tr("{0} mapped {1:.1%} of {2:n} held-out labels right.")
    )
    parts = [told.format(found.winner.title, figures["mean"], found.tested)]
    rivals = [
        method.title
        for method in found.methods[1:]
        if method.p_value is not None and method.p_value >= _CERTAIN
    ]
    if found.rounds < ENOUGH_ROUNDS:
        parts.append(
            tr(
                "So few rounds cannot tell luck from merit for certain; {0} or more "
                "can."
            ).format(ENOUGH_ROUNDS)
        )
    elif rivals:
        parts.append(tr("Its lead over {0} may be chance.").format(", ".join(rivals)))
    parts += [
        tr("{0} could not run: {1}.").format(METHODS[method].title, told)
        for method, told in found.failed.items()
    ]
    return " ".join(parts)
