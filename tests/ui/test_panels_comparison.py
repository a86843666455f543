"""Methods side by side: what is chosen, told of the outcome, and used."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableWidget,
)

from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.agreement import agreement
from hsiviewer.jobs.job import Job
from hsiviewer.learning.recipe import Recipe
from hsiviewer.ui.panels.comparison.panel import MethodComparisonPanel
from hsiviewer.workflows.tasks.comparison_records import (
    AGREEMENT,
    ComparedMethod,
    MethodComparison,
)
from hsiviewer.workflows.tasks.records import DevicesTask
from hsiviewer.workflows.tasks.submission import TrainingSettings
from tests.ui.fakes import FakeWorkspace, make_run, report

SHAPE = (6, 7)
SCHEME = ClassScheme(
    (LandCoverClass(1, "water", "#0000ff"), LandCoverClass(2, "roof", "#ff0000"))
)
SVM, FOREST = "Support vector machine", "Random forest"


@pytest.fixture
def workspace(loop):
    workspace = FakeWorkspace()
    labels = np.zeros(SHAPE, np.uint16)
    labels[0, :4], labels[1, :4] = 1, 2
    workspace.open_cube(classes=("water", "roof"), labels=LabelMap(labels))
    return workspace


@pytest.fixture
def load_reference(qapp):
    return QAction("Load reference map...")


@pytest.fixture
def panel(workspace, load_reference, qtbot):
    panel = MethodComparisonPanel(workspace, {"file.load_reference": load_reference})
    qtbot.addWidget(panel)
    panel.resize(900, 700)
    panel.show()
    return panel


def method(name, mean, *, behind=0.0, p_value=None, class_map=None):
    spread = {"mean": mean, "std": 0.01}
    figures = {
        "overall_accuracy": spread,
        "average_accuracy": spread,
        "kappa": spread,
        "f1": {"water": {"mean": mean, "std": 0.02}},
        "seconds": 61.0,
        "memory_mb": 321.0,
    }
    ids = np.ones(SHAPE, np.uint16) if class_map is None else class_map
    result = ClassificationResult(ids, np.ones(SHAPE, np.float32), SCHEME)
    return ComparedMethod(name, figures, behind, p_value, result, make_run(name))


def comparison(*, rounds=6, p_value=0.2, has_reference=False, failed=()):
    other = np.ones(SHAPE, np.uint16)
    other[0] = 2
    methods = [
        method("svm", 0.93),
        method("random-forest", 0.9, behind=0.03, p_value=p_value, class_map=other),
    ]
    return MethodComparison(
        scene="scene.hdr",
        folder=Path("runs/comparison"),
        methods=methods,
        agreement=agreement([each.result.class_map for each in methods]),
        has_reference=has_reference,
        rounds=rounds,
        tested=40,
        failed=dict(failed),
    )


def show(workspace, found):
    workspace.comparisons.result = found
    workspace.comparisons.changed.emit()


def run_job(workspace):
    job = Job(task="compare", record=DevicesTask(), title="Compare methods")
    workspace.comparisons.job = job
    job.changed.connect(workspace.comparisons.changed.emit)
    workspace.comparisons.changed.emit()
    return job


def texts(panel):
    return [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]


def told(panel, beginning):
    return any(text.startswith(beginning) for text in texts(panel))


def start(panel):
    return panel.findChild(QPushButton, "startComparisonButton")


def cells(table):
    return [
        [table.item(row, column).text() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]


def choose(panel, *methods):
    for box in panel.findChildren(QCheckBox):
        if box.objectName().startswith("compare-"):
            box.setChecked(box.objectName().removeprefix("compare-") in methods)


def test_methods_rounds_and_preset_are_chosen(panel):
    choose(panel, "svm", "random-forest")
    panel.findChild(QSpinBox, "comparisonRounds").setValue(4)
    preset = panel.findChild(QComboBox, "comparisonPreset")
    preset.setCurrentIndex(preset.findData("paper"))
    panel.take(TrainingSettings(Recipe("svm", device="cpu", text_encoder="own")))
    settings = panel.settings()
    assert {recipe.method for recipe in settings.recipes} == {"svm", "random-forest"}
    assert {recipe.device for recipe in settings.recipes} == {"cpu"}
    assert settings.rounds == 4


def test_what_is_missing_is_said_before_a_start(panel, workspace):
    assert start(panel).isEnabled()
    choose(panel, "svm")
    assert not start(panel).isEnabled()
    assert start(panel).toolTip() == "Choose at least two methods."
    assert "Choose at least two methods." in texts(panel)
    choose(panel, "svm", "random-forest")
    workspace.open_cube()
    assert start(panel).toolTip() == "Label some pixels of at least two classes."


def test_without_a_scene_one_is_asked_for(qtbot, loop):
    panel = MethodComparisonPanel(FakeWorkspace(), {})
    qtbot.addWidget(panel)
    assert start(panel).toolTip() == "Open a scene first."


def test_what_is_tested_with_is_said(panel, workspace):
    assert told(panel, "Tested on half of your labels")
    reference = LabelMap(np.ones(SHAPE, np.uint16))
    workspace.session.assessment.reference = reference
    workspace.session.assessment.changed.emit()
    assert told(panel, "Tested on the reference map")


def test_a_comparison_is_started_with_the_reference(
    panel, workspace, monkeypatch, qtbot
):
    started = []

    async def begin(settings, reference):
        started.append((len(settings.recipes), reference))

    monkeypatch.setattr(workspace.comparisons, "start", begin)
    choose(panel, "svm", "random-forest")
    start(panel).click()
    qtbot.waitUntil(lambda: started == [(2, None)])


def test_progress_is_told_and_can_be_stopped(panel, workspace):
    job = run_job(workspace)
    assert not start(panel).isEnabled()
    assert "Starting…" in texts(panel)
    job.begin()
    report(job, 0.4, stage="Random forest: round 2", message="")
    assert panel.findChild(QProgressBar, "comparisonBar").value() == 40
    assert told(panel, "Random forest: round 2")
    panel.findChild(QPushButton, "stopComparisonButton").click()
    assert job.cancel_requested.is_set()
    job.end_cancelled()
    assert start(panel).isEnabled()
    assert "Which method suits your labels?" in texts(panel)


def test_a_failure_is_told(panel, workspace):
    workspace.comparisons.problem = "The encoder is missing"
    workspace.comparisons.changed.emit()
    assert "The comparison failed" in texts(panel)
    assert "The encoder is missing" in texts(panel)


def test_figures_of_all_methods_are_shown_the_best_first(panel, workspace, qtbot):
    show(workspace, comparison())
    methods = panel.findChild(QTableWidget, "methodTable")
    first, second = cells(methods)
    spread = "0.930 ± 0.010"
    assert first == [SVM, spread, spread, spread, "", "61 s", "321 MB"]
    assert second[4] == "0.030, p = 0.20"
    assert methods.item(0, 0).font().bold()
    assert not methods.item(1, 0).font().bold()
    classes = panel.findChild(QTableWidget, "methodClassTable")
    assert cells(classes) == [
        ["water", "0.930 ± 0.020", "0.900 ± 0.020"],
        ["roof", *["\N{EN DASH}"] * 2],
    ]
    assert classes.item(0, 1).font().bold()
    wait_for_pictures(panel, qtbot)


@pytest.mark.parametrize(
    ("fields", "verdict"),
    [
        ({}, "held-out labels right. Its lead over Random forest may be chance."),
        ({"p_value": 0.01}, f"{SVM} mapped 93.0% of 40 held-out labels right."),
        ({"has_reference": True, "p_value": 0.01}, "of 40 reference pixels right."),
        ({"rounds": 2}, "certain; 6 or more can."),
        (
            {"p_value": 0.01, "failed": {"s3fn": "it needs a surface model"}},
            "could not run: it needs a surface model.",
        ),
    ],
)
def test_the_outcome_is_told_in_words(panel, workspace, qtbot, fields, verdict):
    show(workspace, comparison(**fields))
    assert panel.verdict.endswith(verdict)
    wait_for_pictures(panel, qtbot)


def wait_for_pictures(panel, qtbot):
    maps = panel.findChild(QListWidget, "methodMaps")
    qtbot.waitUntil(lambda: not maps._paint.is_running)
    assert all(not maps.item(row).icon().isNull() for row in range(maps.count()))


def test_a_map_is_chosen_and_used(panel, workspace, monkeypatch, qtbot):
    used = []

    async def use(method):
        used.append(method)

    monkeypatch.setattr(workspace.comparisons, "use", use)
    show(workspace, comparison())
    maps = panel.findChild(QListWidget, "methodMaps")
    button = panel.findChild(QPushButton, "useMapButton")
    assert [maps.item(row).text() for row in range(3)] == [
        f"{SVM}\n0.930",
        f"{FOREST}\n0.900",
        "Agreement\n83% alike",
    ]
    assert button.text() == f"Use the map of {SVM}"
    button.click()
    qtbot.waitUntil(lambda: panel.verdict.startswith(f"{SVM}: this map is shown now"))
    maps.setCurrentRow(2)
    assert button.text() == "Use the agreement"
    maps.itemActivated.emit(maps.item(2))
    qtbot.waitUntil(lambda: panel.verdict == "The agreement of the maps is shown now.")
    assert used == ["svm", AGREEMENT]
    wait_for_pictures(panel, qtbot)


def test_only_where_the_maps_differ(panel, workspace, qtbot):
    show(workspace, comparison())
    wait_for_pictures(panel, qtbot)
    maps = panel.findChild(QListWidget, "methodMaps")

    def color():
        picture = maps.item(0).icon().pixmap(maps.iconSize()).toImage()
        return picture.pixelColor(picture.width() // 2, picture.height() // 2).rgba()

    before = color()
    panel.findChild(QCheckBox, "onlyDifferingBox").setChecked(True)
    wait_for_pictures(panel, qtbot)
    assert color() != before, "both methods give the middle the same class"


def test_the_outcome_goes_with_its_scene(panel, workspace, qtbot):
    show(workspace, comparison())
    wait_for_pictures(panel, qtbot)
    workspace.open_cube()
    assert "Which method suits your labels?" in texts(panel)
