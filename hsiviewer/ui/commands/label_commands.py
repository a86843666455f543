"""What the actions on labels and classes do, beyond painting."""

from collections.abc import Mapping

import numpy as np
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow

from hsiviewer.core.classes import LandCoverClass
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.ui.base.scene_bound import is_scene_open
from hsiviewer.ui.base.slots import show_error
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.dialogs.classes import (
    ask_class_id,
    ask_merge,
    ask_removal,
    ask_split,
)
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.viewing.regions import (
    Indices,
    label_places,
    other_group,
    same_label_region,
)

Pixel = tuple[int, int]

_SHOWN_MS = 3000


class LabelCommands(CommandGroup):
    """Undo, ways from label to label, and changes of whole classes."""

    def __init__(
        self,
        window: QMainWindow,
        workspace: Workspace,
        actions: Mapping[str, QAction],
        map_view: MapView,
    ) -> None:
        super().__init__(window, workspace, actions)
        self._map_view = map_view

    def undo(self) -> None:
        """Take the last edit back."""
        undone = self._document.undo_text
        try:
            self._document.undo()
            self._tell_step(tr("Taken back: {0}"), undone)
        except HsiViewerError as error:
            show_error(self._window, str(error))

    def redo(self) -> None:
        """Repeat what was taken back."""
        redone = self._document.redo_text
        try:
            self._document.redo()
            self._tell_step(tr("Done again: {0}"), redone)
        except HsiViewerError as error:
            show_error(self._window, str(error))

    def _tell_step(self, sentence: str, step: str) -> None:
        if step:
            self._tell(sentence.format(tr(step)), _SHOWN_MS)

    def next_label(self) -> None:
        """Go to the next suggestion, or patch of labels of the current class."""
        self._step(forwards=True)

    def previous_label(self) -> None:
        """Go to the suggestion, or patch of labels, before."""
        self._step(forwards=False)

    def next_doubtful(self) -> None:
        """Go to the next label that looks unlike its class."""
        self._go_on(self._workspace.doubts.pixels, forwards=True)

    def toggle_outline(self) -> None:
        """Draw labels as outlines, or filled again."""
        view = self._workspace.view
        view.set_label_style("fill" if view.label_style == "outline" else "outline")

    def remove_class(self) -> None:
        """Remove the current class; ask first what becomes of its labels."""
        self._run(self._remove_class())

    def merge_class(self) -> None:
        """Ask for another class, and give it the labels of the current one."""
        self._run(self._merge_class())

    def split_class(self) -> None:
        """Ask which labels of the current class become a new one."""
        self._run(self._split_class())

    def move_class_up(self) -> None:
        """Exchange the current class with the one before it."""
        self._move_class(up=True)

    def move_class_down(self) -> None:
        """Exchange the current class with the one after it."""
        self._move_class(up=False)

    def renumber_class(self) -> None:
        """Ask for another id of the current class."""
        self._run(self._renumber_class())

    def _move_class(self, *, up: bool) -> None:
        moved = self._current()
        if moved is not None:
            self._document.finish_edits()  # what is being typed belongs to its id
            self._document.move_class(moved.id, up=up)

    async def _renumber_class(self) -> None:
        chosen = self._current()
        if chosen is None:
            return
        self._document.finish_edits()
        new_id = await ask_class_id(self._window, self._document.classes, chosen)
        if new_id is not None and chosen.id in self._document.classes:
            self._document.renumber_class(chosen.id, new_id)

    def _step(self, *, forwards: bool) -> None:
        suggested = self._workspace.session.next_pixels
        if suggested.is_on:
            suggested.step(forwards=forwards)
        else:
            self._run(self._go_to_label(forwards=forwards))

    async def _go_to_label(self, *, forwards: bool) -> None:
        document = self._document
        class_id = document.current_class
        if not document.labels.counts.get(class_id):
            class_id = 0
        places = await in_io_thread(label_places, document.labels.values, class_id)
        if is_scene_open():
            self._go_on(places, forwards=forwards)

    def _go_on(self, places: list[Pixel], *, forwards: bool) -> None:
        if not places:
            return
        here = self._document.selected_pixel or (-1, -1)
        if forwards:
            place = next((place for place in places if place > here), places[0])
        else:
            before = [place for place in places if place < here]
            place = before[-1] if before else places[-1]
        self._document.select_pixel(place)
        self._map_view.bring_into_view(place)

    async def _remove_class(self) -> None:
        document = self._document
        removed = self._current()
        if removed is None:
            return
        count = document.labels.counts.get(removed.id, 0)
        target: int | None = 0
        if count:
            target = await ask_removal(self._window, document.classes, removed, count)
        if target is None or removed.id not in document.classes:
            return
        if target:
            document.merge_class(removed.id, target)
        else:
            document.remove_class(removed.id)

    async def _merge_class(self) -> None:
        document = self._document
        merged = self._current()
        if merged is None:
            return
        if len(document.classes) < 2:
            raise HsiViewerError(tr("there is no other class to merge this one with"))
        count = document.labels.counts.get(merged.id, 0)
        target = await ask_merge(self._window, document.classes, merged, count)
        ids = document.classes.ids
        if target is not None and {merged.id, target} <= set(ids):
            document.merge_class(merged.id, target)

    async def _split_class(self) -> None:
        document = self._document
        split = self._current()
        if split is None:
            return
        if document.labels.counts.get(split.id, 0) < 2:
            raise HsiViewerError(
                tr("{0!r} has fewer than two labels to split").format(split.name)
            )
        pixel = document.selected_pixel
        at_pixel = pixel is not None and bool(document.labels.values[pixel] == split.id)
        doubtful = self._workspace.doubts.count(split.id)
        answer = await ask_split(
            self._window, split, at_pixel=at_pixel, doubtful=doubtful
        )
        if answer is not None:
            which, name = answer
            part = await self._part(split.id, which)
            if is_scene_open() and split.id in document.classes:
                document.split_class(split.id, part, name)

    async def _part(self, class_id: int, which: str) -> Indices:
        document, cols = self._document, self._document.labels.shape[1]
        if which == "doubtful":
            pixels = self._workspace.doubts.pixels_of(class_id)
            return np.array([row * cols + col for row, col in pixels], np.intp)
        values, pixel, cube = (
            document.labels.values,
            document.selected_pixel,
            document.cube,
        )
        if which == "patch" and pixel is not None:
            return await in_io_thread(same_label_region, values, pixel)
        if cube is None:
            raise HsiViewerError(
                tr("there is no scene whose spectra could be compared")
            )
        return await in_io_thread(other_group, cube, np.flatnonzero(values == class_id))

    def _current(self) -> LandCoverClass | None:
        current = self._document.current_class
        return self._document.classes[current] if current else None
