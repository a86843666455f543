"""Pixels of the shown map that are to be visited."""

from pathlib import Path

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.evaluation.sample_design import USUAL_ERROR
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.tasks.result_sources import ResultSource
from hsiviewer.workflows.tasks.threads import in_io_thread
from hsiviewer.workflows.tasks.visits import designed, write_visits


async def write_session_visits(
    session: SceneSession, path: Path, count: int, least: int, seed: int = 0
) -> int:
    """Draw pixels of each class of the map, and write them as points.

    Labels are not visited: the map has learned from them.

    Parameters
    ----------
    count, least, seed
        As of `hsiviewer.workflows.commands.design.DesignFiles`.

    Returns
    -------
    int
        Pixels to visit.

    Raises
    ------
    HsiViewerError
        If there is no map, or the file cannot be written.
    """
    document = session.document
    if document.cube is None or document.classification is None:
        raise HsiViewerError("there is no map yet: train a method first")
    source = ResultSource(
        path,
        document.classification,
        document.cube,
        labels=document.labels.snapshot(),
    )
    return await in_io_thread(_write, source, count, least, seed)


def _write(source: ResultSource, count: int, least: int, seed: int) -> int:
    taken = None if source.labels is None else source.labels > 0
    _, pixels = designed(
        source, count=count, error=USUAL_ERROR, least=least, seed=seed, taken=taken
    )
    write_visits(source.path, source, pixels)
    return len(pixels)
