"""What a report page shows of a map: picture, legend, spectra, doubts."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.core.cube import HsiCube
from hsiviewer.evaluation.report import render_html
from hsiviewer.evaluation.report_pictures import (
    LegendEntry,
    ReportPictures,
    spectra_svg,
)
from hsiviewer.imaging.overlay import class_table
from hsiviewer.imaging.png import png_bytes
from hsiviewer.imaging.thumbnails import map_thumbnail
from hsiviewer.io.atomic import write_text
from hsiviewer.workflows.tasks.result_sources import ResultSource

Ids = npt.NDArray[np.uint16]

_SIDE = 1200  # points of the picture
_FEW_LABELS = 5
_UNSURE = 0.5
_MOST_SPECTRA = 400  # of a class, for its mean


def report_pictures(
    result: ClassificationResult,
    report: dict[str, Any],
    *,
    labels: Ids | None = None,
    cube: HsiCube | None = None,
) -> ReportPictures:
    """Return what a page shows beside the figures of a report.

    Parameters
    ----------
    report : dict
        From `hsiviewer.evaluation.report.run_report`.
    labels : ndarray of uint16, shape (rows, cols), optional
        What was learned from.
    cube : HsiCube, optional
        The scene; without it, there are no spectra.
    """
    class_map = np.asarray(result.class_map)
    table = class_table(result.scheme, largest_id=int(class_map.max(initial=0)))
    picture = map_thumbnail(class_map, table, side=_SIDE)
    scale = max(1, _SIDE // 2 // max(picture.shape))
    legend = tuple(
        LegendEntry(cover.name, cover.color, cover.description)
        for cover in result.scheme
    )
    drawing = ""
    if cube is not None and labels is not None:
        drawing = _spectra(result, labels, cube)
    return ReportPictures(
        map_png=png_bytes(picture, scale=scale),
        legend=legend,
        spectra_svg=drawing,
        doubts=tuple(doubts(result, report)),
    )


def doubts(result: ClassificationResult, report: dict[str, Any]) -> list[str]:
    """Return sentences on what makes a map less reliable."""
    found = []
    if "overall_accuracy" not in report and "cross_validation" not in report:
        found.append(
            "No reference was given: nothing on this page says how accurate the map is."
        )
    elif report.get("n_overlapping"):
        found.append(
            f"{report['n_overlapping']} of {report['n_reference']} reference pixels "
            "lie so close to labels that their patches share pixels. This flatters "
            "the figures."
        )
    per_class = result.provenance.get("labels_per_class", {})
    names = {str(cover.id): cover.name for cover in result.scheme}
    few = [
        f"{names.get(class_id, class_id)} ({count})"
        for class_id, count in per_class.items()
        if count < _FEW_LABELS
    ]
    if few:
        found.append(
            f"These classes have fewer than {_FEW_LABELS} labels: {', '.join(few)}."
        )
    confidence = np.asarray(result.confidence)
    mapped = np.isfinite(confidence)
    if mapped.any():
        share = float((confidence[mapped] < _UNSURE).mean())
        if share >= 0.01:
            found.append(
                f"The method is less than {_UNSURE:.0%} sure of its class in "
                f"{share:.0%} of the pixels."
            )
    return [*found, *result.provenance.get("warnings", [])]


def _spectra(result: ClassificationResult, labels: Ids, cube: HsiCube) -> str:
    """Return the mean spectra of the labels of each class as a drawing."""
    good = cube.bands.good_mask
    means, colors = [], []
    for cover in result.scheme:
        rows, cols = np.nonzero(labels == cover.id)
        if not rows.size:
            continue
        chosen = np.linspace(0, rows.size - 1, min(rows.size, _MOST_SPECTRA))
        place = np.unique(chosen.astype(np.intp))
        spectra = cube.read_spectra(rows[place], cols[place]).astype(np.float64)
        known = np.isfinite(spectra)
        total = np.where(known, spectra, 0).sum(axis=0)
        mean = total / np.maximum(known.sum(axis=0), 1)
        means.append(np.where(known.any(axis=0) & good, mean, np.nan))
        colors.append(cover.color)
    wavelengths = cube.bands.wavelength_nm
    places = np.arange(1, cube.bands.count + 1, dtype=np.float64)
    axis = "band"
    if wavelengths is not None:
        places, axis = np.asarray(wavelengths, np.float64), "wavelength (nm)"
    values = "reflectance" if cube.is_reflectance else "value"
    return spectra_svg(places, means, colors, axis=axis, values=values)


def write_report(
    path: Path, report: dict[str, Any], pictures: ReportPictures | None = None
) -> None:
    """Write the report of a run as HTML or JSON, depending on the suffix.

    Parameters
    ----------
    pictures : ReportPictures, optional
        What a page shows beside the figures.

    Raises
    ------
    ExportError
        If the file cannot be written.
    """
    is_page = path.suffix.lower() == ".html"
    write_text(path, render_html(report, pictures) if is_page else report_json(report))


def write_source_report(
    path: Path, source: ResultSource, report: dict[str, Any]
) -> None:
    """Write the report of a map that was opened or is shown; errors as above."""
    cube = source.grid if source.has_scene else None
    pictures = report_pictures(source.result, report, labels=source.labels, cube=cube)
    write_report(path, report, pictures)


def report_json(report: dict[str, Any]) -> str:
    """Return a report as the text of a JSON file."""
    return json.dumps(report, indent=1, allow_nan=False) + "\n"
