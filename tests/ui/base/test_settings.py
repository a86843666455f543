"""One table of settings, kept in a file, found by a word, reset at once."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton

from hsiviewer.core import paths
from hsiviewer.ui.base import theme
from hsiviewer.ui.base.settings import reset_settings, setting, settings_table
from hsiviewer.ui.dialogs.preferences import PreferencesDialog
from hsiviewer.ui.panels.training.panel import TrainingPanel
from hsiviewer.ui.shell.start_settings import begin_as_preferred
from tests.ui.fakes import FakeWorkspace, make_actions


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch, qapp):
    monkeypatch.setenv("HSIVIEWER_HOME", str(tmp_path))
    size = qapp.font().pointSizeF()
    yield
    reset_settings()
    theme.apply_theme(qapp, "light")
    assert qapp.font().pointSizeF() == pytest.approx(size)


def test_defaults_are_among_the_choices_and_ids_are_unique():
    table = settings_table()
    assert len({each.id for each in table}) == len(table)
    for each in table:
        assert each.default in each.choices
        assert each.value == each.default
        assert each.hint


def test_a_choice_is_kept_in_the_file_and_wrong_ones_are_refused():
    setting("method").choose("s3fn")
    assert "method=s3fn" in (paths.user_config() / "window.ini").read_text()
    assert setting("method").value == "s3fn"
    with pytest.raises(ValueError, match="method cannot be"):
        setting("method").choose("magic")


def test_what_another_version_wrote_does_not_stop_the_start(tmp_path, monkeypatch):
    folder = tmp_path / "other"
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "window.ini").write_text("[General]\ntext_size=huge\n")
    monkeypatch.setenv("HSIVIEWER_HOME", str(folder))
    assert setting("text_size").value == "100"


def test_size_of_text_and_theme_count_at_once_and_do_not_add_up(qapp):
    usual = QApplication.font().pointSizeF()
    for _ in range(2):
        setting("text_size").choose("150")
        setting("theme").choose("dark")
        assert QApplication.font().pointSizeF() == pytest.approx(1.5 * usual)
    assert theme.is_dark()
    reset_settings()
    assert QApplication.font().pointSizeF() == pytest.approx(usual)
    assert setting("theme").value == "system"


def test_settings_are_found_by_a_word_and_chosen_by_hand(qtbot):
    dialog = PreferencesDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    assert len(dialog.shown) == len(settings_table())
    search = dialog.findChild(QLineEdit, "preferencesSearch")
    QTest.keyClicks(search, "wheel")
    assert dialog.shown == ["wheel"]
    search.setText("graphics card")
    assert "preset" in dialog.shown
    search.setText("zzz")
    assert dialog.shown == []
    search.clear()
    box = dialog.findChild(QComboBox, "setting-wheel")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert setting("wheel").value == "backward"
    reset = dialog.findChild(QPushButton, "resetPreferencesButton")
    QTest.mouseClick(reset, Qt.MouseButton.LeftButton)
    assert setting("wheel").value == "forward"
    assert box.currentData() == "forward"


def test_the_window_begins_as_the_preferences_say(qtbot):
    for name, value in {
        "method": "s3fn",
        "device": "cpu",
        "stretch": "Minimum - maximum",
        "map_opacity": "50",
        "last_map": "list",
    }.items():
        setting(name).choose(value)
    workspace = FakeWorkspace()
    panel = TrainingPanel(workspace, make_actions(None))
    qtbot.addWidget(panel)
    begin_as_preferred(workspace, panel)
    assert (panel.settings().method, panel.settings().device) == ("s3fn", "cpu")
    assert workspace.view.stretch.method == "min-max"
    assert workspace.view.layer("map").opacity == 0.5
    assert not workspace.restores_map()
    setting("last_map").choose("show")
    assert workspace.restores_map()


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("color", ["#f0e442", "#ffffff", "#000000", "#0b5a2b"])
def test_lines_are_seen_on_the_ground_of_plots(qapp, name, color):
    theme.apply_theme(qapp, name)
    seen = theme.readable(QColor(color))
    ground = qapp.palette().color(QPalette.ColorRole.Base)
    assert abs(seen.lightnessF() - ground.lightnessF()) > 0.1
    if color == "#0b5a2b" and name == "light":
        assert seen.name() == color, "what is seen well stays as it is"
