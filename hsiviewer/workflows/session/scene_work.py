"""What was started for a scene, whether it is open or not."""

from hsiviewer.core.document import Document
from hsiviewer.io.scene_reference import SceneIdentity
from hsiviewer.jobs.job import Job
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.session.comparisons import MethodComparisons
from hsiviewer.workflows.session.found_runs import FoundRuns
from hsiviewer.workflows.session.kept_runs import NO_SCENE
from hsiviewer.workflows.session.training_runs import TrainingRuns


class SceneWork:
    """What was started for a scene; it goes on when the scene is left.

    Each scene has one in a window: whoever opens it again finds what was started
    there before.

    Parameters
    ----------
    jobs : JobRunner
        The queue.
    scene : SceneIdentity
        What it is known by.
    """

    def __init__(self, jobs: JobRunner, scene: SceneIdentity = NO_SCENE) -> None:
        nothing = _left_scene()
        self.runs = TrainingRuns(nothing, jobs, scene)
        self.comparisons = MethodComparisons(nothing, jobs, self.runs)

    def enter(
        self, document: Document, found: FoundRuns, *, keeps_map: bool = False
    ) -> None:
        """Go on in a session of the scene; nobody is told.

        Parameters
        ----------
        keeps_map : bool
            Whether the map that is shown stays.
        """
        self.runs.enter(document, found, keeps_map=keeps_map)
        self.comparisons.enter(document)

    def leave(self) -> None:
        """Let the scene go with all that it holds; what runs for it goes on."""
        nothing = _left_scene()
        self.runs.leave(nothing)
        self.comparisons.enter(nothing)

    def knows(self, job: Job) -> bool:
        """Tell whether a job was started for the scene."""
        return self.runs.knows(job)

    async def close(self) -> None:
        """Wait for what follows a job, and delete maps that nobody uses."""
        await self.runs.close()
        await self.comparisons.close()


def _left_scene() -> Document:
    """Return what is known of a scene while it is not open: nothing."""
    document = Document()
    document.close()
    return document
