"""Learn from labels, and learn without labels."""

import os
import warnings
from pathlib import Path
from typing import Any

from hsiviewer.api import opening
from hsiviewer.api.labels import (
    ClassesLike,
    LabelsLike,
    MapIds,
    class_scheme,
    match_reference,
    open_labelled_scene,
    read_labels,
    warn_of_permutation,
)
from hsiviewer.api.maps import ClassMap
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.rasters import Auxiliary, open_rasters
from hsiviewer.api.running import OnChange, ProgressCallback, complete
from hsiviewer.api.scenes import SceneLike
from hsiviewer.api.settings import MethodLike, training_recipe
from hsiviewer.api.targets import check, class_file_of, file_of
from hsiviewer.api.word_maps import map_by_words
from hsiviewer.core.errors import ConfigurationError, ExportError
from hsiviewer.io.targets import Source
from hsiviewer.workflows.commands.batch import check_reference, classified
from hsiviewer.workflows.commands.batch import save_model as keep_model
from hsiviewer.workflows.commands.inputs import unlabelled_inputs
from hsiviewer.workflows.commands.pretrain import pretrained as run_pretraining
from hsiviewer.workflows.describing.first_map import WORDS
from hsiviewer.workflows.tasks.run_folders import discard_run
from hsiviewer.workflows.tasks.submission import LearningInputs
from hsiviewer.workflows.tasks.targets import file_sources, model_target


