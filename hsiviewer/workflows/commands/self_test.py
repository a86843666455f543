"""The whole way on a small scene, to see that an installation works."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError, FileAccessError, HsiViewerError
from hsiviewer.evaluation.metrics import assess
from hsiviewer.io.class_files import read_classes
from hsiviewer.io.labels import read_labels
from hsiviewer.io.registry import open_auxiliary, open_cube
from hsiviewer.jobs.runner import JobRunner
from hsiviewer.learning.recipe import Recipe
from hsiviewer.workflows.commands.sample import SampleFiles, write_sample
from hsiviewer.workflows.tasks.records import WORKER_ENTRY
from hsiviewer.workflows.tasks.results import write_results
from hsiviewer.workflows.tasks.submission import (
    LearningInputs,
    classify,
)

_RECIPES = (Recipe("svm"), Recipe("diffclip"))
_BETTER_THAN_CHANCE = 2.0


async def self_test(say: Callable[[str], None]) -> None:
    """Open, label, train, export and read back; tell each step.

    Parameters
    ----------
    say : callable
        Receives one line per step that held.

    Raises
    ------
    HsiViewerError
        With the first thing that did not hold.
    """
    runner = JobRunner(WORKER_ENTRY)
    with sample_folder() as folder:
        try:
            await _whole_way(folder, runner, say)
        finally:
            await runner.close()
    say("self-test passed")


@contextlib.contextmanager
def sample_folder() -> Iterator[Path]:
    """Make a temporary folder, and remove it after.

    Raises
    ------
    FileAccessError
        If nothing can be written there.
    """
    place = tempfile.gettempprefix()
    try:
        place = tempfile.gettempdir()
        with tempfile.TemporaryDirectory(prefix="hsiviewer-self-test-") as folder:
            yield Path(folder)
    except HsiViewerError:
        raise
    except OSError as error:
        raise FileAccessError(
            f"the sample cannot be written to the temporary folder {place}: "
            f"{error.strerror or error}; name another one in the environment variable "
            "TMPDIR (TEMP on Windows)"
        ) from error


async def _whole_way(
    folder: Path, runner: JobRunner, say: Callable[[str], None]
) -> None:
    files = write_sample(folder, rows=64, cols=72, bands=60)
    say(f"sample scene written: {files.cube.name}")
    inputs = _read(files)
    say(f"scene opened: {inputs.cube.shape}, labels: {(inputs.labels > 0).sum()}")
    reference, _ = read_labels(files.reference, inputs.cube)
    truth = np.where(inputs.labels > 0, 0, reference.values)
    for recipe in _RECIPES:
        result = await classify(runner, inputs, recipe)
        accuracy = assess(truth, result.class_map).overall_accuracy
        if accuracy < _BETTER_THAN_CHANCE / len(inputs.scheme):
            raise HsiViewerError(
                f"{recipe.method} reached an overall accuracy of {accuracy:.2f} "
                "on the sample scene, which is hardly better than chance"
            )
        say(f"{recipe.method} trained: overall accuracy {accuracy:.2f}")
        path = folder / f"{recipe.method}.tif"
        write_results(result, map_path=path, confidence_path=path.with_suffix(".c.tif"))
        _compare(path, result, inputs)
        say(f"map exported and read back: {path.name}")
    inputs.cube.close()


def _read(files: SampleFiles) -> LearningInputs:
    cube = open_cube(files.cube)
    labels, _ = read_labels(files.labels, cube)
    return LearningInputs(
        cube=cube,
        labels=labels.snapshot(),
        scheme=read_classes(files.classes),
        auxiliary=(open_auxiliary(files.dsm, cube),),
    )


def _compare(path: Path, result: ClassificationResult, inputs: LearningInputs) -> None:
    found, scheme = read_labels(path, inputs.cube)
    same_names = all(
        scheme[class_id].name == inputs.scheme[class_id].name for class_id in scheme.ids
    )
    if not (np.array_equal(found.values, result.class_map) and same_names):
        raise ExportError(f"{path} reads back differently from what was written")
