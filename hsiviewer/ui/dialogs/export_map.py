"""What of the result is written, and where it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.ui.base import theme
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel, plain
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr, tr_count
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.dialogs.files import ask_save_file
from hsiviewer.workflows.tasks.exporting import ExportPlan

_FILTERS = tr("GeoTIFF (*.tif *.tiff);;All files (*)")
_SUFFIXES = (".tif", ".tiff")
# Object name, end of the file's name, title and what it is good for.
_OTHERS = (
    (
        "exportCog",
        ".tif",
        tr("Cloud-optimised (COG)"),
        tr("Arrange the file so that programs read parts of it over the web"),
    ),
    (
        "exportProbabilities",
        "_probabilities.tif",
        tr("Also write the probabilities"),
        tr("The probability of each class, a band each"),
    ),
    (
        "exportPolygons",
        "_areas.gpkg",
        tr("Also write polygons"),
        tr("Areas of one class as GeoPackage, with their size in hectares and a style"),
    ),
    (
        "exportAreas",
        "_areas.csv",
        tr("Also write a table of areas"),
        tr("Pixels, per cent and hectares of each class; corrected by the reference"),
    ),
    (
        "exportPage",
        "_page.pdf",
        tr("Also write a page"),
        tr("The map on A4 with legend, scale bar and north arrow, as PDF"),
    ),
    (
        "exportReport",
        "_report.html",
        tr("Also write a report"),
        tr("Map, accuracy, areas, spectra and doubts on a page that stands alone"),
    ),
)


@dataclass(frozen=True)
class ExportChoice:
    """Files to write.

    Parameters
    ----------
    path : Path
        The class map.
    confidence : Path or None
        The confidence, if it is wanted.
    is_cog : bool
        Whether the map is cloud-optimised.
    others : tuple of Path
        Polygons, areas, page and report, as far as they are wanted.
    probabilities : Path or None
        The probabilities of the classes, if they are wanted.
    """

    path: Path
    confidence: Path | None = None
    is_cog: bool = False
    others: tuple[Path, ...] = ()
    probabilities: Path | None = None

    @property
    def plan(self) -> ExportPlan:
        """What is written beside map and confidence; the map, too, if it is a COG."""
        return ExportPlan(
            out=((self.path,) if self.is_cog else ()) + self.others,
            is_cog=self.is_cog,
            probabilities=self.probabilities,
        )


class ExportMapDialog(QDialog):
    """Path of the map, confidence yes or no, and what that will write.

    Parameters
    ----------
    suggestion : Path
        Folder and name to begin with.
    has_probabilities : bool
        Whether the map has some.
    """

    def __init__(
        self,
        suggestion: Path,
        parent: QWidget | None = None,
        *,
        has_probabilities: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("exportMapDialog")
        self.setWindowTitle(tr("Export map"))
        self._suggestion = suggestion
        self._path = QLineEdit(str(suggestion), self)
        self._path.setObjectName("exportPath")
        self._path.setAccessibleName(tr("File of the class map"))
        self._confidence = QCheckBox(tr("Also write the confidence"), self)
        self._confidence.setObjectName("exportConfidence")
        self._confidence.setToolTip(
            tr("The score of the predicted class, 0..1, as a GeoTIFF of its own")
        )
        self._others = {
            name: self._box(name, title, tip) for name, _, title, tip in _OTHERS
        }
        self._others["exportProbabilities"].setEnabled(has_probabilities)
        self._summary = PlainLabel(self)
        self._summary.setObjectName("exportSummary")
        self._summary.setWordWrap(True)
        self._summary.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self._browse = QPushButton(tr("Browse…"), self)
        set_icon(self._browse, "open")
        self._buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save
            | QDialogButtonBox.StandardButton.Cancel,
            self,
        )
        self._arrange()
        self._path.textChanged.connect(self._refresh)
        self._confidence.toggled.connect(self._refresh)
        self._browse.clicked.connect(self._on_browse)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._refresh()

    @property
    def choice(self) -> ExportChoice:
        """What the fields say now."""
        path = Path(self._path.text().strip()).expanduser()
        if not path.name:
            # A folder's root, or nothing at all: there is no name to complete.
            return ExportChoice(path)
        if path.suffix.lower() not in _SUFFIXES:
            path = path.with_name(f"{path.name}.tif")
        wanted = {
            name: path.with_name(f"{path.stem}{ending}")
            for name, ending, _, _ in _OTHERS
            if self._others[name].isChecked()
        }
        is_cog = wanted.pop("exportCog", None) is not None
        probabilities = wanted.pop("exportProbabilities", None)
        confidence = None
        if self._confidence.isChecked():
            confidence = path.with_name(f"{path.stem}_confidence.tif")
        return ExportChoice(
            path, confidence, is_cog, tuple(wanted.values()), probabilities
        )

    @property
    def problem(self) -> str:
        """Why this cannot be written; empty if it can."""
        if not Path(self._path.text().strip()).name:
            return tr("Choose a file.")
        if not self.choice.path.parent.is_dir():
            return tr("There is no folder {0}.").format(self.choice.path.parent)
        return ""

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self._path, 1)
        row.addWidget(self._browse)
        form = QFormLayout()
        form.addRow(tr("Class map"), row)
        form.addRow("", self._confidence)
        for box in self._others.values():
            form.addRow("", box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * theme.MARGIN] * 4)
        layout.setSpacing(2 * theme.SPACING)
        layout.addLayout(form)
        layout.addWidget(self._summary)
        layout.addStretch(1)
        layout.addWidget(self._buttons)
        self.resize(560, 380)

    def _box(self, name: str, title: str, tip: str) -> QCheckBox:
        box = QCheckBox(title, self)
        box.setObjectName(name)
        box.setToolTip(plain(tip))
        box.toggled.connect(self._refresh)
        return box

    def _refresh(self) -> None:
        save = self._buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setEnabled(not self.problem)
        self._summary.setText(self.problem or describe_export(self.choice))

    def _on_browse(self) -> None:
        run_async(self, self._browse_file())

    async def _browse_file(self) -> None:
        path = await ask_save_file(
            self,
            title=tr("File of the class map"),
            filters=_FILTERS,
            suffix="tif",
            suggestion=self.choice.path if not self.problem else self._suggestion,
        )
        if path is not None:
            self._path.setText(str(path))


def describe_export(choice: ExportChoice) -> str:
    """Return what an export writes, in sentences."""
    lines = [
        tr(
            "{0}: class ids with colours and names, in the scene's "
            "coordinate system; 0 is unclassified. QGIS opens it "
            "styled."
        ).format(choice.path.name)
    ]
    if choice.confidence is not None:
        lines.append(tr("{0}: confidence, 0 to 1.").format(choice.confidence.name))
    beside = [path for path in (*choice.others, choice.probabilities) if path]
    if beside:
        names = ", ".join(path.name for path in beside)
        lines.append(tr("Beside it: {0}.").format(names))
    present = [
        path.name
        for path in (choice.path, choice.confidence, *beside)
        if path is not None and path.exists()
    ]
    if present:
        lines.append(tr("Replaces {0}.").format(" and ".join(present)))
    return "\n".join(lines)


async def ask_export(
    parent: QWidget, suggestion: Path, *, has_probabilities: bool = False
) -> ExportChoice | None:
    """Ask what to write; ``None`` if nothing."""
    dialog = ExportMapDialog(suggestion, parent, has_probabilities=has_probabilities)
    return dialog.choice if await answer(dialog) else None


class ExportedDialog(QDialog):
    """Files that were written, to copy their paths or to see them in their folder.

    Parameters
    ----------
    paths : sequence of Path
        What was written.
    """

    def __init__(self, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("exportedDialog")
        self.setWindowTitle(tr("Map exported"))
        self._paths = tuple(paths)
        count = len(self._paths)
        title = PlainLabel(tr_count(count, "Wrote 1 file:", "Wrote {0} files:"), self)
        listing = PlainLabel("\n".join(str(path) for path in self._paths), self)
        listing.setObjectName("exportedPaths")
        listing.setWordWrap(True)
        listing.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        beside = PlainLabel(
            tr(
                "Names and style lie beside it as .aux.xml and .qml; keep them "
                "together."
            ),
            self,
        )
        beside.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(
            tr("Copy path"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.setObjectName("copyPathButton")
        show = buttons.addButton(
            tr("Show in folder"), QDialogButtonBox.ButtonRole.ActionRole
        )
        show.setObjectName("showInFolderButton")
        set_icon(copy, "copy")
        set_icon(show, "open")
        copy.clicked.connect(self.copy_paths)
        show.clicked.connect(self.show_in_folder)
        for button in (copy, show):
            button.setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        listing.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        layout.addWidget(title)
        layout.addWidget(listing, 1)
        layout.addWidget(beside)
        layout.addWidget(buttons)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(520, 150)

    def copy_paths(self) -> None:
        """Put the paths on the clipboard, one per line."""
        text = "\n".join(str(path) for path in self._paths)
        QGuiApplication.clipboard().setText(text)

    def show_in_folder(self) -> None:
        """Open the folder of the map in the platform's file browser."""
        folder = self._paths[0].resolve().parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def show_exported(parent: QWidget, paths: Sequence[Path]) -> ExportedDialog:
    """Show what was written; returns at once."""
    dialog = ExportedDialog(paths, parent)
    dialog.open()
    return dialog
