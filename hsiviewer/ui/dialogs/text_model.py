"""Which Hugging Face model reads the descriptions; fetched only with consent."""

from PySide6.QtWidgets import QInputDialog, QWidget

from hsiviewer.core.errors import TextEncoderError
from hsiviewer.core.progress import CancelledError
from hsiviewer.learning.text.folder import is_model_name
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.dialogs.answers import answer
from hsiviewer.ui.dialogs.progress import ProgressDialog
from hsiviewer.ui.dialogs.questions import ask_button
from hsiviewer.workflows.session.class_texts import ClassTexts


async def ask_text_model(parent: QWidget, texts: ClassTexts) -> str:
    """Ask for a model by name, and see that it is on this machine.

    What is not here yet is fetched after its size was shown and agreed to.

    Returns
    -------
    str
        The name; empty if the user has thought better of it.

    Raises
    ------
    TextEncoderError
        If there is no such model, or it cannot be fetched.
    """
    name = await _asked_name(parent)
    if not name:
        return ""
    if not is_model_name(name):
        raise TextEncoderError(
            tr(
                "{0!r} is not the name of a Hugging Face model; write it as "
                "organisation/name"
            ).format(name)
        )
    if await texts.has_model(name):
        return name
    model = await texts.find_model(name)
    download = tr("Download")
    agreed = await ask_button(
        parent,
        tr("Download {0}?").format(name),
        details=model.summary,
        buttons=[download],
        title=tr("Text encoder"),
    )
    if agreed != download:
        return ""
    progress = ProgressDialog(parent, tr("Downloading {0}").format(name))
    try:
        await texts.download_model(model, progress)
    except CancelledError:
        return ""
    finally:
        progress.deleteLater()
    return name


async def _asked_name(parent: QWidget) -> str:
    dialog = QInputDialog(parent)
    dialog.setObjectName("textModelDialog")
    dialog.setWindowTitle(tr("Text encoder"))
    dialog.setLabelText(
        tr("Name of a Hugging Face model, such as BAAI/bge-large-en-v1.5")
    )
    dialog.setMinimumWidth(420)
    return dialog.textValue().strip() if await answer(dialog) else ""
