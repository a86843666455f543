"""Which files beside a capture are its dark and its white reference, by their names.

Specim writes ``DARKREF_name``, ``WHITEREF_name`` and, where the white was recorded with
another integration time, ``WHITEDARKREF_name``; Headwall writes ``darkReference`` and
``whiteReference``; of Resonon's cameras, users name the files themselves, such as
``name-dark.bil`` or ``white_ref.bil``.
"""

import re
from pathlib import Path
from typing import NamedTuple

CAPTURE = "capture"  # the folder with the recording in Specim's of a measurement
_DATA = (".raw", ".bil", ".bip", ".bsq", ".img", ".dat", ".bin", ".cube")
_OF_OTHERS = r"(?:ref(?:erence)?|current|correction|cube|frame|panel|calibration|tile)"
_TIME = r"(?:[-_ ]?\d[-_\dt]*)?"
_WHITE_DARK = re.compile(r"white[-_ ]?dark[-_ ]?ref(?:erence)?(?:_.*)?", re.IGNORECASE)
_KINDS = {
    "dark": re.compile(
        rf"darkref_.*|(?:.*[-_ ])?dark(?:[-_ ]?{_OF_OTHERS})?{_TIME}", re.IGNORECASE
    ),
    "white": re.compile(
        rf"whiteref_.*|(?:.*[-_ ])?white(?:[-_ ]?{_OF_OTHERS})?{_TIME}", re.IGNORECASE
    ),
}
_MOST_FILES = 20_000


class ReferencePaths(NamedTuple):
    """Headers of the references of a capture.

    Parameters
    ----------
    dark, white : Path, optional
    white_dark : Path, optional
        Dark reference with the integration time of the white one.
    """

    dark: Path | None = None
    white: Path | None = None
    white_dark: Path | None = None


def stem_of(name: str) -> str:
    """Return the name of a header or data file without what follows the stem."""
    base = name[:-4] if name.lower().endswith(".hdr") else name
    stem, dot, suffix = base.rpartition(".")
    return stem if dot and f".{suffix.lower()}" in _DATA else base


def kind_of(stem: str) -> str:
    """Return ``"dark"``, ``"white"``, ``"white_dark"``, or nothing for a capture."""
    if _WHITE_DARK.fullmatch(stem):
        return "white_dark"
    found = [kind for kind, pattern in _KINDS.items() if pattern.fullmatch(stem)]
    return found[0] if found else ""


def references_beside(path: Path) -> ReferencePaths:
    """Return the references that lie beside a capture.

    A file that is named after the capture comes first; another one is taken only if it
    is the only one of its kind.

    Parameters
    ----------
    path : Path
        Header or data file.
    """
    own = stem_of(path.name).lower()
    if kind_of(own):
        return ReferencePaths()
    found: dict[str, dict[str, Path]] = {"dark": {}, "white": {}, "white_dark": {}}
    try:
        for number, file in enumerate(path.parent.iterdir()):
            if number >= _MOST_FILES:
                break
            if file.name.lower().endswith(".hdr"):
                stem = stem_of(file.name)
                kind = kind_of(stem)
                if kind:
                    found[kind][stem.lower()] = file
    except OSError:
        return ReferencePaths()
    return ReferencePaths(
        **{kind: _chosen(files, own) for kind, files in found.items()}
    )


def _chosen(files: dict[str, Path], own: str) -> Path | None:
    """Return the file of a capture among those of one kind."""
    named = [
        file
        for stem, file in sorted(files.items())
        if stem.endswith(f"ref_{own}") or stem.startswith((f"{own}-", f"{own}_"))
    ]
    if named:
        return named[0]
    return next(iter(files.values())) if len(files) == 1 else None
