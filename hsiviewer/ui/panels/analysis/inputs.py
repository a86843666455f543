"""What an analysis is told: spectra, a formula, numbers."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFormLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from hsiviewer.analysis.catalogue import Analysis
from hsiviewer.analysis.formulas.published import available_indices, find_index
from hsiviewer.core.bands import BandAxis
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.session.workspace import Workspace

_PIXEL, _CLASSES = "pixel", "class:*"


class AnalysisInputs(QWidget):
    """Fields for what the chosen analysis needs, and for its parameters.

    Parameters
    ----------
    workspace : Workspace
        Its scene has the selected pixel and the classes.

    Attributes
    ----------
    changed
        The user has changed something.
    library_wanted
        The user wants to choose a spectral library.
    """

    changed = Signal()
    library_wanted = Signal()

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._analysis: Analysis | None = None
        self._numbers: dict[str, QLineEdit] = {}
        self._libraries: list[Path] = []
        self._spectra = QComboBox(self)
        self._spectra.setObjectName("analysisSpectraBox")
        self._spectra.setAccessibleName(tr("Spectra"))
        self._spectra.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._spectra.currentIndexChanged.connect(self.changed)
        self._choose = QPushButton(tr("Library..."), self)
        self._choose.setObjectName("analysisLibraryButton")
        self._choose.setToolTip(
            plain(tr("Take the spectra of an ENVI library (.sli), for this scene"))
        )
        self._choose.clicked.connect(self.library_wanted)
        self._name = QLineEdit(self)
        self._name.setObjectName("analysisNameEdit")
        self._name.setAccessibleName(tr("Name in the library"))
        self._name.setPlaceholderText(tr("all of them"))
        self._name.textChanged.connect(self.changed)
        self._formula = QLineEdit(self)
        self._formula.setObjectName("formulaEdit")
        self._formula.setAccessibleName(tr("Formula"))
        self._formula.setPlaceholderText("(b800 - b670) / (b800 + b670)")
        self._formula.setToolTip(
            plain(
                tr(
                    "b800 is the band nearest to 800 nm, band(12) the twelfth, "
                    "mean(1640:1660) the mean of a range; or the name of an index, "
                    "such as NDVI"
                )
            )
        )
        self._formula.textChanged.connect(self._on_formula)
        self._index = PlainLabel(self)
        self._index.setObjectName("indexLabel")
        self._index.setWordWrap(True)
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._layout.setFieldGrowthPolicy(
            QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow
        )
        self._layout.addRow(tr("Spectra"), self._spectra)
        self._layout.addRow("", self._choose)
        self._layout.addRow(tr("Name"), self._name)
        self._layout.addRow(tr("Formula"), self._formula)
        self._layout.addRow(self._index)

    @property
    def spectra(self) -> tuple[str, ...]:
        """Spectra as analyses take them; none where the analysis needs none."""
        if self._analysis is None or not self._needs_spectra:
            return ()
        chosen = self._spectra.currentData()
        if chosen == _PIXEL:
            pixel = self._workspace.document.selected_pixel
            return () if pixel is None else (f"pixel:{pixel[0]},{pixel[1]}",)
        if isinstance(chosen, Path):
            name = self._name.text().strip()
            return (f"{chosen}:{name}" if name else str(chosen),)
        return () if chosen is None else (str(chosen),)

    @property
    def formula(self) -> str:
        """The formula; empty where the analysis needs none."""
        is_needed = self._analysis is not None and self._analysis.needs == "formula"
        return self._formula.text().strip() if is_needed else ""

    @property
    def numbers(self) -> dict[str, str]:
        """Parameters that differ from their defaults."""
        return {
            name: text
            for name, line in self._numbers.items()
            if (text := line.text().strip()) and text != line.placeholderText()
        }

    @property
    def problem(self) -> str:
        """Why nothing can be started; empty if something can."""
        if self._needs_spectra and not self.spectra:
            if self._spectra.currentData() == _PIXEL:
                return tr("Click the pixel whose spectrum is to be found.")
            return tr("Choose spectra.")
        is_formula = self._analysis is not None and self._analysis.needs == "formula"
        if is_formula and not self.formula:
            return tr("Write a formula, or the name of an index.")
        return ""

    def show_analysis(self, analysis: Analysis) -> None:
        """Show the fields that an analysis needs."""
        self._analysis = analysis
        for line in self._numbers.values():
            self._layout.removeRow(line)
        self._numbers = {}
        for parameter in analysis.parameters:
            line = QLineEdit(self)
            line.setObjectName(f"analysis_{parameter.name}")
            title = parameter.name.replace("_", " ")
            line.setAccessibleName(title)
            line.setPlaceholderText(str(parameter.default))
            line.setToolTip(plain(tr(parameter.purpose)))
            line.textChanged.connect(self.changed)
            self._layout.addRow(PlainLabel(title.capitalize(), self), line)
            self._numbers[parameter.name] = line
        self.refresh()

    def refresh(self) -> None:
        """Offer the pixel, the classes and the libraries as they are now."""
        document = self._workspace.document
        chosen = self._spectra.currentData()
        labelled = document.labels.counts if document.cube is not None else {}
        choices: list[tuple[str, object]] = [(tr("Selected pixel"), _PIXEL)]
        covers = [cover for cover in document.classes if labelled.get(cover.id)]
        if covers:
            choices.append((tr("All classes with labels"), _CLASSES))
        choices += [(cover.name, f"class:{cover.id}") for cover in covers]
        choices += [(path.name, path) for path in self._libraries]
        self._spectra.blockSignals(True)
        self._spectra.clear()
        for title, data in choices:
            self._spectra.addItem(title, data)
        values = [data for _, data in choices]
        self._spectra.setCurrentIndex(values.index(chosen) if chosen in values else 0)
        self._spectra.blockSignals(False)
        self._show_rows()

    def add_library(self, path: Path) -> None:
        """Offer a spectral library, and choose it."""
        if path not in self._libraries:
            self._libraries.append(path)
        self.refresh()
        self._spectra.setCurrentIndex(self._spectra.findText(path.name))
        self._show_rows()
        self.changed.emit()

    def complete(self, axis: BandAxis | None) -> None:
        """Offer the indices that a scene allows while a formula is written."""
        names = [] if axis is None else [index.id for index in available_indices(axis)]
        completer = QCompleter(names, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._formula.setCompleter(completer)

    @property
    def _needs_spectra(self) -> bool:
        return self._analysis is not None and self._analysis.needs in (
            "targets",
            "spectra",
        )

    def _show_rows(self) -> None:
        needs = "" if self._analysis is None else self._analysis.needs
        is_library = isinstance(self._spectra.currentData(), Path)
        shown: tuple[tuple[QWidget, bool], ...] = (
            (self._spectra, self._needs_spectra),
            (self._choose, self._needs_spectra),
            (self._name, self._needs_spectra and is_library),
            (self._formula, needs == "formula"),
            (self._index, needs == "formula" and bool(self._index.text())),
        )
        for widget, is_shown in shown:
            self._layout.setRowVisible(widget, is_shown)

    def _on_formula(self, text: str) -> None:
        index = find_index(text.strip())
        told = (
            "" if index is None else f"{index.title}: {index.formula}\n{index.source}"
        )
        self._index.setText(told)
        self._show_rows()
        self.changed.emit()
