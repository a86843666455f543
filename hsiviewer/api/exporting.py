"""Results to files, by the suffix of the name."""

import os
from pathlib import Path

from hsiviewer.api.labels import Labels
from hsiviewer.api.maps import ClassMap
from hsiviewer.api.targets import refuse_existing
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ConfigurationError, ExportError
from hsiviewer.io.class_files import write_classes
from hsiviewer.io.labels import write_labels


def export(
    what: ClassMap | Labels | ClassScheme,
    path: str | os.PathLike[str],
    *,
    confidence: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
) -> list[Path]:
    """Write a map, labels or classes to a file.

    Parameters
    ----------
    what : ClassMap, Labels or ClassScheme
        A map becomes a GeoTIFF with names, colours and provenance. Labels become a
        raster (``.tif``, ``.hdr``, ``.mat``, ``.npy``) or areas (``.gpkg``,
        ``.geojson``, ``.shp``), classes a class file (``.toml``).
    path : str or path
        File to write.
    confidence : str or path, optional
        ``.tif`` for the confidence of a map.
    overwrite : bool
        Whether files that exist are replaced.

    Returns
    -------
    list of Path
        What was written.

    Raises
    ------
    ExportError
        If a file exists or cannot be written.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> labels = hsiviewer.read_labels(files.labels, files.cube)
    >>> [path.name for path in hsiviewer.export(labels, "labels.geojson")]
    ['labels.geojson']
    """
    target = Path(path)
    if isinstance(what, ClassMap):
        return what.to_geotiff(target, confidence=confidence, overwrite=overwrite)
    if confidence is not None:
        raise ConfigurationError("only maps have a confidence")
    if isinstance(what, Labels):
        refuse_existing(target, overwrite=overwrite)
        write_labels(target, what.map, what.classes, what.georeference)
    elif isinstance(what, ClassScheme):
        if target.suffix.lower() != ".toml":
            raise ExportError(
                f"a class file is .toml, not {target.name!r}; change its name"
            )
        refuse_existing(target, overwrite=overwrite)
        write_classes(target, what)
    else:
        raise ConfigurationError(
            f"{type(what).__name__} cannot be exported; give a map, labels or classes"
        )
    return [target]
