"""Write results to files; the suffix of the name decides the format."""

import os
from pathlib import Path

from hsiviewer.api.labels import Labels
from hsiviewer.api.maps import ClassMap
from hsiviewer.api.scenes import Scene
from hsiviewer.api.targets import check
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.progress import SilentProgress
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.envi_writer import write_envi_cube
from hsiviewer.io.labels import write_labels
from hsiviewer.io.spectral_library import SpectralLibrary, write_library
from hsiviewer.io.targets import Target
from hsiviewer.workflows.tasks.targets import (
    file_sources,
    label_target,
    library_target,
    reference_sources,
    scene_target,
)


def export(
    what: ClassMap | Labels | ClassScheme | SpectralLibrary | Scene,
    path: str | os.PathLike[str],
    *,
    confidence: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write a map, labels, classes, a spectral library or a scene to a file.

    Parameters
    ----------
    what : ClassMap, Labels, ClassScheme, SpectralLibrary or Scene
        A map is written as GeoTIFF with names, colours and provenance, or as
        `ClassMap.write` says: polygons, table of areas, report; labels as a
        raster (``.tif``, ``.hdr``, ``.mat``, ``.npy``) or as areas (``.gpkg``,
        ``.geojson``, ``.shp``); classes as a class file (``.toml``); a library as
        ``.sli`` or ``.csv``; a scene as ENVI file (``.hdr``).
    path : str or path
        File to write.
    confidence : str or path, optional
        Second file, ``.tif``, for the confidence of a map.
    overwrite : bool
        Whether to replace files that hsiviewer did not write, and labels and class
        files, which hold a user's work even if it did. Maps that it wrote are
        replaced without it. Input files are never replaced.

    Returns
    -------
    list of Path
        The files that were written.

    Raises
    ------
    ExportError
        If a file cannot be written, or may not be replaced.
    ConfigurationError
        If `what` cannot be exported, or has no confidence.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> labels = hsiviewer.read_labels(files.labels, files.cube)
    >>> [path.name for path in hsiviewer.export(labels, "labels.geojson")]
    ['labels.geojson']
    """
    target = Path(path)
    is_map_file = target.suffix.lower() in (".tif", ".tiff")
    if isinstance(what, ClassMap) and not is_map_file and confidence is None:
        return [what.write(target, overwrite)]
    if isinstance(what, ClassMap):
        return what.to_geotiff(target, confidence=confidence, overwrite=overwrite)
    if confidence is not None:
        raise ConfigurationError("only a map has a confidence; leave it out")
    if isinstance(what, Labels):
        sources = file_sources(scene=what.scene_file, labels=what.file)
        check(label_target(target, "the labels"), sources=sources, overwrite=overwrite)
        write_labels(target, what.map, what.classes, what.georeference)
    elif isinstance(what, ClassScheme):
        classes = Target(target, "the classes", suffixes=(".toml",))
        check(classes, sources=(), overwrite=overwrite)
        write_classes(target, what)
    elif isinstance(what, SpectralLibrary):
        check(library_target(target, "the library"), sources=(), overwrite=overwrite)
        write_library(target, what)
    elif isinstance(what, Scene):
        sources = file_sources(scene=what.cube.reference)
        sources += reference_sources(what.cube.reference, what.cube.metadata)
        check(scene_target(target, "the scene"), sources=sources, overwrite=overwrite)
        write_envi_cube(target, what.cube, progress=SilentProgress())
    else:
        raise ConfigurationError(
            f"{type(what).__name__} cannot be exported; give a map, labels, "
            "classes, a spectral library or a scene"
        )
    return [target]
