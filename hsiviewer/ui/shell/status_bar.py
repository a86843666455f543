"""Where the cursor is, what the value there is, and what was assumed."""

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton, QStatusBar, QWidget

from hsiviewer.core.cube import HsiCube
from hsiviewer.ui.base.busy_bar import BusyBar, StopReading
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.slots import show_message
from hsiviewer.ui.base.texts import tr, tr_count
from hsiviewer.ui.panels.layers.value_legend import value_text
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.value_layers import ValueLayer
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.viewing.positions import Locator
from hsiviewer.workflows.viewing.reading import values


class CursorBar(QStatusBar):
    """The status bar: position, value, coordinate system, notices.

    Parameters
    ----------
    workspace : Workspace
        Its view state tells where the cursor is.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusBar")
        self.setSizeGripEnabled(False)
        self._workspace = workspace
        self._locator: Locator | None = None
        self._value_read = LatestOnly(self, self._read_value)
        self._pixel = self._field(
            "pixelField", tr("Pixel under the cursor: row, column")
        )
        self._map_xy = self._field(
            "mapField", tr("Map coordinates of the pixel's centre")
        )
        self._geographic = self._field("geographicField", tr("Latitude and longitude"))
        self._value = self._field("valueField", tr("Value of the bands that are shown"))
        self._mapped = self._field(
            "mappedField",
            tr("Label under the cursor, and class of the map with its confidence"),
        )
        self._layers = self._field(
            "layerField", tr("Values of the layers over the map, the uppermost first")
        )
        self._crs = self._field("crsField", tr("Coordinate reference system"))
        self._notices = QPushButton(self)
        self._notices.setObjectName("noticesButton")
        self._notices.setFlat(True)
        self._notices.setToolTip(tr("What was assumed about the file"))
        set_icon(self._notices, "warning")
        self._notices.clicked.connect(self._on_notices_clicked)
        self._saved = self._field("saveField", tr("Where the labels are kept"))
        self.addPermanentWidget(BusyBar(self))
        self.addPermanentWidget(StopReading(self))
        self.addPermanentWidget(self._saved)
        self.addPermanentWidget(self._crs)
        self.addPermanentWidget(self._notices)
        self._connect()
        self._on_session_changed()

    def _connect(self) -> None:
        self._follow = follow = SessionFollower(self._workspace, self)
        follow.connect(lambda session: session.projects.changed, self._show_project)
        follow.connect(
            lambda session: session.projects.trouble_changed, self._show_project
        )
        follow.connect(lambda session: session.view.cursor_changed, self._show_cursor)
        follow.connect(lambda session: session.view.bands_changed, self._show_cursor)
        follow.connect(
            lambda session: session.document.classification_changed, self._show_cursor
        )
        follow.connect(lambda session: session.live.changed, self._show_cursor)
        follow.connect(lambda session: session.layers.changed, self._show_cursor)
        self._workspace.session_changed.connect(self._on_session_changed)

    def _field(self, name: str, tip: str) -> QLabel:
        label = PlainLabel(self)
        label.setObjectName(name)
        label.setToolTip(plain(tip))
        label.setAccessibleName(tip)
        label.setContentsMargins(6, 0, 6, 0)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if name not in ("crsField", "saveField"):
            self.addWidget(label)
        return label

    def _on_session_changed(self) -> None:
        self.clearMessage()  # it was of the scene before
        cube = self._workspace.document.cube
        self._locator = None if cube is None else Locator(cube.georeference)
        if cube is None:
            self._crs.setText("")
        else:
            known = cube.georeference
            self._crs.setText(
                known.crs_name or ("CRS" if known.has_crs else tr("no CRS"))
            )
        notices = cube.notices if cube is not None else ()
        self._notices.setVisible(bool(notices))
        self._notices.setText(tr_count(len(notices), "1 notice", "{0} notices"))
        self._show_project()
        self._show_cursor()

    def _show_project(self) -> None:
        projects = self._workspace.projects
        path, trouble = projects.path, projects.trouble
        text = tr("not saved!") if trouble else tr("saved") if path is not None else ""
        self._saved.setText(text)
        self._saved.setStyleSheet(
            "color: #d05000; font-weight: bold" if trouble else ""
        )
        self._saved.setToolTip(
            plain(
                f"{trouble}."
                if trouble
                else tr("Every edit is written at once, to {0}").format(path)
            )
        )

    def _show_cursor(self) -> None:
        cursor, cube = self._workspace.view.cursor, self._workspace.document.cube
        if cursor is None or cube is None or self._locator is None:
            for label in (
                self._pixel,
                self._map_xy,
                self._geographic,
                self._value,
                self._mapped,
                self._layers,
            ):
                label.setText("")
            return
        row, col = cursor
        self._pixel.setText(tr("row {0}, col {1}").format(row, col))
        place = self._locator.describe(row, col)
        self._map_xy.setText(place.map_text)
        self._geographic.setText(place.geographic_text)
        self._mapped.setText(self._mapped_text(row, col))
        self._value_read.want((self._workspace.session, cursor))

    def _mapped_text(self, row: int, col: int) -> str:
        """Return a pixel's label, what the map says of it, and how sure it is."""
        parts = (self._label_text(row, col), self._predicted_text(row, col))
        return "   ".join(filter(None, parts))

    def _label_text(self, row: int, col: int) -> str:
        rows, cols = self._workspace.document.labels.shape
        if row >= rows or col >= cols:
            return ""
        class_id = int(self._workspace.document.labels.values[row, col])
        if class_id not in self._workspace.document.classes:
            return ""
        name = self._workspace.document.classes[class_id].name
        if (row, col) in self._workspace.doubts.pixels_of(class_id):
            reason = self._workspace.doubts.reason((row, col))
            if reason:
                return tr("label: {0}, but {1}").format(name, reason)
            return tr("label: {0}, unlike its class").format(name)
        return tr("label: {0}").format(name)

    def _predicted_text(self, row: int, col: int) -> str:
        live = self._workspace.session.live.picture
        if live is not None:
            return self._live_text(live.class_at(row, col))
        result = self._workspace.document.classification
        if result is None:
            return ""
        rows, cols = result.class_map.shape
        if not (0 <= row < rows and 0 <= col < cols):
            return ""
        class_id = int(result.class_map[row, col])
        if not class_id:
            return ""
        name = result.scheme[class_id].name if class_id in result.scheme else class_id
        return tr("map: {0}, {1:.2f}").format(name, float(result.confidence[row, col]))

    def _live_text(self, class_id: int) -> str:
        classes = self._workspace.document.classes
        if class_id not in classes:
            return ""
        return tr("live map: {0}").format(classes[class_id].name)

    async def _read_value(self, request: tuple[SceneSession, tuple[int, int]]) -> None:
        session, cursor = request
        cube, bands = session.document.cube, session.view.bands
        if cube is None or session.is_closed or not cube.window.contains(*cursor):
            return
        layers = [layer for layer in session.layers.values if layer.visible]
        text = await values.read(cube, _value_text, cube, bands, cursor)
        told = await values.read(cube, _layers_text, layers, cursor)
        if cursor == session.view.cursor and not session.is_closed:
            self._value.setText(text)
            self._layers.setText(told)

    def _on_notices_clicked(self) -> None:
        cube = self._workspace.document.cube
        if cube is None:
            return
        box = show_message(self, "\n\n".join(cube.notices), title=cube.name)
        offered = {"scene.properties": "scenePropertiesButton"}
        if cube.axes:
            offered["file.axes"] = "changeAxesButton"
        for action_id, name in offered.items():
            action = self.window().findChild(QAction, action_id)
            if action is not None:
                role = QMessageBox.ButtonRole.ActionRole
                button = box.addButton(action.text(), role)
                button.setObjectName(name)
                button.clicked.connect(action.trigger)


def _value_text(cube: HsiCube, bands: tuple[int, ...], pixel: tuple[int, int]) -> str:
    spectrum = cube.read_spectrum(*pixel)
    shown = (spectrum[band] for band in bands)
    texts = ("nodata" if np.isnan(value) else f"{value:.4g}" for value in shown)
    return tr("value ") + ", ".join(texts)


def _layers_text(layers: list[ValueLayer], pixel: tuple[int, int]) -> str:
    texts = [value_text(layer, pixel) for layer in reversed(layers)]
    return "   ".join(filter(None, texts))
