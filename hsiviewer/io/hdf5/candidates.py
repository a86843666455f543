"""Which dataset of a file is the cube, where no product says so."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.hdf5.container import ArrayContainer
from hsiviewer.io.hdf5.datasets import Stored
from hsiviewer.io.hdf5.spectral import counts_of

_CUBES = re.compile(
    r"refl|rfl|radiance|rdn|rhot|rhos|^l[t1]$|cube|^data$|^hsi|hyperspectral|^img|image",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"unc|err(or)?|mask|qual|flag|std|stdev|obs|^loc|angle|zenith|azimuth|lat|lon"
    r"|_gt$|label|truth|rgb|quick|preview",
    re.IGNORECASE,
)
_MOST_PICTURE_BANDS = 4
_CLEARLY_LARGER = 4  # times as many values: the other is an overview or a crop
_MOST_LISTED = 12


class Rank(NamedTuple):
    """How well a dataset does for the cube; the greatest is best."""

    has_wavelengths: bool
    is_no_picture: bool
    is_no_companion: bool
    is_called_so: bool
    values: int


def cube_candidates(file: ArrayContainer) -> list[tuple[Rank, Stored]]:
    """Return the datasets with three axes, the best first."""
    ranked = [
        (_rank(file, stored), stored)
        for stored in file.stored.values()
        if len(long_axes(stored.shape)) == len("brc")
    ]
    return sorted(ranked, key=lambda pair: pair[0], reverse=True)


def long_axes(shape: Sequence[int]) -> list[int]:
    """Return the axes that a cube may have: three, or all longer than one place.

    Files of several times or files keep axes of a single place in front.
    """
    if len(shape) <= len("brc"):
        return list(range(len(shape)))
    return [axis for axis, size in enumerate(shape) if size > 1]


def choose_cube(file: ArrayContainer) -> Stored:
    """Return the dataset that is the cube.

    Raises
    ------
    CubeFormatError
        If there is none, or several do as well.
    """
    ranked = cube_candidates(file)
    if not ranked:
        raise no_cube(file)
    (best, stored), *others = ranked
    rivals = [
        other
        for rank, other in others
        if rank[:4] == best[:4] and rank.values * _CLEARLY_LARGER > best.values
    ]
    if rivals:
        raise CubeFormatError(
            f"{file.name} holds several cubes: {listing([stored, *rivals])}; name one "
            f"as {file.name}:{stored.name}"
        )
    return stored


def only_plane(file: ArrayContainer) -> Stored:
    """Return the only dataset of rows and columns.

    Raises
    ------
    CubeFormatError
        If there is none, or several are.
    """
    planes = [stored for stored in file.stored.values() if is_plane(stored)]
    if len(planes) == 1:
        return planes[0]
    if not planes:
        raise no_cube(file)
    raise CubeFormatError(
        f"{file.name} holds several arrays of rows and columns: {listing(planes)}; "
        f"name one as {file.name}:{planes[0].name}"
    )


def is_plane(stored: Stored) -> bool:
    """Tell whether a dataset has two axes longer than one place."""
    return sum(size > 1 for size in stored.shape) == len("rc")


def is_clear(file: ArrayContainer) -> bool:
    """Tell whether `choose_cube` finds one."""
    try:
        choose_cube(file)
    except CubeFormatError:
        return False
    return True


def named_dataset(file: ArrayContainer, name: str) -> Stored:
    """Return the dataset that a user means: its path, or the end of it.

    Raises
    ------
    CubeFormatError
        If there is none, or the end fits several.
    """
    wanted = name.strip("/")
    if wanted in file.stored:
        return file.stored[wanted]
    fitting = [
        stored
        for stored in file.stored.values()
        if stored.name.lower().endswith("/" + wanted.lower())
        or stored.name.lower() == wanted.lower()
    ]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise CubeFormatError(
            f"{file.name} holds several arrays {wanted[:60]!r}: {listing(fitting)}; "
            "give the whole path"
        )
    if any(wanted == link or wanted.startswith(link + "/") for link in file.links):
        raise CubeFormatError(
            f"{wanted[:60]!r} of {file.name} is a link, and links are not followed; "
            "name the array that it leads to"
        )
    shown = [stored for _, stored in cube_candidates(file)] or [*file.stored.values()]
    raise CubeFormatError(
        f"{file.name} has no array {wanted[:60]!r}; it holds "
        f"{listing(shown) or 'no numbers'}"
    )


def no_cube(file: ArrayContainer) -> CubeFormatError:
    """Return the refusal of a file without three axes."""
    held = listing(sorted(file.stored.values(), key=lambda stored: -_size(stored)))
    linked = " (links to other files are not followed)" if file.links else ""
    return CubeFormatError(
        f"{file.name} holds no cube: no array of numbers with rows, columns and bands"
        f"{linked}; it holds {held or 'no numbers'}"
    )


def listing(stored: Sequence[Stored]) -> str:
    """Return names and shapes for a sentence."""
    shown = [f"{array.name} {array.shape}" for array in stored[:_MOST_LISTED]]
    more = len(stored) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


def _rank(file: ArrayContainer, stored: Stored) -> Rank:
    sizes = [stored.shape[axis] for axis in long_axes(stored.shape)]
    is_picture = stored.dtype.itemsize == 1 and min(sizes) <= _MOST_PICTURE_BANDS
    return Rank(
        has_wavelengths=bool(counts_of(file, stored.name)),
        is_no_picture=not is_picture,
        is_no_companion=not _OTHERS.search(stored.base),
        is_called_so=bool(_CUBES.search(stored.base)),
        values=_size(stored),
    )


def _size(stored: Stored) -> int:
    size = 1
    for length in stored.shape:
        size *= length
    return size
