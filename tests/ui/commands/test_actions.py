"""Actions are public: scripts and users rely on the table."""

from collections import Counter

import pytest

from hsiviewer.core import paths
from hsiviewer.ui.commands.action_table import ACTIONS, SEPARATOR, TOOLBAR

PROMISED = [
    "file.open",
    "file.add_auxiliary",
    "file.export_map",
    "file.export_labels",
    "file.import_labels",
    "view.zoom_full",
    "label.select",
    "label.brush",
    "label.eraser",
    "label.point",
    "edit.undo",
    "edit.redo",
    "class.add",
    "class.remove",
    "train.pretrain",
    "train.finetune",
    "train.cancel",
    "result.opacity",
    "help.shortcuts",
]


def test_ids_and_shortcuts_are_unique():
    ids = Counter(each.id for each in ACTIONS)
    keys = Counter(each.shortcut for each in ACTIONS if each.shortcut)
    assert max(ids.values()) == 1
    assert max(keys.values()) == 1


def test_the_promised_actions_exist():
    assert set(PROMISED) <= {each.id for each in ACTIONS}


def test_digits_are_left_to_classes():
    assert not {each.shortcut for each in ACTIONS} & set("0123456789")


@pytest.mark.parametrize("spec", ACTIONS, ids=lambda spec: spec.id)
def test_every_action_teaches_and_its_icon_exists(spec):
    area, dot, verb = spec.id.partition(".")
    assert area
    assert dot
    assert verb
    assert len(spec.tooltip) > 5
    assert spec.menu
    if spec.icon:
        assert (paths.resources() / "icons" / f"{spec.icon}.svg").is_file()


def test_every_action_of_the_toolbar_has_an_icon():
    icons = {each.id: each.icon for each in ACTIONS}
    assert all(icons[each] for each in TOOLBAR if each != SEPARATOR)
