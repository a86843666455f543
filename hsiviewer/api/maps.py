"""Maps for scripts: class ids, confidence, accuracy and files."""

import os
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.api.scenes import Scene, enlarged_png, read_only
from hsiviewer.api.targets import check
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.probabilities import ClassProbabilities
from hsiviewer.core.progress import SilentProgress
from hsiviewer.core.refinement import Refinement
from hsiviewer.core.window import PixelWindow
from hsiviewer.evaluation import metrics
from hsiviewer.evaluation.report import run_report
from hsiviewer.imaging.overlay import class_table
from hsiviewer.imaging.thumbnails import map_thumbnail
from hsiviewer.io.targets import Source
from hsiviewer.workflows.tasks.exporting import (
    REPORT_SUFFIXES,
    ExportPlan,
    write_vectors,
)
from hsiviewer.workflows.tasks.map_facts import areas_of
from hsiviewer.workflows.tasks.refining import refined_result
from hsiviewer.workflows.tasks.report_pages import report_pictures, write_report
from hsiviewer.workflows.tasks.results import write_results
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    map_target,
    probabilities_target,
    report_target,
)

_LONGEST_SIDE = 512  # points of a picture


@dataclass(frozen=True, eq=False, repr=False)
class Accuracy(metrics.Accuracy):
    """How well a map agrees with a reference.

    Figures are fractions, NaN where undefined: `overall_accuracy`, `average_accuracy`
    and `kappa` of all classes together; `precision` (user's accuracy), `recall`
    (producer's accuracy) and `f1`, their harmonic mean, of each class, in the order
    of `class_ids` and `class_names`.

    Parameters
    ----------
    class_ids, class_names : tuple
        Classes of the rows and columns.
    matrix : ndarray of int64, shape (classes, classes)
        Pixels by reference class (rows) and predicted class (columns).
    missed : ndarray of int64, shape (classes,)
        Reference pixels to which the map gives no class of the reference.
    """

    class_names: tuple[str, ...] = ()

    @classmethod
    def of_report(cls, report: Mapping[str, Any]) -> "Accuracy | None":
        """Return the figures of a report, ``None`` if it had no reference."""
        if "confusion_matrix" not in report:
            return None
        return cls(
            class_ids=tuple(report["class_ids"]),
            matrix=read_only(np.array(report["confusion_matrix"], np.int64)),
            missed=read_only(np.array(report["unclassified"], np.int64)),
            class_names=tuple(report["class_names"]),
        )

    @property
    def confusion_matrix(self) -> npt.NDArray[np.int64]:
        """The matrix by its name in reports, read-only."""
        return self.matrix

    @property
    def unclassified(self) -> npt.NDArray[np.int64]:
        """Missed reference pixels by their name in reports, read-only."""
        return self.missed

    @property
    def n_reference(self) -> int:
        """Number of reference pixels, without those that were trained on."""
        return self.n

    def __repr__(self) -> str:
        return (
            f"<Accuracy: overall {self.overall_accuracy:.4f}, average "
            f"{self.average_accuracy:.4f}, kappa {self.kappa:.4f} on "
            f"{self.n_reference} pixels>"
        )