def classify(
    scene: SceneLike,
    labels: LabelsLike | None = None,
    *,
    method: MethodLike,
    preset: str = "quick",
    seed: int = 0,
    device: str = "auto",
    classes: ClassesLike = None,
    auxiliary: Auxiliary = (),
    reference: LabelsLike | None = None,
    map_ids: MapIds = None,
    map_label_ids: MapIds = None,
    text_encoder: str | os.PathLike[str] | None = "",
    allow_download: bool = False,
    pretrained: str | os.PathLike[str] | None = None,
    save_model: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    meta: MetaLike = None,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> ClassMap:
    """Make a map from a few labels, as ``hsiviewer classify`` does.

    A worker process trains and predicts. The call returns when the map is ready, or
    when Ctrl+C has stopped the worker. With the same input and seed, the command line
    makes the same map.

    Parameters
    ----------
    scene : Scene, str, path or ndarray, shape (rows, cols, bands)
        Scene, or what `hsiviewer.open` makes one from.
    labels : Labels, str, path or ndarray of int, shape (rows, cols)
        Class ids of a few pixels; 0 is no label. Only the method ``"words"`` needs
        none.
    method : str or Method
        Id of a method, or one of `hsiviewer.methods`; or ``"words"``, which maps by
        the names and descriptions in `classes` alone.
    preset : str
        One of its presets.
    seed : int
        Seed of every random choice, 0 to 4294967295.
    device : str
        ``"auto"``, ``"cpu"`` or ``"cuda"``.
    classes : path, ClassScheme or dict of int to str, optional
        Names and descriptions; see `hsiviewer.read_labels`.
    auxiliary : sequence of Scene, str, path or ndarray
        Rasters beside the scene, such as a surface model.
    reference : Labels, str, path or ndarray, optional
        Ground truth to compare the map with. Labelled pixels are left out. Ids
        follow the names that it shares with the labels; a warning tells of ids that
        match no class, or look permuted.
    map_ids, map_label_ids : dict of int to int, optional
        Class of each id of `reference` and of `labels` that stands for another one,
        such as ``{1: 4, 7: 0}``; 0 leaves it out.
    text_encoder : str or path
        ``minilm``, ``scratch``, a folder or the name of a model; empty for that of
        the preset.
    allow_download : bool
        Whether a text encoder given by name may be downloaded.
    pretrained : path, optional
        Folder that `hsiviewer.pretrain` has written.
    save_model : path, optional
        Folder for the trained model, which `hsiviewer.predict` reads. If it cannot be
        written after the training, the map is returned all the same, and a warning
        says where the model is kept.
    overwrite : bool
        Whether to replace files in that folder that hsiviewer did not write.
    meta : path or dict, optional
        What the file of the scene does not say, as in `hsiviewer.open`.
    progress : callable or bool, optional
        Called as ``progress(fraction, message)`` with the fraction done, 0 to 1;
        ``True`` shows a bar on standard error. If the function raises, training stops.
    **parameters
        Parameters of the method with other values than in the preset.

    Returns
    -------
    ClassMap

    Raises
    ------
    HsiViewerError
        If the input cannot be used or the training fails. The message is a sentence
        that says what to do.

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
    if method == WORDS:
        return map_by_words(
            scene,
            class_scheme(classes),
            class_file=class_file_of(classes),
            labels=labels,
            auxiliary=auxiliary,
            reference=reference,
            map_ids=map_ids,
            meta=meta,
            progress=progress,
            parameters=parameters,
            text_encoder=str(text_encoder or ""),
        )
    if labels is None:
        raise ConfigurationError(
            "give the labels to learn from; only the method 'words' needs none"
        )
    opened = open_labelled_scene(scene, labels, meta)
    training = read_labels(labels, opened, classes=classes, map_ids=map_label_ids)
    told: list[str] = []
    truth, matched = None, None
    if reference is not None:
        truth = read_labels(reference, opened, map_ids=map_ids)
        matched = match_reference(
            truth,
            training.classes.restricted(training.counts),
            is_mapped=map_ids is not None,
            tell=told.append,
        )
        check_reference(truth.map, training.map.values, truth.file or "the reference")
    rasters = open_rasters(auxiliary, opened)
    recipe = training_recipe(
        method,
        preset=preset,
        seed=seed,
        device=device,
        text_encoder=text_encoder,
        allow_download=allow_download,
        parameters=parameters,
    )
    inputs = LearningInputs(
        cube=opened.cube,
        labels=training.to_array(),
        scheme=training.classes.restricted(training.counts),
        auxiliary=rasters.cubes,
    )
    encoder = None if pretrained is None else Path(pretrained).absolute()
    target = None if save_model is None else Path(save_model).absolute()
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        labels=training.file,
        reference=None if truth is None else truth.file,
        auxiliary=rasters.files,
        classes=class_file_of(classes),
        model=encoder,
        text_encoder=recipe.text_encoder,
    )
    if target is not None:
        _check_model(target, sources, overwrite=overwrite)

    unsaved: list[str] = []

    async def work(on_change: OnChange) -> ClassMap:
        result, report, folder = await classified(
            inputs,
            recipe,
            reference=None if matched is None else matched.labels,
            pretrained=encoder,
            on_change=on_change,
        )
        class_map = ClassMap(result, report, sources)
        if matched is not None:
            warn_of_permutation(matched, inputs.scheme, result.class_map, told.append)
        if target is None:
            discard_run(folder)
            return class_map
        try:
            keep_model(folder, target)
        except ExportError as error:
            # A map that took an hour is not lost with its model.
            unsaved.append(f"{error}.")
            report = {**report, "warnings": [*report["warnings"], *unsaved]}
            return ClassMap(class_map.result, report, sources)
        return class_map

    class_map = complete(work, progress)
    for sentence in (*told, *unsaved):
        warnings.warn(sentence, RuntimeWarning, stacklevel=2)
    return class_map


def pretrain(
    scene: SceneLike,
    *,
    method: MethodLike,
    save_model: str | os.PathLike[str],
    preset: str = "quick",
    seed: int = 0,
    device: str = "auto",
    auxiliary: Auxiliary = (),
    text_encoder: str | os.PathLike[str] | None = "",
    allow_download: bool = False,
    overwrite: bool = False,
    meta: MetaLike = None,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> Path:
    """Learn from a scene without labels, as ``hsiviewer pretrain`` does.

    Parameters
    ----------
    scene, method, preset, seed, device, auxiliary, text_encoder, allow_download,
    meta, progress, **parameters
        As in `hsiviewer.classify`.
    save_model : str or path
        Folder for the weights.
    overwrite : bool
        Whether to replace files in that folder that hsiviewer did not write.

    Returns
    -------
    Path
        The folder, for ``pretrained`` of `hsiviewer.classify`.

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or the method has no pre-training.

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
    opened = opening.open(scene, meta=meta)
    rasters = open_rasters(auxiliary, opened)
    target = Path(save_model).absolute()
    recipe = training_recipe(
        method,
        preset=preset,
        seed=seed,
        device=device,
        text_encoder=text_encoder,
        allow_download=allow_download,
        parameters=parameters,
    )
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        auxiliary=rasters.files,
        text_encoder=recipe.text_encoder,
    )
    _check_model(target, sources, overwrite=overwrite)
    inputs = unlabelled_inputs(opened.cube, rasters.cubes)
    complete(
        lambda on_change: run_pretraining(inputs, recipe, target, on_change=on_change),
        progress,
    )
    return target


def _check_model(folder: Path, sources: list[Source], *, overwrite: bool) -> None:
    target = model_target(folder, "save_model")
    check(target, sources=sources, overwrite=overwrite)
