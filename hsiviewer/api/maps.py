"""Maps for scripts: class ids with their confidence, figures and files."""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.api.scenes import enlarged_png
from hsiviewer.api.targets import check
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.imaging.overlay import class_table
from hsiviewer.imaging.thumbnails import map_thumbnail
from hsiviewer.io.targets import Source
from hsiviewer.workflows.batch import write_report
from hsiviewer.workflows.export import write_results
from hsiviewer.workflows.targets import confidence_target, map_target, report_target

_LONGEST_SIDE = 512  # points of a picture


@dataclass(frozen=True, eq=False)
class Accuracy:
    """How well a map agrees with a reference; the fields of a report.

    All figures are fractions, NaN where they are undefined.

    Parameters
    ----------
    overall_accuracy, average_accuracy, kappa : float
        Of all classes together.
    class_ids, class_names : tuple
        Order of what follows.
    precision, recall, f1 : ndarray of float64, shape (classes,)
        User's accuracy, producer's accuracy, and their harmonic mean.
    confusion_matrix : ndarray of int64, shape (classes, classes)
        Pixels by reference class (rows) and predicted class (columns).
    unclassified : ndarray of int64, shape (classes,)
        Reference pixels that the map leaves without a class of the reference.
    n_reference : int
        Reference pixels; those that were trained on are left out.
    """

    overall_accuracy: float
    average_accuracy: float
    kappa: float
    class_ids: tuple[int, ...]
    class_names: tuple[str, ...]
    precision: npt.NDArray[np.float64]
    recall: npt.NDArray[np.float64]
    f1: npt.NDArray[np.float64]
    confusion_matrix: npt.NDArray[np.int64]
    unclassified: npt.NDArray[np.int64]
    n_reference: int

    @classmethod
    def of_report(cls, report: Mapping[str, Any]) -> "Accuracy | None":
        """Return the figures of a report; none if it compares with no reference."""
        if "confusion_matrix" not in report:
            return None
        overall, average, kappa = (
            float("nan") if report[name] is None else float(report[name])
            for name in ("overall_accuracy", "average_accuracy", "kappa")
        )
        return cls(
            overall_accuracy=overall,
            average_accuracy=average,
            kappa=kappa,
            class_ids=tuple(report["class_ids"]),
            class_names=tuple(report["class_names"]),
            precision=np.array(report["precision"], np.float64),
            recall=np.array(report["recall"], np.float64),
            f1=np.array(report["f1"], np.float64),
            confusion_matrix=np.array(report["confusion_matrix"], np.int64),
            unclassified=np.array(report["unclassified"], np.int64),
            n_reference=int(report["n_reference"]),
        )

    def __repr__(self) -> str:
        return (
            f"<Accuracy: overall {self.overall_accuracy:.4f}, average "
            f"{self.average_accuracy:.4f}, kappa {self.kappa:.4f} on "
            f"{self.n_reference} pixels>"
        )


class ClassMap:
    """A class for every pixel of a scene, with its confidence and its history.

    `hsiviewer.classify` and `hsiviewer.predict` return it.

    Parameters
    ----------
    result : ClassificationResult
        The map as the rest of the program knows it; its arrays are copied.
    report : mapping
        What the run has achieved, as JSON values.
    sources : iterable of Source
        What it was made from; no file of it is ever replaced.
    """

    def __init__(
        self,
        result: ClassificationResult,
        report: Mapping[str, Any],
        sources: Iterable[Source] = (),
    ) -> None:
        # The arrays of a worker lie in files that do not outlive the call.
        self._result = replace(
            result,
            class_map=np.array(result.class_map),
            confidence=np.array(result.confidence),
        )
        self._report = dict(report)
        self._sources = tuple(sources)

    @property
    def result(self) -> ClassificationResult:
        """The map as the rest of the program knows it."""
        return self._result

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        rows, cols = self._result.class_map.shape
        return rows, cols

    @property
    def classes(self) -> ClassScheme:
        """Ids, names, colours and descriptions."""
        return self._result.scheme

    @property
    def confidence(self) -> npt.NDArray[np.float32]:
        """Score of each pixel's class, 0..1; NaN where there is no class."""
        return self._result.confidence.copy()

    @property
    def accuracy(self) -> Accuracy | None:
        """Figures against the reference; ``None`` if none was given."""
        return Accuracy.of_report(self._report)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences on what may be doubtful about the map."""
        return tuple(self._report.get("warnings", ()))

    def to_array(self) -> npt.NDArray[np.uint16]:
        """Return a copy of the class ids, shape (rows, cols); 0 is no class."""
        return self._result.class_map.copy()

    def to_geotiff(
        self,
        path: str | os.PathLike[str],
        confidence: str | os.PathLike[str] | None = None,
        overwrite: bool = False,
    ) -> list[Path]:
        """Write the map with names, colours and place, as ``--out`` does.

        Parameters
        ----------
        path : str or path
            ``.tif``; a style for QGIS and a file with the names lie beside it.
        confidence : str or path, optional
            ``.tif`` for the confidence.
        overwrite : bool
            Whether files that are no maps of the program are replaced; a file that
            the map was made from never is.

        Returns
        -------
        list of Path
            The rasters that were written.

        Raises
        ------
        ExportError
            If a file may not be replaced, cannot be written, or reads back
            differently.
        """
        target = Path(path)
        beside = None if confidence is None else Path(confidence)
        targets = [map_target(target, "the map")]
        if beside is not None:
            targets.append(confidence_target(beside, "the confidence"))
        check(*targets, sources=self._sources, overwrite=overwrite)
        return write_results(self._result, map_path=target, confidence_path=beside)

    def report(
        self, path: str | os.PathLike[str] | None = None, overwrite: bool = False
    ) -> dict[str, Any]:
        """Return the report of the run, and write it if a path is given.

        Parameters
        ----------
        path : str or path, optional
            ``.json``, or ``.html`` for a page.
        overwrite : bool
            Whether a file that is no report of the program is replaced.

        Returns
        -------
        dict
            What ``--report`` writes: method, configuration, seed, versions, seconds,
            areas and, with a reference, the figures.

        Raises
        ------
        ExportError
            If the suffix is neither, the file may not be replaced, or it cannot be
            written.
        """
        if path is not None:
            target = Path(path)
            wanted = report_target(target, "the report")
            check(wanted, sources=self._sources, overwrite=overwrite)
            write_report(target, self._report)
        copied: dict[str, Any] = json.loads(json.dumps(self._report))
        return copied

    def picture(self) -> bytes:
        """Return the map in the colours of its classes, as the bytes of a PNG file."""
        largest = int(self._result.class_map.max(initial=0))
        table = class_table(self.classes, largest_id=largest)
        return enlarged_png(
            map_thumbnail(self._result.class_map, table, side=_LONGEST_SIDE)
        )

    def __repr__(self) -> str:
        rows, cols = self.shape
        method = self._report.get("method", "")
        return (
            f"<ClassMap by {method}: {rows} x {cols} pixels, "
            f"{len(self.classes)} classes>"
        )

    def _repr_png_(self) -> bytes:
        return self.picture()
