"""The shown map to files of any kind."""

from pathlib import Path

from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.progress import Progress
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.tasks.exporting import Draw, ExportPlan, Ids, export_result
from hsiviewer.workflows.tasks.report_pages import write_source_report
from hsiviewer.workflows.tasks.result_sources import ResultSource
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.threads import until_stopped


async def export_session(
    session: SceneSession, plan: ExportPlan, draw: Draw
) -> list[Path]:
    """Write the shown map, with its refinement and its reference, as planned.

    Parameters
    ----------
    draw : callable
        Writes a page.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    HsiViewerError
        If there is no map, or a file cannot be written; the others are.
    CancelledError
        If the user has stopped it.
    """
    document = session.document
    if document.cube is None or document.classification is None:
        raise HsiViewerError("there is no map to export yet: train a method first")
    plan.check()
    source = ResultSource(
        document.cube.path,
        document.classification,
        document.cube,
        labels=document.labels.snapshot(),
        has_scene=True,
    )
    truth = session.assessment.truth
    writing = await until_stopped(_export, source, plan, truth, draw)
    writing.finish()
    return writing.written


def _export(
    progress: Progress,
    source: ResultSource,
    plan: ExportPlan,
    truth: Ids | None,
    draw: Draw,
) -> Writing:
    return export_result(
        source, plan, progress, truth=truth, draw=draw, write_report=write_source_report
    )
