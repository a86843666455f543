"""An instruction to copy for a language model, and its answer to paste back."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.classes import ClassScheme
from hsiviewer.ui import theme
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.icons import set_icon
from hsiviewer.ui.texts import tr
from hsiviewer.workflows.instructions import INSTRUCTIONS, read_answer


async def ask_model_answer(
    parent: QWidget, classes: ClassScheme, fill: Callable[[str], str]
) -> Mapping[int, str]:
    """Ask for the answer of a language model; nothing if the user gives up.

    Parameters
    ----------
    fill : callable
        Returns the instruction of a key of `INSTRUCTIONS`.

    Returns
    -------
    mapping of int to str
        Descriptions by class id.
    """
    dialog = AskModelDialog(classes, fill, parent)
    return dialog.descriptions if await answer(dialog) else {}


class AskModelDialog(QDialog):
    """Instruction above, answer below, and what was understood of it."""

    def __init__(
        self,
        classes: ClassScheme,
        fill: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("askModelDialog")
        self.setWindowTitle(tr("Descriptions by a language model"))
        self.resize(620, 560)
        self._classes, self._fill = classes, fill
        self._kind = QComboBox(self)
        self._kind.setObjectName("instructionBox")
        self._kind.setAccessibleName(tr("Instruction"))
        for key, each in INSTRUCTIONS.items():
            self._kind.addItem(f"{each.title} ({each.source})", key)
        self._instruction = _field("instructionText", tr("Instruction to copy"), self)
        self._instruction.setReadOnly(True)
        self._copy = QPushButton(tr("Copy"), self)
        self._copy.setObjectName("copyInstruction")
        set_icon(self._copy, "copy")
        self._answer = _field("answerText", tr("Answer of the language model"), self)
        self._answer.setPlaceholderText(tr("Paste the answer here"))
        self._understood = QLabel(self)
        self._understood.setObjectName("answerUnderstood")
        self._understood.setWordWrap(True)
        self._understood.setTextFormat(Qt.TextFormat.PlainText)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        top = QHBoxLayout()
        top.addWidget(self._kind, 1)
        top.addWidget(self._copy)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACING)
        column.addWidget(
            _wrapped(
                tr(
                    "Copy this into a language model of your choice; nothing is sent "
                    "from here."
                ),
                self,
            )
        )
        column.addLayout(top)
        column.addWidget(self._instruction, 3)
        column.addWidget(self._answer, 2)
        column.addWidget(self._understood)
        column.addWidget(self._buttons)
        self._kind.currentIndexChanged.connect(self._show_instruction)
        self._copy.clicked.connect(self._copy_instruction)
        self._answer.textChanged.connect(self._read)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._show_instruction()
        self._read()

    @property
    def descriptions(self) -> Mapping[int, str]:
        """What the answer says of each class."""
        return read_answer(self._answer.toPlainText(), self._classes)

    def _show_instruction(self) -> None:
        self._instruction.setPlainText(self._fill(str(self._kind.currentData())))

    def _copy_instruction(self) -> None:
        QGuiApplication.clipboard().setText(self._instruction.toPlainText())
        self._copy.setText(tr("Copied"))

    def _read(self) -> None:
        found = self.descriptions
        missing = [each.name for each in self._classes if each.id not in found]
        pasted = bool(self._answer.toPlainText().strip())
        text = ""
        if pasted:
            text = tr("{0} of {1} classes found in the answer.").format(
                len(found), len(self._classes)
            )
            if missing:
                text += " " + tr("Not found, so left as they are: {0}.").format(
                    ", ".join(missing)
                )
        self._understood.setText(text)
        self._understood.setVisible(pasted)
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(tr("Use descriptions"))
        ok.setEnabled(bool(found))


def _field(name: str, accessible_name: str, parent: QWidget) -> QPlainTextEdit:
    field = QPlainTextEdit(parent)
    field.setObjectName(name)
    field.setAccessibleName(accessible_name)
    field.setTabChangesFocus(True)
    return field


def _wrapped(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    label.setWordWrap(True)
    return label
