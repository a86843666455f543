"""The panel of analyses: what it asks, what it starts, what it shows."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from hsiviewer.core.labels import LabelMap
from hsiviewer.imaging.value_colors import ColorRamp, NamedValues
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.registry import open_cube
from hsiviewer.io.spectral_library import read_library
from hsiviewer.ui.panels.analysis.panel import AnalysisPanel
from hsiviewer.ui.panels.layers.value_legend import shown_title, value_text
from tests.analysis.scenes import make_endmembers, make_scene
from tests.builders import UTM33
from tests.in_process import run_jobs_here
from tests.ui.fakes import FakeWorkspace, Replies, make_actions

PLACE = "hsiviewer.ui.panels.analysis.panel"


@pytest.fixture
def workspace(loop, tmp_path, monkeypatch):
    """Return a workspace with a scene file, whose jobs run here and at once."""
    run_jobs_here(monkeypatch)
    workspace = FakeWorkspace()
    cube, _ = make_scene(rows=12, cols=14, gaps=1)
    cube.source._values[:, 4, 7] = make_endmembers()[0]
    path = tmp_path / "scene.img"
    write_envi(
        path,
        cube.source._values,
        bands=cube.bands,
        georeference=UTM33,
        nodata=cube.nodata,
    )
    labels = np.zeros((12, 14), np.uint16)
    labels[4, 7] = 1
    marked = LabelMap(labels)
    workspace.open_cube(open_cube(path), classes=("clay",), labels=marked)
    yield workspace
    loop.run_until_complete(workspace.analyses.close())
    assert not list((tmp_path / "home").glob("**/values.img"))


@pytest.fixture
def panel(workspace, qtbot):
    panel = AnalysisPanel(workspace, make_actions(None))
    qtbot.addWidget(panel)
    return panel


def part(panel, kind, name):
    return panel.findChild(kind, name)


def started(panel, qtbot, analysis_id):
    """Choose an analysis, start it, and return its layer when it is shown."""
    panel.choose(analysis_id)
    button = part(panel, QPushButton, "analyseButton")
    assert button.isEnabled()
    before = len(panel._workspace.analyses._results)
    button.click()
    qtbot.waitUntil(lambda: len(panel._workspace.analyses._results) > before)
    qtbot.waitUntil(lambda: not panel._workspace.analyses._following)
    return panel._workspace.layers.values[-1]


def test_nothing_of_a_result_is_there_before_one(panel):
    for name in ("analysisBandBox", "analysisFacts"):
        assert part(panel, QWidget, name).isHidden()


def test_anomalies_lie_over_the_map_with_their_values(panel, workspace, qtbot):
    layer = started(panel, qtbot, "rx")
    assert shown_title(layer).endswith(": anomaly")
    assert isinstance(layer.scale, ColorRamp)
    assert value_text(layer, (4, 7)).startswith(shown_title(layer))
    assert value_text(layer, (0, 0)) == ""
    assert workspace.jobs.jobs[-1].title == "Anomalies in the scene (RX)"
    assert "done" in part(panel, QLabel, "analysisState").text()


def test_a_target_is_the_selected_pixel_or_a_class(panel, workspace, qtbot):
    panel.choose("ace")
    button, state = part(panel, QPushButton, "analyseButton"), "analysisState"
    assert not button.isEnabled()
    assert "Click the pixel" in part(panel, QLabel, state).text()
    workspace.document.select_pixel((4, 7))
    by_pixel = started(panel, qtbot, "ace")
    assert shown_title(by_pixel).endswith(": pixel 4, 7")
    box = part(panel, QComboBox, "analysisSpectraBox")
    titles = [box.itemText(row) for row in range(box.count())]
    assert titles == ["Selected pixel", "All classes with labels", "clay"]
    box.setCurrentIndex(2)
    by_class = started(panel, qtbot, "ace")
    assert shown_title(by_class).endswith(": clay")
    assert value_text(by_class, (4, 7)).split(": ")[-1] == "1"


def test_a_formula_is_explained_completed_and_computed(panel, qtbot):
    panel.choose("formula")
    button = part(panel, QPushButton, "analyseButton")
    assert not button.isEnabled()
    line = part(panel, QLineEdit, "formulaEdit")
    assert line.completer().model().rowCount() > 20
    line.setText("ndvi")
    assert "Rouse" in part(panel, QLabel, "indexLabel").text()
    layer = started(panel, qtbot, "formula")
    assert shown_title(layer) == "Formula: ndvi"


def test_clusters_are_a_map_with_names_and_their_distance_is_a_choice(panel, qtbot):
    panel.choose("kmeans")
    part(panel, QLineEdit, "analysis_clusters").setText("3")
    layer = started(panel, qtbot, "kmeans")
    assert isinstance(layer.scale, NamedValues)
    assert value_text(layer, (4, 7)).startswith("Clusters (k-means): cluster")
    bands = part(panel, QComboBox, "analysisBandBox")
    assert bands.count() == 2
    bands.setCurrentIndex(1)
    bands.activated.emit(1)
    layers = panel._workspace.layers
    qtbot.waitUntil(lambda: layers.values[-1].subject.endswith(": distance"))
    assert len(layers.values) == 1


def test_clusters_become_classes_by_one_click(panel, workspace, qtbot):
    panel.choose("kmeans")
    part(panel, QLineEdit, "analysis_clusters").setText("3")
    started(panel, qtbot, "kmeans")
    document = workspace.document
    part(panel, QPushButton, "useAnalysisButton").click()
    qtbot.waitUntil(lambda: document.classification is not None)
    names = [cover.name for cover in document.classes]
    assert names == ["clay", "cluster 1", "cluster 2", "cluster 3"]
    found = document.classification
    assert set(np.unique(found.class_map)) == {0, 2, 3, 4}
    assert found.class_map[0, 0] == 0
    assert document.labels.counts == {1: 1}


@pytest.mark.parametrize(
    ("analysis_id", "name"), [("vca", "v.img"), ("kmeans", "k.tif")]
)
def test_results_and_spectra_are_exported(
    panel, qtbot, monkeypatch, tmp_path, analysis_id, name
):
    panel.choose(analysis_id)
    count = {"vca": "endmembers", "kmeans": "clusters"}[analysis_id]
    part(panel, QLineEdit, f"analysis_{count}").setText("3")
    started(panel, qtbot, analysis_id)
    out, library = tmp_path / name, tmp_path / "found.sli"
    Replies(monkeypatch, f"{PLACE}.ask_target", out, library)
    part(panel, QPushButton, "exportAnalysisButton").click()
    qtbot.waitUntil(out.exists)
    assert open_cube(out).grid_shape == (12, 14)
    part(panel, QPushButton, "saveAnalysisSpectraButton").click()
    qtbot.waitUntil(library.exists)
    assert len(read_library(library).names) == 3


def test_a_library_is_chosen_and_its_spectra_matched(
    panel, qtbot, monkeypatch, tmp_path
):
    from tests.workflows.analysing.test_analyse import make_library

    path = make_library(tmp_path / "materials.sli")
    Replies(monkeypatch, f"{PLACE}.ask_open_file", path)
    panel.choose("match")
    part(panel, QPushButton, "analysisLibraryButton").click()
    box = part(panel, QComboBox, "analysisSpectraBox")
    qtbot.waitUntil(lambda: box.currentText() == "materials.sli")
    layer = started(panel, qtbot, "match")
    assert value_text(layer, (4, 7)).endswith("clay soil")


@pytest.mark.parametrize(
    ("analysis_id", "field", "text", "words"),
    [
        ("rx-local", "analysis_outer", "4", "an odd number"),
        ("formula", "formulaEdit", "b9000", "no good band"),
        ("formula", "formulaEdit", "b800 +", "at its end"),
    ],
)
def test_what_is_wrong_is_told_before_anything_starts(
    panel, workspace, qtbot, analysis_id, field, text, words
):
    panel.choose(analysis_id)
    part(panel, QLineEdit, field).setText(text)
    part(panel, QPushButton, "analyseButton").click()
    qtbot.waitUntil(lambda: panel.window().findChild(QMessageBox) is not None)
    box = panel.window().findChild(QMessageBox)
    assert words in box.text()
    box.close()
    assert not workspace.jobs.jobs


def test_a_failure_is_told_and_nothing_is_shown(panel, workspace, qtbot):
    panel.choose("kmeans")
    part(panel, QLineEdit, "analysis_clusters").setText("900")
    part(panel, QPushButton, "analyseButton").click()
    qtbot.waitUntil(lambda: len(workspace.jobs.jobs) > 0)
    qtbot.waitUntil(lambda: not workspace.analyses._following)
    state = part(panel, QLabel, "analysisState").text()
    assert "fewer than 900 different spectra" in state
    assert not workspace.layers.values


def test_another_scene_has_results_of_its_own(panel, workspace, qtbot, tmp_path):
    started(panel, qtbot, "rx")
    old = workspace.session
    path = tmp_path / "other.tif"
    write_geotiff(path, np.ones((3, 4, 5), np.float32), georeference=UTM33)
    workspace.open_cube(open_cube(path))
    assert workspace.analyses.found is None
    assert not part(panel, QComboBox, "analysisBandBox").isVisibleTo(panel)
    folder = Path(old.analyses._folders[0])
    assert folder.is_dir()
    qtbot.waitUntil(lambda: not old.analyses._following)
    import asyncio

    asyncio.get_event_loop().run_until_complete(old.analyses.close())
    assert not folder.exists()
