"""The fields of a scene's properties; their texts are those of the command line."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.quantities import QUANTITIES
from hsiviewer.io.sensors import Sensor, sensors_of
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.choice_box import ChoiceBox
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr

_POLICY = QSizePolicy.Policy
_AS_FILE, _LIST, _RANGE, _SENSOR = "file", "list", "range", "sensor"
_WAYS = (
    (_AS_FILE, tr("As in the file")),
    (_LIST, tr("List")),
    (_RANGE, tr("First and last, evenly spaced")),
    (_SENSOR, tr("Sensor")),
)
_UNITS = (("", tr("Automatic")), ("nm", "nm"), ("um", "µm"), ("cm-1", "cm⁻¹"))
_QUANTITY_NAMES = {
    "reflectance": tr("Reflectance"),
    "radiance": tr("Radiance"),
    "counts": tr("Counts"),
    "index": tr("Index"),
}


class PropertyFields(QObject):
    """Pages of fields; empty ones say nothing.

    Parameters
    ----------
    parent : QWidget
        The dialog.

    Attributes
    ----------
    changed
        Something else is said.
    file_wanted
        The wavelengths are to be read from a file.
    reference_wanted
        A file is to be chosen as this reference: ``"dark"`` or ``"white"``.
    """

    changed = Signal()
    file_wanted = Signal()
    reference_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._lines: dict[str, QLineEdit] = {}
        self._known: dict[str, Sensor] = {}
        self._is_filling = False
        self.pages = QTabWidget(parent)
        self.pages.setObjectName("propertyPages")
        self.bands_form = QFormLayout()
        self._make_bands()
        self._make_values()
        self._make_place()
        self._make_references()

    def values(self) -> dict[str, Any]:
        """Return keys and texts, as `hsiviewer.io.metadata_files` reads them."""
        said: dict[str, Any] = {
            key: line.text().strip() for key, line in self._lines.items()
        }
        first, last = said.pop("first"), said.pop("last")
        way = self._way.currentData()
        if way == _LIST:
            said["wavelengths"] = self._list.toPlainText().strip()
        elif way == _RANGE:
            said["wavelengths"] = f"{first or '?'} to {last or '?'}"
        elif way == _SENSOR:
            said["sensor"] = self._sensor.currentData() or ""
        if way in (_LIST, _RANGE) or said["fwhm"]:
            said["wavelength_unit"] = self._unit.currentData()
        said["quantity"] = self._quantity.currentData()
        # A list that is still empty has to be told; other empty fields say nothing.
        return {
            key: text
            for key, text in said.items()
            if text or (key == "wavelengths" and way == _LIST)
        }

    def fill(self, values: Mapping[str, Any]) -> None:
        """Show what is said.

        Parameters
        ----------
        values : mapping
            As `hsiviewer.io.metadata_text.said_values` returns them.
        """
        self._is_filling = True
        for key, line in self._lines.items():
            line.setText(_line_text(values.get(key, "")))
        listed = values.get("wavelengths", "")
        way = _AS_FILE
        if isinstance(listed, str) and " to " in listed:
            way = _RANGE
            first, last = listed.split(" to ")
            self._lines["first"].setText(first)
            self._lines["last"].setText(last)
        elif listed:
            way = _LIST
            self.show_list(_line_text(listed))
        elif "sensor" in values:
            way = _SENSOR
            self._sensor.choose(values["sensor"])
        self._way.choose(way)
        self._unit.choose(values.get("wavelength_unit", ""))
        self._quantity.choose(values.get("quantity", ""))
        self._is_filling = False
        self._on_way_chosen()

    def offer_sensors(self, count: int) -> None:
        """Offer the sensors that have so many bands."""
        known = sensors_of(count)
        items: list[tuple[str, object]] = [(sensor.name, sensor.id) for sensor in known]
        self._sensor.fill(items or [(tr("No known sensor has these bands"), "")])
        self._sensor.setEnabled(bool(items))
        self._known = {sensor.id: sensor for sensor in known}
        self._on_sensor_chosen()

    def show_list(self, text: str) -> None:
        """Show a list of wavelengths."""
        self._way.choose(_LIST)
        self._list.setPlainText(text)

    def show_reference(self, key: str, text: str) -> None:
        """Show the file of a reference."""
        self._lines[key].setText(text)

    def _make_bands(self) -> None:
        form = self.bands_form
        self._way = self._choice("wavelengthWay", tr("Wavelengths"), _WAYS)
        self._way.currentIndexChanged.connect(self._on_way_chosen)
        form.addRow(tr("Wavelengths"), self._way)
        self._list = QPlainTextEdit(self._parent)
        self._list.setObjectName("wavelengthList")
        self._list.setAccessibleName(tr("Wavelengths, one for each band"))
        self._list.setPlaceholderText(
            tr("Type or paste one number for each band, such as 400, 410, 420")
        )
        self._list.setMaximumHeight(7 * self._list.fontMetrics().height())
        self._list.setTabChangesFocus(True)
        self._list.textChanged.connect(self._tell)
        read = QPushButton(tr("From file..."), self._parent)
        read.setObjectName("wavelengthFileButton")
        read.clicked.connect(self.file_wanted)
        self._sensor = ChoiceBox("sensorBox", tr("Sensor"), self._parent)
        self._sensor.currentIndexChanged.connect(self._on_sensor_chosen)
        self._source = PlainLabel(self._parent)
        self._source.setObjectName("sensorSource")
        self._source.setWordWrap(True)
        first = self._line("first", tr("First wavelength"), "400")
        last = self._line("last", tr("Last wavelength"), "2500")
        self._stack = QStackedWidget(self._parent)
        self._ways: list[QWidget] = []
        for parts in (
            (),
            (self._list, read),
            (first, last),
            (self._sensor, self._source),
        ):
            page = _column(parts)
            self._ways.append(page)
            self._stack.addWidget(page)
        form.addRow("", self._stack)
        self._unit = self._choice("wavelengthUnit", tr("Unit of wavelengths"), _UNITS)
        form.addRow(tr("Unit"), self._unit)
        fwhm = self._line("fwhm", tr("Band widths (FWHM)"), tr("one number, or a list"))
        form.addRow(tr("FWHM"), fwhm)
        bad = self._line("bad_bands", tr("Bad bands"), "104-108, 150-163, 220")
        form.addRow(tr("Bad bands"), bad)
        shown = self._line("default_bands", tr("First picture"), "30, 20, 10")
        shown.setToolTip(tr("One band, or three for red, green and blue"))
        form.addRow(tr("First picture"), shown)
        self._add_page(tr("Bands"), form)

    def _make_values(self) -> None:
        form = QFormLayout()
        nodata = self._line("nodata", tr("Nodata"), "-9999")
        nodata.setToolTip(tr("The stored value that means no value, or: none"))
        form.addRow(tr("Nodata"), nodata)
        scale = self._line("scale", tr("Scale"), "10000")
        scale.setToolTip(tr("Stored values are divided by this"))
        form.addRow(tr("Scale"), scale)
        offset = self._line("offset", tr("Offset"), "0")
        offset.setToolTip(tr("Is added to the scaled values"))
        form.addRow(tr("Offset"), offset)
        items = [("", tr("As in the file"))]
        items += [(name, _QUANTITY_NAMES[name]) for name in QUANTITIES]
        self._quantity = self._choice("quantityBox", tr("Quantity"), items)
        form.addRow(tr("Quantity"), self._quantity)
        form.addRow(tr("Unit"), self._line("unit", tr("Unit of values"), "W/m²/sr/µm"))
        self._add_page(tr("Values"), form)

    def _make_place(self) -> None:
        form = QFormLayout()
        crs = self._line("crs", tr("Coordinate system"), "EPSG:32633")
        form.addRow(tr("Coordinate system"), crs)
        corner = self._line("corner", tr("Upper left corner"), "300000, 5800000")
        form.addRow(tr("Upper left corner"), corner)
        size = self._line("pixel_size", tr("Pixel size"), "30")
        form.addRow(tr("Pixel size"), size)
        affine = self._line("transform", tr("Affine transform"), "a, b, c, d, e, f")
        affine.setToolTip(
            tr(
                "Instead of corner and size: x = a col + b row + c, y = d col + e "
                "row + f"
            )
        )
        form.addRow(tr("Affine transform"), affine)
        self._add_page(tr("Place"), form)

    def _make_references(self) -> None:
        form = QFormLayout()
        hint = PlainLabel(
            tr(
                "Recordings of laboratory cameras become reflectance with a white and "
                "a dark reference. References beside the recording are found by their "
                "names. Write none to use none."
            ),
            self._parent,
        )
        hint.setWordWrap(True)
        form.addRow(hint)
        for key, text, example in (
            ("dark", tr("Dark reference"), "DARKREF_leaf.hdr"),
            ("white", tr("White reference"), "WHITEREF_leaf.hdr"),
        ):
            choose = QPushButton(tr("Choose..."), self._parent)
            choose.setObjectName(f"{key}FileButton")
            choose.clicked.connect(
                lambda _checked=False, key=key: self.reference_wanted.emit(key)
            )
            row = QHBoxLayout()
            row.addWidget(self._line(key, text, example), 1)
            row.addWidget(choose)
            form.addRow(text, row)
        panel = self._line("white_reflectance", tr("Reflectance of the white"), "0.99")
        form.addRow(tr("Reflectance of the white"), panel)
        self._add_page(tr("Laboratory"), form)

    def _add_page(self, title: str, form: QFormLayout) -> None:
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setContentsMargins(*[theme.MARGIN] * 4)
        form.setVerticalSpacing(theme.SPACING)
        page = QWidget(self._parent)
        page.setLayout(form)
        self.pages.addTab(page, title)

    def _line(self, key: str, spoken: str, example: str) -> QLineEdit:
        line = QLineEdit(self._parent)
        line.setObjectName(f"{key}Line")
        line.setAccessibleName(spoken)
        line.setPlaceholderText(example)
        line.textChanged.connect(self._tell)
        self._lines[key] = line
        return line

    def _choice(
        self, name: str, spoken: str, items: "list[tuple[str, str]] | tuple[Any, ...]"
    ) -> ChoiceBox:
        box = ChoiceBox(name, spoken, self._parent)
        box.fill([(text, value) for value, text in items])
        box.currentIndexChanged.connect(self._tell)
        return box

    def _on_way_chosen(self) -> None:
        self._stack.setCurrentIndex(self._way.currentIndex())
        # As high as what is shown, not as the highest of all.
        for number, page in enumerate(self._ways):
            is_shown = number == self._stack.currentIndex()
            vertical = _POLICY.Preferred if is_shown else _POLICY.Ignored
            page.setSizePolicy(_POLICY.Preferred, vertical)
        self._tell()

    def _on_sensor_chosen(self) -> None:
        sensor = self._known.get(str(self._sensor.currentData()))
        self._source.setText("" if sensor is None else _source_text(sensor))
        self._tell()

    def _tell(self) -> None:
        if not self._is_filling:
            self.changed.emit()


def _source_text(sensor: Sensor) -> str:
    exact = (
        tr("Each wavelength is published.")
        if sensor.is_exact
        else tr("First and last are published; the bands between are evenly spaced.")
    )
    left_out = (
        tr("Without bands {0}.").format(sensor.left_out) if sensor.left_out else ""
    )
    source = tr("Source: {0}").format(sensor.source)
    return " ".join(filter(None, (exact, left_out, source)))


def _column(parts: tuple[QWidget, ...]) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACING)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    return page


def _line_text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(f"{number:.10g}" for number in value)
    return f"{value:.10g}" if isinstance(value, float) else str(value)
