"""Questions with a few buttons, or a few ways to choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

import shiboken6
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGroupBox,
    QMessageBox,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import PlainLabel, plain_box
from hsiviewer.ui.dialogs.answers import answer, closed


async def ask_button(
    parent: QWidget, text: str, *, details: str, buttons: Sequence[str], title: str
) -> str:
    """Ask a question and return the text of the button; empty for Cancel."""
    box = plain_box(
        QMessageBox.Icon.Question,
        title,
        text,
        parent=parent.window(),
        informative=details,
    )
    box.setObjectName("questionBox")
    for button in buttons:
        box.addButton(button, QMessageBox.ButtonRole.AcceptRole)
    cancel = box.addButton(QMessageBox.StandardButton.Cancel)
    box.setEscapeButton(cancel)
    await closed(box)
    if not shiboken6.isValid(box):
        return ""
    clicked = box.clickedButton()
    chosen = clicked.text().replace("&", "") if clicked is not None else ""
    return chosen if chosen in buttons else ""


@dataclass(frozen=True)
class Choice:
    """One of several ways, of which a user chooses one.

    Parameters
    ----------
    key : str
        What is returned.
    text : str
        What is read.
    is_possible : bool
        Whether it can be chosen now.
    """

    key: str
    text: str
    is_possible: bool = True


@dataclass(frozen=True)
class Question:
    """A group of ways in a `ChoicesDialog`; the first possible one is proposed."""

    key: str
    title: str
    choices: Sequence[Choice]


class ChoicesDialog(QDialog):
    """One or more questions with their ways, below a sentence that explains.

    Parameters
    ----------
    name : str
        Object name.
    accept_text : str
        Of the button that goes on.
    """

    def __init__(
        self,
        parent: QWidget,
        *,
        name: str,
        title: str,
        explanation: str,
        questions: Sequence[Question],
        accept_text: str,
    ) -> None:
        super().__init__(parent.window())
        self.setObjectName(name)
        self.setWindowTitle(title)
        self._groups: dict[str, QButtonGroup] = {}
        self.form = QVBoxLayout()
        self.form.setSpacing(theme.SPACING)
        text = PlainLabel(explanation, self)
        text.setWordWrap(True)
        text.setMinimumWidth(380)
        self.form.addWidget(text)
        for question in questions:
            self.form.addWidget(self._group(question))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        go_on = buttons.addButton(accept_text, QDialogButtonBox.ButtonRole.AcceptRole)
        go_on.setObjectName("acceptButton")
        go_on.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * theme.MARGIN] * 4)
        layout.setSpacing(2 * theme.SPACING)
        layout.addLayout(self.form)
        layout.addWidget(buttons)

    def chosen(self, question: str) -> str:
        """Return the key of the way that is chosen."""
        button = self._groups[question].checkedButton()
        return "" if button is None else str(button.property("choice"))

    async def ask(self) -> bool:
        """Open it and wait; tell whether to go on."""
        return await answer(self)

    def _group(self, question: Question) -> QGroupBox:
        box = QGroupBox(question.title, self)
        group = QButtonGroup(box)
        layout = QVBoxLayout(box)
        layout.setSpacing(theme.SPACING // 2)
        for choice in question.choices:
            button = QRadioButton(choice.text, box)
            button.setObjectName(f"{question.key}.{choice.key}")
            button.setProperty("choice", choice.key)
            button.setEnabled(choice.is_possible)
            group.addButton(button)
            layout.addWidget(button)
            if choice.is_possible and group.checkedButton() is None:
                button.setChecked(True)
        self._groups[question.key] = group
        return box
