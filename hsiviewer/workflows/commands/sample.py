"""The synthetic scene that the program ships as its example."""

import contextlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.analysis.synthetic_scene import SCALE, make_scene
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import HsiViewerError
from hsiviewer.core.foreign_files import read_text
from hsiviewer.io.atomic import unwritable
from hsiviewer.io.class_files import format_classes, write_classes
from hsiviewer.io.companions import envi_files, map_files
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.maps import write_classes_geotiff
from hsiviewer.io.provenance_marks import SAMPLE_TAGS, is_own_sample
from hsiviewer.io.targets import CONSENT, Target, check_targets


@dataclass(frozen=True)
class SampleFiles:
    """Where the parts of the sample scene lie.

    Parameters
    ----------
    cube : Path
        ENVI header of the cube.
    dsm : Path
        Surface model, an auxiliary raster.
    reference, labels : Path
        Ground truth, and a few labels drawn from it.
    classes : Path
        Names, colours and descriptions.
    """

    cube: Path
    dsm: Path
    reference: Path
    labels: Path
    classes: Path

    @property
    def paths(self) -> tuple[Path, ...]:
        """All files, the cube first."""
        return self.cube, self.dsm, self.reference, self.labels, self.classes


def write_sample(
    folder: Path,
    *,
    rows: int = 160,
    cols: int = 200,
    bands: int = 120,
    seed: int = 0,
    overwrite: bool = False,
    consent: str = CONSENT,
) -> SampleFiles:
    """Write the sample scene to a folder; bit-identical for the same arguments.

    A sample that is there already is replaced; other files, and parts of it that
    were changed, only with `overwrite`. `consent` says how a user allows that.

    Raises
    ------
    ConfigurationError
        If the size is too small.
    ExportError
        If a file cannot be written, or is another one than the sample's.
    """
    scene = make_scene(rows=rows, cols=cols, bands=bands, seed=seed)
    files = SampleFiles(
        cube=folder / "town.hdr",
        dsm=folder / "town_dsm.tif",
        reference=folder / "town_reference.tif",
        labels=folder / "town_labels.tif",
        classes=folder / "town_classes.toml",
    )
    _check(folder, files, scene.scheme, overwrite=overwrite, consent=consent)
    write_envi(
        files.cube,
        scene.values,
        bands=scene.bands,
        georeference=scene.georeference,
        scale=SCALE,
        description="Synthetic town and fields, made by hsiviewer",
    )
    write_geotiff(
        files.dsm,
        scene.surface[None],
        georeference=scene.georeference,
        tags=SAMPLE_TAGS,
    )
    for path, values in (
        (files.reference, scene.reference),
        (files.labels, scene.labels),
    ):
        write_classes_geotiff(
            path,
            np.asarray(values),
            scene.scheme,
            scene.georeference,
            tags=SAMPLE_TAGS,
        )
    write_classes(files.classes, scene.scheme)
    return files


def _check(
    folder: Path,
    files: SampleFiles,
    scheme: ClassScheme,
    *,
    overwrite: bool,
    consent: str,
) -> None:
    """See that nothing else than the sample is replaced, and make the folder."""

    def is_own(path: Path) -> bool:
        if path == files.classes:
            with contextlib.suppress(HsiViewerError):
                return read_text(path) == format_classes(scheme)
        return is_own_sample(path)

    written = (
        *envi_files(files.cube),
        files.dsm,
        *map_files(files.reference),
        *map_files(files.labels),
        files.classes,
    )
    target = Target(folder, "the folder of the sample", written, is_folder=True)
    check_targets([target], (), overwrite=overwrite, is_own=is_own, consent=consent)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error
