"""What the actions on the classes' descriptions do."""

from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QDockWidget

from hsiviewer.ui.base.scene_bound import is_scene_open
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.ask_model import ask_model_answer
from hsiviewer.ui.dialogs.describe import ask_description
from hsiviewer.ui.panels.texts.panel import ClassTextsPanel
from hsiviewer.ui.panels.training.panel import TrainingPanel
from hsiviewer.workflows.describing.drafts import (
    describe_classes,
    description_library,
    prompt_templates,
)
from hsiviewer.workflows.describing.instructions import filled_instruction
from hsiviewer.workflows.tasks.threads import in_io_thread


class TextCommands(CommandGroup):
    """Ways to describe classes, and to see how close their texts are."""

    def connect(
        self, dock: QDockWidget, panel: ClassTextsPanel, training: TrainingPanel
    ) -> None:
        """Connect the actions; the panels exist by now.

        Parameters
        ----------
        dock : QDockWidget
            Holds `panel`.
        training : TrainingPanel
            Its text encoder is the one that texts are compared by.
        """
        self._connect(
            {
                "class.describe": lambda: self._run(self._describe()),
                "class.ask_model": lambda: self._run(self._ask_model()),
            }
        )
        dock.visibilityChanged.connect(panel.set_open)
        training.changed.connect(
            lambda: panel.set_encoder(training.settings().recipe.text_encoder)
        )

    async def _ask_model(self) -> None:
        document = self._workspace.document
        found = await ask_model_answer(
            self._window,
            document.classes,
            self._workspace.texts,
            lambda key: filled_instruction(key, document.classes, document.cube),
        )
        scheme = document.classes
        for class_id, text in found.items():
            if class_id in scheme:
                scheme = scheme.with_class(replace(scheme[class_id], description=text))
        if found:
            document.set_classes(scheme, text="Edit classes")

    async def _describe(self) -> None:
        document = self._workspace.document
        cube = document.cube
        if document.current_class not in document.classes:
            return
        described = document.classes[document.current_class]
        draft = ""
        if cube is not None and document.labels.counts.get(described.id):
            labels = document.labels.values
            own = np.where(labels == described.id, labels, 0).astype(np.uint16)
            traits = await in_io_thread(
                describe_classes, cube, own, tuple(document.auxiliary)
            )
            if not is_scene_open():
                return
            if described.id in traits:
                draft = traits[described.id].sentence
        text = await ask_description(
            self._window,
            name=described.name,
            own=described.description,
            draft=draft,
            library=(*description_library(), *prompt_templates(described.name)),
        )
        is_new = text is not None and text != described.description
        if is_new and described.id in document.classes:
            document.change_class(described.id, description=text)
