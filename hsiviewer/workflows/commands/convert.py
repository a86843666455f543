"""A scene as an ENVI file: a calibrated capture, a product, a scene with properties."""

from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.progress import Progress
from hsiviewer.io.described_scenes import open_described
from hsiviewer.io.envi_writer import write_envi_cube
from hsiviewer.io.metadata_files import changed_values, metadata_of, read_values
from hsiviewer.io.targets import check_targets
from hsiviewer.workflows.tasks.targets import (
    file_sources,
    reference_sources,
    scene_target,
)


@dataclass(frozen=True, kw_only=True)
class ConvertFiles:
    """Paths and settings of ``hsiviewer convert``.

    Parameters
    ----------
    scene : str
        Reference of the scene.
    out : Path
        Header or data file to write.
    meta : Path, optional
        What the user says about the scene.
    changes : tuple of (str, str)
        Keys and values that win over those of `meta`, such as ``dark`` and ``white``.
    interleave : str
        ``"bsq"``, ``"bil"`` or ``"bip"``.
    overwrite : bool
        Whether an existing file `out` may be replaced.
    """

    scene: str
    out: Path
    meta: Path | None = None
    changes: tuple[tuple[str, str], ...] = ()
    interleave: str = "bil"
    overwrite: bool = False


def convert_files(request: ConvertFiles, progress: Progress) -> list[str]:
    """Write a scene with what is said about it; return the notices on it.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or what is said does not fit the scene.
    CancelledError
        If the owner has cancelled; nothing is written then.
    """
    values = read_values(request.meta) if request.meta is not None else {}
    where = "the options" if request.changes else str(request.meta)
    metadata = metadata_of(changed_values(values, request.changes), where=where)
    check_targets(
        [scene_target(request.out)],
        [
            *file_sources(scene=request.scene, meta=request.meta),
            *reference_sources(request.scene, metadata),
        ],
        overwrite=request.overwrite,
    )
    cube = open_described(request.scene, metadata)
    try:
        write_envi_cube(
            request.out, cube, interleave=request.interleave, progress=progress
        )
        return list(cube.notices)
    finally:
        cube.close()
