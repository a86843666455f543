"""Results to files: each by itself, so that one that fails costs no other."""

import contextlib
import shutil
from collections.abc import Callable
from pathlib import Path

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.errors import ExportError
from hsiviewer.io.atomic import replacing, unwritable
from hsiviewer.io.maps import write_class_map, write_confidence, write_probabilities
from hsiviewer.workflows.tasks.targets import MODEL_FILES


def write_results(
    result: ClassificationResult,
    *,
    map_path: Path,
    confidence_path: Path | None = None,
    probabilities_path: Path | None = None,
) -> list[Path]:
    """Write the class map as GeoTIFF; confidence and probabilities if wanted.

    Returns
    -------
    list of Path
        The rasters that were written.

    Raises
    ------
    ExportError
        If a file cannot be written or reads back differently. The others are
        written all the same.
    """
    writing = Writing()
    writing.results(result, map_path, confidence_path, probabilities_path)
    writing.finish()
    return writing.written


class Writing:
    """The results of one command, written one after the other.

    Attributes
    ----------
    written : list of Path
        What is in place.
    problems : list of str
        A sentence for each that is not.
    """

    def __init__(self) -> None:
        self.written: list[Path] = []
        self.problems: list[str] = []

    def attempt(self, path: Path, write: Callable[[], object]) -> None:
        """Write one result; a failure is remembered and told by `finish`."""
        try:
            write()
        except ExportError as error:
            self.problems.append(str(error))
        else:
            self.written.append(path)

    def results(
        self,
        result: ClassificationResult,
        map_path: Path,
        confidence: Path | None,
        probabilities: Path | None = None,
    ) -> None:
        """Write the class map; confidence and probabilities if a path is given."""
        self.attempt(map_path, lambda: write_class_map(map_path, result))
        if confidence is not None:
            self.attempt(confidence, lambda: write_confidence(confidence, result))
        if probabilities is not None:
            self.attempt(
                probabilities, lambda: write_probabilities(probabilities, result)
            )

    def finish(self, remedy: str = "") -> None:
        """Raise what could not be written.

        Parameters
        ----------
        remedy : str
            Where the results are kept, and what to do.

        Raises
        ------
        ExportError
            If there was a problem.
        """
        if self.problems:
            raise ExportError(". ".join(filter(None, (*self.problems, remedy))))


def has_model(folder: Path) -> bool:
    """Tell whether a run has left a model: where the disk was full, it could not."""
    return all((folder / name).is_file() for name in MODEL_FILES)


def copy_model(source: Path, target: Path) -> None:
    """Copy a model to another folder, both files or none.

    Raises
    ------
    ExportError, DiskFullError
        If there is none, or it cannot be written; a model that was there before stays
        as it was.
    """
    if not has_model(source):
        raise ExportError(
            f"{target} was not written: the model could not be saved after the training"
        )
    is_new = not target.exists()
    # The record comes last, because it vouches for the weights.
    files = sorted(source.iterdir(), key=lambda file: file.suffix == ".json")
    try:
        target.mkdir(parents=True, exist_ok=True)
        with replacing(*(target / file.name for file in files)) as partial:
            for file, temporary in zip(files, partial, strict=True):
                shutil.copyfile(file, temporary)
    except OSError as error:
        if is_new:
            with contextlib.suppress(OSError):
                target.rmdir()
        if isinstance(error, ExportError):
            raise
        raise unwritable(target, error) from error
