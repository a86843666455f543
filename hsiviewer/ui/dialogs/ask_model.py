"""An instruction to copy for a language model, and its answer to paste back."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.progress import CancelledError
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.workflows.describing.instructions import INSTRUCTIONS, read_answer
from hsiviewer.workflows.session.class_texts import ClassTexts

_NAMED = 5  # missing classes; the others are counted

if TYPE_CHECKING:
    from hsiviewer.jobs.job import Job


async def ask_model_answer(
    parent: QWidget,
    classes: ClassScheme,
    texts: ClassTexts,
    fill: Callable[[str], str],
) -> Mapping[int, str]:
    """Ask for the answer of a language model; nothing if the user gives up.

    Parameters
    ----------
    texts : ClassTexts
        Lets a local model write.
    fill : callable
        Returns the instruction of a key of `INSTRUCTIONS`.

    Returns
    -------
    mapping of int to str
        Descriptions by class id.
    """
    dialog = AskModelDialog(classes, texts, fill, parent)
    return dialog.descriptions if await answer(dialog) else {}


class AskModelDialog(QDialog):
    """Instruction above, answer below, and what was understood of it."""

    def __init__(
        self,
        classes: ClassScheme,
        texts: ClassTexts,
        fill: Callable[[str], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("askModelDialog")
        self.setWindowTitle(tr("Descriptions by a language model"))
        self.resize(620, 560)
        self._classes, self._texts, self._fill = classes, texts, fill
        self._writing: Job | None = None
        self._is_closed = False
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
        self._understood = PlainLabel(self)
        self._understood.setObjectName("answerUnderstood")
        self._understood.setWordWrap(True)
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self._local = QPushButton(tr("Local model…"), self)
        self._local.setObjectName("writeLocally")
        self._local.setToolTip(
            tr("Let a causal language model that lies in a folder write the answer")
        )
        self._arrange()
        self._connect()
        self._show_instruction()
        self._read()

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._kind, 1)
        top.addWidget(self._copy)
        top.addWidget(self._local)
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

    def _connect(self) -> None:
        self._kind.currentIndexChanged.connect(self._show_instruction)
        self._copy.clicked.connect(self._copy_instruction)
        self._answer.textChanged.connect(self._read)
        self._local.clicked.connect(self._ask_folder_or_stop)
        self.finished.connect(self._stop_writing)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)

    @property
    def descriptions(self) -> Mapping[int, str]:
        """What the answer says of each class."""
        return read_answer(self._answer.toPlainText(), self._classes)

    def _show_instruction(self) -> None:
        self._instruction.setPlainText(self._fill(str(self._kind.currentData())))
        self._copy.setText(tr("Copy"))  # this one was not copied yet

    def _copy_instruction(self) -> None:
        QGuiApplication.clipboard().setText(self._instruction.toPlainText())
        self._copy.setText(tr("Copied"))

    def _ask_folder_or_stop(self) -> None:
        if self._writing is not None:
            self._texts.stop_writing(self._writing)
            return
        dialog = QFileDialog(self, tr("Folder of a language model"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.write_locally)
        dialog.open()

    def write_locally(self, folder: str) -> None:
        """Let the model of a folder write the answer."""
        run_async(self, self._write(folder))

    async def _write(self, folder: str) -> None:
        asked = self._instruction.toPlainText()
        self._answer.setReadOnly(True)  # it will be replaced
        try:
            self._writing = self._texts.start_writing(folder, asked)
            self._writing.changed.connect(self._tell_writing)
            self._tell_writing()
            text = await self._texts.written(self._writing)
            if not self._is_closed:
                self._answer.setPlainText(text)
        except CancelledError:
            pass  # here, or in the list of jobs
        finally:
            self._writing = None
            if not self._is_closed:
                self._answer.setReadOnly(False)
                self._local.setText(tr("Local model…"))

    def _tell_writing(self) -> None:
        if self._writing is not None and not self._is_closed:
            share = round(100 * self._writing.fraction)
            self._local.setText(tr("Stop writing ({0} %)").format(share))

    def _stop_writing(self) -> None:
        self._is_closed = True
        if self._writing is not None:
            self._texts.stop_writing(self._writing)

    def _read(self) -> None:
        found = self.descriptions
        missing = [cover.name for cover in self._classes if cover.id not in found]
        pasted = bool(self._answer.toPlainText().strip())
        text = ""
        if pasted:
            text = tr("{0} of {1} classes found in the answer.").format(
                len(found), len(self._classes)
            )
            if missing:
                text += " " + tr("Not found, so left as they are: {0}.").format(
                    _shortened(missing)
                )
            replaced = sum(
                1 for cover in self._classes if cover.description and cover.id in found
            )
            if replaced:
                text += " " + tr("Descriptions that will be replaced: {0}.").format(
                    replaced
                )
        self._understood.setText(text)
        self._understood.setToolTip(plain(", ".join(missing)))
        self._understood.setVisible(pasted)
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setText(tr("Use descriptions"))
        ok.setEnabled(bool(found))


def _shortened(names: list[str]) -> str:
    if len(names) <= _NAMED + 1:
        return ", ".join(names)
    more = tr("and {0} more").format(len(names) - _NAMED)
    return f"{', '.join(names[:_NAMED])} {more}"


def _field(name: str, accessible_name: str, parent: QWidget) -> QPlainTextEdit:
    field = QPlainTextEdit(parent)
    field.setObjectName(name)
    field.setAccessibleName(accessible_name)
    field.setTabChangesFocus(True)
    return field


def _wrapped(text: str, parent: QWidget) -> QLabel:
    label = PlainLabel(text, parent)
    label.setWordWrap(True)
    return label
