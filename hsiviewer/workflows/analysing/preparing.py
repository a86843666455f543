"""Recipes: steps that prepare a scene, applied when it is read, written on demand."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from hsiviewer.analysis.operation import NamedSpectra
from hsiviewer.analysis.preparation.catalogue import (
    PreparationStep,
    StepInputs,
    find_step,
)
from hsiviewer.analysis.streaming import reading_windows
from hsiviewer.core.bands import BandAxis
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.foreign_files import read_json, read_toml
from hsiviewer.core.generator import GENERATOR
from hsiviewer.core.labels import LabelMap
from hsiviewer.core.progress import PartialProgress, Progress, ProgressUpdate
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.raster_stream import RasterDescription, write_blocks
from hsiviewer.io.sensors import find_sensor, sensors
from hsiviewer.workflows.analysing.spectra import read_spectra
from hsiviewer.workflows.analysing.writing import provenance_tags

Recipe = tuple[Mapping[str, Any], ...]
_DO = "do"
_LARGEST_RECIPE = 1 << 20

_HOW = (
    'a recipe is a list of steps, in TOML [[step]] with do = "snv" and so on, in JSON '
    '[{"do": "snv"}]'
)


def read_recipe(path: Path) -> Recipe:
    """Read a recipe from a TOML or JSON file.

    Raises
    ------
    HsiViewerError
        If the file cannot be read, or holds no recipe.
    """
    if path.suffix.lower() == ".json":
        document = read_json(path, limit=_LARGEST_RECIPE)
    else:
        document = read_toml(path, limit=_LARGEST_RECIPE)
    if isinstance(document, dict):
        document = document.get("step")
    return check_recipe(document, where=path.name)


def check_recipe(steps: Any, *, where: str = "the recipe") -> Recipe:
    """Return a recipe whose steps exist and take what they are told.

    Raises
    ------
    ConfigurationError
        If it is none.
    """
    is_list = isinstance(steps, Sequence) and not isinstance(steps, str)
    if not is_list or not steps:
        raise ConfigurationError(f"{where} has no steps; {_HOW}")
    checked: list[Mapping[str, Any]] = []
    for number, step in enumerate(steps, start=1):
        if not isinstance(step, Mapping) or not isinstance(step.get(_DO), str):
            raise ConfigurationError(f"step {number} of {where} has no 'do'; {_HOW}")
        find_step(step[_DO]).values(_told(step))
        checked.append(dict(step))
    return tuple(checked)


def prepared(
    cube: HsiCube,
    recipe: Recipe,
    progress: Progress,
    *,
    labels: LabelMap | None = None,
    scheme: ClassScheme | None = None,
) -> HsiCube:
    """Return a scene with the steps of a recipe, computed when it is read.

    Parameters
    ----------
    labels, scheme : LabelMap and ClassScheme, optional
        For spectra of classes. They lie on the scene as it was before any step.

    Raises
    ------
    HsiViewerError
        If a step does not suit the scene.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    result = cube
    for number, told in enumerate(recipe):
        part = PartialProgress(
            progress,
            start=number / len(recipe),
            stop=(number + 1) / len(recipe),
            stage=str(told[_DO]),
        )
        step = find_step(str(told[_DO]))
        inputs = _inputs(step, _told(told), result, labels, scheme)
        with np.errstate(all="ignore"):
            made = step.function()(result, inputs, part)
        if step.quantity is not None:
            made = replace(made, quantity=step.quantity)
        result = made
    return replace(result, path=cube.path, title=cube.origin)


def write_prepared(
    path: Path, result: HsiCube, recipe: Recipe, progress: Progress
) -> None:
    """Write a prepared scene as GeoTIFF or ENVI, block by block.

    Raises
    ------
    ExportError
        If the file cannot be written.
    CancelledError
        If the owner of `progress` has cancelled.
    """
    windows = list(reading_windows(result, result.bands.count))

    def blocks() -> Iterator[tuple[PixelWindow, npt.NDArray[np.float32]]]:
        for number, window in enumerate(windows, start=1):
            progress.checkpoint()
            yield window, result.read(None, window)
            progress.report(ProgressUpdate(fraction=number / len(windows)))

    write_blocks(
        path,
        blocks(),
        RasterDescription(
            result.grid_shape,
            result.bands,
            result.georeference,
            description=f"{result.name}, prepared by {GENERATOR}",
            tags=provenance_tags(result, {"recipe": [dict(step) for step in recipe]}),
        ),
    )


def _told(step: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name != _DO}


def _inputs(
    step: PreparationStep,
    told: dict[str, Any],
    cube: HsiCube,
    labels: LabelMap | None,
    scheme: ClassScheme | None,
) -> StepInputs:
    numbers = step.values(told)
    inputs = StepInputs(numbers)
    if step.needs == "sensor":
        return replace(inputs, axis=_axis_of(str(numbers["sensor"])))
    if step.needs:
        name = "spectrum" if step.needs == "spectra" else "spectra"
        spectra = _spectra(step, name, numbers, cube, labels, scheme)
        known = NamedSpectra()
        if step.needs == "pairs":
            known = _spectra(step, "known", numbers, cube, labels, scheme)
        return replace(inputs, spectra=spectra, known=known)
    return inputs


def _spectra(
    step: PreparationStep,
    name: str,
    numbers: Mapping[str, Any],
    cube: HsiCube,
    labels: LabelMap | None,
    scheme: ClassScheme | None,
) -> NamedSpectra:
    wanted = [part.strip() for part in str(numbers[name]).split(";") if part.strip()]
    if not wanted:
        raise ConfigurationError(
            f"{step.id} needs {name}: {step.texts[name]}; add it to the step"
        )
    return read_spectra(cube, wanted, labels=labels, scheme=scheme)


def _axis_of(sensor_id: str) -> BandAxis:
    for sensor in sensors():
        if sensor.id == sensor_id:
            found = find_sensor(sensor_id, count=sensor.count)
            return BandAxis(
                found.count,
                np.asarray(found.wavelength_nm, np.float64),
                None if found.fwhm_nm is None else np.asarray(found.fwhm_nm, float),
            )
    listed = ", ".join(sensor.id for sensor in sensors())
    raise ConfigurationError(
        f"there is no sensor {sensor_id[:40]!r}; choose one of {listed}"
    )
