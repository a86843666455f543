"""Ask for the variable where a file holds several."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from hsiviewer.core.progress import Progress
from hsiviewer.io.registry import list_variables
from hsiviewer.io.vector_classes import FieldChoice
from hsiviewer.io.vector_labels import field_choice, is_vector
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.plain_text import PlainLabel
from hsiviewer.ui.base.texts import tr, tr_count
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.dialogs.scene_picture import ScenePicture
from hsiviewer.workflows.tasks.threads import in_io_thread, until_stopped


class VariableDialog(QDialog):
    """The variables of a file, one of which is the cube.

    Parameters
    ----------
    file_name : str
        For the question.
    variables : sequence of (str, str)
        Name, and what is known of it, such as ``"610 x 340 x 103, uint16"``.
    path : Path, optional
        The file, to show a picture of the chosen variable; ``None`` for none.
    """

    def __init__(
        self,
        file_name: str,
        variables: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
        *,
        path: Path | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("variableDialog")
        self.setWindowTitle(tr("Choose a variable"))
        self._question = question = PlainLabel(
            tr("{0} holds several arrays. Which one?").format(file_name), self
        )
        question.setWordWrap(True)
        self._names = [name for name, _ in variables]
        self._path = path
        self._list = QListWidget(self)
        self._list.setObjectName("variableList")
        self._list.setAccessibleName(tr("Variables"))
        for name, about in variables:
            shown = name or tr("the whole scene")
            self._list.addItem(f"{shown}   {about}" if about else shown)
        self._list.setCurrentRow(0)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Open
            | QDialogButtonBox.StandardButton.Cancel,
            self,
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._list.itemDoubleClicked.connect(self._on_double_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*[2 * theme.MARGIN] * 4)
        layout.setSpacing(theme.SPACING)
        middle = QHBoxLayout()
        middle.setSpacing(2 * theme.SPACING)
        middle.addWidget(self._list, 1)
        if path is not None:
            self._picture = ScenePicture(self, name="variablePicture")
            middle.addWidget(self._picture)
            self._list.currentRowChanged.connect(self._on_chosen)
            self._on_chosen(0)
        layout.addWidget(question)
        layout.addLayout(middle, 1)
        layout.addWidget(buttons)
        self.resize(380 if path is None else 640, 260)

    @property
    def variable(self) -> str:
        """Name of the chosen variable."""
        return self._names[max(0, self._list.currentRow())]

    def choose(self, variable: str) -> None:
        """Choose a variable by its name; nothing happens if there is none such."""
        if variable in self._names:
            self._list.setCurrentRow(self._names.index(variable))

    def _on_chosen(self, _row: int) -> None:
        assert self._path is not None
        self._picture.show_scene(variable_reference(self._path, self.variable))

    def _on_double_clicked(self) -> None:
        self.accept()


class FieldDialog(VariableDialog):
    """The fields of a vector file, one of which tells the classes."""

    def __init__(
        self,
        file_name: str,
        fields: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(file_name, fields, parent)
        self.setObjectName("fieldDialog")
        self.setWindowTitle(tr("Choose a field"))
        self._list.setObjectName("fieldList")
        self._list.setAccessibleName(tr("Fields"))
        self._question.setText(
            tr("{0} has several fields. Which one tells the classes?").format(file_name)
        )


async def ask_field(parent: QWidget, reference: str | Path) -> str | Path | None:
    """Return what reads a label file: with a field if a vector file has several.

    Returns
    -------
    str or None
        ``None`` if the user gives up.

    Raises
    ------
    HsiViewerError
        If the file cannot be read.
    """
    path = Path(reference)
    if not is_vector(path):
        return reference
    choice = await until_stopped(_field_choice, path)
    if choice.is_plain:
        return reference
    fields = [
        (
            field.name,
            tr_count(field.n_values, "1 value", "{0} values")
            + f": {', '.join(field.examples)}",
        )
        for field in choice.fields
    ]
    dialog = FieldDialog(path.name, fields, parent)
    dialog.choose(choice.proposed)
    return f"{path}:{dialog.variable}" if await answer(dialog) else None


def _field_choice(progress: Progress, path: Path) -> FieldChoice:
    return field_choice(path, progress)


async def ask_variable(
    parent: QWidget,
    path: Path,
    variables: Sequence[tuple[str, str]],
    *,
    with_picture: bool = False,
) -> str | None:
    """Ask which variable of a file is meant; ``None`` for none.

    A file with a single variable needs no question.

    Parameters
    ----------
    with_picture : bool
        Whether the chosen one is shown; it must be a scene.
    """
    if len(variables) == 1:
        return variables[0][0]
    dialog = VariableDialog(
        path.name, variables, parent, path=path if with_picture else None
    )
    return dialog.variable if await answer(dialog) else None


def variable_reference(path: Path, variable: str) -> str:
    """Return what opens a variable; the file alone where it has no name."""
    return f"{path}:{variable}" if variable else str(path)


async def ask_reference(parent: QWidget, path: Path, *, axes: int) -> str | None:
    """Return what opens a file: its path, with a variable if that is unclear.

    Parameters
    ----------
    axes : int
        Three for a cube, two for labels; variables with another number of axes
        are not offered.

    Raises
    ------
    CubeFormatError
        If the file is damaged.
    """
    variables = await in_io_thread(list_variables, path)
    fitting = [
        (name, f"{' x '.join(map(str, shape))}, {dtype}")
        for name, shape, dtype in variables
        if len(shape) == axes
    ]
    if len(fitting) < 2:
        # The reader finds a single one by itself, and explains if there is none.
        return str(path)
    chosen = await ask_variable(parent, path, fitting, with_picture=axes > 2)
    return None if chosen is None else variable_reference(path, chosen)
