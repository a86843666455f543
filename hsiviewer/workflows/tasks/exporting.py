"""A map to files of any kind: raster, polygons, tables, page, report."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.csv_text import csv_line
from hsiviewer.core.errors import ConfigurationError, ExportError
from hsiviewer.core.progress import Progress
from hsiviewer.core.window import PixelWindow
from hsiviewer.evaluation.areas import area_rows
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.evaluation.uncertainty import coverage_curve
from hsiviewer.evaluation.zonal import ZoneValues, zonal_rows, zone_classes
from hsiviewer.io.atomic import write_text
from hsiviewer.io.companions import vector_files
from hsiviewer.io.map_cog import write_cog
from hsiviewer.io.map_polygons import write_map_polygons
from hsiviewer.io.maps import (
    write_class_map,
    write_confidence,
    write_probabilities,
)
from hsiviewer.io.pixel_area import pixel_area_m2
from hsiviewer.io.targets import Target
from hsiviewer.io.vector_labels import DRIVERS
from hsiviewer.io.zones import read_zones
from hsiviewer.workflows.tasks.map_facts import areas_of, map_facts
from hsiviewer.workflows.tasks.result_sources import ResultSource
from hsiviewer.workflows.tasks.results import Writing
from hsiviewer.workflows.tasks.targets import (
    confidence_target,
    map_target,
    probabilities_target,
    report_target,
)

Ids = npt.NDArray[np.uint16]
Draw = Callable[[Path, ResultSource], None]
WriteReport = Callable[[Path, ResultSource, dict[str, Any]], None]

MAP_SUFFIXES = (".tif", ".tiff")
PAGE_SUFFIXES = (".png", ".pdf")
REPORT_SUFFIXES = (".html", ".json")
_TABLE = ".csv"
_ROWS = 256


@dataclass(frozen=True, kw_only=True)
class ExportPlan:
    """What is written of a map.

    Parameters
    ----------
    out : tuple of Path
        Files whose suffix says what they hold: ``.tif`` the map, ``.gpkg``,
        ``.geojson`` or ``.shp`` its polygons, ``.csv`` the areas of its classes,
        ``.png`` or ``.pdf`` a page, ``.html`` or ``.json`` a report.
    is_cog : bool
        Whether maps are cloud-optimised.
    confidence, probabilities : Path, optional
        Rasters beside the map.
    zones : Path, optional
        Layer whose polygons get statistics.
    zonal : Path, optional
        Table of them.
    """

    out: tuple[Path, ...] = ()
    is_cog: bool = False
    confidence: Path | None = None
    probabilities: Path | None = None
    zones: Path | None = None
    zonal: Path | None = None

    def check(self) -> None:
        """Check that all is said.

        Raises
        ------
        ConfigurationError
            If a suffix is unknown, or zones and their table do not come together.
        """
        if (self.zones is None) != (self.zonal is None):
            raise ConfigurationError(
                "--zones names the layer and --zonal the table of its statistics; give "
                "both or none"
            )
        known = (*MAP_SUFFIXES, *DRIVERS, _TABLE, *PAGE_SUFFIXES, *REPORT_SUFFIXES)
        for path in self.out:
            if path.suffix.lower() not in known:
                raise ConfigurationError(
                    f"{path.name} has no suffix that says what to write; choose one of "
                    f"{', '.join(dict.fromkeys(known))}"
                )

    @property
    def targets(self) -> list[Target]:
        """All that will be written."""
        found = [_target(path) for path in self.out]
        if self.confidence is not None:
            found.append(confidence_target(self.confidence))
        if self.probabilities is not None:
            found.append(probabilities_target(self.probabilities))
        if self.zonal is not None:
            found.append(Target(self.zonal, "--zonal", suffixes=(_TABLE,)))
        return found


def _target(path: Path) -> Target:
    suffix = path.suffix.lower()
    if suffix in MAP_SUFFIXES:
        return map_target(path)
    if suffix in DRIVERS:
        return Target(path, "--out", tuple(vector_files(path)))
    if suffix in REPORT_SUFFIXES:
        return report_target(path, "--out")
    return Target(path, "--out")


def export_result(
    source: ResultSource,
    plan: ExportPlan,
    progress: Progress,
    *,
    truth: Ids | None,
    draw: Draw,
    write_report: WriteReport,
) -> Writing:
    """Write a map to files; one that fails costs no other.

    Parameters
    ----------
    truth : ndarray of uint16, shape (rows, cols), optional
        Reference without the labels, for areas and reports.
    draw, write_report : callable
        Write a page and a report.

    Returns
    -------
    Writing
        What was written, and what could not be.

    Raises
    ------
    CancelledError
        If the owner of `progress` has cancelled.
    """
    writing = Writing()
    zones, zonal = plan.zones, plan.zonal
    if zones is not None and zonal is not None:
        # First: a layer that cannot be read is told before anything is written.
        writing.attempt(zonal, lambda: write_zonal(zonal, zones, source, progress))
    report: dict[str, Any] = {}
    if any(path.suffix.lower() in REPORT_SUFFIXES for path in plan.out):
        report = source_report(source, truth)
    for path in plan.out:
        progress.checkpoint()
        suffix = path.suffix.lower()
        if suffix in PAGE_SUFFIXES:
            writing.attempt(path, partial(draw, path, source))
        elif suffix in REPORT_SUFFIXES:
            writing.attempt(path, partial(write_report, path, source, report))
        else:
            writing.attempt(path, partial(_write, path, source, truth, plan.is_cog))
    confidence, probabilities = plan.confidence, plan.probabilities
    if confidence is not None:
        writing.attempt(confidence, lambda: _write_confidence(confidence, source))
    if probabilities is not None:
        writing.attempt(
            probabilities, lambda: write_probabilities(probabilities, source.result)
        )
    return writing


def _write(path: Path, source: ResultSource, truth: Ids | None, is_cog: bool) -> None:
    """Write a map, its polygons or its areas."""
    result = source.result
    if path.suffix.lower() in MAP_SUFFIXES:
        write = write_cog if is_cog else write_class_map
        write(path, result)
    else:
        write_vectors(path, result, truth)


def write_vectors(
    path: Path, result: ClassificationResult, truth: Ids | None = None
) -> None:
    """Write the polygons of a map, or the table of its areas, as the suffix says.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    rows, cols = result.class_map.shape
    if path.suffix.lower() in DRIVERS:
        write_map_polygons(
            path,
            result.class_map,
            result.scheme,
            result.georeference,
            pixel_m2=pixel_area_m2(result.georeference, (rows, cols)),
        )
    elif path.suffix.lower() == _TABLE:
        table = area_rows(areas_of(result, truth))
        write_text(path, "".join(csv_line(row) for row in table))
    else:
        raise ExportError(
            f"{path.name} was not written: polygons are {', '.join(DRIVERS)}, and a "
            f"table of areas is {_TABLE}"
        )


