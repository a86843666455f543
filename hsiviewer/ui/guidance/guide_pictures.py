"""The pictures of a page of the guide: room for them at once, themselves one by one."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QImage, QImageReader

from hsiviewer.core import paths
from hsiviewer.ui.guidance.guide_chapters import guide_folder


class GuidePictures(QObject):
    """Reads pictures of the program's resources, and no others.

    Ten pictures take as long to read as people notice. So a page is laid out with empty
    pictures of the right size, and each is filled in when the window has time for it.

    Parameters
    ----------
    show : callable
        Is given the address of a picture and the picture.
    """

    def __init__(self, show: Callable[[QUrl, QImage], None], parent: QObject) -> None:
        super().__init__(parent)
        self._show = show
        self._awaited: list[tuple[QUrl, Path, QSize, float]] = []
        self._next = QTimer(self, singleShot=True, interval=0)
        self._next.timeout.connect(self._fill_next)

    def room_for(self, address: QUrl, width: int, ratio: float) -> QImage | None:
        """Return an empty picture of the right size, and fill it in later.

        Parameters
        ----------
        address : QUrl
            Relative to the folder of the guide.
        width : int
            Of the page; wider pictures are made smaller.
        ratio : float
            Pixels of the screen for each pixel of the page.

        Returns
        -------
        QImage or None
            None if the resources have no such picture.
        """
        file = (guide_folder() / Path(address.path())).resolve()
        is_own = file.is_relative_to(paths.resources().resolve())
        if address.scheme() or not is_own:
            return None
        size = QImageReader(str(file)).size()
        if size.isEmpty():
            return None
        most = round(max(1, width) * ratio)
        if size.width() > most:
            size.scale(most, size.height(), Qt.AspectRatioMode.KeepAspectRatio)
        else:
            ratio = 1.0
        self._awaited.append((address, file, size, ratio))
        self.go_on()
        room = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
        room.fill(Qt.GlobalColor.transparent)
        room.setDevicePixelRatio(ratio)
        return room

    def go_on(self) -> None:
        """Fill in what is still empty."""
        if self._awaited:
            self._next.start()

    def pause(self) -> None:
        """Read nothing while nobody looks."""
        self._next.stop()

    def forget(self) -> None:
        """Leave the pictures of an earlier page empty."""
        self._awaited.clear()
        self.pause()

    def _fill_next(self) -> None:
        address, file, size, ratio = self._awaited.pop(0)
        picture = QImage(str(file))
        if not picture.isNull():
            if picture.size() != size:
                picture = picture.scaled(
                    size,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            picture.setDevicePixelRatio(ratio)
            self._show(address, picture)
        self.go_on()
