"""How a job is drawn in the list of jobs."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from hsiviewer.jobs.job import Job, JobState
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.painted_icons import paint_icon
from hsiviewer.ui.panels.jobs.model import Index, JobsModel, progress_text

_ICON_PX = 16
_BAR_PX = 4
_PADDING = 6
_ICONS = {
    JobState.QUEUED: "queued",
    JobState.RUNNING: "running",
    JobState.PAUSED: "paused",
    JobState.CANCELLING: "running",
    JobState.DONE: "done",
    JobState.FAILED: "failed",
    JobState.CANCELLED: "cancelled",
}


class JobDelegate(QStyledItemDelegate):
    """Draws a job: title and state, a bar while it runs, stage and times."""

    @guarded(QSize())
    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the height of two lines and the bar."""
        line = QFontMetrics(option.font).height()
        return QSize(120, 2 * line + _BAR_PX + 3 * _PADDING)

    @guarded(None)
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Draw one job."""
        model = index.model()
        if not isinstance(model, JobsModel):
            return
        job = model.job_at(index)
        if job is None:
            return
        plain = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        plain.text = ""
        option.widget.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, plain, painter, option.widget
        )
        painter.save()
        _paint_job(
            painter, option, job, title=model.title_of(job), state=model.state_at(index)
        )
        painter.restore()


def _paint_job(
    painter: QPainter, option: QStyleOptionViewItem, job: Job, *, title: str, state: str
) -> None:
    is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
    role = QPalette.ColorRole
    strong = option.palette.color(role.HighlightedText if is_selected else role.Text)
    weak = strong if is_selected else option.palette.color(role.PlaceholderText)
    line = QFontMetrics(option.font).height()
    area = option.rect.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
    top = area.top() + (line - _ICON_PX) // 2
    place = QRect(area.left(), top, _ICON_PX, _ICON_PX)
    paint_icon(painter, place, _ICONS[job.state], strong)
    text = QRect(area.left() + _ICON_PX + _PADDING, area.top(), 0, line)
    text.setRight(area.right())
    state_width = option.fontMetrics.horizontalAdvance(state) + _PADDING
    bold = QFont(option.font)
    bold.setBold(True)
    painter.setFont(bold)
    painter.setPen(strong)
    _draw_elided(painter, text.adjusted(0, 0, -state_width, 0), title)
    painter.setFont(option.font)
    painter.setPen(weak)
    painter.drawText(text, Qt.AlignmentFlag.AlignRight, state)
    bar = QRect(text.left(), text.bottom() + _PADDING // 2, text.width(), _BAR_PX)
    if job.is_active:
        painter.fillRect(bar, theme.line())
        bar.setWidth(round(bar.width() * job.fraction))
        painter.fillRect(bar, strong if is_selected else theme.accent())
    below = text.translated(0, line + _BAR_PX + _PADDING)
    if not job.is_active:
        below = text.translated(0, line + _PADDING // 2)
    _draw_elided(painter, below, progress_text(job))


def _draw_elided(painter: QPainter, rect: QRect, text: str) -> None:
    shown = painter.fontMetrics().elidedText(
        text, Qt.TextElideMode.ElideRight, rect.width()
    )
    painter.drawText(rect, Qt.AlignmentFlag.AlignLeft, shown)
