"""Every command of the window in one table, a part of it for each menu."""

from hsiviewer.ui.commands.action_table.analyses import ANALYSE_ACTIONS
from hsiviewer.ui.commands.action_table.edits import EDIT_ACTIONS
from hsiviewer.ui.commands.action_table.files import FILE_ACTIONS
from hsiviewer.ui.commands.action_table.guidance import HELP_ACTIONS
from hsiviewer.ui.commands.action_table.labels import LABEL_ACTIONS
from hsiviewer.ui.commands.action_table.results import RESULT_ACTIONS
from hsiviewer.ui.commands.action_table.spec import ActionSpec
from hsiviewer.ui.commands.action_table.spectra import SPECTRUM_ACTIONS
from hsiviewer.ui.commands.action_table.training import TRAIN_ACTIONS
from hsiviewer.ui.commands.action_table.views import VIEW_ACTIONS
from hsiviewer.ui.map_view.tools import TOOLS

__all__ = ["ACTIONS", "GROUP_STARTS", "SEPARATOR", "TOOLBAR", "ActionSpec"]

SEPARATOR = "-"

# In the order of the menu bar.
ACTIONS: tuple[ActionSpec, ...] = (
    *FILE_ACTIONS,
    *EDIT_ACTIONS,
    *LABEL_ACTIONS,
    *VIEW_ACTIONS,
    *SPECTRUM_ACTIONS,
    *ANALYSE_ACTIONS,
    *TRAIN_ACTIONS,
    *RESULT_ACTIONS,
    *HELP_ACTIONS,
)

# Menus have a line above these.
GROUP_STARTS = {
    "file.save",
    "file.add_auxiliary",
    "file.import_labels",
    "file.load_reference",
    "file.export_map",
    "file.close_scene",
    "analyse.find",
    "label.brush_smaller",
    "label.next",
    "label.outline",
    "class.add",
    "result.errors",
    "result.refine",
    "spectrum.area1",
    "spectrum.micrometres",
    "spectrum.pin",
    "spectrum.match",
    "view.go_to",
    "view.save_picture",
    "view.colors_gray",
    "view.theme",
}

TOOLBAR = (
    "file.open", SEPARATOR,
    *(tool.action_id for tool in TOOLS),
    SEPARATOR,
    "edit.undo", "edit.redo", SEPARATOR,
    "train.live", "label.suggest", SEPARATOR,
    "view.zoom_full", "view.zoom_in", "view.zoom_out",
)  # fmt: skip
