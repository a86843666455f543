"""The synthetic scene that the program ships as its example."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from hsiviewer.analysis.synthetic_scene import SCALE, make_scene
from hsiviewer.core.labels import LabelMap
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.envi_writer import write_envi
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.labels import write_labels


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
    folder: Path, *, rows: int = 160, cols: int = 200, bands: int = 120, seed: int = 0
) -> SampleFiles:
    """Write the sample scene to a folder; bit-identical for the same arguments.

    Raises
    ------
    ConfigurationError
        If the size is too small.
    OSError
        If the folder cannot be written.
    """
    scene = make_scene(rows=rows, cols=cols, bands=bands, seed=seed)
    folder.mkdir(parents=True, exist_ok=True)
    files = SampleFiles(
        cube=folder / "town.hdr",
        dsm=folder / "town_dsm.tif",
        reference=folder / "town_reference.tif",
        labels=folder / "town_labels.tif",
        classes=folder / "town_classes.toml",
    )
    write_envi(
        files.cube,
        scene.values,
        bands=scene.bands,
        georeference=scene.georeference,
        scale=SCALE,
        description="Synthetic town and fields, made by hsiviewer",
    )
    write_geotiff(files.dsm, scene.surface[None], georeference=scene.georeference)
    for path, values in (
        (files.reference, scene.reference),
        (files.labels, scene.labels),
    ):
        write_labels(
            path, LabelMap(np.asarray(values)), scene.scheme, scene.georeference
        )
    write_classes(files.classes, scene.scheme)
    return files
