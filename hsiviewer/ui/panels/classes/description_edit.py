"""The field in which a class is described in plain language."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from hsiviewer.ui.base.overrides import guarded
from hsiviewer.ui.base.texts import tr

_PAUSE_MS = 1500
_HISTORY_KEYS = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


class DescriptionEdit(QPlainTextEdit):
    """Text that counts as written after a pause or when the user goes elsewhere.

    While something is unwritten, undo works letter by letter in the field;
    afterwards the keys are left to the window's undo, which takes the whole
    description back.

    Attributes
    ----------
    written : str
        The user has finished a change; the new text.
    """

    written = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Description of the class"))
        self._known = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self.textChanged.connect(self._on_text_changed)
        self.setTabChangesFocus(True)

    @property
    def has_unwritten(self) -> bool:
        """Whether the user has typed something that nobody knows of yet."""
        return self.toPlainText() != self._known

    def show_text(self, text: str) -> None:
        """Show a text of the model; the cursor stays where it is."""
        self._known = text
        if self.toPlainText() != text:
            cursor = self.textCursor()
            position = min(cursor.position(), len(text))
            self.setPlainText(text)
            cursor.setPosition(position)
            self.setTextCursor(cursor)
        self.document().clearUndoRedoStacks()
        self._pause.stop()

    def commit(self) -> None:
        """Emit `written` if something is unwritten."""
        self._pause.stop()
        if self.has_unwritten:
            self._known = self.toPlainText()
            self.document().clearUndoRedoStacks()
            self.written.emit(self._known)

    @guarded(False)
    def event(self, event: QEvent) -> bool:
        """Write before a shortcut acts on the model, and leave undo to the window."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(
            event, QKeyEvent
        ):
            if any(event.matches(key) for key in _HISTORY_KEYS):
                if not self.has_unwritten:
                    event.ignore()
                    return False
            elif _is_command(event):
                handled = super().event(event)
                if not event.isAccepted():
                    self.commit()
                return handled
        return super().event(event)

    @guarded(None)
    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Write when the user goes elsewhere."""
        super().focusOutEvent(event)
        self.commit()

    def _on_text_changed(self) -> None:
        if self.has_unwritten:
            self._pause.start()


def _is_command(event: QKeyEvent) -> bool:
    wanted = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    is_function_key = Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F35
    return bool(event.modifiers() & wanted) or is_function_key
