"""The training panel gathers settings, advises, starts and shows progress."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QToolButton,
    QWidget,
)

from hsiviewer.core.labels import LabelMap
from hsiviewer.learning.configuration import parameters
from hsiviewer.learning.data.label_spread import LabelSpread
from hsiviewer.learning.registry import METHODS
from hsiviewer.ui.panels.training.loss_plot import LossPlot, helps_logarithm
from hsiviewer.ui.panels.training.panel import TrainingPanel
from tests.builders import make_cube
from tests.ui.fakes import FakeWorkspace, make_actions, report

WITH_PRETRAINING = [each.id for each in METHODS.values() if each.can_pretrain]
needs_pretraining = pytest.mark.skipif(
    not WITH_PRETRAINING, reason="no method with pre-training is installed"
)


@pytest.fixture
def workspace():
    return FakeWorkspace()


@pytest.fixture
def actions():
    return make_actions(None)


@pytest.fixture
def panel(qtbot, loop, workspace, actions):
    panel = TrainingPanel(workspace, actions)
    qtbot.addWidget(panel)
    panel.resize(320, 420)
    panel.show()
    return panel


def box(panel, name):
    return panel.findChild(QComboBox, name)


def choose(panel, name, value):
    field = box(panel, name)
    field.setCurrentIndex(
        [field.itemData(i) for i in range(field.count())].index(value)
    )


def prepare(workspace, labels=6):
    workspace.open_cube(classes=("water", "tree"))
    document = workspace.document
    for class_id in (1, 2):
        document.paint(np.full(labels, class_id), np.arange(labels), class_id)


def test_reason_why_training_cannot_start_is_told_step_by_step(panel, workspace):
    assert "Open a scene" in panel.reason_text
    workspace.open_cube()
    assert "two classes" in panel.reason_text
    workspace.document.add_class("water")
    workspace.document.add_class("tree")
    assert "Label" in panel.reason_text
    for class_id in (1, 2):
        workspace.document.paint(np.array([class_id]), np.array([0]), class_id)
    assert panel.reason_text == ""


def test_advice_stands_above_the_buttons_and_is_escaped(panel, workspace):
    prepare(workspace)
    workspace.document.add_class("<b>")
    assert "No labels yet" in panel.advice_text
    assert "&lt;b&gt;" in panel.advice_text


def test_every_method_gives_settings_that_it_accepts(panel, workspace):
    prepare(workspace)
    for method in METHODS.values():
        choose(panel, "methodBox", method.id)
        recipe = panel.settings().recipe
        assert recipe.method == method.id
        assert recipe.preset in method.presets
        assert recipe.overrides == {}
        assert recipe.device == "auto"
        assert panel.reason_text == ""
        summary = panel.findChild(QLabel, "methodSummary")
        assert summary.text() == method.summary
        assert method.citation in box(panel, "methodBox").toolTip()


def test_boxes_are_shown_only_where_they_matter(panel, workspace):
    prepare(workspace)
    for method in METHODS.values():
        choose(panel, "methodBox", method.id)
        shown = {
            each: box(panel, each).isVisibleTo(panel)
            for each in ("textEncoderBox", "auxiliaryBox", "encoderBox")
        }
        assert shown == {
            "textEncoderBox": method.uses_text,
            "auxiliaryBox": False,
            "encoderBox": False,
        }
        button = panel.findChild(QPushButton, "pretrainButton")
        assert button.isVisibleTo(panel) == method.can_pretrain


def test_only_changed_parameters_become_overrides_and_can_be_reset(panel, workspace):
    method = next(iter(METHODS))
    choose(panel, "methodBox", method)
    panel.findChild(QToolButton, "moreButton").click()
    line = next(
        each
        for each in panel.findChildren(QLineEdit)
        if each.objectName().startswith("parameter_")
    )
    name = line.objectName().removeprefix("parameter_")
    before = line.text()
    line.setText("7")
    panel.findChild(QSpinBox, "seedBox").setValue(3)
    assert panel.settings().recipe.overrides == {name: "7"}
    assert panel.settings().recipe.seed == 3
    panel.findChild(QPushButton, "resetParametersButton").click()
    assert line.text() == before
    assert panel.settings().recipe.overrides == {}
    assert panel.settings().recipe.seed == 0


def test_bad_parameter_is_told_before_the_start(panel, workspace):
    prepare(workspace)
    method = next(iter(METHODS))
    choose(panel, "methodBox", method)
    known = {each.name: each for each in parameters(method)}
    line = next(
        each
        for each in panel.findChildren(QLineEdit)
        if known.get(each.objectName().removeprefix("parameter_"))
        and known[each.objectName().removeprefix("parameter_")].type != "str"
    )
    line.setText("many")
    assert "'many'" in panel.reason_text
    start = panel.findChild(QPushButton, "startButton")
    assert not start.isEnabled()
    assert "'many'" in start.toolTip()


def test_parameters_are_explained(panel):
    for each in parameters(panel.settings().recipe.method):
        field = panel.findChild(QWidget, f"parameter_{each.name}")
        assert each.help in field.toolTip()
        assert field.accessibleName()


def test_added_rasters_are_used_unless_the_user_says_no(panel, workspace):
    users = [each.id for each in METHODS.values() if each.uses_auxiliary]
    if not users:
        pytest.skip("no method that uses auxiliary rasters is installed")
    choose(panel, "methodBox", users[0])
    prepare(workspace)
    for name in ("dsm.tif", "sar.tif"):
        workspace.document.add_auxiliary(make_cube(bands=1, path=Path(name)))
    assert box(panel, "auxiliaryBox").isVisibleTo(panel)
    assert panel.settings().auxiliary == ("dsm.tif", "sar.tif")
    choose(panel, "auxiliaryBox", ("sar.tif",))
    assert panel.settings().auxiliary == ("sar.tif",)
    choose(panel, "auxiliaryBox", ())
    assert panel.settings().auxiliary == ()


def test_a_labelled_scene_is_opened_again_while_a_raster_was_in_use(panel, workspace):
    choose(panel, "methodBox", "diffclip")
    prepare(workspace)
    document = workspace.document
    document.add_auxiliary(make_cube(bands=1, path=Path("dsm.tif")))
    assert panel.settings().auxiliary == ("dsm.tif",)
    labels = LabelMap(document.labels.snapshot())
    names = [known.name for known in document.classes]
    workspace.open_cube(classes=names, labels=labels)
    assert panel.settings().auxiliary == ()
    assert panel.reason_text == ""


def test_devices_are_asked_once_and_only_at_need(panel, workspace, qtbot):
    device = box(panel, "deviceBox")
    assert [device.itemData(i) for i in range(device.count())] == ["auto", "cpu"]
    assert workspace.devices_asked == 0
    device.setFocus()
    qtbot.waitUntil(lambda: device.itemText(1) == "Processor (2 cores)")
    assert device.currentData() == "auto"
    device.showPopup()
    device.hidePopup()
    assert workspace.devices_asked == 1


def test_start_hands_over_the_settings(panel, workspace):
    prepare(workspace)
    panel.start_training()
    assert workspace.started == [("training", panel.settings())]


@needs_pretraining
def test_pretraining_is_offered_to_start_from_when_there_is_one(panel, workspace):
    prepare(workspace)
    choose(panel, "methodBox", WITH_PRETRAINING[0])
    panel.start_pretraining()
    assert workspace.started[0][0] == "pre-training"
    workspace.training.pretrained = Path("weights")
    workspace.training.pretrained_changed.emit()
    assert box(panel, "encoderBox").isVisibleTo(panel)
    assert panel.settings().use_pretrained
    choose(panel, "encoderBox", "none")
    assert not panel.settings().use_pretrained


def test_buttons_follow_their_actions(panel, workspace, actions, qtbot):
    prepare(workspace)
    start = panel.findChild(QPushButton, "startButton")
    actions["train.finetune"].setEnabled(False)
    assert not start.isEnabled()
    actions["train.finetune"].setEnabled(True)
    with qtbot.waitSignal(actions["train.finetune"].triggered):
        start.click()


def test_progress_tells_stage_and_time_left(panel, workspace):
    job = workspace.add_job()
    job.begin()
    job._started_at -= 60
    report(job, 0.5, stage="fine-tuning", message="epoch 5 of 10")
    assert panel.progress.text == "Fine-tuning: epoch 5 of 10 | 60 s left"
    bar = panel.findChild(QProgressBar, "jobProgress")
    assert bar.value() == bar.maximum() // 2


def test_bar_is_busy_until_the_first_report(panel, workspace):
    job = workspace.add_job()
    job.begin()
    bar = panel.findChild(QProgressBar, "jobProgress")
    assert bar.maximum() == 0
    report(job, 0.1)
    assert bar.maximum() > 0


def test_failure_is_told_where_it_was_started(panel, workspace):
    job = workspace.add_job()
    job.begin()
    job.fail("The GPU is out of memory.")
    assert "The GPU is out of memory." in panel.progress.text
    assert not panel.findChild(QProgressBar, "jobProgress").isVisibleTo(panel)


def test_what_a_result_lacks_is_told_when_it_is_done(panel, workspace):
    job = workspace.add_job()
    lost = "1 label(s) lie on pixels without values and were not used."
    job.begin()
    job.succeed({"provenance": {"warnings": [lost]}})
    assert f"done. {lost}" in panel.progress.text


def test_a_low_window_scrolls_the_advice(panel, workspace):
    before = panel.minimumSizeHint().height()
    prepare(workspace)
    workspace.document.change_class(1, description="")
    assert panel.advice_text or panel.reason_text
    assert panel.minimumSizeHint().height() == before


def test_loss_curve_has_one_line_per_stage(panel, workspace, qtbot):
    job = workspace.add_job()
    job.begin()
    for step in range(5):
        report(job, 0.1, stage="pre-training", step=step, loss=2.0 - step / 10)
    for step in range(5):
        report(job, 0.6, stage="fine-tuning", step=step, loss=1.0)
    plot = panel.progress.plot
    qtbot.waitUntil(lambda: plot.stages == ("pre-training", "fine-tuning"))
    assert plot.isVisibleTo(panel)


def test_curve_of_another_job_replaces_the_one_before(panel, workspace, qtbot):
    first = workspace.add_job()
    for step in range(3):
        report(first, 0.1, stage="pre-training", step=step, loss=1.0)
    plot = panel.progress.plot
    qtbot.waitUntil(lambda: plot.stages == ("pre-training",))
    second = workspace.add_job()
    for step in range(3):
        report(second, 0.1, stage="fine-tuning", step=step, loss=1.0)
    qtbot.waitUntil(lambda: plot.stages == ("fine-tuning",))


def test_losses_that_fall_far_are_drawn_on_a_log_axis(qtbot):
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.show_losses([("a", 0, 10.0), ("a", 1, 0.01)])
    plot.draw_now()
    assert plot.is_logarithmic
    plot.show_losses([("a", 0, 1.0), ("a", 1, 0.5)])
    plot.draw_now()
    assert not plot.is_logarithmic
    assert not helps_logarithm([("a", 0, -10.0), ("a", 1, 1.0)])


def test_diverged_loss_is_left_out_of_the_curve(qtbot):
    plot = LossPlot()
    qtbot.addWidget(plot)
    plot.show()
    plot.show_losses([("a", 0, 1.0), ("a", 1, float("nan")), ("a", 2, float("inf"))])
    plot.draw_now()
    assert not plot.grab().isNull()
    assert plot.stages == ("a",)


def test_boxes_have_accessible_names_and_take_tab(panel):
    for name in ("methodBox", "presetBox", "deviceBox"):
        assert box(panel, name).accessibleName()
        assert box(panel, name).focusPolicy() & Qt.FocusPolicy.TabFocus


def test_nothing_is_wider_than_the_narrow_column(panel, workspace):
    prepare(workspace)
    panel.findChild(QToolButton, "moreButton").click()
    for method in METHODS:
        choose(panel, "methodBox", method)
        assert panel.minimumSizeHint().width() <= 320


def test_labels_that_lie_close_together_are_told_as_soon_as_it_is_known(
    panel, workspace
):
    prepare(workspace)
    coverage = workspace.session.coverage
    assert "close together" not in panel.advice_text
    coverage.spread = LabelSpread(0.1, ("upper left",), ((3, 4),))
    coverage.changed.emit()
    assert "close together" in panel.advice_text
    assert "upper left" in panel.advice_text
    assert "row 3, column 4" in panel.advice_text


def test_start_and_cancel_stay_where_they_are_whatever_the_method(panel, workspace):
    prepare(workspace)
    places = set()
    for method in ("svm", "diffclip", "spectral-angle"):
        choose(panel, "methodBox", method)
        panel.layout().activate()
        buttons = [
            panel.findChild(QPushButton, name)
            for name in ("startButton", "cancelButton")
        ]
        places.add(tuple(button.geometry().getRect() for button in buttons))
    assert len(places) == 1
