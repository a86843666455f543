"""Maps from the words of the classes alone, for `hsiviewer.classify`."""

import warnings
from pathlib import Path
from typing import Any

from hsiviewer.api import opening
from hsiviewer.api.labels import (
    LabelsLike,
    MapIds,
    match_reference,
    open_labelled_scene,
    read_labels,
)
from hsiviewer.api.maps import ClassMap
from hsiviewer.api.metadata import MetaLike
from hsiviewer.api.rasters import Auxiliary, open_rasters
from hsiviewer.api.running import ProgressCallback, direct_progress
from hsiviewer.api.scenes import SceneLike
from hsiviewer.api.targets import file_of
from hsiviewer.core.classes import ClassScheme
from hsiviewer.core.errors import ConfigurationError
from hsiviewer.workflows.commands.word_maps import grey_of, words_report
from hsiviewer.workflows.describing.first_map import class_words, map_from_words
from hsiviewer.workflows.describing.word_scenes import WordScene
from hsiviewer.workflows.tasks.targets import file_sources


def map_by_words(
    scene: SceneLike,
    scheme: ClassScheme,
    *,
    class_file: Path | None,
    labels: LabelsLike | None,
    auxiliary: Auxiliary,
    reference: LabelsLike | None,
    map_ids: MapIds,
    meta: MetaLike,
    progress: ProgressCallback | bool | None,
    parameters: dict[str, Any],
    text_encoder: str = "",
) -> ClassMap:
    """Map a scene by the words of its classes; arguments as `hsiviewer.classify`.

    Raises
    ------
    ConfigurationError
        If labels or other parameters than ``grey`` are given, or a class is not
        understood.
    HsiViewerError
        If the scene cannot be used.
    """
    if labels is not None:
        raise ConfigurationError(
            "the method words learns nothing, so labels have no use; leave them out"
        )
    words = class_words(scheme, encoder=text_encoder)
    words.check()
    opened = (
        opening.open(scene, meta=meta)
        if reference is None
        else open_labelled_scene(scene, reference, meta)
    )
    rasters = open_rasters(auxiliary, opened)
    found = WordScene(opened.cube, rasters.cubes)
    told: list[str] = []
    truth, matched = None, None
    if reference is not None:
        truth = read_labels(reference, opened, map_ids=map_ids)
        matched = match_reference(
            truth, scheme, is_mapped=map_ids is not None, tell=told.append
        )
    with direct_progress(progress) as shown:
        result = map_from_words(found, words, grey=grey_of(parameters), progress=shown)
    report = words_report(result, None if matched is None else matched.labels)
    for sentence in (*told, *report["warnings"]):
        warnings.warn(sentence, RuntimeWarning, stacklevel=4)
    sources = file_sources(
        scene=file_of(opened.cube.reference),
        reference=None if truth is None else truth.file,
        auxiliary=rasters.files,
        classes=class_file,
    )
    return ClassMap(result, report, sources)
