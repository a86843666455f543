"""The least that can be learned from: labels of two classes."""

from collections.abc import Iterable

from hsiviewer.core.classes import ClassScheme, default_class
from hsiviewer.core.errors import TrainingDataError

_LEAST = 2


def are_enough_classes(class_ids: Iterable[int]) -> bool:
    """Tell whether labels of these classes can be learned from; 0 is no class."""
    return len(set(class_ids) - {0}) >= _LEAST


def require_enough_classes(
    class_ids: Iterable[int],
    scheme: ClassScheme,
    *,
    what: str = "pixels",
    where: str = "",
) -> None:
    """Check that labels of these classes can be learned from.

    Parameters
    ----------
    class_ids : iterable of int
        Classes that have labels; 0 is none.
    scheme : ClassScheme
        Gives the name of a class in the sentence.
    what : str
        What has labels.
    where : str
        Which labels count, such as ``"on pixels with values"``.

    Raises
    ------
    TrainingDataError
        If they are fewer than two.
    """
    known = sorted({int(class_id) for class_id in class_ids} - {0})
    if are_enough_classes(known):
        return
    found = f"only class {_name(known[0], scheme)!r}" if known else "no class"
    told = f"{found} has labels {where}".rstrip()
    raise TrainingDataError(f"{told}; label some {what} of at least two classes")


def _name(class_id: int, scheme: ClassScheme) -> str:
    return scheme[class_id].name if class_id in scheme else default_class(class_id).name
