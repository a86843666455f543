"""What a file does not say about its scene, with a preview of what comes of it."""

from dataclasses import replace
from pathlib import Path

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ForeignTextError, HsiViewerError
from hsiviewer.core.foreign_files import read_text
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.metadata_files import SUFFIX, metadata_of, read_metadata
from hsiviewer.io.metadata_text import said_values, write_metadata
from hsiviewer.io.targets import Source, Target
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.choice_box import ChoiceBox
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.scene_facts import scene_facts
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.dialogs.axes import AXIS_NAMES
from hsiviewer.ui.dialogs.files import ask_open_file
from hsiviewer.ui.dialogs.property_fields import PropertyFields
from hsiviewer.ui.dialogs.scene_picture import picture_pixmap
from hsiviewer.ui.dialogs.targets import ask_target
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.axis_orders import (
    OrderChoice,
    ScenePreview,
    order_choices,
    scene_preview,
)

_SIDE = 280
_FILTERS = tr("Scene properties (*{0});;All files (*)").format(SUFFIX)

_Wanted = tuple[str, SceneMetadata]


async def ask_scene_properties(
    parent: QWidget, cube: HsiCube, metadata: SceneMetadata
) -> _Wanted | None:
    """Ask what is to be said about a scene.

    Parameters
    ----------
    cube : HsiCube
        The open scene.
    metadata : SceneMetadata
        What is said about it now.

    Returns
    -------
    (str, SceneMetadata) or None
        Reference of the scene, which names the order of its axes, and what is said;
        ``None`` for Cancel.
    """
    dialog = ScenePropertiesDialog(cube, metadata, parent)
    return dialog.wanted if await answer(dialog) else None


