"""Class files with descriptions, from labels or by a language model."""

from dataclasses import dataclass, replace
from pathlib import Path

from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import (
    ConfigurationError,
    FileAccessError,
    ForeignTextError,
)
from hsiviewer.core.foreign_files import read_text
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.class_files import format_classes, read_classes
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.workflows.commands.batch import OnChange, followed
from hsiviewer.workflows.commands.inputs import file_metadata
from hsiviewer.workflows.describing.contradictions import check_words
from hsiviewer.workflows.describing.drafts import describe_classes
from hsiviewer.workflows.describing.first_map import class_words
from hsiviewer.workflows.describing.instructions import (
    INSTRUCTIONS,
    filled_instruction,
    read_answer,
)
from hsiviewer.workflows.tasks.records import WORKER_ENTRY
from hsiviewer.workflows.tasks.references import read_matched
from hsiviewer.workflows.tasks.texts import WriteTask


@dataclass(frozen=True, kw_only=True)
class DescribeFiles:
    """Paths and settings of ``hsiviewer describe``, named as on the command line.

    Parameters
    ----------
    check : bool
        Whether labels and descriptions are compared, instead of drafting any.
    """

    scene: str
    labels: str
    classes: Path | None = None
    auxiliary: tuple[str, ...] = ()
    instruction: str = ""
    answer: Path | None = None
    writer: str = ""
    meta: Path | None = None
    check: bool = False


async def describe_files(request: DescribeFiles, *, on_change: OnChange) -> str:
    """Return a class file with descriptions, or the instruction to ask for some.

    Without an answer, descriptions are drafted from the labels; those that a
    class has already are kept. With one, it replaces them.

    Raises
    ------
    HsiViewerError
        If a file cannot be read, there are no labels, or an answer describes none
        of the classes.
    CancelledError
        If the work was interrupted.
    """
    key = request.instruction or next(iter(INSTRUCTIONS))
    if key not in INSTRUCTIONS:
        raise ConfigurationError(
            f"there is no instruction {key!r}; choose one of {', '.join(INSTRUCTIONS)}"
        )
    cube = open_labelled(request.scene, request.labels, file_metadata(request.meta))
    classes = (
        ClassScheme() if request.classes is None else read_classes(request.classes)
    )
    found = read_matched(request.labels, cube, classes, option="--map-label-ids")
    labels, scheme = found.labels, classes.joined(found.scheme)
    if request.check:
        rasters = tuple(open_auxiliary(raster, cube) for raster in request.auxiliary)
        return _checked(cube, scheme, labels, rasters)
    asked = filled_instruction(key, scheme, cube)
    if request.writer:
        return _answered(scheme, await _written(request.writer, asked, on_change))
    if request.answer is not None:
        return _answered(scheme, _read(request.answer))
    if request.instruction:
        return asked
    rasters = tuple(open_auxiliary(raster, cube) for raster in request.auxiliary)
    return _formatted(drafted(cube, scheme, labels, rasters))


async def _written(folder: str, instruction: str, on_change: OnChange) -> str:
    runner = JobRunner(WORKER_ENTRY)
    try:
        task = WriteTask(folder=folder, instruction=instruction)
        job = runner.submit("write", task, title="Write descriptions")
        answer = await followed(runner, job, on_change)
    finally:
        await runner.close()
    return str(answer["answer"])


def _read(path: Path) -> str:
    try:
        return read_text(path)
    except ForeignTextError as error:
        raise FileAccessError(f"{path} cannot be read as text: {error}") from error


def _answered(scheme: ClassScheme, answer: str) -> str:
    found = read_answer(answer, scheme)
    if not found:
        raise ConfigurationError(
            "the answer describes none of the classes; each needs a line with its name "
            "alone, such as '## roof', and its text below"
        )
    return _formatted(_described(scheme, found))


def drafted(
    cube: HsiCube,
    scheme: ClassScheme,
    labels: LabelMap,
    auxiliary: tuple[HsiCube, ...],
) -> ClassScheme:
    """Return classes, with drafted descriptions where they have none.

    Raises
    ------
    HsiViewerError
        If there are no labels, or an auxiliary raster cannot be read.
    """
    traits = describe_classes(cube, labels.values, auxiliary)
    drafts = {
        cover.id: traits[cover.id].sentence
        for cover in scheme
        if not cover.description and cover.id in traits
    }
    return _described(scheme, drafts)


def _checked(
    cube: HsiCube,
    scheme: ClassScheme,
    labels: LabelMap,
    auxiliary: tuple[HsiCube, ...],
) -> str:
    """Return what was understood of each class, and what its labels say against it."""
    words = class_words(scheme)
    check = check_words(cube, labels.snapshot(), scheme, auxiliary)
    found = check.sentences(scheme) or ["no label contradicts its description"]
    return "\n".join([*words.sentences(), "", *found])


def _described(scheme: ClassScheme, descriptions: dict[int, str]) -> ClassScheme:
    return ClassScheme(
        tuple(
            replace(cover, description=descriptions.get(cover.id, cover.description))
            for cover in scheme
        )
    )


def _formatted(scheme: ClassScheme) -> str:
    return format_classes(scheme).rstrip()
