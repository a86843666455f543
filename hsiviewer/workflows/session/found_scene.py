"""Everything that the session of a scene begins with, read already."""

from dataclasses import dataclass, field

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.labels import LabelMap
from hsiviewer.evaluation.metrics import Accuracy
from hsiviewer.workflows.session.bookmarks import Bookmark
from hsiviewer.workflows.session.found_runs import FoundRuns
from hsiviewer.workflows.session.keeper import WritingTrouble
from hsiviewer.workflows.session.projects import Project
from hsiviewer.workflows.session.scene_work import SceneWork


@dataclass(frozen=True, eq=False)
class FoundScene:
    """Everything that the session of a scene begins with, read already.

    Parameters
    ----------
    cube : HsiCube
        The scene.
    project : Project, optional
        Keeps its labels; none where they can be kept in memory only.
    trouble : WritingTrouble
        What the project's writer tells, or why there is none.
    goes_on : bool
        Whether the project is that of the open session, which stays open.
    keeps_map : bool
        Whether the map that is shown now stays, whatever has made it.
    work : SceneWork
        What was started for the scene.
    runs : FoundRuns
        What earlier sessions have left.
    places : tuple of Bookmark
        That were kept.
    reference : LabelMap, optional
        Ground truth.
    accuracy : Accuracy, optional
        Of the map that is shown again.
    classes : ClassScheme
        Classes that the map has followed.
    assessed_at : int
        Number of edits of the open session's document that `accuracy` knows.
    notices : list of str
        Sentences on what was repaired or is missing.
    first_view : tuple, optional
        Bands to show first, and the id of their composite.
    """

    cube: HsiCube
    project: Project | None
    trouble: WritingTrouble
    work: SceneWork
    runs: FoundRuns = field(default_factory=FoundRuns)
    goes_on: bool = False
    keeps_map: bool = False
    places: tuple[Bookmark, ...] = ()
    reference: LabelMap | None = None
    accuracy: Accuracy | None = None
    classes: ClassScheme = field(default_factory=ClassScheme)
    assessed_at: int = 0
    notices: list[str] = field(default_factory=list)
    first_view: tuple[tuple[int, ...], str] | None = None
