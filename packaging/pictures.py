"""Take the pictures of the README and the guide from real scenes.

    .venv/bin/python packaging/pictures.py DATA [--out resources/screenshots]

DATA is a folder with ``enmap_potsdam``, ``salinas_a`` and ``spectral_libraries``
in it. The real window is driven offscreen. The texts that each picture shows are kept
beside them: a test finds pictures that are older than the window's texts.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QWidget
from shown_texts import record_texts

ROOT = Path(__file__).resolve().parents[1]
POTSDAM = "enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif"
POTSDAM_LABELS = "enmap_potsdam/derived_enmap_potsdam_labels_160x192.tif"
POTSDAM_CLASSES = ROOT / "tests" / "benchmarks" / "potsdam.toml"
SALINAS = "salinas_a/SalinasA_corrected.mat"
COMPARED = (  # each takes seconds
    "svm", "random-forest", "extra-trees", "discriminant", "logistic", "spectral-angle",
)  # fmt: skip
LIBRARY = "spectral_libraries/library_berlin.sli"


def main() -> int:
    """Take all pictures; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "resources" / "screenshots")
    parser.add_argument("--language", default="", help="one picture in this language")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        os.environ["HSIVIEWER_HOME"] = home
        from hsiviewer.ui.base.texts import LANGUAGES, choose_language

        choose_language(options.language or "en")
        from hsiviewer.app import create_application, run_application

        _, loop = create_application(sys.argv[:1])
        status = run_application(loop, lambda window: _Tour(window, options).take())
    if not options.language:
        # A program speaks one language from its start on.
        for code in sorted(set(LANGUAGES) - {"en"}):
            again = [sys.executable, *sys.argv, "--language", code]
            status = status or subprocess.run(again, check=False).returncode
    return status


