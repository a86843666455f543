"""What the actions of the menu Analyse do."""

from functools import partial

from PySide6.QtWidgets import QDockWidget

from hsiviewer.ui.commands.command_group import CommandGroup
from hsiviewer.ui.panels.analysis.panel import AnalysisPanel

_FIRST_OF = {
    "analyse.find": "ace",
    "analyse.anomalies": "rx",
    "analyse.compute": "formula",
    "analyse.match": "match",
    "analyse.unmix": "vca",
    "analyse.group": "kmeans",
    "analyse.reduce": "mnf",
}


class AnalysisCommands(CommandGroup):
    """Opens the panel of analyses with one of a kind."""

    def connect(self, dock: QDockWidget, panel: AnalysisPanel) -> None:
        """Connect the actions; the panel exists by now."""
        self._dock, self._panel = dock, panel
        self._connect(
            {
                action_id: partial(self._show, analysis_id)
                for action_id, analysis_id in _FIRST_OF.items()
            }
        )

    def _show(self, analysis_id: str) -> None:
        self._panel.choose(analysis_id)
        if self._dock.isHidden():
            self._actions["analyse.open"].trigger()
        self._dock.raise_()
