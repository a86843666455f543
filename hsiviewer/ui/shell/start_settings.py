"""What the window begins with, as the preferences say."""

from hsiviewer.imaging.stretch import STRETCHES
from hsiviewer.learning.recipe import Recipe
from hsiviewer.ui.base.settings import setting
from hsiviewer.ui.panels.training.panel import TrainingPanel
from hsiviewer.workflows.session.workspace import Workspace
from hsiviewer.workflows.tasks.submission import TrainingSettings


def begin_as_preferred(workspace: Workspace, training: TrainingPanel) -> None:
    """Set view, maps and training as the user likes them; called once."""
    workspace.view.usual_stretch = dict(STRETCHES)[setting("stretch").value]
    workspace.view.set_stretch(workspace.view.usual_stretch)
    opacity = int(setting("map_opacity").value) / 100
    for name in ("map", "live"):
        workspace.view.set_layer(name, opacity=opacity)
    workspace.restores_map = lambda: setting("last_map").value == "show"
    training.take(
        TrainingSettings(
            Recipe(
                setting("method").value,
                preset=setting("preset").value,
                device=setting("device").value,
            )
        )
    )
