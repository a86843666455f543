"""Maps of several methods next to each other, with the places where they differ."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPixmap
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QWidget

from hsiviewer.imaging.overlay import class_table
from hsiviewer.imaging.stretch import ArgbPicture
from hsiviewer.imaging.thumbnails import map_thumbnail, share_thumbnail
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.latest import LatestOnly
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.tasks.comparison_records import AGREEMENT, MethodComparison
from hsiviewer.workflows.tasks.threads import in_io_thread

_SIDE_PX = 150
_METHOD = Qt.ItemDataRole.UserRole


class MethodMaps(QListWidget):
    """A picture of each map, the best method first, and of their agreement.

    Pictures are made in an I/O thread: maps may be larger than memory.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("methodMaps")
        self.setAccessibleName(tr("Maps of the methods"))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWrapping(True)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setIconSize(QSize(_SIDE_PX, _SIDE_PX))
        # Of one size from the start: pictures come later and must find their room.
        caption = 2 * self.fontMetrics().lineSpacing() + theme.SPACING
        self.setGridSize(QSize(_SIDE_PX + 2 * theme.MARGIN, _SIDE_PX + caption))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(True)
        self._only_differing = False
        self._found: MethodComparison | None = None
        self._paint = LatestOnly(self, self._show)

    @property
    def chosen(self) -> str:
        """Id of the chosen method, or `AGREEMENT`; empty for none."""
        item = self.currentItem()
        return "" if item is None else str(item.data(_METHOD))

    def show_comparison(self, found: MethodComparison) -> None:
        """Show other maps; the best is chosen."""
        self._found = found
        self.clear()
        for method in found.methods:
            accuracy = method.figures["overall_accuracy"]["mean"]
            self._add(method.method, f"{method.title}\n{accuracy:.3f}")
        self._add(
            AGREEMENT, tr("Agreement\n{0:.0%} alike").format(found.agreement.unanimous)
        )
        self.item(len(found.methods)).setToolTip(
            tr(
                "The class that most maps give; bright where all of them do, dark "
                "where they differ. More labels help most in the dark."
            )
        )
        self.setCurrentRow(0)
        self._paint.want(found)

    def show_only_differing(self, only: bool) -> None:
        """Fade the pixels to which all maps give the same class."""
        self._only_differing = only
        if self._found is not None:
            self._paint.want(self._found)

    def _add(self, method: str, text: str) -> None:
        item = QListWidgetItem(text)
        item.setData(_METHOD, method)
        item.setTextAlignment(Qt.AlignmentFlag.AlignHCenter)
        item.setSizeHint(self.gridSize())
        self.addItem(item)

    async def _show(self, found: MethodComparison) -> None:
        pictures = await in_io_thread(_pictures, found, self._only_differing)
        if found is self._found:
            for row, argb in enumerate(pictures):
                self.item(row).setIcon(_icon(argb))


def _pictures(found: MethodComparison, only_differing: bool) -> list[ArgbPicture]:
    side = 2 * _SIDE_PX  # for displays of double density
    alike = found.agreement.share == 1 if only_differing else None
    scheme = found.winner.result.scheme
    table = class_table(scheme)
    made = [
        map_thumbnail(method.result.class_map, table, side=side, faded=alike)
        for method in found.methods
    ]
    return [*made, share_thumbnail(found.agreement.share, side=side)]


def _icon(argb: ArgbPicture) -> QIcon:
    height, width = argb.shape
    image = QImage(argb.data, width, height, 4 * width, QImage.Format.Format_ARGB32)
    is_large = max(width, height) > _SIDE_PX
    smooth = Qt.TransformationMode.SmoothTransformation
    crisp = Qt.TransformationMode.FastTransformation
    scaled = image.copy().scaled(
        2 * _SIDE_PX,
        2 * _SIDE_PX,
        Qt.AspectRatioMode.KeepAspectRatio,
        smooth if is_large else crisp,
    )
    picture = QPixmap.fromImage(scaled)
    picture.setDevicePixelRatio(2)
    icon = QIcon(picture)
    # Without it, a chosen map would be tinted beyond recognition.
    icon.addPixmap(picture, QIcon.Mode.Selected)
    return icon
