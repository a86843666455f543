"""Which pixels to label next."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from hsiviewer.api import opening
from hsiviewer.api.labels import (
    ClassesLike,
    LabelsLike,
    open_labelled_scene,
    read_labels,
)
from hsiviewer.api.rasters import Auxiliary, open_rasters
from hsiviewer.api.running import ProgressCallback, complete
from hsiviewer.api.scenes import SceneLike
from hsiviewer.api.settings import MethodLike, training_recipe
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.core.options import SUGGESTING_METHOD
from hsiviewer.learning.suggestions.records import Suggestion, SuggestionOptions
from hsiviewer.workflows.commands.inputs import unlabelled_inputs
from hsiviewer.workflows.commands.suggest import suggested


def suggest(
    scene: SceneLike,
    labels: LabelsLike | None = None,
    *,
    count: int,
    method: MethodLike = SUGGESTING_METHOD,
    model: str | os.PathLike[str] | None = None,
    mask: LabelsLike | None = None,
    min_distance: float = 0.0,
    preset: str = "quick",
    seed: int = 0,
    device: str = "auto",
    classes: ClassesLike = None,
    auxiliary: Auxiliary = (),
    text_encoder: str | os.PathLike[str] | None = "",
    allow_download: bool = False,
    progress: ProgressCallback | bool | None = None,
    **parameters: Any,
) -> tuple[Suggestion, ...]:
    """Suggest which pixels to label next, as ``hsiviewer suggest`` does.

    The method learns from the labels. Of the pixels where its two best classes are
    almost equally likely, some that differ from each other are suggested. Without
    labels of two classes, pixels that are typical of different parts of the scene are
    suggested.

    Parameters
    ----------
    scene, preset, seed, device, classes, auxiliary, text_encoder, allow_download,
    progress, **parameters
        As in `hsiviewer.classify`.
    labels : Labels, str, path or ndarray of int, shape (rows, cols), optional
        Class ids of a few pixels; 0 is no label. Labelled pixels are not suggested.
    count : int
        How many pixels, 1 to 10000.
    method : str or Method
        Id of a method, or one of `hsiviewer.methods`.
    model : path, optional
        Folder that was ``save_model`` of `hsiviewer.classify`. Its model is asked, and
        nothing is learned; the seed is that of the model.
    mask : Labels, str, path or ndarray, optional
        Pixels with an id other than 0 are never suggested.
    min_distance : float
        Pixels that suggestions keep away from labels and from each other, at least.

    Returns
    -------
    tuple of Suggestion
        Row, column, margin, the two best classes and the reason, the most doubtful
        first. Fewer than `count` if no more pixels may be suggested.

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or no pixel is left to suggest.

    Examples
    --------
    >>> import hsiviewer
    >>> files = hsiviewer.sample("town", rows=48, cols=56, bands=40)
    >>> pixels = hsiviewer.suggest(
    ...     files.cube, files.labels, count=5, method="spectral-angle"
    ... )
    >>> [pixel.reason for pixel in pixels]
    ['doubtful', 'doubtful', 'doubtful', 'doubtful', 'doubtful']
    >>> 0 <= pixels[0].margin <= pixels[-1].margin < 0.1
    True
    """
    if not isinstance(count, (int, np.integer)):
        raise ConfigurationError(f"count is a whole number of pixels, not {count!r}")
    # Where a file does not say which axis is which, the size of these decides.
    sized = mask if labels is None else labels
    opened = opening.open(scene) if sized is None else open_labelled_scene(scene, sized)
    training = None if labels is None else read_labels(labels, opened, classes=classes)
    options = SuggestionOptions(
        count=int(count),
        min_distance=float(min_distance),
        mask=None if mask is None else read_labels(mask, opened).map.values > 0,
    )
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
    inputs = unlabelled_inputs(opened.cube, rasters.cubes)
    if training is not None:
        inputs = replace(
            inputs,
            labels=training.to_array(),
            scheme=training.classes.restricted(training.counts),
        )
    trained = None if model is None else Path(model).absolute()
    return complete(
        lambda on_change: suggested(
            inputs, recipe, options, model=trained, on_change=on_change
        ),
        progress,
    )
