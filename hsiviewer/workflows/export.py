"""Results to files."""

from pathlib import Path

from hsiviewer.core.classification import ClassificationResult
from hsiviewer.io.maps import write_class_map, write_confidence


def write_results(
    result: ClassificationResult,
    *,
    map_path: Path,
    confidence_path: Path | None = None,
) -> list[Path]:
    """Write the class map as GeoTIFF, and the confidence beside it if wanted.

    Returns
    -------
    list of Path
        The rasters that were written.

    Raises
    ------
    ExportError
        If a file cannot be written or reads back differently.
    """
    write_class_map(map_path, result)
    written = [map_path]
    if confidence_path is not None:
        write_confidence(confidence_path, result)
        written.append(confidence_path)
    return written
