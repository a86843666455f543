"""Which method is trained, how, on what, and with what."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.learning.configuration import parameters
from hsiviewer.learning.recipe import Recipe
from hsiviewer.learning.registry import METHODS
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.choice_box import ChoiceBox
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.text_model import ask_text_model
from hsiviewer.ui.panels.training.parameter_form import ParameterForm
from hsiviewer.workflows.tasks.submission import TrainingSettings

if TYPE_CHECKING:
    from hsiviewer.learning.registry import MethodSpec
    from hsiviewer.workflows.session.workspace import Workspace

_FIRST_METHOD = "diffclip"
_PRESET_HINTS = {
    "quick": tr("Suits a computer without a GPU"),
    "paper": tr("The published settings; wants a GPU"),
}
_FOLDER, _NAME = "folder", "name"  # values of the items that ask for a model
_TEXT_ENCODERS = [
    (tr("preset's choice"), ""),
    (tr("MiniLM (offline)"), "minilm"),
    (tr("trained from scratch"), "scratch"),
    (tr("Model folder…"), _FOLDER),
    (tr("Model by name…"), _NAME),
]


class TrainingForm(QWidget):
    """Boxes for method, preset and device, all else under "More".

    Parameters
    ----------
    workspace : Workspace
        Its document tells the auxiliary rasters.

    Attributes
    ----------
    changed
        The settings have changed.
    unfolded : bool
        The parameters under "More" are shown, or no longer.
    """

    changed = Signal()
    unfolded = Signal(bool)

    def __init__(self, workspace: "Workspace", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._devices_asked = False
        self._method = ChoiceBox("methodBox", tr("Method"), self)
        self._preset = ChoiceBox("presetBox", tr("Preset"), self)
        self._auxiliary = ChoiceBox("auxiliaryBox", tr("Auxiliary rasters"), self)
        self._encoder = ChoiceBox("encoderBox", tr("Pre-trained encoder"), self)
        self._text_encoder = ChoiceBox("textEncoderBox", tr("Text encoder"), self)
        self._device = ChoiceBox("deviceBox", tr("Device"), self)
        self._summary = PlainLabel(self)
        self._summary.setObjectName("methodSummary")
        self._summary.setWordWrap(True)
        self._summary.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._more = QToolButton(self)
        self._more.setObjectName("moreButton")
        self._parameters = ParameterForm(self)
        self._arrange()
        self._fill()
        self._connect()
        self._on_method_changed()

    @property
    def method(self) -> "MethodSpec":
        """The chosen method."""
        return METHODS[str(self._method.currentData())]

    @property
    def fold_position(self) -> int:
        """Height at which the parameters begin, in pixels."""
        return self._more.y()

    def settings(self) -> TrainingSettings:
        """Return what is chosen, ready to start a job."""
        uses_text = self.method.uses_text
        return TrainingSettings(
            Recipe(
                self.method.id,
                preset=str(self._preset.currentData()),
                overrides=self._parameters.overrides,
                seed=self._parameters.seed,
                device=str(self._device.currentData()),
                text_encoder=str(self._text_encoder.currentData()) if uses_text else "",
            ),
            auxiliary=self._chosen_auxiliary(),
            use_pretrained=self._encoder.currentData() == "last",
        )

    def take(self, settings: TrainingSettings) -> None:
        """Show the settings of an earlier job, to start a like one."""
        recipe = settings.recipe
        self._method.choose(recipe.method)
        self._preset.choose(recipe.preset)
        self._text_encoder.choose(recipe.text_encoder)
        self._device.choose(recipe.device)
        self._encoder.choose("last" if settings.use_pretrained else "none")
        self._parameters.take(recipe.overrides, seed=recipe.seed)
        self._more.setChecked(bool(recipe.overrides) or recipe.seed != 0)

    def tell_memory(self, megabytes: float) -> None:
        """Say how much memory a training with these settings will take."""
        hint = _PRESET_HINTS.get(str(self._preset.currentData()), "")
        needed = tr("About {0:.0f} MB of memory").format(megabytes)
        self._preset.setToolTip(plain(f"{hint}\n{needed}".strip()))
        self._device.setToolTip(
            plain(
                f"{tr('A graphics card if there is one, else the processor')}\n{needed}"
            )
        )

    def _arrange(self) -> None:
        self._more.setText(tr("More"))
        self._more.setCheckable(True)
        self._more.setAutoRaise(True)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        set_icon(self._more, "right")
        self._more.setToolTip(tr("Seed and every parameter of the method"))
        self._parameters.hide()
        self._form = QFormLayout()
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setSpacing(theme.SPACING)
        self._form.setFieldGrowthPolicy(
            QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow
        )
        for text, field in (
            (tr("Method"), self._method),
            ("", self._summary),
            (tr("Preset"), self._preset),
            (tr("Use also"), self._auxiliary),
            (tr("Start from"), self._encoder),
            (tr("Text"), self._text_encoder),
            (tr("Device"), self._device),
        ):
            if text:
                self._form.addRow(text, field)
            else:
                self._form.addRow(field)
        self._auxiliary.setToolTip(tr("Rasters that the method sees beside the cube"))
        self._encoder.setToolTip(
            tr(
                "Weights that training starts from: those of the last "
                "pre-training of this scene, or random ones"
            )
        )
        self._text_encoder.setToolTip(tr("What turns class descriptions into vectors"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, theme.SPACING, 0)
        layout.setSpacing(theme.SPACING)
        layout.addLayout(self._form)
        layout.addWidget(self._more)
        layout.addWidget(self._parameters)
        layout.addStretch(1)

    def _fill(self) -> None:
        self._method.fill([(tr(spec.title), spec.id) for spec in METHODS.values()])
        self._method.choose(_FIRST_METHOD)
        for row, each in enumerate(METHODS.values()):
            self._method.setItemData(
                row, plain(_explanation(each)), Qt.ItemDataRole.ToolTipRole
            )
        self._device.fill([(tr("automatic"), "auto"), (tr("processor"), "cpu")])
        self._device.setToolTip(
            tr("A graphics card if there is one, else the processor")
        )
        self._text_encoder.fill(list(_TEXT_ENCODERS))
        self._fill_auxiliary()
        self._fill_encoders()

    def _connect(self) -> None:
        self._follow = SessionFollower(self._workspace, self)
        self._follow.connect(
            lambda session: session.document.auxiliary_changed,
            self._on_auxiliary_changed,
        )
        self._follow.connect(
            lambda session: session.runs.pretrained_changed,
            self._on_pretrained_changed,
        )
        self._method.currentIndexChanged.connect(self._on_method_changed)
        self._preset.currentIndexChanged.connect(self._on_preset_changed)
        for box in (self._auxiliary, self._encoder, self._device):
            box.currentIndexChanged.connect(self._on_box_changed)
        self._text_encoder.activated.connect(self._on_text_encoder_activated)
        self._text_encoder.currentIndexChanged.connect(self._on_box_changed)
        self._device.needed.connect(self._ask_devices)
        self._parameters.changed.connect(self.changed)
        self._more.toggled.connect(self._on_more_toggled)

    def _on_box_changed(self, _row: int) -> None:
        self.changed.emit()

    def _on_method_changed(self) -> None:
        spec = self.method
        self._summary.setText(tr(spec.summary))
        self._summary.setToolTip(plain(spec.citation))
        self._method.setToolTip(plain(_explanation(spec)))
        self._preset.fill([(preset, preset) for preset in spec.presets])
        self._form.setRowVisible(self._preset, len(spec.presets) > 1)
        self._form.setRowVisible(self._text_encoder, spec.uses_text)
        self._fill_auxiliary()
        self._fill_encoders()
        self._on_preset_changed()

    def _on_preset_changed(self) -> None:
        preset = str(self._preset.currentData())
        self._preset.setToolTip(plain(_PRESET_HINTS.get(preset, "")))
        self._parameters.show_parameters(parameters(self.method.id), preset=preset)
        self.changed.emit()

    def begin(self) -> None:
        """Offer what the scene has that is open now."""
        self._fill_auxiliary()
        self._fill_encoders()
        self.changed.emit()

    def _on_auxiliary_changed(self) -> None:
        self._fill_auxiliary()
        self.changed.emit()

    def _on_pretrained_changed(self) -> None:
        self._fill_encoders()
        self.changed.emit()

    def _fill_auxiliary(self) -> None:
        rasters = self._workspace.document.auxiliary
        everything = tuple(raster.reference for raster in rasters)
        items: list[tuple[str, object]] = [(tr("none"), ())]
        items += [(raster.name, (raster.reference,)) for raster in rasters]
        if len(rasters) > 1:
            items.append((tr("all {0} rasters").format(len(rasters)), everything))
        # Whoever adds a raster wants it used; unticking is one step.
        self._auxiliary.fill(items, chosen=everything)
        shown = bool(rasters) and self.method.uses_auxiliary
        self._form.setRowVisible(self._auxiliary, shown)

    def _fill_encoders(self) -> None:
        items: list[tuple[str, object]] = [(tr("random weights"), "none")]
        if self._workspace.pretrained is not None:
            items.append((tr("last pre-training of this scene"), "last"))
        self._encoder.fill(items, chosen=items[-1][1])
        shown = self.method.can_pretrain and len(items) > 1
        self._form.setRowVisible(self._encoder, shown)

    def _on_more_toggled(self, checked: bool) -> None:
        set_icon(self._more, "down" if checked else "right")
        self._parameters.setVisible(checked)
        self.unfolded.emit(checked)

    def _on_text_encoder_activated(self, _row: int) -> None:
        chosen = self._text_encoder.currentData()
        if chosen not in (_FOLDER, _NAME):
            return
        self._text_encoder.choose("")
        if chosen == _NAME:
            run_async(self, self._ask_model_name())
            return
        dialog = QFileDialog(self, tr("Folder of a text encoder"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self._use_text_encoder_folder)
        dialog.open()

    def _use_text_encoder_folder(self, folder: str) -> None:
        name = folder.rsplit("/", 1)[-1]
        run_async(self, self._use_text_encoder(folder, name))

    async def _ask_model_name(self) -> None:
        name = await ask_text_model(self, self._workspace.texts)
        if name:
            await self._use_text_encoder(name, name)

    async def _use_text_encoder(self, encoder: str, title: str) -> None:
        facts = await self._workspace.texts.facts(encoder)
        # Before the two items that ask.
        row = self._text_encoder.count() - 2
        self._text_encoder.insertItem(row, title, encoder)
        told = tr("{0:.0f} MB of weights, about {1:.1f} GB of memory, pooling: {2}")
        self._text_encoder.setItemData(
            row,
            told.format(
                facts.weight_bytes / 1e6, facts.memory_bytes / 1e9, facts.pooling
            ),
            Qt.ItemDataRole.ToolTipRole,
        )
        self._text_encoder.setCurrentIndex(row)

    def _ask_devices(self) -> None:
        # The worker that knows takes seconds to start, so it is asked at need.
        if not self._devices_asked:
            self._devices_asked = True
            run_async(self, self._show_devices())

    async def _show_devices(self) -> None:
        found = await self._workspace.devices()
        items: list[tuple[str, object]] = [(tr("automatic"), "auto")]
        self._device.fill(
            [*items, *((tr(device.title), device.id) for device in found)]
        )

    def _chosen_auxiliary(self) -> tuple[str, ...]:
        chosen = self._auxiliary.currentData()
        return tuple(chosen or ()) if self.method.uses_auxiliary else ()


def _explanation(spec: "MethodSpec") -> str:
    return f"{spec.title}\n\n{spec.summary}\n\n{spec.citation}"
