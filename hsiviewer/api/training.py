"""Learn from labels, learn without labels, and apply what was learned."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.api import scenes
from hsiviewer.api.labels import ClassesLike, LabelsLike, opened_for, read_labels
from hsiviewer.api.maps import ClassMap
from hsiviewer.api.running import OnChange, ProgressCallback, complete
from hsiviewer.api.scenes import Scene, SceneLike, of_array, stored_array
from hsiviewer.api.targets import check, class_file_of, file_of
from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.io.registry import open_auxiliary
from hsiviewer.io.targets import Source
from hsiviewer.workflows.batch import check_reference, classified, forget_run
from hsiviewer.workflows.batch import save_model as keep_model
from hsiviewer.workflows.class_texts import provide_model
from hsiviewer.workflows.classify import LearningInputs, TrainingSettings
from hsiviewer.workflows.predict import check_labelled, predicted
from hsiviewer.workflows.pretrain import PretrainFiles, pretrain_files
from hsiviewer.workflows.targets import file_sources, model_target

Auxiliary = Sequence[SceneLike]
_DEVICES = ("auto", "cpu", "cuda")


def classify(
    scene: SceneLike,
    labels: LabelsLike,
    *,
    method: str,
    preset: str = "quick",
    seed: int = 0,
    device: str = "auto",
    classes: ClassesLike = None,
    auxiliary: Auxiliary = (),
    reference: LabelsLike | None = None,
    text_encoder: str = "",
    allow_download: bool = False,
    pretrained: str | os.PathLike[str] | None = None,
    save_model: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> ClassMap:
    """Make a map from a few labels, as ``hsiviewer classify`` does.

    A worker process trains and predicts; the call returns when it is done. Ctrl+C
    stops the worker. The same input and seed give the same map as the command line.

    Parameters
    ----------
    scene : Scene, str, path or ndarray, shape (rows, cols, bands)
        As `hsiviewer.open` takes it.
    labels : Labels, str, path or ndarray of int, shape (rows, cols)
        The few labelled pixels; 0 is no label.
    method, preset : str
        See `hsiviewer.methods`.
    seed : int
        Source of every random choice.
    device : str
        ``"auto"``, ``"cpu"`` or ``"cuda"``.
    classes : path, ClassScheme or dict of int to str, optional
        Names and descriptions; see `hsiviewer.read_labels`.
    auxiliary : sequence of Scene, str, path or ndarray
        Rasters beside the scene, such as a surface model.
    reference : Labels, str, path or ndarray, optional
        Ground truth to compare with; pixels with labels are left out.
    text_encoder : str
        ``minilm``, ``scratch``, a folder or a model's name; empty for the preset's.
    allow_download : bool
        Whether a text encoder that is called by name may be fetched.
    pretrained : path, optional
        Folder that `hsiviewer.pretrain` has written.
    save_model : path, optional
        Folder for the trained model, for `hsiviewer.predict`.
    overwrite : bool
        Whether files in that folder are replaced that are no model of the program.
    progress : callable or bool, optional
        Called as ``progress(fraction, message)``; ``True`` for a bar on standard
        error. If it raises, the training is stopped.
    **parameters
        Parameters of the method that differ from the preset.

    Returns
    -------
    ClassMap

    Raises
    ------
    HsiViewerError
        With a sentence, if anything of this cannot be.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> town = hsiviewer.classify(
    ...     files.cube,
    ...     files.labels,
    ...     classes=files.classes,
    ...     reference=files.reference,
    ...     method="spectral-angle",
    ...     save_model="angles",
    ... )
    >>> town
    <ClassMap by spectral-angle: 48 x 56 pixels, 10 classes>
    >>> town.accuracy.overall_accuracy > 0.7
    True
    >>> town.to_array()[20, 20:23]
    array([2, 2, 5], dtype=uint16)
    >>> [path.name for path in town.to_geotiff("town.tif")]
    ['town.tif']
    """
    opened = opened_for(scene, labels)
    found = read_labels(labels, opened, classes=classes)
    truth = None if reference is None else read_labels(reference, opened)
    if truth is not None:
        check_reference(truth.map, found.map.values, truth.file or "the reference")
    rasters = opened_rasters(auxiliary, opened)
    settings = training_settings(
        method,
        preset=preset,
        seed=seed,
        device=device,
        text_encoder=text_encoder,
        allow_download=allow_download,
        rasters=len(rasters),
        parameters=parameters,
    )
    inputs = LearningInputs(
        cube=opened.cube,
        labels=found.to_array(),
        scheme=found.classes.restricted(found.counts),
        auxiliary=on_grid(rasters, opened.cube),
    )

    encoder = None if pretrained is None else Path(pretrained).absolute()
    target = None if save_model is None else Path(save_model).absolute()
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        labels=found.file,
        reference=None if truth is None else truth.file,
        auxiliary=raster_files(rasters),
        classes=class_file_of(classes),
        model=encoder,
        text_encoder=text_encoder,
    )
    if target is not None:
        _check_model(target, sources, overwrite=overwrite)

    async def work(on_change: OnChange) -> ClassMap:
        result, report, folder = await classified(
            inputs,
            settings,
            reference=None if truth is None else truth.map,
            pretrained=encoder,
            on_change=on_change,
        )
        made = ClassMap(result, report, sources)
        if target is None:
            forget_run(folder)
        else:
            keep_model(folder, target)
        return made

    return complete(work, progress)


def pretrain(
    scene: SceneLike,
    *,
    method: str,
    save_model: str | os.PathLike[str],
    preset: str = "quick",
    seed: int = 0,
    device: str = "auto",
    auxiliary: Auxiliary = (),
    text_encoder: str = "",
    allow_download: bool = False,
    overwrite: bool = False,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> Path:
    """Learn from a scene without labels, as ``hsiviewer pretrain`` does.

    Parameters
    ----------
    scene, method, preset, seed, device, auxiliary, text_encoder, allow_download,
    progress, **parameters
        As `hsiviewer.classify` takes them.
    save_model : str or path
        Folder for the weights.
    overwrite : bool
        Whether files in that folder are replaced that are no model of the program.

    Returns
    -------
    Path
        That folder, for ``pretrained`` of `hsiviewer.classify`.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the method has no such stage.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> folder = hsiviewer.pretrain(
    ...     files.cube,
    ...     method="diffclip",
    ...     save_model="encoder",
    ...     pretrain_steps=2,
    ...     members=1,
    ... )
    >>> (folder / "model.safetensors").exists()
    True
    """
    opened = scenes.open(scene)
    rasters = opened_rasters(auxiliary, opened)
    target = Path(save_model).absolute()
    request = PretrainFiles(
        scene=opened.cube.reference,
        settings=training_settings(
            method,
            preset=preset,
            seed=seed,
            device=device,
            text_encoder=text_encoder,
            allow_download=allow_download,
            rasters=len(rasters),
            parameters=parameters,
        ),
        save_model=target,
        auxiliary=tuple(raster.cube.reference for raster in rasters),
        overwrite=overwrite,
    )
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        auxiliary=raster_files(rasters),
        text_encoder=text_encoder,
    )
    _check_model(target, sources, overwrite=overwrite)
    complete(
        lambda on_change: pretrain_files(
            request, on_change=on_change, say=lambda _summary: None
        ),
        progress,
    )
    return target


def predict(
    scene: SceneLike,
    model: str | os.PathLike[str],
    *,
    device: str = "auto",
    auxiliary: Auxiliary = (),
    reference: LabelsLike | None = None,
    scheduler: str = "",
    progress: ProgressCallback | bool | None = None,
) -> ClassMap:
    """Map a scene with a trained model, as ``hsiviewer predict`` does.

    Parameters
    ----------
    scene, device, auxiliary, progress
        As `hsiviewer.classify` takes them.
    model : str or path
        Folder that ``save_model`` of `hsiviewer.classify` has named.
    reference : Labels, str, path or ndarray, optional
        Ground truth to compare with.
    scheduler : str
        Address of a Dask scheduler that does the work; empty for this machine.

    Returns
    -------
    ClassMap

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or the scene cannot serve the model.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> first = hsiviewer.classify(
    ...     files.cube, files.labels, method="spectral-angle", save_model="model"
    ... )
    >>> again = hsiviewer.predict(files.cube, "model")
    >>> bool((first.to_array() == again.to_array()).all())
    True
    """
    opened = scenes.open(scene) if reference is None else opened_for(scene, reference)
    truth = None if reference is None else read_labels(reference, opened)
    if truth is not None:
        check_labelled(truth.map, truth.file or "the reference")
    rasters = opened_rasters(auxiliary, opened)
    _check_device(device)
    trained = Path(model).absolute()
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        reference=None if truth is None else truth.file,
        auxiliary=raster_files(rasters),
        model=trained,
    )

    async def work(on_change: OnChange) -> ClassMap:
        result, folder = await predicted(
            opened.cube,
            trained,
            auxiliary=on_grid(rasters, opened.cube),
            device=device,
            scheduler=scheduler,
            on_change=on_change,
        )
        found = None if truth is None else assess(truth.map.values, result.class_map)
        report = run_report(result, n_labels=0, accuracy=found)
        made = ClassMap(result, report, sources)
        forget_run(folder)
        return made

    return complete(work, progress)


def training_settings(
    method: str,
    *,
    preset: str,
    device: str,
    text_encoder: str,
    allow_download: bool,
    rasters: int,
    parameters: dict[str, Any],
    seed: int = 0,
) -> TrainingSettings:
    """Return how to train, as the command line packs it.

    Raises
    ------
    ConfigurationError
        If there is no such device, or the seed is no whole number.
    TextEncoderError
        If the text encoder is not here and may not be fetched.
    """
    _check_device(device)
    if not isinstance(seed, (int, np.integer)) or seed < 0:
        raise ConfigurationError(f"a seed is a whole number from 0, not {seed!r}")
    provide_model(
        text_encoder,
        may_download=allow_download,
        tell=lambda _sentence: None,
        consent="allow_download=True",
    )
    return TrainingSettings(
        method=method,
        preset=preset,
        overrides={name: _plain(value) for name, value in parameters.items()},
        device=device,
        text_encoder=text_encoder,
        seed=int(seed),
        auxiliary=tuple(range(rasters)),
    )


def opened_rasters(auxiliary: Auxiliary, scene: Scene) -> tuple[Scene, ...]:
    """Open rasters beside a scene; arrays lie on its grid.

    Raises
    ------
    HsiViewerError
        If one cannot be read.
    """
    if isinstance(auxiliary, (str, os.PathLike, Scene, np.ndarray)):
        raise ConfigurationError(
            "auxiliary is a list of rasters; put the one raster in brackets"
        )
    return tuple(_raster(given, scene) for given in auxiliary)


def raster_files(rasters: tuple[Scene, ...]) -> tuple[str, ...]:
    """Return the files of rasters, which no result may replace."""
    return tuple(file_of(raster.cube.reference) for raster in rasters)


def on_grid(rasters: tuple[Scene, ...], cube: HsiCube) -> tuple[HsiCube, ...]:
    """Return rasters on the grid of a cube."""
    return tuple(open_auxiliary(raster.cube.reference, cube) for raster in rasters)


def _raster(given: SceneLike, scene: Scene) -> Scene:
    if not isinstance(given, np.ndarray):
        return scenes.open(given)
    values = given[:, :, None] if given.ndim == 2 else given
    if values.ndim != 3 or values.shape[:2] != scene.shape[:2]:
        rows, cols, _ = scene.shape
        raise ConfigurationError(
            f"an auxiliary array has the shape {given.shape}; it needs {rows} rows and "
            f"{cols} columns as {scene.name}, and its bands last"
        )
    return of_array(stored_array(values), place=scene.cube.georeference)


def _check_model(folder: Path, sources: list[Source], *, overwrite: bool) -> None:
    target = model_target(folder, "save_model")
    check(target, sources=sources, overwrite=overwrite)


def _check_device(device: str) -> None:
    if device not in _DEVICES:
        raise ConfigurationError(
            f"there is no device {device!r}; choose one of {', '.join(_DEVICES)}"
        )


def _plain(value: Any) -> Any:
    """Return a numpy number as one of Python's: records are written as JSON."""
    return value.item() if isinstance(value, np.generic) else value
