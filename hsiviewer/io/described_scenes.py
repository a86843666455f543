"""Scenes with what a user says about them, as a view over what a reader has opened."""

import contextlib
from dataclasses import replace
from pathlib import Path

import numpy as np

from hsiviewer.core.bands import BandAxis
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import FileAccessError, SceneMetadataError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.core.scene_metadata import NO_NODATA, NO_REFERENCE, SceneMetadata
from hsiviewer.io.axis_order import with_axes
from hsiviewer.io.crs import crs_from_name, georeference_of
from hsiviewer.io.gains import apply_gains
from hsiviewer.io.laboratory.calibration import calibrated, recording_of
from hsiviewer.io.laboratory.counts import Counts
from hsiviewer.io.laboratory.naming import ReferencePaths, references_beside
from hsiviewer.io.metadata_files import read_metadata, sidecar_of
from hsiviewer.io.registry import open_cube
from hsiviewer.io.sensors import find_sensor


def open_described(
    reference: str | Path, metadata: SceneMetadata | None = None
) -> HsiCube:
    """Open a scene and apply what a user says about it.

    Parameters
    ----------
    reference : str or Path
        As `hsiviewer.io.registry.open_cube` takes it.
    metadata : SceneMetadata, optional
        The axes that it names win over those of the reference.

    Raises
    ------
    FileAccessError, CubeFormatError
        As `open_cube`.
    SceneMetadataError, ConfigurationError
        If what is said does not fit the scene.
    """
    cube = open_cube(reference)
    if metadata is None or metadata.is_empty:
        return cube
    try:
        return described(in_order(cube, metadata), metadata)
    except BaseException:
        cube.close()
        raise


def with_sidecar(raster: HsiCube, path: Path) -> HsiCube:
    """Return an auxiliary raster with what the file beside it says, and a notice.

    Parameters
    ----------
    raster : HsiCube
        Closed if what is said does not fit it.
    path : Path
        Its file.

    Raises
    ------
    SceneMetadataError, ConfigurationError
        If what is said does not fit.
    """
    sidecar = sidecar_of(path)
    if sidecar is None:
        return raster
    try:
        metadata = read_metadata(sidecar)
        raster = described(in_order(raster, metadata), metadata)
    except BaseException:
        raster.close()
        raise
    notice = f"{sidecar.name} says what {path.name} does not"
    return replace(raster, notices=(*raster.notices, notice))


def in_order(cube: HsiCube, metadata: SceneMetadata) -> HsiCube:
    """Return a scene with its axes in the order that is said, opened again if need be.

    Raises
    ------
    SceneMetadataError
        If an order is said and the file names its axes.
    FileAccessError, CubeFormatError
        If the scene cannot be opened in this order.
    """
    if not metadata.axes or metadata.axes == cube.axes:
        return cube
    if not cube.axes:
        raise SceneMetadataError(
            f"{cube.name} states the order of its axes; leave 'axes' out"
        )
    reference = with_axes(cube, metadata.axes)
    cube.close()
    return open_cube(reference)


def described(cube: HsiCube, metadata: SceneMetadata) -> HsiCube:
    """Return a view of an open scene with what a user says about it.

    Values are read as before; no file is written.

    Parameters
    ----------
    cube : HsiCube
        As its reader has opened it, with the axes in their order.
    metadata : SceneMetadata
        What is said.

    Raises
    ------
    SceneMetadataError, ConfigurationError
        If what is said does not fit the scene.
    FileAccessError, CubeFormatError
        If a reference cannot be read, or does not fit the scene.
    """
    if metadata.is_empty:
        return cube
    cube = _with_references(cube, metadata)
    metadata.check_default_bands(cube.bands.count)
    bands = _bands(cube, metadata)
    georeference = _georeference(cube, metadata)
    return replace(
        _with_values(cube, metadata),
        bands=bands,
        georeference=georeference,
        default_bands=metadata.default_bands or cube.default_bands,
        unit=metadata.unit or cube.unit,
        metadata=metadata,
    )


def _with_references(cube: HsiCube, metadata: SceneMetadata) -> HsiCube:
    """Return a capture calibrated with the references that are said."""
    if not metadata.has_references:
        return cube
    recording = recording_of(cube)
    beside = references_beside(recording.cube.path)
    dark = _reference(metadata.dark, beside.dark, recording)
    white = _reference(metadata.white, beside.white, recording)
    white_dark = None if metadata.dark or metadata.white else beside.white_dark
    paths = ReferencePaths(dark, white, white_dark)
    if not any(paths):
        if metadata.white_reflectance is not None:
            raise SceneMetadataError(
                f"{cube.name} has no white reference; name one as white, or leave "
                "white_reflectance out"
            )
        return recording.cube
    panel = metadata.white_reflectance
    return calibrated(
        recording, paths, panel_reflectance=1.0 if panel is None else panel
    )


def _reference(said: str, beside: Path | None, recording: Counts) -> Path | None:
    """Return the file of a reference: as it is said, else the one beside."""
    if not said:
        return beside
    if said.lower() == NO_REFERENCE:
        return None
    folder = recording.cube.path.parent
    # The folder with the capture may have moved.
    for path in (folder / said, folder / Path(said).name):
        with contextlib.suppress(OSError, ValueError):
            if path.is_file():
                return path
    raise FileAccessError(
        f"there is no file {said[:200]!r}, the reference of {recording.name}; correct "
        "it in File, Scene properties, or in the file with the properties"
    )


def _bands(cube: HsiCube, metadata: SceneMetadata) -> BandAxis:
    if not metadata.sensor:
        return metadata.on_bands(cube.bands)
    sensor = find_sensor(metadata.sensor, count=cube.bands.count)
    return metadata.on_bands(
        cube.bands,
        sensor_nm=sensor.wavelength_nm,
        sensor_fwhm_nm=sensor.fwhm_nm,
    )


def _georeference(cube: HsiCube, metadata: SceneMetadata) -> GeoReference:
    transform = metadata.transform or cube.georeference.transform
    if not metadata.crs:
        return replace(cube.georeference, transform=transform)
    code = metadata.crs.strip()
    named = int(code) if code.isdecimal() and len(code) < 9 else code
    return georeference_of(crs_from_name(named), transform)


def _with_values(cube: HsiCube, metadata: SceneMetadata) -> HsiCube:
    """Return a cube with other nodata, scale, offset and quantity."""
    nodata = cube.nodata
    if metadata.nodata is not None:
        nodata = None if metadata.nodata == NO_NODATA else float(metadata.nodata)
    scale = cube.scale if metadata.scale is None else metadata.scale
    quantity = metadata.quantity or cube.quantity
    if metadata.scale == 1.0 and not metadata.quantity:
        quantity = cube.quantity or (REFLECTANCE if cube.is_reflectance else "")
    if not metadata.offset:
        return replace(cube, nodata=nodata, scale=scale, quantity=quantity)
    count = cube.bands.count
    source, one, nodata = apply_gains(
        cube.source,
        gains=np.full(count, 1.0 / scale),
        offsets=np.full(count, metadata.offset),
        nodata=nodata,
    )
    if scale != 1.0 and not quantity:
        quantity = REFLECTANCE  # as a scale alone would say
    return replace(cube, source=source, nodata=nodata, scale=one, quantity=quantity)
