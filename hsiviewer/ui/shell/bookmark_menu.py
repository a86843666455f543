"""The menu of kept places."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.menus import clear_menu
from hsiviewer.ui.base.plain_text import plain_caption
from hsiviewer.ui.base.texts import tr
from hsiviewer.workflows.session.bookmarks import Bookmark
from hsiviewer.workflows.session.workspace import Workspace


class BookmarkMenu(QMenu):
    """Goes to a place, or forgets it.

    Parameters
    ----------
    go_to : callable
        Is given the place that was chosen.
    """

    def __init__(
        self, workspace: Workspace, go_to: Callable[[Bookmark], None], parent: QWidget
    ) -> None:
        super().__init__(tr("Bookmarks"), parent)
        self.setObjectName("bookmarkMenu")
        self._workspace = workspace
        self._go_to = go_to
        self._follow = SessionFollower(workspace, self)
        self._follow.connect(lambda session: session.bookmarks.changed, self._fill)
        workspace.session_changed.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        clear_menu(self)
        places = self._workspace.bookmarks.places
        for place in places:
            action = self.addAction(plain_caption(place.name))
            action.triggered.connect(
                lambda _checked=False, place=place: self._go_to(place)
            )
        if places:
            self.addSeparator()
            removing = self.addMenu(tr("Remove"))
            for place in places:
                removing.addAction(plain_caption(place.name)).triggered.connect(
                    lambda _checked=False, name=place.name: self._remove(name)
                )
        self.setEnabled(bool(places))

    def _remove(self, name: str) -> None:
        self._workspace.bookmarks.remove(name)