class ScenePropertiesDialog(QDialog):
    """Fields on the left; on the right, the scene as it would be.

    Parameters
    ----------
    cube, metadata
        As of `ask_scene_properties`.
    """

    def __init__(
        self, cube: HsiCube, metadata: SceneMetadata, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("scenePropertiesDialog")
        self.setWindowTitle(tr("Scene properties"))
        self._cube = cube
        self.wanted: _Wanted = (cube.reference, metadata)
        self._orders: tuple[OrderChoice, ...] = order_choices(cube) if cube.axes else ()
        self._fields = PropertyFields(self)
        self._axes = self._make_axes()
        self._picture = PlainLabel(self)
        self._facts = PlainLabel(self)
        self._problem = PlainLabel(self)
        self._lay_out()
        self._preview = LatestOnly(self, self._show_preview)
        self._fields.offer_sensors(cube.bands.count)
        self._fields.fill(dict(said_values(metadata)))
        self._fields.changed.connect(self._judge)
        self._fields.file_wanted.connect(lambda: run_async(self, self._read_list()))
        self._fields.reference_wanted.connect(
            lambda key: run_async(self, self._choose_reference(key))
        )
        self._axes.currentIndexChanged.connect(self._on_order_chosen)
        self._judge()

    def _make_axes(self) -> ChoiceBox:
        box = ChoiceBox("axisOrderBox", tr("Order of the axes"), self)
        items: list[tuple[str, object]] = [
            (
                tr("{0}: {1} x {2} pixels, {3} bands").format(
                    " x ".join(AXIS_NAMES[axis] for axis in order.order),
                    order.rows,
                    order.cols,
                    order.bands,
                ),
                number,
            )
            for number, order in enumerate(self._orders)
        ]
        box.fill(items)
        if items:
            self._fields.bands_form.insertRow(0, tr("Order of the axes"), box)
        else:
            box.hide()
        return box

    def _lay_out(self) -> None:
        self._picture.setObjectName("propertyPicture")
        self._picture.setAccessibleName(tr("Preview"))
        self._picture.setFixedSize(_SIDE, _SIDE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._facts.setObjectName("propertyFacts")
        self._problem.setObjectName("propertyProblem")
        for label in (self._facts, self._problem):
            label.setWordWrap(True)
        self._facts.setFixedWidth(_SIDE)
        self._problem.setMinimumHeight(2 * self.fontMetrics().height() + 4)
        hint = PlainLabel(
            tr(
                "Empty fields are as in the file. The file itself is never changed: "
                "what you set is kept with the project and can be undone."
            ),
            self,
        )
        hint.setWordWrap(True)
        hint.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._make_buttons()
        shown = QVBoxLayout()
        shown.setSpacing(theme.SPACING)
        shown.addWidget(self._picture)
        shown.addWidget(self._facts)
        shown.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(2 * theme.SPACING)
        middle.addWidget(self._fields.pages, 1)
        middle.addLayout(shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[2 * theme.MARGIN] * 4)
        column.setSpacing(theme.SPACING)
        column.addWidget(hint)
        column.addLayout(middle, 1)
        column.addWidget(self._problem)
        column.addWidget(self._buttons)
        self.setMinimumSize(760, 540)

    def _make_buttons(self) -> None:
        box = QDialogButtonBox.StandardButton
        self._buttons = QDialogButtonBox(box.Ok | box.Cancel, self)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        load = QPushButton(tr("Load..."), self)
        load.setObjectName("loadPropertiesButton")
        load.setToolTip(tr("Read the properties from a file"))
        load.clicked.connect(lambda: run_async(self, self._load()))
        save = QPushButton(tr("Save..."), self)
        save.setObjectName("savePropertiesButton")
        save.setToolTip(
            tr("Write the properties to a file, for scripts and colleagues")
        )
        save.clicked.connect(lambda: run_async(self, self._save()))
        self._buttons.addButton(load, QDialogButtonBox.ButtonRole.ActionRole)
        self._buttons.addButton(save, QDialogButtonBox.ButtonRole.ActionRole)
        self._save_button = save

    @property
    def _order(self) -> OrderChoice | None:
        if not self._orders:
            return None
        return self._orders[max(0, self._axes.currentIndex())]

    def _on_order_chosen(self) -> None:
        assert self._order is not None
        self._fields.offer_sensors(self._order.bands)
        self._judge()

    def _judge(self) -> None:
        """See whether the fields say something possible, and ask for its picture."""
        order = self._order
        reference = self._cube.reference if order is None else order.reference
        try:
            metadata = metadata_of(self._fields.values(), where="")
        except HsiViewerError as error:
            self._refuse(str(error))
            self._preview.forget()
            return
        self.wanted = (reference, metadata)
        # The scene itself is opened beside this; what it says against it comes later.
        self._refuse("")
        self._preview.want(self.wanted)

    def _refuse(self, sentence: str) -> None:
        self._problem.setText(
            f"{sentence[:1].upper()}{sentence[1:]}" if sentence else ""
        )
        ok = self._buttons.button(QDialogButtonBox.StandardButton.Ok)
        ok.setEnabled(not sentence)
        self._save_button.setEnabled(not sentence)

    async def _show_preview(self, wanted: _Wanted) -> None:
        reference, metadata = wanted
        preview: ScenePreview | None = None
        sentence = ""
        try:
            preview = await in_io_thread(
                scene_preview, reference, side=_SIDE, metadata=metadata
            )
        except HsiViewerError as error:
            sentence = str(error)
        if not shiboken6.isValid(self) or wanted != self.wanted:
            return
        if preview is None:
            self._refuse(sentence)
            return
        self._picture.setPixmap(picture_pixmap(preview.picture, self._picture.size()))
        self._facts.setText("\n".join(scene_facts(preview.cube)))

    async def _read_list(self) -> None:
        path = await ask_open_file(
            self, title=tr("Wavelengths"), filters=tr("All files (*)"),
            folder=self._cube.path.parent,
        )  # fmt: skip
        if path is None:
            return
        try:
            self._fields.show_list((await in_io_thread(read_text, path)).strip())
        except ForeignTextError as error:
            self._refuse(str(error))

    async def _choose_reference(self, key: str) -> None:
        path = await ask_open_file(
            self,
            title=tr("Dark reference") if key == "dark" else tr("White reference"),
            filters=tr(
                "ENVI files (*.hdr *.raw *.bil *.bip *.bsq *.img);;All files (*)"
            ),
            folder=self._cube.path.parent,
        )
        if path is not None:
            self._fields.show_reference(key, str(path))

    async def _load(self) -> None:
        path = await ask_open_file(
            self, title=tr("Load properties"), filters=_FILTERS,
            folder=self._cube.path.parent,
        )  # fmt: skip
        if path is None:
            return
        metadata = await in_io_thread(read_metadata, path)
        numbers = [
            number
            for number, order in enumerate(self._orders)
            if order.order == metadata.axes
        ]
        if numbers:
            self._axes.setCurrentIndex(numbers[0])
        self._fields.fill(dict(said_values(replace(metadata, axes=()))))

    async def _save(self) -> None:
        name = f"{self._cube.path.stem}{SUFFIX}"
        path = await ask_target(
            self,
            lambda: [Source(self._cube.reference, "the open scene")],
            lambda path: Target(path, "the properties", suffixes=(".toml",)),
            title=tr("Save properties"),
            filters=_FILTERS,
            suffix="toml",
            suggestion=Path(self._cube.path.parent, name),
        )
        if path is None:
            return
        axes = () if self._order is None else self._order.order
        await in_io_thread(write_metadata, path, replace(self.wanted[1], axes=axes))
