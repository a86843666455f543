"""Methods side by side on the same labels: figures, maps, and the winner."""

import html
from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QPalette, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.enough_classes import are_enough_classes
from hsiviewer.learning.recipe import Recipe
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.action_button import ActionButton
from hsiviewer.ui.base.durations import duration_text
from hsiviewer.ui.base.empty_state import EmptyState
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.base.vertical_scroll import VerticalScroll
from hsiviewer.ui.panels.comparison.choice import MethodChoice
from hsiviewer.ui.panels.comparison.outcome import ComparisonOutcome
from hsiviewer.workflows.session.comparisons import ComparisonSettings
from hsiviewer.workflows.session.method_advice import Case, method_advice
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.comparison_records import MethodComparison
from hsiviewer.workflows.tasks.submission import TrainingSettings

_CERTAIN = 0.05  # p of a difference that is hardly chance


class MethodComparisonPanel(QWidget):
    """Choose methods, run them, look at figures and maps, use one.

    Parameters
    ----------
    workspace : Workspace
        Runs the comparison.
    actions : mapping of str to QAction
        ``train.compare_methods`` becomes the button that starts one.
    """

    def __init__(
        self,
        workspace: Workspace,
        actions: Mapping[str, QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._training = TrainingSettings()
        self._shown: MethodComparison | None = None
        self._has_card = False
        self._choice = MethodChoice(self)
        self._basis = _note(self)
        self._advice = QLabel(self)
        self._start = QPushButton(tr("Compare"), self)
        self._stop = QPushButton(tr("Stop"), self)
        self._bar = QProgressBar(self)
        self._stage = _note(self)
        self._empty = EmptyState(parent=self)
        self._outcome = ComparisonOutcome(self)
        self._load = (
            ActionButton(actions["file.load_reference"], self)
            if "file.load_reference" in actions
            else None
        )
        self._arrange()
        self._connect()
        self._refresh()

    @property
    def verdict(self) -> str:
        """What the panel says of the outcome."""
        return self._outcome.verdict

    def settings(self) -> ComparisonSettings:
        """Return what is chosen; device and text encoder are those of the training."""
        training = self._training.recipe
        recipe = Recipe(
            preset=self._choice.preset,
            device=training.device,
            text_encoder=training.text_encoder,
        )
        return ComparisonSettings(
            recipes=tuple(recipe.for_method(method) for method in self._choice.methods),
            rounds=self._choice.rounds,
            auxiliary=tuple(
                raster.reference for raster in self._workspace.document.auxiliary
            ),
        )

    def take(self, settings: TrainingSettings) -> None:
        """Use device and text encoder of the panel *Train*."""
        self._training = settings

    @guarded(None)
    def showEvent(self, event: QShowEvent) -> None:
        """Ask what can train when the panel is looked at."""
        super().showEvent(event)
        self._refresh()
        run_async(self, self._look_for_card())

    async def _look_for_card(self) -> None:
        devices = await self._workspace.devices()
        self._has_card = any(device.id.startswith("cuda") for device in devices)
        self._advise()

    def start(self) -> None:
        """Start a comparison of the chosen methods."""
        reference = self._workspace.reference
        run_async(self, self._workspace.comparisons.start(self.settings(), reference))

    @guarded(None)
    def changeEvent(self, event: QEvent) -> None:
        """Draw the advice in the colours of another theme."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and hasattr(self, "_load"):
            self._refresh()

    def _arrange(self) -> None:
        for widget, name, spoken in (
            (self._start, "startComparisonButton", tr("Compare")),
            (self._stop, "stopComparisonButton", tr("Stop")),
            (self._bar, "comparisonBar", tr("Progress of the comparison")),
        ):
            widget.setObjectName(name)
            widget.setAccessibleName(spoken)
        self._advice.setObjectName("methodAdvice")
        self._advice.setWordWrap(True)
        self._advice.setTextFormat(Qt.TextFormat.RichText)
        self._advice.setAlignment(Qt.AlignmentFlag.AlignTop)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        setup = VerticalScroll(self._setup(), self)
        setup.setObjectName("comparisonSetup")
        splitter.addWidget(setup)
        splitter.addWidget(self._results())
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([250, 650])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(splitter)

    def _setup(self) -> QWidget:
        part = QWidget(self)
        self._start.setDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._start)
        buttons.addWidget(self._stop)
        buttons.addStretch(1)
        column = QVBoxLayout(part)
        column.setContentsMargins(*[theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(self._choice)
        self._choice.setSizePolicy(
            QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed
        )
        column.addWidget(self._basis)
        if self._load is not None:
            column.addWidget(self._load, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(buttons)
        column.addWidget(self._advice, 1)
        return part

    def _results(self) -> QWidget:
        running = QWidget(self)
        column = QVBoxLayout(running)
        column.addStretch(1)
        column.addWidget(self._stage)
        column.addWidget(self._bar)
        column.addStretch(2)
        self._stack = QStackedWidget(self)
        for page in (self._empty, running, self._outcome):
            self._stack.addWidget(page)
        self._running = running
        return self._stack

    def _connect(self) -> None:
        self._follow = follow = SessionFollower(self._workspace, self)
        follow.connect(
            lambda session: session.document.classes_changed, self._on_changed
        )
        follow.connect(
            lambda session: session.document.labels_changed, self._on_changed
        )
        follow.connect(
            lambda session: session.document.auxiliary_changed, self._on_changed
        )
        follow.connect(lambda session: session.assessment.changed, self._on_changed)
        follow.connect(lambda session: session.comparisons.changed, self._refresh)
        self._workspace.session_changed.connect(self._refresh)
        self._choice.changed.connect(self._on_changed)
        self._start.clicked.connect(self.start)
        self._stop.clicked.connect(self._on_stop)
        self._outcome.wanted.connect(
            lambda method: run_async(self, self._use_map(method))
        )

    def _on_stop(self) -> None:
        self._workspace.comparisons.cancel()

    def _on_changed(self, *_what: object) -> None:
        # Every stroke of a brush comes here; a hidden panel catches up when shown.
        if self.isVisible():
            self._refresh()

    def _refresh(self) -> None:
        is_running = self._workspace.comparisons.is_running
        obstacle = self._obstacle()
        self._start.setEnabled(not obstacle and not is_running)
        self._start.setToolTip(
            plain(
                obstacle
                or tr("Train each chosen method on your labels and compare them")
            )
        )
        self._stop.setVisible(is_running)
        has_reference = self._workspace.reference is not None
        self._basis.setText(
            tr(
                "Tested on the reference map, without the pixels of your labels; each "
                "round learns from three quarters of them."
            )
            if has_reference
            else tr(
                "Tested on half of your labels, held out anew in each round. A "
                "reference map tells more."
            )
        )
        if self._load is not None:
            self._load.setVisible(not has_reference)
        self._advise()
        found = self._workspace.comparisons.result
        if is_running:
            self._show_progress()
        elif found is not None:
            self._show(found)
        else:
            self._shown = None
            self._say_next_step(obstacle)

    def _obstacle(self) -> str:
        document = self._workspace.document
        if document.cube is None:
            return tr("Open a scene first.")
        if not are_enough_classes(document.labels.counts):
            return tr("Label some pixels of at least two classes.")
        if len(self.settings().recipes) < 2:
            return tr("Choose at least two methods.")
        return ""

    def _advise(self) -> None:
        case = Case.of(self._workspace.document, has_card=self._has_card)
        sentences = method_advice(case)
        title = tr("Measured on other scenes")
        text = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in sentences)
        shown = f"<b>{title}</b>{text}" if sentences else ""
        if shown != self._advice.text():
            self._advice.setText(shown)

    def _show_progress(self) -> None:
        job = self._workspace.comparisons.job
        self._bar.setValue(0 if job is None else round(100 * job.fraction))
        parts = [(job and (job.message or job.stage)) or tr("Starting…")]
        if job is not None and job.remaining_s is not None:
            parts.append(tr("{0} left").format(duration_text(job.remaining_s)))
        self._stage.setText(" · ".join(parts))
        self._stack.setCurrentWidget(self._running)

    def _show(self, found: MethodComparison) -> None:
        self._stack.setCurrentWidget(self._outcome)
        if found is not self._shown:
            self._shown = found
            self._outcome.show_comparison(found)

    def _say_next_step(self, obstacle: str) -> None:
        problem = self._workspace.comparisons.problem
        if problem:
            self._empty.say(tr("The comparison failed"), problem)
        else:
            self._empty.say(
                tr("Which method suits your labels?"),
                obstacle
                or tr(
                    "Choose methods and press Compare: each is trained on the same "
                    "labels and tested on the same pixels."
                ),
            )
        self._stack.setCurrentWidget(self._empty)

    async def _use_map(self, method: str) -> None:
        session = self._workspace.session
        await session.comparisons.use(method)
        if not session.is_closed:
            self._outcome.tell_used(method)


def _note(parent: QWidget) -> QLabel:
    label = PlainLabel(parent)
    label.setWordWrap(True)
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label
