"""Files are asked for and used; what is written is asked about first."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QInputDialog,
    QLabel,
    QMessageBox,
)

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.spectral_library import (
    SpectralLibrary,
    read_library,
    write_library,
)
from hsiviewer.jobs.job import JobState
from hsiviewer.ui.dialogs.export_map import ExportChoice, ExportedDialog
from hsiviewer.ui.dialogs.palette import CommandPalette
from hsiviewer.ui.panels.library.panel import LibraryPanel
from hsiviewer.workflows.session.found_runs import FoundRuns
from tests.builders import UTM33, make_cube, make_values
from tests.ui.fakes import Replies, commands_have_ended, make_run

COMMANDS = "hsiviewer.ui.commands."
WINDOW, VIEW = COMMANDS + "window_commands.", COMMANDS + "view_commands."
SPECTRUM, TEXT = COMMANDS + "spectrum_commands.", COMMANDS + "text_commands."
SCENE = Path("/data/town.hdr")


@pytest.fixture
def workspace(fake_window):
    workspace = fake_window.workspace
    labels = np.zeros((6, 7), np.uint16)
    labels[2, 2:4], labels[4, 4] = 1, 2
    workspace.open_cube(
        make_cube(values=make_values(), georeference=UTM33, path=SCENE),
        classes=("water", "roof"),
        labels=LabelMap(labels),
    )
    return workspace


@pytest.fixture
def trigger(fake_window, workspace, qtbot):
    """Run a command and wait for its end, or for the dialog that it opens."""

    def run(action_id, *, opens=None):
        action = fake_window.action(action_id)
        assert action.isEnabled()
        action.trigger()
        if opens is None:
            qtbot.waitUntil(commands_have_ended)
            return None
        qtbot.waitUntil(lambda: fake_window.findChild(opens) is not None)
        return fake_window.findChild(opens)

    return run


def end(dialog, qtbot, *, accepts=True):
    dialog.accept() if accepts else dialog.reject()
    qtbot.waitUntil(commands_have_ended)


def message(window):
    (box,) = window.findChildren(QMessageBox)
    told = box.text()
    box.close()
    return told


def show_result(workspace):
    ones = np.ones((6, 7), np.uint16)
    scheme = ClassScheme.from_ids([1])
    workspace.document.set_classification(
        ClassificationResult(ones, ones.astype(np.float32), scheme)
    )


def noting(monkeypatch, workspace, *names):
    """Note the calls of methods of the workspace instead of working."""
    calls = []
    for name in names:

        async def call(*values, name=name, **fields):
            calls.append((name, *values, *fields.values()))
            return [values[0]] if name == "export_map" else None

        monkeypatch.setattr(workspace, name, call)
    return calls


@pytest.mark.parametrize(
    ("action_id", "method"),
    [
        ("file.add_auxiliary", "add_auxiliary"),
        ("file.import_labels", "import_labels"),
        ("file.import_classes", "import_classes"),
        ("file.load_reference", "load_reference"),
        ("file.open", "open_scene"),
    ],
)
def test_a_chosen_file_is_used(trigger, workspace, monkeypatch, action_id, method):
    calls = noting(monkeypatch, workspace, method)
    asked = Replies(monkeypatch, WINDOW + "ask_open_file", Path("/data/a.tif"), None)
    Replies(monkeypatch, WINDOW + "ask_reference", Path("/data/a.tif"))
    trigger(action_id)
    trigger(action_id)
    assert [call[:2] for call in calls] == [(method, Path("/data/a.tif"))]
    assert asked.asked[0][-1] == SCENE.parent, "where the scene lies"


def test_a_project_is_opened_as_one(trigger, workspace, monkeypatch):
    calls = noting(monkeypatch, workspace, "open_project")
    Replies(monkeypatch, WINDOW + "ask_open_file", Path("/data/a.hsiproj"))
    trigger("file.open")
    assert calls == [("open_project", Path("/data/a.hsiproj"), None)]


@pytest.mark.parametrize("kind", ["labels", "classes"])
def test_labels_and_classes_are_written_where_that_is_wanted(
    trigger, workspace, monkeypatch, tmp_path, kind
):
    calls = noting(monkeypatch, workspace, f"export_{kind}")
    asked = Replies(monkeypatch, WINDOW + "ask_target", tmp_path / "out", None)
    trigger(f"file.export_{kind}")
    trigger(f"file.export_{kind}")
    assert calls == [(f"export_{kind}", tmp_path / "out")]
    assert f"town_{kind}" in asked.asked[0][-1].name


def test_a_map_is_written_unless_files_must_stay(
    trigger, workspace, monkeypatch, fake_window, tmp_path
):
    show_result(workspace)
    calls = noting(monkeypatch, workspace, "export_map")
    first = ExportChoice(tmp_path / "map.tif", tmp_path / "sure.tif")
    asked = Replies(monkeypatch, WINDOW + "ask_export", first, first, None)
    Replies(monkeypatch, WINDOW + "may_write", False, True)
    trigger("file.export_map")
    assert calls == []
    trigger("file.export_map")
    assert calls == [("export_map", first.path, first.confidence)]
    dialog = fake_window.findChild(QDialog, "exportedDialog")
    dialog.reject()
    trigger("file.export_map")
    assert asked.asked[2][0].parent == tmp_path, "where the last one was written"


def test_going_to_a_place_selects_its_pixel(trigger, workspace, qtbot, fake_window):
    dialog = trigger("view.go_to", opens=QInputDialog)
    dialog.setTextValue("r 3 c 5")
    end(dialog, qtbot)
    assert workspace.document.selected_pixel == (3, 5)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    dialog = trigger("view.go_to", opens=QInputDialog)
    dialog.setTextValue("r 3 c 700")
    end(dialog, qtbot)
    assert "outside the scene of 6 x 7 pixels" in message(fake_window)
    assert workspace.document.selected_pixel == (3, 5)


def test_a_place_is_kept_and_gone_to(trigger, workspace, qtbot, fake_window):
    dialog = trigger("view.bookmark", opens=QInputDialog)
    assert dialog.textValue() == "Place 1"
    dialog.setTextValue("harbour")
    end(dialog, qtbot)
    (place,) = workspace.bookmarks.places
    assert place.name == "harbour"
    fake_window.map_view.zoom_in()
    fake_window._view_commands.go_to_bookmark(place)
    assert fake_window.map_view.viewport.scale == pytest.approx(place.scale)


def test_where_the_user_looks_is_remembered(trigger, workspace):
    trigger("view.zoom_in")
    row, col, _ = workspace.view.place
    assert (row, col) == (pytest.approx(3.0), pytest.approx(3.5))
    trigger("view.zoom_full")
    assert workspace.view.place is None


def test_decorations_and_colours_are_shown_and_checked(trigger, workspace, fake_window):
    show_result(workspace)
    trigger("view.swipe")
    trigger("view.scale_bar")
    trigger("view.graticule")
    assert workspace.view.swipe == 0.5
    checked = fake_window.action("view.scale_bar").isChecked()
    assert checked == workspace.view.has_scale_bar
    assert workspace.view.has_graticule
    workspace.view.set_swipe(None)
    assert not fake_window.action("view.swipe").isChecked()
    trigger("view.colors_viridis")
    assert workspace.view.colors == "viridis"


def test_pictures_are_saved_and_copied_with_a_legend(
    trigger, workspace, monkeypatch, tmp_path, fake_window
):
    target = tmp_path / "town.png"
    Replies(monkeypatch, VIEW + "ask_target", target)
    trigger("view.save_picture")
    assert target.stat().st_size > 0
    trigger("view.copy_picture")
    labelled = QGuiApplication.clipboard().image().height()
    assert labelled > fake_window.map_view.height()
    workspace.view.set_layer("labels", visible=False)
    trigger("view.copy_picture")
    plain = QGuiApplication.clipboard().image().height()
    assert plain == fake_window.map_view.height()
    show_result(workspace)
    trigger("view.copy_picture")
    assert QGuiApplication.clipboard().image().height() > plain


def test_a_ratio_and_a_layer_are_chosen(trigger, workspace, monkeypatch):
    Replies(monkeypatch, VIEW + "ask_ratio", "", "ratio 4 1")
    trigger("view.band_math")
    assert workspace.view.derived == ""
    trigger("view.band_math")
    assert workspace.view.derived == "ratio 4 1"
    added = []

    async def add(reference):
        added.append(reference)

    monkeypatch.setattr(workspace.layers, "add", add)
    Replies(monkeypatch, VIEW + "ask_open_file", Path("/data/dem.tif"), None)
    Replies(monkeypatch, VIEW + "ask_reference", Path("/data/dem.tif"))
    trigger("view.add_layer")
    trigger("view.add_layer")
    assert added == [Path("/data/dem.tif")]


def test_commands_that_can_be_used_are_listed(trigger, fake_window, qtbot):
    palette = trigger("help.commands", opens=CommandPalette)
    assert "file.open" in palette.shown
    assert "train.cancel" not in palette.shown
    palette.reject()


def test_how_spectra_are_shown_is_chosen_and_checked(trigger, workspace, fake_window):
    trigger("spectrum.area3")
    trigger("spectrum.micrometres")
    spectrum = workspace.view.spectrum
    assert (spectrum.area, spectrum.unit) == (3, "um")
    assert fake_window.action("spectrum.area3").isChecked()
    trigger("spectrum.micrometres")
    assert workspace.view.spectrum.unit == "nm"


def test_bad_bands_are_set_and_told(trigger, workspace, monkeypatch, fake_window):
    good = np.array([True, False, True, True, False])
    Replies(monkeypatch, SPECTRUM + "ask_bad_bands", None, good)
    trigger("spectrum.bad_bands")
    assert workspace.document.cube.bands.good_mask.all()
    trigger("spectrum.bad_bands")
    assert workspace.document.cube.bands.good_mask.tolist() == good.tolist()
    told = fake_window.statusBar().currentMessage()
    assert told == "2 of 5 bands are bad now; Spectrum, Bad bands changes that"


@pytest.mark.parametrize("suffix", ["csv", "sli", "png"])
def test_spectra_are_exported_once_there_are_any(
    trigger, workspace, monkeypatch, tmp_path, fake_window, qtbot, suffix
):
    target = tmp_path / f"spectra.{suffix}"
    Replies(monkeypatch, SPECTRUM + "ask_target", target)
    trigger("spectrum.export")
    assert message(fake_window) == (
        "There is no spectrum to export: click a pixel first"
    )
    workspace.document.select_pixel((2, 3))
    spectrum = fake_window._docks.spectrum
    qtbot.waitUntil(lambda: bool(spectrum.spectra_shown()))
    trigger("spectrum.export")
    assert target.stat().st_size > 0
    if suffix == "sli":
        np.testing.assert_allclose(read_library(target).spectra[0], range(23, 424, 100))


def test_a_library_is_opened(trigger, monkeypatch, tmp_path, fake_window, workspace):
    axis = np.linspace(400.0, 1000.0, 5)
    write_library(tmp_path / "rocks.sli", SpectralLibrary(("soil",), axis, axis[None]))
    Replies(monkeypatch, SPECTRUM + "ask_open_files", [], [tmp_path / "rocks.sli"])
    panel = fake_window.findChild(LibraryPanel)
    trigger("spectrum.match")
    assert panel.folder is None
    trigger("spectrum.match")
    assert panel.folder == tmp_path


def test_a_class_is_described(trigger, workspace, monkeypatch):
    asked = Replies(monkeypatch, TEXT + "ask_description", "Dark in all bands.", None)
    workspace.document.set_current_class(1)
    trigger("class.describe")
    assert workspace.document.classes[1].description == "Dark in all bands."
    name, own, draft, library = asked.asked[0]
    assert (name, own) == ("water", "")
    assert draft, "from its labels"
    assert len(library) > 10
    trigger("class.describe")
    assert workspace.document.classes[1].description == "Dark in all bands."


def test_answers_of_a_language_model_become_descriptions(
    trigger, workspace, monkeypatch
):
    Replies(monkeypatch, TEXT + "ask_model_answer", {}, {2: "Red tiles.", 77: "Gone."})
    trigger("class.ask_model")
    undo = workspace.document.undo_text
    trigger("class.ask_model")
    assert workspace.document.classes[2].description == "Red tiles."
    assert workspace.document.classes[1].description == ""
    assert workspace.document.undo_text == "Edit classes" != undo


def test_the_running_job_is_paused_continued_and_cancelled(
    trigger, workspace, fake_window
):
    job = workspace.add_job()
    job.begin()
    trigger("train.pause")
    assert job.state is JobState.PAUSED
    trigger("train.pause")
    assert job.state is JobState.RUNNING
    trigger("train.cancel")
    assert job.state is JobState.CANCELLING
    job.end_cancelled()


def test_what_is_done_already_and_shown_again_is_told(workspace, fake_window):
    bar = fake_window.statusBar()
    job = workspace.add_job("DiffCLIP (quick)")
    workspace.training.repeated.emit(job)
    told = "DiffCLIP (quick) learns this from these labels already"
    assert bar.currentMessage() == told
    shown = make_run("svm")
    workspace.open_cube(runs=FoundRuns([shown], shown))
    assert bar.currentMessage().startswith("The map of a run is shown again: svm, ")
    job.cancel()
    job.end_cancelled()


def test_runs_are_compared_once_there_are_any(trigger, fake_window):
    trigger("train.compare")
    told = "There is no run with a map yet: train a method first"
    assert message(fake_window) == told


def test_a_saved_model_is_applied(trigger, workspace, monkeypatch):
    applied = []
    monkeypatch.setattr(
        workspace.training, "apply_model", lambda *given: applied.append(given[0])
    )
    Replies(monkeypatch, COMMANDS + "training_commands.ask_folder", None, Path("model"))
    trigger("train.apply_model")
    trigger("train.apply_model")
    assert applied == [Path("model")]


@pytest.mark.parametrize("is_cog", [False, True])
def test_a_map_is_exported_in_every_form_at_once(
    trigger, workspace, fake_window, monkeypatch, tmp_path, is_cog, qtbot
):
    show_result(workspace)
    names = ("t_areas.gpkg", "t_areas.csv", "t_page.pdf", "t_report.html")
    choice = ExportChoice(
        tmp_path / "t.tif",
        is_cog=is_cog,
        others=tuple(tmp_path / name for name in names),
    )
    Replies(monkeypatch, WINDOW + "ask_export", choice)
    shown = trigger("file.export_map", opens=ExportedDialog)
    written = {path.name for path in tmp_path.iterdir()}
    assert {"t.tif", *names} <= written
    for name in ("t.tif", *names):
        assert name in shown.findChild(QLabel, "exportedPaths").text()
    shown.close()
    qtbot.waitUntil(commands_have_ended)
