"""Measure regions: a scene and labels in, a table or a library out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.analysis.measuring.regions import RegionStatistics, measure_regions
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.csv_text import csv_line
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError, LabelFormatError
from hsiviewer.core.progress import Progress
from hsiviewer.io.atomic import write_text
from hsiviewer.io.labelled_scenes import open_labelled
from hsiviewer.io.labels import read_labels
from hsiviewer.io.spectral_library import SpectralLibrary, write_library
from hsiviewer.io.targets import check_targets
from hsiviewer.workflows.commands.analyse import library_target
from hsiviewer.workflows.commands.batch import Say
from hsiviewer.workflows.commands.inputs import file_metadata
from hsiviewer.workflows.tasks.targets import file_sources

_COLUMNS = (
    "region", "name", "pixels", "band", "wavelength_nm", "count", "mean", "sd", "min",
    "max",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class MeasureFiles:
    """Paths of ``hsiviewer measure``, named as on the command line."""

    scene: str
    labels: str
    out: Path
    overwrite: bool = False
    meta: Path | None = None


def measure_files(request: MeasureFiles, *, progress: Progress, say: Say) -> None:
    """Measure the regions of a label file, and write a table or their mean spectra.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or there are no regions.
    """
    check_targets(
        [library_target(request.out, "--out")],
        file_sources(scene=request.scene, labels=request.labels, meta=request.meta),
        overwrite=request.overwrite,
    )
    metadata = file_metadata(request.meta)
    cube = open_labelled(request.scene, request.labels, metadata)
    try:
        labels, scheme = read_labels(request.labels, cube)
        found = measure_regions(cube, labels.values, progress)
        if not found:
            raise LabelFormatError(
                "no pixel of the scene lies in a region; choose labels that lie on it"
            )
        write_measured(request.out, found, scheme, cube)
    finally:
        cube.close()
    say(f"wrote {request.out}: {len(found)} regions, {cube.bands.count} bands")


def write_measured(
    path: Path, found: Sequence[RegionStatistics], scheme: ClassScheme, cube: HsiCube
) -> None:
    """Write statistics as a table (``.csv``) or the means as a library (``.sli``).

    Raises
    ------
    ConfigurationError
        If a library is wanted and the scene has no wavelengths.
    ExportError
        If the file cannot be written.
    """
    if path.suffix.lower() == ".csv":
        write_text(path, measured_text(found, scheme, cube))
        return
    centres = cube.bands.wavelength_nm
    if centres is None:
        raise ConfigurationError(
            f"{cube.name} has no wavelengths, which a library needs; write a table, "
            ".csv, or say the wavelengths with --meta"
        )
    order = np.argsort(centres, kind="stable")
    means = np.stack([statistics.mean[order] for statistics in found])
    names = tuple(scheme[statistics.region].name for statistics in found)
    write_library(path, SpectralLibrary(names, centres[order], means))


def measured_text(
    found: Sequence[RegionStatistics], scheme: ClassScheme, cube: HsiCube
) -> str:
    """Return the table: a line for each region and band, empty where nothing is."""
    lines = [csv_line(list(_COLUMNS))]
    centres = cube.bands.wavelength_nm
    for statistics in found:
        columns = zip(
            statistics.counts.tolist(),
            statistics.mean,
            statistics.deviation,
            statistics.least,
            statistics.most,
            strict=True,
        )
        for band, (count, *numbers) in enumerate(columns):
            lines.append(
                csv_line(
                    [
                        str(statistics.region),
                        scheme[statistics.region].name,
                        str(statistics.pixels),
                        str(band + 1),
                        "" if centres is None else f"{centres[band]:.9g}",
                        str(count),
                        *("" if np.isnan(each) else f"{each:.9g}" for each in numbers),
                    ]
                )
            )
    return "".join(lines)
