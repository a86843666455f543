"""Apply a trained model to a scene."""

import os
import warnings
from pathlib import Path

from hsiviewer.api import opening
from hsiviewer.api.labels import (
    LabelsLike,
    MapIds,
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
from hsiviewer.api.settings import check_device
from hsiviewer.api.targets import file_of
from hsiviewer.evaluation.metrics import assess
from hsiviewer.evaluation.report import run_report
from hsiviewer.workflows.commands.predict import check_labelled, predicted
from hsiviewer.workflows.tasks.run_folders import discard_run
from hsiviewer.workflows.tasks.targets import file_sources


def predict(
    scene: SceneLike,
    model: str | os.PathLike[str],
    *,
    device: str = "auto",
    auxiliary: Auxiliary = (),
    reference: LabelsLike | None = None,
    map_ids: MapIds = None,
    scheduler: str = "",
    meta: MetaLike = None,
    progress: ProgressCallback | bool | None = None,
) -> ClassMap:
    """Classify a scene with a trained model, as ``hsiviewer predict`` does.

    Parameters
    ----------
    scene, device, auxiliary, meta, progress
        As in `hsiviewer.classify`.
    model : str or path
        Folder that was ``save_model`` of `hsiviewer.classify`.
    reference : Labels, str, path or ndarray, optional
        Ground truth to compare the map with; see `hsiviewer.classify`.
    map_ids : dict of int to int, optional
        Class of each id of the reference that stands for another one; 0 leaves it
        out.
    scheduler : str
        Address of a Dask scheduler that does the work; empty for this machine.

    Returns
    -------
    ClassMap

    Raises
    ------
    HsiViewerError
        If a file cannot be read, or the model does not suit the scene.

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
    if reference is None:
        opened, truth = opening.open(scene, meta=meta), None
    else:
        opened = open_labelled_scene(scene, reference, meta)
        truth = read_labels(reference, opened, map_ids=map_ids)
        check_labelled(truth.map, truth.file or "the reference")
    rasters = open_rasters(auxiliary, opened)
    check_device(device)
    trained = Path(model).absolute()
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        reference=None if truth is None else truth.file,
        auxiliary=rasters.files,
        model=trained,
    )

    told: list[str] = []

    async def work(on_change: OnChange) -> ClassMap:
        result, folder = await predicted(
            opened.cube,
            trained,
            auxiliary=rasters.cubes,
            device=device,
            scheduler=scheduler,
            on_change=on_change,
        )
        accuracy = None
        if truth is not None:
            matched = match_reference(
                truth, result.scheme, is_mapped=map_ids is not None, tell=told.append
            )
            warn_of_permutation(matched, result.scheme, result.class_map, told.append)
            accuracy = assess(matched.labels.values, result.class_map)
        class_map = ClassMap(
            result, run_report(result, n_labels=0, accuracy=accuracy), sources
        )
        discard_run(folder)
        return class_map

    class_map = complete(work, progress)
    for sentence in told:
        warnings.warn(sentence, RuntimeWarning, stacklevel=2)
    return class_map