def write_zonal(
    path: Path, zones: Path, source: ResultSource, progress: Progress
) -> None:
    """Write statistics of map and scene for each polygon of a layer.

    Raises
    ------
    HsiViewerError
        If the layer cannot be read, or the table cannot be written.
    """
    found = read_zones(zones, source.grid, progress)
    result = source.result
    classes = zone_classes(found.ids, np.asarray(result.class_map), found.count)
    size = pixel_area_m2(result.georeference, source.grid.grid_shape)
    bands: tuple[str, ...] = ()
    values = None
    if source.has_scene:
        cube = source.grid
        good = cube.bands.good_bands.tolist()
        bands = tuple(cube.bands.label(band) for band in good)
        values = ZoneValues(found.count, len(good))
        rows, cols = cube.grid_shape
        for top in range(0, rows, _ROWS):
            progress.checkpoint()
            window = PixelWindow(top, 0, min(_ROWS, rows - top), cols)
            if found.ids[window.slices].any():
                values.add(found.ids[window.slices], cube.read(good, window))
    rows_of = zonal_rows(
        found.fields,
        classes,
        {cover.id: cover.name for cover in result.scheme},
        hectares=None if size is None else size / 10_000,
        bands=bands,
        values=values,
    )
    write_text(path, "".join(csv_line(row) for row in rows_of))


def source_report(source: ResultSource, truth: Ids | None) -> dict[str, Any]:
    """Return the report of a map, as far as it is known how it was made."""
    labels = source.labels
    n_labels = 0 if labels is None else int(np.count_nonzero(labels))
    result = source.result
    result = replace(result, provenance={**_UNKNOWN, **result.provenance})
    if truth is None:
        return run_report(result, n_labels=n_labels, areas=areas_of(result))
    known = np.zeros_like(truth) if labels is None else labels
    facts = map_facts(result, known, truth)
    return run_report(
        result,
        n_labels=n_labels,
        accuracy=assess(truth, np.asarray(result.class_map)),
        n_overlapping=facts.overlapping,
        areas=facts.areas,
        coverage=coverage_curve(
            truth, np.asarray(result.class_map), np.asarray(result.confidence)
        ),
    )


def page_title(source: ResultSource) -> str:
    """Return what a page is called: the scene, or the map itself."""
    scene = str(source.result.provenance.get("scene", ""))
    return Path(scene.replace("\\", "/")).stem or source.title


def page_note(source: ResultSource) -> str:
    """Return how a map was made, in one line below a page."""
    told = source.result.provenance
    parts = [
        str(told.get("method", "")),
        f"seed {told['seed']}" if "seed" in told else "",
        source.result.georeference.crs_name,
        f"hsiviewer {told.get('versions', {}).get('hsiviewer', '')}".strip(),
    ]
    return " · ".join(filter(None, parts))


def _write_confidence(path: Path, source: ResultSource) -> None:
    if not np.isfinite(np.asarray(source.result.confidence)).any():
        raise ExportError(
            f"{path.name} was not written: the confidence of this map lies in another "
            "file; name the folder of its run"
        )
    write_confidence(path, source.result)


# Of maps that other programs have made, little is known.
_UNKNOWN: dict[str, Any] = {
    "method": "unknown method",
    "preset": "unknown",
    "configuration": {},
    "seed": "unknown",
    "device": "unknown device",
    "scene": "unknown scene",
    "warnings": [],
    "seconds": {},
    "versions": {},
}
