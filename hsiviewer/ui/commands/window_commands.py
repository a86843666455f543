"""What the actions of the window do."""

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from psygnal import SignalInstance
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow

from hsiviewer.core import paths
from hsiviewer.core.class_edits import ImportConflicts, Overlap, SameId
from hsiviewer.evaluation.id_matching import IdMatching
from hsiviewer.io.project_files import SUFFIX
from hsiviewer.io.registry import file_filter
from hsiviewer.io.targets import Target
from hsiviewer.ui.base.following import SessionFollower
from hsiviewer.ui.base.plain_text import plain_caption
from hsiviewer.ui.base.scene_bound import is_scene_open
from hsiviewer.ui.base.slots import run_async
from hsiviewer.ui.base.texts import tr
from hsiviewer.ui.commands.actions import enable_actions
from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.commands.help_commands import HelpCommands
from hsiviewer.ui.commands.label_commands import LabelCommands
from hsiviewer.ui.commands.live_commands import LiveCommands
from hsiviewer.ui.commands.project_commands import ProjectCommands
from hsiviewer.ui.commands.result_commands import ResultCommands
from hsiviewer.ui.commands.scene_commands import SceneCommands
from hsiviewer.ui.commands.theme_commands import connect_theme
from hsiviewer.ui.commands.training_commands import TrainingCommands
from hsiviewer.ui.dialogs.classes import ask_conflicts
from hsiviewer.ui.dialogs.export_map import ask_export, show_exported
from hsiviewer.ui.dialogs.files import ask_open_file
from hsiviewer.ui.dialogs.id_matching import ask_matching
from hsiviewer.ui.dialogs.open_cube import ask_field, ask_reference
from hsiviewer.ui.dialogs.targets import ask_target, may_write
from hsiviewer.ui.map_view.tools import TOOLS
from hsiviewer.ui.map_view.view import MapView
from hsiviewer.ui.panels.training.panel import TrainingPanel
from hsiviewer.ui.printing.map_page import draw_source
from hsiviewer.workflows.commands.sample import write_sample
from hsiviewer.workflows.session.exports import export_session
from hsiviewer.workflows.session.projects import is_project
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    label_target,
    map_target,
)
from hsiviewer.workflows.tasks.threads import in_io_thread

_LABEL_FILTER = tr(
    "Labels (*.tif *.tiff *.png *.hdr *.img *.mat *.npy *.gpkg "
    "*.geojson *.json *.shp *.csv *.txt);;All files (*)"
)
_LABEL_FORMATS = tr(
    "GeoTIFF (*.tif);;GeoPackage (*.gpkg);;GeoJSON "
    "(*.geojson);;Shapefile (*.shp);;ENVI classification "
    "(*.img);;MATLAB (*.mat);;NumPy (*.npy)"
)
_CLASS_FILTER = tr("Class files (*.toml)")

_REFRESHED_BY: tuple[Callable[[SceneSession], SignalInstance], ...] = (
    lambda session: session.document.classes_changed,
    lambda session: session.document.labels_changed,
    lambda session: session.document.classification_changed,
    lambda session: session.document.history_changed,
    lambda session: session.assessment.changed,
    lambda session: session.doubts.changed,
    lambda session: session.next_pixels.changed,
    lambda session: session.runs.started,
    lambda session: session.runs.finished,
    lambda session: session.view.tool_changed,
)


