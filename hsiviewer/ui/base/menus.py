"""Menus that are filled again and again."""

from PySide6.QtWidgets import QMenu


def clear_menu(menu: QMenu) -> None:
    """Empty a menu, and delete the menus inside it, which Qt would keep for ever."""
    inner = [action.menu() for action in menu.actions()]
    menu.clear()
    for submenu in inner:
        if isinstance(submenu, QMenu):
            submenu.deleteLater()
