"""Scenes prepared by recipes."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hsiviewer.api import opening
from hsiviewer.api.labels import LabelsLike, open_labelled_scene, read_labels
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.running import ProgressCallback, shown
from hsiviewer.api.scenes import Scene, SceneLike
from hsiviewer.api.targets import check, file_of
from hsiviewer.core.classes import ClassScheme
from hsiviewer.workflows.analysing.preparing import (
    check_recipe,
    prepared,
    read_recipe,
    write_prepared,
)
from hsiviewer.workflows.commands.analyse import ShownProgress, raster_target
from hsiviewer.workflows.tasks.targets import file_sources


def prepare(
    scene: SceneLike,
    recipe: str | os.PathLike[str] | Sequence[Mapping[str, Any]],
    *,
    labels: LabelsLike | None = None,
    out: str | os.PathLike[str] | None = None,
    overwrite: bool = False,
    meta: MetaLike = None,
    progress: ProgressCallback | bool | None = None,
) -> Scene:
    """Smooth, normalise, correct, cut or resample a scene by a recipe.

    Parameters
    ----------
    scene : Scene, str, path or ndarray of shape (rows, cols, bands)
        The scene, which is not changed.
    recipe : str, path, or sequence of dict
        A TOML or JSON file, or its steps: ``do`` names one, as ``hsiviewer analyses
        --steps`` lists them, and the other keys are its parameters.
    labels : Labels, str, path or ndarray, optional
        For spectra of classes.
    out : path, optional
        File to write, ``.tif``, ``.img`` or ``.dat``. Without it, values are computed
        when you read them.
    overwrite, meta, progress
        As in `hsiviewer.analyse`.

    Returns
    -------
    Scene

    Raises
    ------
    HsiViewerError
        If a file cannot be read or written, or a step does not suit the scene.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> smooth = hsiviewer.prepare(
    ...     files.cube, [{"do": "savitzky-golay", "window": 7}, {"do": "snv"}]
    ... )
    >>> smooth.shape
    (48, 56, 40)
    """
    if isinstance(recipe, (str, os.PathLike)):
        steps = read_recipe(Path(recipe))
    else:
        steps = check_recipe(recipe)
    opened = (
        opening.open(scene, meta=meta)
        if labels is None
        else open_labelled_scene(scene, labels, meta)
    )
    known = None if labels is None else read_labels(labels, opened)
    target = None if out is None else Path(out).absolute()
    if target is not None:
        given = scene.cube.reference if isinstance(scene, Scene) else scene
        sources = file_sources(scene=file_of(given), labels=file_of(labels))
        check(raster_target(target, "out"), sources=sources, overwrite=overwrite)
    with shown(progress) as show:
        telling = ShownProgress(show)
        result = prepared(
            opened.cube,
            steps,
            telling,
            labels=None if known is None else known.map,
            scheme=ClassScheme() if known is None else known.classes,
        )
        if target is None:
            return Scene(result)
        write_prepared(target, result, steps, telling)
    return opening.open(target)
