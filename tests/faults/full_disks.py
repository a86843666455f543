"""Everything that the program writes, to be written to a disk that is nearly full."""

import contextlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.report import render_html, run_report
from hsiviewer.io.atomic import write_text
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import write_labels
from hsiviewer.io.maps import write_class_map, write_confidence
from hsiviewer.io.object_tables import ObjectRow, ObjectVerdict, write_object_table
from hsiviewer.io.spectral_library import SpectralLibrary, write_library
from hsiviewer.workflows.tasks.records import save_result
from tests.builders import UTM33
from tests.projects import Painter, make_store

PAGE = 4096
SIZE = 300 * PAGE


@dataclass(frozen=True)
class SmallDisk:
    """A file system of its own, of which a part is free."""

    folder: Path

    def leave_pages(self, pages):
        """Fill the disk but for some pages."""
        with (self.folder / "ballast").open("wb", buffering=0) as file:
            with contextlib.suppress(OSError):
                while file.write(bytes(PAGE)) == PAGE:
                    pass
            file.truncate(max(0, file.tell() // PAGE - pages) * PAGE)

    def clear(self):
        """Give back all space."""
        for path in sorted(self.folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()

    def content(self):
        """Return every file but the ballast, with its bytes."""
        return {
            path.relative_to(self.folder).as_posix(): _bytes(path)
            for path in self.folder.rglob("*")
            if path.is_file() and path.name != "ballast"
        }


def _bytes(path):
    content = bytearray(path.read_bytes())
    if path.suffix == ".hsiproj":
        # SQLite notes how a database was opened and how often it was written to.
        content[18:20] = bytes(2)
        content[24:28] = content[92:96] = bytes(4)
    return bytes(content)


@contextlib.contextmanager
def mounted(folder, size=SIZE):
    """Mount a small file system, where that is allowed; sizes are in bytes."""
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        done = subprocess.run(mount, capture_output=True, check=False, timeout=10)
    except OSError:
        pytest.skip("there is no mount command")
    if done.returncode:
        pytest.skip("a small file system cannot be mounted here")
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False, timeout=10)


def scheme(text, repeat=400):
    return ClassScheme(
        (
            LandCoverClass(1, "water", "#0072b2", text),
            LandCoverClass(7, "roof", "#d55e00", text * repeat),
        )
    )


def class_ids(seed):
    values = np.random.default_rng(seed).integers(0, 2, (150, 170)) * 7
    return values.astype(np.uint16)


def result(seed):
    generator = np.random.default_rng(seed)
    return ClassificationResult(
        class_map=class_ids(seed),
        confidence=generator.random((150, 170)).astype(np.float32),
        scheme=scheme(str(seed)),
        georeference=UTM33,
        provenance={
            "method": "svm", "preset": "quick", "seed": seed, "scene": "scene.tif",
            "device": "cpu", "warnings": [], "seconds": {"total": 1.0},
            "configuration": {"C": 1.0}, "text_encoder": "", "auxiliary": [],
            "bands_used": 3, "labels_per_class": {"1": 4}, "transductive": False,
            "versions": {"hsiviewer": "0"},
        },
    )  # fmt: skip


def _labels(name):
    def write(folder, seed):
        labels = LabelMap(class_ids(seed))
        write_labels(folder / name, labels, scheme(str(seed), repeat=200), UTM33)

    return write


def _cube(folder, seed):
    values = np.random.default_rng(seed).random((4, 60, 70)).astype(np.float32)
    write_envi(folder / "cube.hdr", values, bands=BandAxis(4), georeference=UTM33)


def _raster(folder, seed):
    values = np.random.default_rng(seed).random((1, 120, 130)).astype(np.float32)
    write_geotiff(folder / "dsm.tif", values, georeference=UTM33)


def _spectra(name):
    def write(folder, seed):
        values = np.random.default_rng(seed).random((30, 200))
        names = tuple(f"spectrum {number}" for number in range(30))
        axis = np.linspace(400.0, 2500.0, 200)
        write_library(folder / name, SpectralLibrary(names, axis, values))

    return write


def _table(folder, seed):
    row = ObjectVerdict(ObjectRow(f"{seed}.npy", "ripe"), "ripe", 0.5, (0.5, 0.5), 9)
    write_object_table(folder / "objects.csv", [row] * 600, ["ripe", "raw"])


def _report(name):
    def write(folder, seed):
        report = run_report(result(seed), n_labels=4)
        is_page = name.endswith(".html")
        text = render_html(report) if is_page else json.dumps(report, indent=1)
        write_text(folder / name, text + "\n" * 9000)

    return write


def _model(folder, seed):
    import torch

    from hsiviewer.learning.saved.checkpoints import save_model

    weights = {"w": torch.full((5000,), float(seed))}
    save_model(folder / "model", weights, {"method": "svm", "notes": str(seed) * 9000})


def _project(folder, seed):
    source = folder.parent / f"source-{seed}"
    if not source.exists():
        source.mkdir()
        store, painter = make_store(source, shape=(150, 170)), Painter((150, 170))
        from hsiviewer.io.project_journal import ProjectJournal

        journal = ProjectJournal(store)
        for _ in range(5):
            journal.push(painter.stroke(1, pixels=2000))
        journal.close()
    from hsiviewer.io.project_store import ProjectStore

    with contextlib.closing(ProjectStore(source / "survey.hsiproj")) as store:
        store.copy_to(folder / "copy.hsiproj")


def _picture(folder, seed):
    from PySide6.QtGui import QImage

    from hsiviewer.ui.base.picture_files import write_picture

    values = np.random.default_rng(seed).integers(0, 255, (90, 400), np.uint8)
    image = QImage(values.data, 100, 90, 400, QImage.Format.Format_RGB32).copy()
    write_picture(image, folder / "picture.png")


def _drawing(folder, seed):
    from PySide6.QtCore import QSize

    from hsiviewer.ui.base.picture_files import write_drawing

    def paint(painter):
        for number in range(300):
            painter.drawLine(number, seed, 300 - number, 200)

    write_drawing(paint, QSize(300, 200), folder / "plot.svg")


WRITERS = {
    "map": lambda folder, seed: write_class_map(folder / "map.tif", result(seed)),
    "confidence": lambda folder, seed: write_confidence(
        folder / "confidence.tif", result(seed)
    ),
    "GeoTIFF labels": _labels("labels.tif"),
    "ENVI labels": _labels("labels.img"),
    "MATLAB labels": _labels("labels.mat"),
    "NumPy labels": _labels("labels.npy"),
    "GeoPackage": _labels("labels.gpkg"),
    "GeoJSON": _labels("labels.geojson"),
    "shapefile": _labels("labels.shp"),
    "classes": lambda folder, seed: write_classes(
        folder / "classes.toml", scheme(f"{seed} " * 30)
    ),
    "ENVI cube": _cube,
    "GeoTIFF": _raster,
    "spectra as table": _spectra("spectra.csv"),
    "spectra of ENVI": _spectra("spectra.sli"),
    "object table": _table,
    "report as JSON": _report("report.json"),
    "report as page": _report("report.html"),
    "model": _model,
    "project": _project,
    "picture": _picture,
    "drawing": _drawing,
    "result of a run": lambda folder, seed: save_result(folder / "run", result(seed)),
}
