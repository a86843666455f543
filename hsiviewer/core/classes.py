"""The classes of a map: ids, names, colours and descriptions."""

import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from hsiviewer.core.class_colors import color_for, palette_color
from hsiviewer.core.errors import ClassSchemeError

MAX_CLASS_ID = 65535

_HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True)
class LandCoverClass:
    """One class of a scheme.

    Parameters
    ----------
    id : int
        1..65535; 0 means "unlabelled" and is never a class.
    name : str
        Short name for legends.
    color : str
        ``#rrggbb``.
    description : str
        A sentence or more on what the class looks like; may be empty.

    Raises
    ------
    ClassSchemeError
        If the id is out of range or the colour is not ``#rrggbb``.
    """

    id: int
    name: str
    color: str
    description: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.id <= MAX_CLASS_ID:
            raise ClassSchemeError(
                f"class id {self.id} is outside 1..{MAX_CLASS_ID}; 0 is unlabelled"
            )
        if not _HEX_COLOR.fullmatch(self.color):
            raise ClassSchemeError(
                f"class {self.id} has the colour {self.color!r}; write it as #rrggbb"
            )

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green and blue, 0..255."""
        value = int(self.color[1:], 16)
        return value >> 16, value >> 8 & 255, value & 255

    @property
    def text(self) -> str:
        """What the text encoder reads: the description, else the name."""
        return self.description.strip() or self.name


def default_class(class_id: int) -> LandCoverClass:
    """Return what a class is until its user says more."""
    return LandCoverClass(class_id, f"class {class_id}", palette_color(class_id))


@dataclass(frozen=True)
class ClassScheme:
    """The classes of a map in order of id; a value that never changes.

    Parameters
    ----------
    classes : tuple of LandCoverClass
        Sorted by id on construction.

    Raises
    ------
    ClassSchemeError
        If two classes share an id.
    """

    classes: tuple[LandCoverClass, ...] = field(default=())
    _by_id: dict[int, LandCoverClass] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.classes, key=lambda each: each.id))
        for first, second in itertools.pairwise(ordered):
            if first.id == second.id:
                raise ClassSchemeError(
                    f"class id {first.id} is given to both {first.name!r} and "
                    f"{second.name!r}; every class needs its own id"
                )
        object.__setattr__(self, "classes", ordered)
        # Schemes of thousands of classes are asked for one of them all the time.
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in ordered})

    @classmethod
    def from_ids(cls, ids: Iterable[int]) -> "ClassScheme":
        """Make a scheme with default names and colours; id 0 is skipped."""
        wanted = sorted({int(class_id) for class_id in ids} - {0})
        return cls(tuple(default_class(class_id) for class_id in wanted))

    def __iter__(self) -> Iterator[LandCoverClass]:
        return iter(self.classes)

    def __len__(self) -> int:
        return len(self.classes)

    def __contains__(self, class_id: object) -> bool:
        return class_id in self._by_id

    def __getitem__(self, class_id: int) -> LandCoverClass:
        found = self._by_id.get(class_id)
        if found is None:
            raise ClassSchemeError(
                f"there is no class {class_id}; the classes are {list(self.ids)}"
            )
        return found

    @property
    def ids(self) -> tuple[int, ...]:
        """Ids in ascending order."""
        return tuple(cover.id for cover in self.classes)

    @property
    def free_id(self) -> int:
        """Smallest id that no class has.

        Raises
        ------
        ClassSchemeError
            If all 65 535 ids are taken.
        """
        for candidate in range(1, MAX_CLASS_ID + 1):
            if candidate not in self._by_id:
                return candidate
        raise ClassSchemeError(f"a map has at most {MAX_CLASS_ID} classes")

    def color_for(self, class_id: int, name: str) -> str:
        """Return a colour that suits a name and that no other class has."""
        taken = [cover.color for cover in self.classes if cover.id != class_id]
        return color_for(class_id, name, taken)

    def with_class(self, changed: LandCoverClass) -> "ClassScheme":
        """Return a scheme in which `changed` replaces or joins the classes."""
        others = tuple(cover for cover in self.classes if cover.id != changed.id)
        return ClassScheme((*others, changed))

    def joined(self, others: "ClassScheme") -> "ClassScheme":
        """Return a scheme with those classes of others whose ids are free here."""
        added = (other for other in others if other.id not in self)
        return ClassScheme((*self, *added))

    def without(self, class_id: int) -> "ClassScheme":
        """Return a scheme that lacks a class."""
        return ClassScheme(
            tuple(cover for cover in self.classes if cover.id != class_id)
        )

    def restricted(self, ids: Iterable[int]) -> "ClassScheme":
        """Return the classes with the given ids; missing ones get defaults."""
        known = {cover.id: cover for cover in self.classes}
        wanted = sorted(set(ids) - {0})
        return ClassScheme(
            tuple(known.get(class_id) or default_class(class_id) for class_id in wanted)
        )

    def described(self, class_id: int, description: str) -> "ClassScheme":
        """Return a scheme with another description of one class."""
        return self.with_class(replace(self[class_id], description=description))
