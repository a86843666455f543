"""Questions for files, in the platform's own dialog."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from hsiviewer.ui.dialogs.answers import answer


async def ask_open_file(
    parent: QWidget, *, title: str, filters: str, folder: Path | None = None
) -> Path | None:
    """Ask for a file that exists.

    Parameters
    ----------
    filters : str
        As Qt writes them: ``"GeoTIFF (*.tif *.tiff);;All files (*)"``.
    folder : Path, optional
        Where to look first.

    Returns
    -------
    Path or None
        ``None`` if the user has thought better of it.
    """
    dialog = _dialog(parent, title, filters, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    return await _chosen(dialog)


async def ask_open_files(
    parent: QWidget, *, title: str, filters: str, folder: Path | None = None
) -> list[Path]:
    """Ask for files that exist, as `ask_open_file` does; none if none is wanted."""
    dialog = _dialog(parent, title, filters, folder)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    if not await answer(dialog):
        return []
    return [Path(file) for file in dialog.selectedFiles()]


async def ask_folder(
    parent: QWidget, *, title: str, folder: Path | None = None
) -> Path | None:
    """Ask for a folder that exists; ``None`` if the user has thought better of it."""
    dialog = _dialog(parent, title, "", folder)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    return await _chosen(dialog)


async def ask_save_file(
    parent: QWidget,
    *,
    title: str,
    filters: str,
    suffix: str,
    suggestion: Path | None = None,
) -> Path | None:
    """Ask for a file to write; `hsiviewer.ui.dialogs.targets` asks before replacing.

    The platform's own question would be about the name as it was typed, before its
    suffix is added, and never about what is written beside the file.

    Parameters
    ----------
    suffix : str
        Added to names without one, without a dot: ``"tif"``.
    suggestion : Path, optional
        Folder and name to begin with.
    """
    dialog = _dialog(parent, title, filters, suggestion.parent if suggestion else None)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setFileMode(QFileDialog.FileMode.AnyFile)
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setDefaultSuffix(suffix)
    if suggestion is not None:
        dialog.selectFile(suggestion.name)
    return await _chosen(dialog)


def _dialog(
    parent: QWidget, title: str, filters: str, folder: Path | None
) -> QFileDialog:
    dialog = QFileDialog(parent, title)
    dialog.setObjectName("fileDialog")
    dialog.setNameFilters(filters.split(";;"))
    if folder is not None and folder.is_dir():
        dialog.setDirectory(str(folder))
    return dialog


async def _chosen(dialog: QFileDialog) -> Path | None:
    if not await answer(dialog):
        return None
    files = dialog.selectedFiles()
    return Path(files[0]) if files else None
