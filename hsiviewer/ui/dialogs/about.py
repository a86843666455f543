"""Who made this, under which terms, with which versions."""

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from hsiviewer import __version__
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.icons import set_icon
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr

# Asked from the installed packages' records: importing them would take seconds.
_PACKAGES = ("PySide6-Essentials", "pyqtgraph", "numpy", "rasterio", "torch")


class AboutDialog(QDialog):
    """Version and environment, to copy into a report."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("aboutDialog")
        self.setWindowTitle(tr("About hsiviewer"))
        title = PlainLabel(f"hsiviewer {__version__}", self)
        font = title.font()
        font.setPointSizeF(font.pointSizeF() * 1.6)
        font.setBold(True)
        title.setFont(font)
        purpose = PlainLabel(
            tr(
                "Look at hyperspectral cubes, label a few pixels, describe "
                "the classes in plain language, and get a trustworthy map."
            ),
            self,
        )
        purpose.setWordWrap(True)
        self._versions = PlainLabel(environment_text(), self)
        self._versions.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        licence = PlainLabel(tr("Free software under the MIT licence."), self)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        copy = buttons.addButton(
            tr("Copy versions"), QDialogButtonBox.ButtonRole.ActionRole
        )
        copy.setObjectName("copyVersionsButton")
        set_icon(copy, "copy")
        copy.clicked.connect(self.copy_versions)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * theme.MARGIN] * 4)
        layout.setSpacing(2 * theme.SPACING)
        for label in (title, purpose, self._versions, licence):
            layout.addWidget(label)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(420)
        self.adjustSize()

    def copy_versions(self) -> None:
        """Put version and environment on the clipboard."""
        text = f"hsiviewer {__version__}\n{self._versions.text()}"
        QGuiApplication.clipboard().setText(text)


def environment_text() -> str:
    """Return versions of Python, the platform and the main packages."""
    lines = [f"Python {platform.python_version()} on {platform.platform(terse=True)}"]
    for package in _PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            # A frozen program carries the packages, but not always their records.
            continue
    return "\n".join(lines)