class Commands(CommandGroup):
    """Connects actions with workspace, map and panels, and enables them."""

    def __init__(
        self, window: QMainWindow, workspace: Workspace, actions: Mapping[str, QAction]
    ) -> None:
        super().__init__(window, workspace, actions)
        self.projects = ProjectCommands(window, workspace, actions)
        self._last_folder: Path | None = None

    def connect(self, map_view: MapView, training: TrainingPanel) -> None:
        """Connect every action; the panels exist by now."""
        projects = self.projects
        surroundings = self._window, self._workspace, self._actions
        labels = LabelCommands(*surroundings, map_view)
        self._live = LiveCommands(*surroundings, map_view)
        self._connect(
            {
                "file.open": self.open_scene,
                "file.open_sample": self.open_sample,
                "file.axes": projects.change_axes,
                "scene.properties": projects.set_properties,
                "file.add_auxiliary": self.add_auxiliary,
                "file.import_labels": self.import_labels,
                "file.import_classes": self.import_classes,
                "file.load_reference": self.load_reference,
                "file.match_reference": self.match_reference,
                "file.export_map": self.export_map,
                "file.export_labels": self.export_labels,
                "file.export_classes": self.export_classes,
                "file.close_scene": projects.close_scene,
                "file.save": projects.save,
                "file.save_as": projects.save_as,
                "file.save_copy": projects.save_copy,
                "edit.undo": labels.undo,
                "edit.redo": labels.redo,
                "label.next": labels.next_label,
                "label.previous": labels.previous_label,
                "label.next_doubtful": labels.next_doubtful,
                "label.outline": labels.toggle_outline,
                "label.brush_smaller": lambda: self._grow_brush(-1),
                "label.brush_larger": lambda: self._grow_brush(1),
                "class.add": lambda: self._document.add_class(),
                "class.remove": labels.remove_class,
                "class.merge": labels.merge_class,
                "class.split": labels.split_class,
                "class.move_up": labels.move_class_up,
                "class.move_down": labels.move_class_down,
                "class.renumber": labels.renumber_class,
                "view.zoom_full": map_view.zoom_full,
                "view.zoom_in": map_view.zoom_in,
                "view.zoom_out": map_view.zoom_out,
                "view.zoom_native": map_view.zoom_native,
                "result.opacity": self.toggle_map,
            }
        )
        for tool in TOOLS:
            self._actions[tool.action_id].triggered.connect(
                lambda _checked=False, tool=tool: self._view.set_tool(tool.id)
            )
        connect_theme(self._actions)
        SceneCommands(*surroundings).connect()
        HelpCommands(*surroundings).connect(self._open_sample)
        TrainingCommands(*surroundings).connect(training)
        ResultCommands(*surroundings)
        self._connect_digits()
        self._connect_states()

    def open_scene(self) -> None:
        """Ask for a scene and show it."""
        (_, scenes), *others = file_filter()
        kinds = [(tr("Scenes and projects"), (*scenes, f"*{SUFFIX}")), *others]
        filters = ";;".join(
            f"{label} ({' '.join(patterns)})" for label, patterns in kinds
        )
        run_async(self._window, self._open_chosen(tr("Open"), filters))

    def open_sample(self) -> None:
        """Make the sample scene and show it with labels and classes."""
        run_async(self._window, self._open_sample())

    def add_auxiliary(self) -> None:
        """Ask for an auxiliary raster and add it."""
        workspace = self._workspace
        self._with_file(
            tr("Add auxiliary raster"), tr("All files (*)"), workspace.add_auxiliary
        )

    def import_labels(self) -> None:
        """Ask for a label raster and take its labels."""
        self._with_file(tr("Import labels"), _LABEL_FILTER, self._import_labels)

    def import_classes(self) -> None:
        """Ask for a class file and take its classes."""
        self._with_file(
            tr("Import classes"), _CLASS_FILTER, self._workspace.import_classes
        )

    def load_reference(self) -> None:
        """Ask for a ground truth and compare the result with it."""
        self._with_file(tr("Load reference map"), _LABEL_FILTER, self._load_reference)

    def match_reference(self) -> None:
        """Ask which class each id of the reference stands for."""
        self._run(self._match_reference())

    def export_map(self) -> None:
        """Ask where to, and write the map."""
        self._run(self._export_map())

    def export_labels(self) -> None:
        """Ask where to, and write the labels."""
        self._run(self._save(tr("Export labels"), _LABEL_FORMATS, "tif", "labels"))

    def export_classes(self) -> None:
        """Ask where to, and write the class file."""
        self._run(self._save(tr("Export classes"), _CLASS_FILTER, "toml", "classes"))

    def toggle_map(self) -> None:
        """Hide the map, or show it again."""
        self._view.set_layer("map", visible=not self._view.layer("map").visible)

    def _connect_digits(self) -> None:
        for digit in range(10):
            shortcut = QShortcut(QKeySequence(str(digit)), self._window)
            shortcut.activated.connect(lambda digit=digit: self._choose_class(digit))

    def _choose_class(self, digit: int) -> None:
        """Choose the class in a row of the table: 1 is the first, 0 the tenth.

        While a suggested pixel is at hand, that gets the class instead.
        """
        ids = self._document.classes.ids
        row = (digit - 1) % 10
        if row < len(ids) and not self._live.take_digit(ids[row]):
            self._document.set_current_class(ids[row])

    def _connect_states(self) -> None:
        self._follow = SessionFollower[SceneSession](self._workspace, self._window)
        for pick in _REFRESHED_BY:
            self._follow.connect(pick, self.refresh)
        self._workspace.session_changed.connect(self.refresh)
        self.refresh()

    def _grow_brush(self, pixels: int) -> None:
        self._view.set_brush_size(self._view.brush_size + pixels)

    def refresh(self) -> None:
        """Enable what can be done now, and name what undo and redo would do."""
        document = self._document
        job = self._workspace.training_job
        suggested = self._workspace.session.next_pixels
        layers = self._workspace.session.result_layers
        has_scene = document.cube is not None
        enable_actions(
            self._actions,
            {
                "scene": has_scene,
                "axes": document.cube is not None and bool(document.cube.axes),
                "classes": len(document.classes) > 0,
                "labels": document.labels.total > 0 or suggested.is_on,
                "suggestion": suggested.current is not None,
                "doubts": bool(self._workspace.doubts.pixels),
                "result": document.classification is not None,
                "probabilities": layers.can_show("result.margin"),
                "reference": self._workspace.reference is not None,
                "accuracy": self._workspace.accuracy is not None,
                "undo": bool(document.undo_text),
                "redo": bool(document.redo_text),
                "training": job is not None and job.is_active,
            },
        )
        for action_id, verb, text in (
            ("edit.undo", tr("Undo"), document.undo_text),
            ("edit.redo", tr("Redo"), document.redo_text),
        ):
            self._actions[action_id].setText(
                f"{verb}: {plain_caption(tr(text))}" if text else verb
            )
        tool = self._actions[f"label.{self._view.tool}"]
        if not tool.isChecked():
            tool.setChecked(True)

    def _with_file(self, title: str, filters: str, use: object) -> None:
        self._run(self._use_chosen(title, filters, use))

    async def _use_chosen(self, title: str, filters: str, use: object) -> None:
        path = await self._ask_open(title, filters)
        if path is None or not callable(use):
            return
        reference = await ask_reference(self._window, path, axes=2)
        if reference is not None and is_scene_open():
            await use(reference)

    async def _import_labels(self, reference: Path) -> None:
        async def ask(conflicts: ImportConflicts) -> tuple[Overlap, SameId] | None:
            return await ask_conflicts(self._window, conflicts)

        async def match(matching: IdMatching, file: str) -> Mapping[int, int] | None:
            return await self._ask_matching(matching, file, takes_new=True)

        chosen = await ask_field(self._window, reference)
        if chosen is not None and is_scene_open():
            await self._workspace.import_labels(chosen, ask=ask, match=match)

    async def _load_reference(self, reference: Path) -> None:
        async def match(matching: IdMatching, file: str) -> Mapping[int, int] | None:
            return await self._ask_matching(matching, file, takes_new=False)

        chosen = await ask_field(self._window, reference)
        if chosen is not None and is_scene_open():
            await self._workspace.load_reference(chosen, match=match)

    async def _match_reference(self) -> None:
        async def match(matching: IdMatching, file: str) -> Mapping[int, int] | None:
            return await self._ask_matching(matching, file, takes_new=False)

        await self._workspace.match_reference(match=match)

    async def _ask_matching(
        self, matching: IdMatching, file: str, *, takes_new: bool
    ) -> Mapping[int, int] | None:
        classes = self._document.classes
        return await ask_matching(
            self._window, matching, classes, file=file, takes_new=takes_new
        )

    async def _open_chosen(self, title: str, filters: str) -> None:
        path = await self._ask_open(title, filters)
        if path is None:
            return
        if is_project(path):
            await self.projects.open(path)
            return
        reference = await ask_reference(self._window, path, axes=3)
        if reference is not None:
            await self.projects.open(reference)

    async def _ask_open(self, title: str, filters: str) -> Path | None:
        cube = self._document.cube
        folder = cube.path.parent if cube is not None else None
        return await ask_open_file(
            self._window, title=title, filters=filters, folder=folder
        )

    async def _open_sample(self) -> None:
        files = await in_io_thread(
            write_sample, paths.user_data() / "sample", overwrite=True
        )
        await self._workspace.open_scene(files.cube)
        opened = self._workspace.session
        await self._workspace.add_auxiliary(files.dsm)
        if not opened.is_closed and not opened.document.undo_text:
            # The first time; later the user's own work is in the project.
            await self._workspace.import_labels(files.labels)
            if not opened.is_closed:
                await self._workspace.import_classes(files.classes)

    async def _export_map(self) -> None:
        session, result = self._workspace.session, self._document.classification
        choice = await ask_export(
            self._window,
            self._suggestion("map", ".tif"),
            has_probabilities=result is not None and result.probabilities is not None,
        )
        if choice is None:
            return
        targets = [map_target(choice.path, "the map")]
        if choice.confidence is not None:
            targets.append(confidence_target(choice.confidence, "the confidence"))
        others = choice.plan
        targets += [target for target in others.targets if target.path != choice.path]
        if await may_write(self._window, self._workspace.sources(), targets):
            written = []
            if choice.is_cog:
                others = replace(others, confidence=choice.confidence)
            else:
                written += await self._workspace.export_map(
                    choice.path, confidence=choice.confidence
                )
            if others.targets:
                written += await export_session(session, others, draw_source)
            if not choice.path.is_relative_to(paths.user_data()):
                self._last_folder = choice.path.parent
            show_exported(self._window, written)

    async def _save(self, title: str, filters: str, suffix: str, kind: str) -> None:
        workspace = self._workspace
        path = await ask_target(
            self._window,
            workspace.sources,
            lambda path: (
                label_target(path, "the labels")
                if kind == "labels"
                else Target(path, "the class file")
            ),
            title=title,
            filters=filters,
            suffix=suffix,
            suggestion=self._suggestion(kind, f".{suffix}"),
        )
        if path is None:
            return
        write = (
            workspace.export_labels if kind == "labels" else workspace.export_classes
        )
        await write(path)

    def _suggestion(self, kind: str, suffix: str) -> Path:
        cube = self._document.cube
        stem = cube.path.stem if cube is not None else "scene"
        folder = self._last_folder
        if folder is None and cube is not None:
            own, data = cube.path.parent, paths.user_data()
            # The sample lies where nobody looks for a map.
            if os.access(own, os.W_OK) and not own.is_relative_to(data):
                folder = own
        return (folder or Path.home()) / f"{stem}_{kind}{suffix}"
