"""The question in which order a file lists rows, columns and bands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.cube import HsiCube
from hsiviewer.io.axis_order import axis_sizes
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.dialogs.scene_picture import ScenePicture
from hsiviewer.workflows.viewing.axis_orders import OrderChoice, order_choices

AXIS_NAMES = {"rows": tr("rows"), "cols": tr("columns"), "bands": tr("bands")}


async def ask_axes(parent: QWidget, cube: HsiCube) -> str | None:
    """Ask in which order the axes of a scene are read.

    Returns
    -------
    str or None
        Reference of the scene in another order; ``None`` to leave it as it is.
    """
    dialog = AxesDialog(cube, parent)
    if not await answer(dialog) or dialog.choice.order == cube.axes:
        return None
    return dialog.choice.reference


class AxesDialog(QDialog):
    """The possible orders with their sizes, and what the chosen one shows.

    Parameters
    ----------
    cube : HsiCube
        A scene whose file does not name its axes.
    """

    def __init__(self, cube: HsiCube, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("axesDialog")
        self.setWindowTitle(tr("Change axes"))
        self._choices = order_choices(cube)
        self._list = self._make_list()
        self._picture = ScenePicture(self, name="axesPicture")
        self._size = PlainLabel(self)
        self._size.setObjectName("axesSize")
        self._size.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._lay_out(cube)
        self._list.currentRowChanged.connect(self._on_chosen)
        self._list.itemDoubleClicked.connect(self._on_double_clicked)
        self._list.setCurrentRow(0)

    @property
    def choice(self) -> OrderChoice:
        """The order that is chosen."""
        return self._choices[max(0, self._list.currentRow())]

    def _make_list(self) -> QListWidget:
        made = QListWidget(self)
        made.setObjectName("axesList")
        made.setAccessibleName(tr("Order of the axes"))
        for number, choice in enumerate(self._choices):
            text = " x ".join(AXIS_NAMES[axis] for axis in choice.order)
            made.addItem(tr("{0} (now)").format(text) if number == 0 else text)
        return made

    def _lay_out(self, cube: HsiCube) -> None:
        question = PlainLabel(
            tr(
                "{0} holds {1} values and does not say which axis is which. Choose the "
                "order in which the picture looks right. Labels are kept separately "
                "for each order."
            ).format(cube.name, " x ".join(map(str, axis_sizes(cube)))),
            self,
        )
        question.setWordWrap(True)
        box = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(box.Ok | box.Cancel, self)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        shown = QVBoxLayout()
        shown.addWidget(self._picture)
        shown.addWidget(self._size)
        shown.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(2 * theme.SPACING)
        middle.addWidget(self._list, 1)
        middle.addLayout(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(question)
        column.addLayout(middle, 1)
        column.addWidget(buttons)
        self.setMinimumWidth(560)

    def _on_chosen(self, _row: int) -> None:
        choice = self.choice
        self._size.setText(
            tr("{0} rows x {1} columns, {2} bands").format(
                choice.rows, choice.cols, choice.bands
            )
        )
        self._picture.show_scene(choice.reference)

    def _on_double_clicked(self) -> None:
        self.accept()
