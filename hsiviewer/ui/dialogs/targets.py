"""Where to write a file, asked in such a way that nothing is lost unasked."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from hsiviewer.core.errors import ExportError
from hsiviewer.io.targets import Source, Target, clash, foreign_files
from hsiviewer.ui.base.texts import tr, tr_count
from hsiviewer.ui.dialogs.files import ask_save_file
from hsiviewer.ui.dialogs.questions import ask_button
from hsiviewer.workflows.tasks.threads import in_io_thread


async def ask_target(
    parent: QWidget,
    sources: Callable[[], Sequence[Source]],
    target_of: Callable[[Path], Target],
    *,
    title: str,
    filters: str,
    suffix: str,
    suggestion: Path | None = None,
) -> Path | None:
    """Ask for a file to write, and before anything that exists is replaced.

    Parameters
    ----------
    sources : callable
        Returns what is open and must never be replaced.
    target_of : callable
        Returns what is written, with all that lies beside it.
    title, filters, suffix, suggestion
        See `hsiviewer.ui.dialogs.files.ask_save_file`.

    Returns
    -------
    Path or None
        ``None`` if the user has thought better of it.

    Raises
    ------
    ExportError
        If the file belongs to something that is open.
    """
    path = await ask_save_file(
        parent, title=title, filters=filters, suffix=suffix, suggestion=suggestion
    )
    if path is None:
        return None
    agreed = await may_write(
        parent, sources(), [target_of(path)], asks_about_results=True
    )
    return path if agreed else None


async def may_write(
    parent: QWidget,
    sources: Sequence[Source],
    targets: Sequence[Target],
    *,
    asks_about_results: bool = False,
) -> bool:
    """Tell whether files may be written; ask before one is replaced.

    Parameters
    ----------
    asks_about_results : bool
        Whether to ask about results of the program, too, that the user has named.

    Raises
    ------
    ExportError
        If a file belongs to something that is open, or is written twice.
    """
    await refuse_open(sources, targets)
    replaced = list(await in_io_thread(foreign_files, targets))
    if asks_about_results:
        named = [target.path for target in targets if os.path.lexists(target.path)]
        replaced = list(dict.fromkeys([*named, *replaced]))
    if not replaced:
        return True
    answer = await ask_button(
        parent,
        tr_count(
            len(replaced),
            "This file exists. Do you want to replace it?",
            "These {0} files exist. Do you want to replace them?",
        ),
        details="\n".join(str(file) for file in replaced),
        buttons=(tr("Replace"),),
        title=tr("Replace files"),
    )
    return bool(answer)


async def refuse_open(sources: Sequence[Source], targets: Sequence[Target]) -> None:
    """Refuse to write over what is open.

    Raises
    ------
    ExportError
        If a file belongs to something that is open, or is written twice.
    """
    problem = await in_io_thread(clash, targets, sources)
    if problem:
        raise ExportError(problem)
