"""Choose a method, start it, and see how it learns."""

import html
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.errors import ConfigurationError, HsiViewerError
from hsiviewer.core.window import PixelWindow
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.action_button import ActionButton
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.slots import show_error
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.base.vertical_scroll import VerticalScroll
from hsiviewer.ui.panels.training.form import TrainingForm
from hsiviewer.ui.panels.training.progress import TrainingProgress
from hsiviewer.workflows.session.advice import needed_bytes
from hsiviewer.workflows.tasks.submission import TrainingSettings

if TYPE_CHECKING:
    from hsiviewer.workflows.session.workspace import Workspace

# The last one is not there for every method; the others stay where they are.
_BUTTONS = {
    "train.finetune": "startButton",
    "train.cancel": "cancelButton",
    "train.pretrain": "pretrainButton",
}


class TrainingPanel(QWidget):
    """Form, advice, buttons, progress and loss curve.

    Parameters
    ----------
    workspace : Workspace
        Runs the jobs.
    actions : mapping of str to QAction
        ``train.pretrain``, ``train.finetune`` and ``train.cancel`` become buttons.

    Attributes
    ----------
    changed
        The settings have changed.
    """

    changed = Signal()

    def __init__(
        self,
        workspace: "Workspace",
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._actions = actions
        self._form = TrainingForm(workspace, self)
        self._advice = QLabel(self)
        self._reason = PlainLabel(self)
        self._content = self._make_content()
        self._scroll = VerticalScroll(self._content, self)
        self._progress = TrainingProgress(self)
        self._buttons = {
            each: _named(ActionButton(actions[each], self), name)
            for each, name in _BUTTONS.items()
            if each in actions
        }
        self._arrange()
        self._connect()
        self._refresh()

    @property
    def advice_text(self) -> str:
        """The advice that is shown."""
        return self._advice.text() if self._advice.isVisibleTo(self) else ""

    @property
    def reason_text(self) -> str:
        """Why training cannot start; empty if it can."""
        return self._reason.text() if self._reason.isVisibleTo(self) else ""

    @property
    def progress(self) -> TrainingProgress:
        """Progress of the last job."""
        return self._progress

    def settings(self) -> TrainingSettings:
        """Return what is chosen, ready to start a job."""
        return self._form.settings()

    def take(self, settings: TrainingSettings) -> None:
        """Show the settings of an earlier job, to start a like one."""
        self._form.take(settings)

    def start_training(self) -> None:
        """Start training and classification of the scene with these settings."""
        try:
            self._workspace.start_training(self.settings())
        except HsiViewerError as error:
            show_error(self, str(error))

    def start_pretraining(self) -> None:
        """Start pre-training on the unlabelled scene with these settings."""
        try:
            self._workspace.start_pretraining(self.settings())
        except HsiViewerError as error:
            show_error(self, str(error))

    def _make_content(self) -> QWidget:
        """Return what a low window scrolls: it never grows by a piece of advice."""
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACING)
        for part in (self._form, self._advice, self._reason):
            column.addWidget(part)
        column.addStretch(1)
        return content

    def _arrange(self) -> None:
        self._advice.setObjectName("adviceLabel")
        self._advice.setWordWrap(True)
        self._advice.setTextFormat(Qt.TextFormat.RichText)
        self._reason.setObjectName("reasonLabel")
        self._reason.setWordWrap(True)
        self._reason.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._scroll.setObjectName("trainingScroll")
        self._scroll.setMinimumHeight(100)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACING)
        for action_id, button in self._buttons.items():
            if action_id == "train.pretrain":
                row.addStretch(1)
            row.addWidget(button)
        if "train.pretrain" not in self._buttons:
            row.addStretch(1)
        if "train.finetune" in self._buttons:
            self._buttons["train.finetune"].setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(self._scroll, 3)
        layout.addWidget(self._progress, 2)
        # Last, so that the buttons stay where they are while all above them changes.
        layout.addLayout(row)

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Draw the advice in the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_progress"):
            self._refresh()

    def _connect(self) -> None:
        self._follow = follow = SessionFollower(self._workspace, self)
        follow.connect(lambda session: session.document.classes_changed, self._refresh)
        follow.connect(
            lambda session: session.document.labels_changed, self._on_labels_changed
        )
        follow.connect(lambda session: session.coverage.changed, self._refresh)
        follow.connect(lambda session: session.runs.started, self._on_job_started)
        self._workspace.session_changed.connect(self._on_session_changed)
        self._form.changed.connect(self._refresh)
        self._form.changed.connect(self.changed)
        self._form.unfolded.connect(self._on_unfolded)

    def _on_unfolded(self, unfolded: bool) -> None:
        self._progress.set_compact(unfolded)
        if unfolded:
            # The form is laid out anew only later, but its height counts now.
            self._content.adjustSize()
            bar = self._scroll.verticalScrollBar()
            bar.setValue(min(self._form.fold_position, bar.maximum()))

    def _on_labels_changed(self, _window: PixelWindow) -> None:
        self._refresh()

    def _on_session_changed(self) -> None:
        self._form.begin()  # tells of a change, which comes here
        # What runs for another scene is seen under Jobs.
        self._progress.follow(self._workspace.training_job)

    def _on_job_started(self) -> None:
        self._progress.follow(self._workspace.training_job)

    def _refresh(self) -> None:
        settings = self.settings()
        bad_parameter = _bad_parameter(settings)
        problem = self._workspace.problem(settings) or bad_parameter
        advice = () if problem else self._workspace.advice(settings)
        if not problem:
            needed = needed_bytes(self._workspace.document, settings) / 2**20
            self._form.tell_memory(round(needed, -1))
        text = _bulleted(advice)
        if text != self._advice.text():
            # Painting labels comes here often, and laying out text is slow.
            self._advice.setText(text)
        self._advice.setVisible(bool(advice))
        self._reason.setText(problem)
        self._reason.setVisible(bool(problem))
        if "train.finetune" in self._buttons:
            self._buttons["train.finetune"].set_obstacle(problem)
            self._actions["train.finetune"].setEnabled(not problem)
        if "train.pretrain" in self._buttons:
            self._buttons["train.pretrain"].setVisible(self._form.method.can_pretrain)
            obstacle = bad_parameter or self._no_scene()
            self._buttons["train.pretrain"].set_obstacle(obstacle)
            self._actions["train.pretrain"].setEnabled(
                self._form.method.can_pretrain and not obstacle
            )

    def _no_scene(self) -> str:
        has_scene = self._workspace.document.cube is not None
        return "" if has_scene else tr("Open a scene first.")


def _bulleted(sentences: tuple[str, ...]) -> str:
    # A table: Qt indents lists by far more than a narrow column can spare.
    bullet = f'<span style="color:{theme.accent().name()}">&#9679;</span>&nbsp;'
    rows = "".join(
        f"<tr><td>{bullet}</td><td>{html.escape(sentence)}</td></tr>"
        for sentence in sentences
    )
    return f'<table cellspacing="0" cellpadding="1">{rows}</table>'


def _bad_parameter(settings: TrainingSettings) -> str:
    try:
        settings.recipe.make_config()
    except ConfigurationError as error:
        text = str(error)
        return f"{text[:1].upper()}{text[1:]}."
    return ""


def _named(button: ActionButton, name: str) -> ActionButton:
    button.setObjectName(name)
    return button
