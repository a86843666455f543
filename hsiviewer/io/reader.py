"""What a format of scenes consists of; extensions make one of these."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hsiviewer.core.cube import HsiCube


@dataclass(frozen=True)
class Reader:
    """One format that scenes come in.

    Parameters
    ----------
    label : str
        For the file dialog.
    patterns : tuple of str
        For the file dialog.
    identify : callable
        ``(path, first bytes) -> bool``.
    open : callable
        ``(path, variable) -> HsiCube``.
    """

    label: str
    patterns: tuple[str, ...]
    identify: Callable[[Path, bytes], bool]
    open: Callable[[Path, str], HsiCube]