class _Tour:
    """One walk through the window with a picture at each stop."""

    def __init__(self, window: object, options: argparse.Namespace) -> None:
        self._window = window
        self._workspace = window.workspace
        self._data, self._out = options.data, options.out
        self._language = options.language

    async def take(self) -> None:
        """Take the pictures in the order of the tour."""
        self._window.resize(1280, 800)
        await self._classify()
        if self._language:
            self._do("spectrum.means")
            await self._save(f"main-{self._language}")
            self._window.close()
            return
        await self._save("main-light")
        await self._texts()
        await self._jobs()
        self._do("view.theme")
        await self._save("main-dark")
        self._do("view.theme")
        self._do("view.swipe", "view.scale_bar", "view.graticule")
        await self._save("swipe")
        self._do("view.swipe", "view.scale_bar", "view.graticule", "view.second")
        self._choose("secondCompositeBox", "Colour infrared")
        await self._save("linked")
        self._do("view.second", "result.opacity")
        await self._spectra()
        await self._minerals()
        await self._compare()
        await self._cube()
        await self._sample()
        self._window.close()

    async def _classify(self) -> None:
        from hsiviewer.core.labels import LabelMap
        from hsiviewer.evaluation.protocol import sample_shots
        from hsiviewer.learning.recipe import Recipe
        from hsiviewer.workflows.tasks.submission import TrainingSettings

        workspace = self._workspace
        await workspace.open_scene(self._data / POTSDAM)
        await workspace.load_reference(self._data / POTSDAM_LABELS)
        shots = sample_shots(workspace.reference.values, shots=20, seed=5)
        workspace.document.load_labels(LabelMap(shots), workspace.document.classes)
        await workspace.import_classes(POTSDAM_CLASSES)
        # English pictures show similarities of texts: of a method that reads texts.
        method = "svm" if self._language else "curated-prompts"
        job = workspace.start_training(TrainingSettings(Recipe(method)))
        await workspace.jobs.result(job)
        while workspace.document.classification is None:
            await asyncio.sleep(0.05)
        workspace.document.select_pixel((100, 150))

    async def _jobs(self) -> None:
        from hsiviewer.learning.recipe import Recipe
        from hsiviewer.workflows.tasks.submission import TrainingSettings

        workspace = self._workspace
        await workspace.jobs.result(
            workspace.start_training(TrainingSettings(Recipe("svm")))
        )
        job = workspace.start_training(TrainingSettings(Recipe("curated-prompts")))
        self._window.findChild(QWidget, "jobsDock").raise_()
        while job.stage != "fine-tuning" or not job.losses:
            await asyncio.sleep(0.1)
        await self._save("jobs")
        self._window.findChild(QWidget, "trainingDock").raise_()
        await workspace.jobs.result(job)
        while workspace.document.classification is None:
            await asyncio.sleep(0.05)

    async def _texts(self) -> None:
        self._do("class.compare_texts")
        panel = self._window.findChild(QWidget, "textsDock")
        matrix = panel.findChild(QWidget, "cosineMatrix")
        bars = panel.findChild(QWidget, "similarityTable")
        while not matrix.rowCount() or not bars.rowCount():
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.3)
        self._keep(panel, "texts")
        self._do("class.compare_texts")
        for action_id, name, file in (
            ("class.describe", "describeDialog", "describe"),
            ("class.ask_model", "askModelDialog", "ask-model"),
        ):
            self._do(action_id)
            while (dialog := self._window.findChild(QWidget, name)) is None:
                await asyncio.sleep(0.05)
            await asyncio.sleep(0.3)
            self._keep(dialog, file)
            dialog.reject()
            await asyncio.sleep(0.1)

    async def _compare(self) -> None:
        self._do("train.compare_methods")
        dock = self._window.findChild(QWidget, "methodsDock")
        for box in dock.findChildren(QCheckBox):
            method = box.objectName().removeprefix("compare-")
            if method != box.objectName():
                box.setChecked(method in COMPARED)
        dock.findChild(QWidget, "comparisonRounds").setValue(2)
        dock.findChild(QWidget, "startComparisonButton").click()
        while (found := self._workspace.comparisons).result is None:
            if found.problem:
                raise SystemExit(found.problem)
            await asyncio.sleep(0.2)
        dock.findChild(QWidget, "onlyDifferingBox").setChecked(True)
        dock.resize(1000, 690)
        await asyncio.sleep(1)
        self._keep(dock, "compare-methods")
        self._do("train.compare_methods")

    async def _spectra(self) -> None:
        from hsiviewer.io.spectral_library import read_library

        path = self._data / LIBRARY
        self._window.findChild(QWidget, "libraryDock").widget().show_library(
            read_library(path), path
        )
        self._do("spectrum.features")
        await self._save("library-match")
        self._do("spectrum.features", "spectrum.continuum")
        self._window.findChild(QWidget, "libraryDock").hide()
        await self._save("spectra")
        self._do("spectrum.measured", "spectrum.means")
        await self._save("class-means")
        self._do("spectrum.means")

    async def _minerals(self) -> None:
        self._choose("compositeBox", "Geology")
        await self._save("mineral-composite")
        self._choose("compositeBox", "Minimum noise fraction")
        await self._save("noise-fractions")

    async def _cube(self) -> None:
        await self._workspace.open_scene(self._data / SALINAS)
        self._do("view.cube")
        await asyncio.sleep(1.5)
        dock = self._window.findChild(QWidget, "cubeDock")
        self._keep(dock, "cube")
        self._do("view.cube")

    async def _sample(self) -> None:
        from hsiviewer.learning.recipe import Recipe
        from hsiviewer.workflows.commands.sample import write_sample
        from hsiviewer.workflows.tasks.submission import TrainingSettings

        workspace = self._workspace
        with tempfile.TemporaryDirectory() as folder:
            files = write_sample(Path(folder))
            await workspace.open_scene(files.cube)
            await workspace.add_auxiliary(files.dsm)
            await workspace.import_labels(files.labels)
            await workspace.import_classes(files.classes)
            await workspace.load_reference(files.reference)
            job = workspace.start_training(
                TrainingSettings(Recipe("curated-prompts"), auxiliary=(str(files.dsm),))
            )
            await workspace.jobs.result(job)
            while workspace.document.classification is None:
                await asyncio.sleep(0.05)
            workspace.document.select_pixel((60, 40))
            workspace.view.set_layer("map", visible=True)
            await self._save("window")
            workspace.view.set_layer("map", visible=False)
            self._do("label.outline", "label.wand")
            workspace.document.set_current_class(3)
            workspace.view.set_wand_angle(9)
            self._click((118, 10))
            await asyncio.sleep(1.5)
            self._do("label.polygon")
            self._click((28, 8), (26, 36), (52, 46), (60, 20))
            self._move((46, 9))
            await self._save("labelling")
            await workspace.projects.close()

    def _click(self, *pixels: tuple[int, int]) -> None:
        for pixel in pixels:
            for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
                self._send(kind, pixel)

    def _move(self, pixel: tuple[int, int]) -> None:
        self._send(QEvent.Type.MouseMove, pixel)

    def _send(self, kind: QEvent.Type, pixel: tuple[int, int]) -> None:
        view = self._window.map_view
        spot = QPointF(view.map_from_pixel(*pixel))
        left = Qt.MouseButton.LeftButton
        event = QMouseEvent(
            kind, spot, view.mapToGlobal(spot), left, left,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(view, event)

    def _do(self, *action_ids: str) -> None:
        for class_id in action_ids:
            self._window.action(class_id).trigger()

    def _choose(self, name: str, text: str) -> None:
        box = self._window.findChild(QWidget, name)
        row = box.findText(text)
        box.setCurrentIndex(row)
        box.activated.emit(row)

    async def _save(self, name: str) -> None:
        await asyncio.sleep(1.2)  # pictures and spectra arrive one after the other
        busy = self._window.findChild(QWidget, "busyBar")
        while self._window.map_view.is_drawing or busy.isVisible():
            await asyncio.sleep(0.05)
        self._keep(self._window, name)

    def _keep(self, widget: QWidget, name: str) -> None:
        widget.grab().save(str(self._out / f"{name}.png"))
        record_texts(self._out, name, widget, self._language)


if __name__ == "__main__":
    sys.exit(main())
