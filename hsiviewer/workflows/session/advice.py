"""What stands in the way of a good map, said before the training starts."""

from hsiviewer.core.document import Document
from hsiviewer.core.enough_classes import are_enough_classes
from hsiviewer.learning.machine.memory import available_bytes, estimate_bytes
from hsiviewer.learning.registry import method_spec
from hsiviewer.workflows.tasks.submission import TrainingSettings

_FEW_LABELS = 5
_UNEQUAL = 20
_MEMORY_SHARE = 0.8
_NAMED = 8  # classes that a sentence names; the others are counted


def problem(document: Document, settings: TrainingSettings) -> str:
    """Return why training cannot start, or an empty text if it can."""
    method_spec(settings.recipe.method)
    if document.cube is None:
        return "Open a scene first."
    if not are_enough_classes(document.classes.ids):
        return "Add at least two classes."
    if not are_enough_classes(document.labels.counts):
        return "Label some pixels of at least two classes."
    return ""


def advice(
    document: Document, settings: TrainingSettings, *, spread: str = ""
) -> tuple[str, ...]:
    """Return sentences on what would make the result better.

    Parameters
    ----------
    spread : str
        What `LabelCoverage` says of where the labels lie.
    """
    counts = {
        cover.id: document.labels.counts.get(cover.id, 0) for cover in document.classes
    }
    sentences = []
    empty = [cover.name for cover in document.classes if counts[cover.id] == 0]
    few = [
        cover.name for cover in document.classes if 0 < counts[cover.id] < _FEW_LABELS
    ]
    if empty:
        sentences.append(f"No labels yet, so not on the map: {_listed(empty)}.")
    if few:
        sentences.append(f"Fewer than {_FEW_LABELS} labels: {_listed(few)}.")
    present = [count for count in counts.values() if count]
    if present and max(present) > _UNEQUAL * min(present):
        sentences.append(
            f"Label counts differ by more than {_UNEQUAL} times; "
            "rare classes may be overlooked."
        )
    if spread:
        sentences.append(spread)
    if settings.recipe.spec.uses_text:
        silent = [
            cover.name for cover in document.classes if not cover.description.strip()
        ]
        if silent:
            sentences.append(
                f"Without a description, the name alone is read: {_listed(silent)}."
            )
    needed, free = needed_bytes(document, settings), available_bytes()
    if free and needed > _MEMORY_SHARE * free:
        sentences.append(
            f"About {needed / 2**30:.1f} GB of memory are needed, "
            f"{free / 2**30:.1f} GB are free; batches shrink if that is too little."
        )
    return tuple(sentences)


def needed_bytes(document: Document, settings: TrainingSettings) -> int:
    """Return about how much memory a training will take; 0 without a scene."""
    if document.cube is None:
        return 0
    bands = [len(document.cube.bands.good_bands)]
    rasters = document.rasters(settings.auxiliary)
    bands += [raster.bands.count for raster in rasters]
    return estimate_bytes(settings.recipe.make_config(), bands)


def _listed(names: list[str]) -> str:
    if len(names) <= _NAMED + 1:
        return ", ".join(names)
    return f"{', '.join(names[:_NAMED])} and {len(names) - _NAMED} more"
