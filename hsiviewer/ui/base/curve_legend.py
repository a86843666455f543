"""A key to curves or classes, in one line beside the picture, not on top of it."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded

_GAP = "&nbsp;&nbsp; "
_GAP_WIDTH = "     "
_MAX_CHARACTERS = 26  # one long name must not push all others out
_SQUARE = "\N{BLACK SQUARE}\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class LegendEntry:
    """A colour and what it stands for."""

    color: QColor
    text: str


class CurveLegend(QLabel):
    """Shows as many entries as fit, and all of them in its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._entries: tuple[LegendEntry, ...] = ()
        self._hint = ""

    @property
    def entries(self) -> tuple[str, ...]:
        """Texts of all entries, whether they fit or not."""
        return tuple(entry.text for entry in self._entries)

    def show_entries(self, entries: Sequence[LegendEntry], *, hint: str = "") -> None:
        """Show other entries, or the hint if there are none."""
        self._entries = tuple(entries)
        self._hint = hint
        lines = "<br>".join(_rich(entry) for entry in self._entries)
        self.setToolTip(lines)
        self.setAccessibleName(", ".join(self.entries) or hint)
        self._fit()

    @guarded(None)
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many entries as fit the new width."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._entries:
            color = theme.faint().name()
            self.setText(
                f'<span style="color:{color}">{html.escape(self._hint)}</span>'
            )
            return
        fitting = self._count_fitting()
        shown = [_rich(_short(entry)) for entry in self._entries[:fitting]]
        if fitting < len(self._entries):
            shown.append(f"+{len(self._entries) - fitting}")
        self.setText(_GAP.join(shown))

    def _count_fitting(self) -> int:
        metrics = self.fontMetrics()
        room = self.width() - metrics.horizontalAdvance("+99")
        used = 0
        for number, each in enumerate(self._entries):
            used += metrics.horizontalAdvance(
                f"{_SQUARE}{_short(each).text}{_GAP_WIDTH}"
            )
            is_last = number == len(self._entries) - 1
            if used > room and not (is_last and used <= self.width()):
                return number
        return len(self._entries)


def _short(entry: LegendEntry) -> LegendEntry:
    if len(entry.text) <= _MAX_CHARACTERS:
        return entry
    return LegendEntry(entry.color, f"{entry.text[: _MAX_CHARACTERS - 1]}…")


def _rich(entry: LegendEntry) -> str:
    text = html.escape(entry.text).replace(" ", "&nbsp;")
    return f'<span style="color:{entry.color.name()}">&#9632;</span>&nbsp;{text}'
