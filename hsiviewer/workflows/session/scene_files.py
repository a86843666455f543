"""Files that are read for the open scene, and files that are written from it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from pathlib import Path

from hsiviewer.core.axes import format_axes
from hsiviewer.core.class_edits import (
    ImportConflicts,
    Overlap,
    SameId,
    import_conflicts,
)
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    ExportError,
    HsiViewerError,
    SceneChangedError,
    SceneMetadataError,
)
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import Progress
from hsiviewer.core.scene_metadata import SceneMetadata
from hsiviewer.evaluation.id_matching import IdMatching
from hsiviewer.io.class_files import read_classes, write_classes
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.label_references import mapped_reference, moved_reference
from hsiviewer.io.labels import LabelFile, read_label_file, write_labels
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.targets import Source, Target, clash
from hsiviewer.workflows.session.scene_session import SceneSession
from hsiviewer.workflows.tasks.references import (
    mapped_labels,
    matching_of,
    needs_answer,
    with_chosen,
)
from hsiviewer.workflows.tasks.results import write_results
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    label_target,
    map_target,
    open_sources,
)
from hsiviewer.workflows.tasks.threads import in_io_thread, until_stopped

AskAboutIds = Callable[[IdMatching, str], Awaitable[Mapping[int, int] | None]]
AskAboutConflicts = Callable[
    [ImportConflicts], Awaitable[tuple[Overlap, SameId] | None]
]


async def add_auxiliary(session: SceneSession, reference: str | Path) -> None:
    """Add a surface model or another raster on the scene's grid.

    Raises
    ------
    HsiViewerError
        If there is no scene, or the raster cannot be read or brought onto its grid.
    SceneChangedError
        If another scene was opened meanwhile; also of the other functions that read a
        file for a session.
    """
    document = session.document
    if document.cube is None:
        raise HsiViewerError("open a scene before its auxiliary rasters")
    raster = await in_io_thread(open_auxiliary, reference, document.cube)
    known = {auxiliary.reference for auxiliary in document.auxiliary}
    if not session.takes_changes or raster.reference in known:
        raster.close()
        _check_open(session, reference)
        return
    document.add_auxiliary(raster)
    await session.projects.remember_rasters(session.assessment.file)


async def set_metadata(session: SceneSession, metadata: SceneMetadata) -> None:
    """Say something about the scene, as one edit that can be undone.

    Raises
    ------
    HsiViewerError
        If there is no scene, or what is said does not fit it.
    """
    document = session.document
    if document.cube is None:
        raise HsiViewerError("open a scene before you set its properties")
    reference, axes = document.cube.reference, document.cube.axes
    if metadata.axes not in ((), axes):
        raise SceneMetadataError(
            "another order of the axes is another scene with labels of its own; open "
            f"{document.cube.path}:{format_axes(metadata.axes)}"
        )
    # The reference holds the order of the axes already.
    metadata = replace(metadata, axes=())
    cube = await in_io_thread(open_described, reference, metadata)
    cube.close()
    _check_open(session, reference)
    document.set_metadata(metadata)


async def import_labels(
    session: SceneSession,
    reference: str | Path,
    *,
    ask: AskAboutConflicts | None = None,
    match: AskAboutIds | None = None,
) -> None:
    """Take the labels of a file, as one edit that can be undone.

    Parameters
    ----------
    reference : str or Path
        See `hsiviewer.io.labels.read_labels`.
    ask : coroutine function, optional
        Is asked what to do where the scene has labels or classes already;
        its answer ``None`` gives the import up. Without it, the file's
        replace all.
    match : coroutine function, optional
        Is asked for the class of each id, with the name of the file, where that is
        not plain; its answer ``None`` gives the import up. Without it, ids stay.
    """
    document = session.document
    file = await until_stopped(_read_labels, reference, document.cube)
    _check_open(session, reference)
    labels, scheme = file.labels, file.scheme
    chosen = await _chosen_ids(session, file, reference, match, takes_new=True)
    if chosen is None:
        return
    if any(file_id != class_id for file_id, class_id in chosen.items()):
        labels, scheme = with_chosen(file, document.classes, chosen)
    conflicts = import_conflicts(document.labels, document.classes, labels, scheme)
    if ask is None or conflicts.is_clear:
        document.load_labels(labels, scheme)
        return
    answer = await ask(conflicts)
    if answer is not None and session.takes_changes:
        overlap, same_id = answer
        document.load_labels(labels, scheme, overlap=overlap, same_id=same_id)


async def import_classes(session: SceneSession, path: str | Path) -> None:
    """Take names, colours and descriptions from a class file.

    Classes that have labels but are not in the file keep what they have.
    """
    document = session.document
    found = await in_io_thread(read_classes, Path(path))
    _check_open(session, path)
    scheme = document.classes
    for known in found:
        scheme = scheme.with_class(known)
    document.set_classes(scheme, text="Import classes")


def sources(session: SceneSession) -> list[Source]:
    """Return what is open; no export may write over it."""
    return open_sources(
        session.document,
        (layer.cube for layer in session.layers if not layer.is_over_map),
        reference=session.assessment.file,
        project=session.projects.path,
    )


async def export_classes(session: SceneSession, path: Path) -> None:
    """Write names, colours and descriptions to a class file.

    Raises
    ------
    ExportError
        If it cannot be written, or belongs to something that is open.
    """
    classes = session.document.classes
    await _refuse_open(session, [Target(path, "the class file")])
    await in_io_thread(write_classes, path, classes)


async def export_labels(session: SceneSession, path: Path) -> None:
    """Write the labels with names and colours; errors as `export_classes`."""
    cube = session.document.cube
    if cube is None:
        raise HsiViewerError("there are no labels to write: open a scene first")
    labels = LabelMap(session.document.labels.values)
    classes = session.document.classes
    await _refuse_open(session, [label_target(path, "the labels")])
    await in_io_thread(write_labels, path, labels, classes, cube.georeference)


async def load_reference(
    session: SceneSession,
    reference: str | Path,
    *,
    match: AskAboutIds | None = None,
) -> None:
    """Read a ground truth and compare the result with it.

    Parameters
    ----------
    match : coroutine function, optional
        As of `import_labels`. What it answers is kept with the project.

    Raises
    ------
    LabelFormatError
        If it cannot be read, or does not fit the scene.
    SceneChangedError
        As `add_auxiliary`.
    """
    cube = session.document.cube
    file = await until_stopped(_read_labels, reference, cube)
    _check_open(session, reference)
    chosen = await _chosen_ids(session, file, reference, match, takes_new=False)
    if chosen is None:
        return
    labels = mapped_labels(file.labels, chosen)
    session.assessment.set_reference(labels, mapped_reference(reference, file, chosen))
    await session.projects.remember_rasters(session.assessment.file)


async def match_reference(session: SceneSession, *, match: AskAboutIds) -> None:
    """Ask which class each id of the loaded reference stands for.

    Raises
    ------
    HsiViewerError
        If there is no reference, or its file is gone.
    """
    assessment, document = session.assessment, session.document
    reference = assessment.reference
    if reference is None:
        raise HsiViewerError("load a reference map before its classes are matched")
    file = LabelFile(reference, ClassScheme(), GeoReference())
    result = document.classification
    against = None if result is None else result.class_map
    matching = await in_io_thread(matching_of, file, document.classes, against)
    name = Path(assessment.file).name
    chosen = await match(matching, name)
    if chosen is None or not session.takes_changes:
        return
    moved = moved_reference(assessment.file, reference.counts, chosen)
    assessment.set_reference(mapped_labels(reference, chosen), moved)
    await session.projects.remember_rasters(assessment.file)


async def export_map(
    session: SceneSession, path: Path, confidence: Path | None = None
) -> list[Path]:
    """Write the class map, and its confidence if a path is given.

    Raises
    ------
    HsiViewerError
        If there is no result yet, or it cannot be written, or the file belongs
        to something that is open.
    """
    result = session.document.classification
    if result is None:
        raise HsiViewerError("there is no map to export yet: train a method first")
    targets = [map_target(path, "the map")]
    if confidence is not None:
        targets.append(confidence_target(confidence, "the confidence"))
    await _refuse_open(session, targets)
    return await in_io_thread(
        write_results, result, map_path=path, confidence_path=confidence
    )


async def _refuse_open(session: SceneSession, targets: list[Target]) -> None:
    problem = await in_io_thread(clash, targets, sources(session))
    if problem:
        raise ExportError(problem)


def _check_open(session: SceneSession, file: str | Path) -> None:
    """See that the scene is still open that a file was read for."""
    if not session.takes_changes:
        raise _meant_for(session.document.cube, file)


async def _chosen_ids(
    session: SceneSession,
    file: LabelFile,
    reference: str | Path,
    match: AskAboutIds | None,
    *,
    takes_new: bool,
) -> Mapping[int, int] | None:
    """Return the class of each id that changes; ``None`` where the user gives up."""
    document = session.document
    if match is None:
        return {}
    result = document.classification
    against = document.labels.snapshot() if document.labels.total else None
    if result is not None:  # knows more pixels than the labels do
        against = result.class_map
    matching = await in_io_thread(matching_of, file, document.classes, against)
    _check_open(session, reference)
    if not needs_answer(matching, document.classes, takes_new=takes_new):
        return {}
    chosen = await match(matching, Path(reference).name)
    return chosen if session.takes_changes else None


def _read_labels(
    progress: Progress, reference: str | Path, cube: HsiCube | None
) -> LabelFile:
    return read_label_file(reference, cube, progress=progress)


def _meant_for(cube: HsiCube | None, file: str | Path) -> SceneChangedError:
    name = Path(file).name
    scene = cube.name if cube is not None else "no scene"
    return SceneChangedError(
        f"{name} was not used: it was chosen for {scene}, and another scene was "
        "opened meanwhile; choose it again if it belongs to the open scene"
    )