class ClassMap:
    """A class for every pixel of a scene, with confidence and provenance.

    `hsiviewer.classify` and `hsiviewer.predict` return it.

    Parameters
    ----------
    result : ClassificationResult
        The map in the type that the program uses inside; its arrays are copied.
    report : mapping
        Report of the run, as JSON values.
    sources : iterable of Source
        Input files, which are never replaced.
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
            class_map=read_only(np.array(result.class_map)),
            confidence=read_only(np.array(result.confidence)),
            probabilities=_copied(result.probabilities),
        )
        self._report = deepcopy(dict(report))
        self._sources = tuple(sources)

    @property
    def result(self) -> ClassificationResult:
        """The map in the type that the program uses inside; arrays are read-only."""
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
    def probabilities(self) -> npt.NDArray[np.float32] | None:
        """Probability of each class, shape (classes, rows, cols).

        NaN where there is no class; ``None`` if the method does not tell.
        `probability_ids` are the classes.
        """
        kept = self._result.probabilities
        if kept is None:
            return None
        return kept.read(PixelWindow.of_shape(kept.grid_shape))

    @property
    def probability_ids(self) -> tuple[int, ...]:
        """Class id of each plane of `probabilities`; empty if there are none."""
        kept = self._result.probabilities
        return () if kept is None else kept.class_ids

    @property
    def accuracy(self) -> Accuracy | None:
        """Agreement with the reference; ``None`` if none was given."""
        return Accuracy.of_report(self._report)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Sentences about what makes the map less reliable."""
        return tuple(self._report.get("warnings", ()))

    def to_array(self) -> npt.NDArray[np.uint16]:
        """Return a copy of the class ids, shape (rows, cols); 0 is no class."""
        return self._result.class_map.copy()

    def to_geotiff(
        self,
        path: str | os.PathLike[str],
        confidence: str | os.PathLike[str] | None = None,
        overwrite: bool = False,
        probabilities: str | os.PathLike[str] | None = None,
    ) -> list[Path]:
        """Write the map with names, colours and georeference, as ``--out`` does.

        Parameters
        ----------
        path : str or path
            File to write, ``.tif``. A QGIS style and the class names go beside it.
        confidence : str or path, optional
            File for the confidence, ``.tif``.
        overwrite : bool
            Whether to replace files that hsiviewer did not write. Input files are
            never replaced.
        probabilities : str or path, optional
            File for the probability of each class, ``.tif``, a band for each.

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
        shares = None if probabilities is None else Path(probabilities)
        if shares is not None:
            targets.append(probabilities_target(shares, "the probabilities"))
        check(*targets, sources=self._sources, overwrite=overwrite)
        return write_results(
            self._result,
            map_path=target,
            confidence_path=beside,
            probabilities_path=shares,
        )

    @property
    def areas(self) -> list[dict[str, Any]]:
        """Area of each class: ``pixels``, ``share`` and ``hectares``.

        With a reference, ``adjusted_share``, ``adjusted_hectares`` and their standard
        errors (``..._error``) after Olofsson and others (2014), which hold if its
        pixels were drawn at random within the classes of the map.
        """
        if "areas" in self._report:
            return deepcopy(list(self._report["areas"]))
        return [area.record() for area in areas_of(self._result)]

    def refined(
        self,
        *,
        majority: int = 0,
        sieve: int = 0,
        threshold: float = 0.0,
        smoothing: float = 0.0,
        scene: Scene | None = None,
    ) -> "ClassMap":
        """Return the map cleaned; this one stays as it is.

        Parameters
        ----------
        majority : int
            Side of a window, odd: pixels get its most frequent class.
        sieve : int
            Areas of fewer pixels get the class that surrounds them most.
        threshold : float
            Pixels with less confidence stay unclassified.
        smoothing : float
            How strongly probabilities of neighbours that look alike are brought
            together; needs `scene`.
        scene : Scene, optional
            What was classified.

        Returns
        -------
        ClassMap
            Its report has the areas of the cleaned map, and no accuracy: compare it
            with a reference anew.

        Raises
        ------
        ConfigurationError
            If a number is of no use, or there is nothing to smooth.
        """
        steps = Refinement(smoothing, threshold, majority, sieve)
        cube = None if scene is None else scene.cube
        found = refined_result(self._result, steps, SilentProgress(), cube)
        told = run_report(
            found, n_labels=self._report.get("n_labels", 0), areas=areas_of(found)
        )
        return ClassMap(found, told, self._sources)

    def report(
        self, path: str | os.PathLike[str] | None = None, overwrite: bool = False
    ) -> dict[str, Any]:
        """Return the report of the run, and write it if a path is given.

        Parameters
        ----------
        path : str or path, optional
            File to write, ``.json`` or ``.html``.
        overwrite : bool
            Whether to replace a file that hsiviewer did not write.

        Returns
        -------
        dict
            What ``--report`` writes: method, configuration, seed, versions, seconds,
            areas and, with a reference, the accuracy.

        Raises
        ------
        ExportError
            If the file has another suffix, may not be replaced, or cannot be written.
        """
        if path is not None:
            target = Path(path)
            report_file = report_target(target, "the report")
            check(report_file, sources=self._sources, overwrite=overwrite)
            pictures = report_pictures(self._result, self._report)
            write_report(target, self._report, pictures)
        return deepcopy(self._report)

    def write(self, path: str | os.PathLike[str], overwrite: bool = False) -> Path:
        """Write polygons, a table of areas, or a report of the map.

        Parameters
        ----------
        path : str or path
            ``.gpkg``, ``.geojson`` or ``.shp`` for polygons with their size and a
            style; ``.csv`` for the areas of the classes; ``.html`` or ``.json`` for
            the report.
        overwrite : bool
            Whether to replace a file that hsiviewer did not write. Input files are
            never replaced.

        Returns
        -------
        Path
            The file.

        Raises
        ------
        ExportError
            If the file cannot be written, or may not be replaced.
        ConfigurationError
            If the suffix is of no such format.
        """
        target, plan = Path(path), ExportPlan(out=(Path(path),))
        if target.suffix.lower() in REPORT_SUFFIXES:
            self.report(target, overwrite)
            return target
        plan.check()
        check(*plan.targets, sources=self._sources, overwrite=overwrite)
        write_vectors(target, self._result)
        return target

    def picture(self) -> bytes:
        """Return the map in its class colours, as the bytes of a PNG file."""
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


def _copied(kept: ClassProbabilities | None) -> ClassProbabilities | None:
    if kept is None:
        return None
    return replace(kept, bytes=read_only(np.array(kept.bytes)))
