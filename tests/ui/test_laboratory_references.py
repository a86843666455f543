"""References of a capture are named in the scene's properties, and it is saved."""

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton

from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.io.registry import open_cube
from hsiviewer.ui.dialogs.scene_properties import ScenePropertiesDialog
from tests.io.captures import dark_signal, light, reflectance, specim, write_counts
from tests.ui.fakes import Replies, commands_have_ended

DIALOG = "hsiviewer.ui.dialogs.scene_properties."
SCENE = "hsiviewer.ui.commands.scene_commands."


@pytest.fixture
def dialog(loop, qtbot, tmp_path):
    counts = reflectance() * light() + dark_signal(5)
    scene = write_counts(tmp_path / "leaf", counts)
    for name, values in (("mine", dark_signal(3)), ("panel", light())):
        write_counts(tmp_path / name, values)
    dialog = ScenePropertiesDialog(open_cube(scene), SceneMetadata())
    qtbot.addWidget(dialog)
    yield dialog
    qtbot.waitUntil(lambda: not dialog._preview.is_running)


def test_references_are_chosen_and_previewed(dialog, qtbot, monkeypatch, tmp_path):
    facts = dialog.findChild(QLabel, "propertyFacts")
    qtbot.waitUntil(lambda: "quantity unknown" in facts.text())
    Replies(monkeypatch, DIALOG + "ask_open_file", tmp_path / "panel.hdr")
    dialog.findChild(QPushButton, "whiteFileButton").click()
    white = dialog.findChild(QLineEdit, "whiteLine")
    qtbot.waitUntil(lambda: white.text() == str(tmp_path / "panel.hdr"))
    dialog.findChild(QLineEdit, "darkLine").setText("mine.raw")
    qtbot.waitUntil(lambda: "reflectance" in facts.text())
    reference, said = dialog.wanted
    assert reference == str(tmp_path / "leaf.raw")
    assert said == SceneMetadata(white=str(tmp_path / "panel.hdr"), dark="mine.raw")
    dialog.findChild(QLineEdit, "darkLine").setText("gone.raw")
    problem = dialog.findChild(QLabel, "propertyProblem")
    qtbot.waitUntil(lambda: "no file 'gone.raw'" in problem.text())


def test_the_scene_is_saved_as_it_is_shown(fake_window, qtbot, monkeypatch, tmp_path):
    folder, truth = specim(tmp_path)
    fake_window.workspace.open_cube(open_cube(folder))
    asked = Replies(monkeypatch, SCENE + "ask_target", None, tmp_path / "out.hdr")
    for _ in range(2):
        fake_window.action("file.save_scene").trigger()
        qtbot.waitUntil(commands_have_ended)
    assert asked.asked[0][-1].name == "leaf_reflectance.hdr"
    np.testing.assert_allclose(open_cube(tmp_path / "out.hdr").read(), truth, atol=2e-3)
    assert "out.hdr" in fake_window.statusBar().currentMessage()
