"""The scenes that papers are measured on: where their files are, what was published."""

import math
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from hsiviewer.core import paths
from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import ClassScheme, LandCoverClass
from hsiviewer.core.errors import ConfigurationError, FileAccessError
from hsiviewer.io.registry import list_variables

_TABLES = Path("benchmarks") / "sets.toml"


class SetFile(msgspec.Struct, frozen=True):
    """A file of a set.

    Parameters
    ----------
    role : str
        ``cube``, ``raster``, ``reference``, or ``table`` of objects.
    names : list of str
        What the community calls it; the case does not matter.
    variables : list of str
        Names of the variable in it.
    where : str
        Where it is published.
    """

    role: str
    names: list[str]
    variables: list[str]
    where: str


class PublishedTable(msgspec.Struct, frozen=True):
    """Published figures.

    Parameters
    ----------
    source : str
        The paper.
    rows : list of tuple
        Labels per class, method, OA, AA, kappa in percent; NaN for unknown.
    """

    source: str
    rows: list[tuple[str, str, float, float, float]]


class BenchmarkSet(msgspec.Struct, frozen=True, kw_only=True):
    """A set with the protocol that its published figures follow.

    Parameters
    ----------
    title : str
    kind : str
        ``scene``, or ``objects`` for whole small cubes.
    methods : list of str
        Ids of the methods whose papers use it.
    shots : list of str
        Labels per class, or their share in percent.
    runs : int
        How many are averaged.
    classes : list of str
        Names in order of id, from 1 on.
    notes : list of str
        What to know when figures are compared.
    files, tables
        As above.
    """

    title: str
    kind: str
    methods: list[str]
    shots: list[str]
    runs: int
    classes: list[str]
    notes: list[str]
    files: list[SetFile]
    tables: list[PublishedTable] = []

    @property
    def scheme(self) -> ClassScheme:
        """The classes."""
        return ClassScheme(
            tuple(
                LandCoverClass(number, name, palette_color(number))
                for number, name in enumerate(self.classes, start=1)
            )
        )


@dataclass(frozen=True)
class FoundFiles:
    """Where the files of a set are, as `hsiviewer.io.registry.open_cube` takes them.

    Parameters
    ----------
    cube, reference : str
        Empty for objects.
    rasters : tuple of str
    table : Path, optional
        Of objects.
    """

    cube: str = ""
    reference: str = ""
    rasters: tuple[str, ...] = ()
    table: Path | None = None


@cache
def benchmark_sets() -> dict[str, BenchmarkSet]:
    """Return all sets by name."""
    text = (paths.resources() / _TABLES).read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, BenchmarkSet])


def benchmark_set(name: str) -> BenchmarkSet:
    """Return a set.

    Raises
    ------
    ConfigurationError
        If there is none of that name.
    """
    known = benchmark_sets()
    if name not in known:
        raise ConfigurationError(
            f"there is no benchmark {name!r}; the benchmarks are {', '.join(known)}"
        )
    return known[name]


def find_files(chosen: BenchmarkSet, folder: Path) -> FoundFiles:
    """Find the files of a set in a folder, or in one folder below it.

    Raises
    ------
    FileAccessError
        If the folder or one of the files is missing; the sentence lists all that
        are, with where they are published.
    """
    if not folder.is_dir():
        raise FileAccessError(
            f"there is no folder {folder}; name one that has the data"
        )
    present: dict[str, Path] = {}
    for file in sorted([*folder.glob("*/*"), *folder.glob("*")]):
        present[file.name.lower()] = file  # nearer ones last
    found: dict[str, list[str]] = {}
    missing = []
    for wanted in chosen.files:
        names = [name.lower() for name in wanted.names]
        path = next((present[name] for name in names if name in present), None)
        if path is None:
            missing.append(f"  {' or '.join(wanted.names)} ({wanted.where})")
        else:
            found.setdefault(wanted.role, []).append(_reference(path, wanted))
    if missing:
        lines = "\n".join(missing)
        raise FileAccessError(
            f"{folder} lacks files of {chosen.title}; put them there:\n{lines}"
        )
    table = found.get("table")
    return FoundFiles(
        cube=found.get("cube", [""])[0],
        reference=found.get("reference", [""])[0],
        rasters=tuple(found.get("raster", ())),
        table=Path(table[0]) if table else None,
    )


def known(value: float) -> bool:
    """Tell whether a figure was published."""
    return not math.isnan(value)


def _reference(path: Path, wanted: SetFile) -> str:
    held = [variable.name for variable in list_variables(path)]
    variable = next((variable for variable in wanted.variables if variable in held), "")
    return f"{path}:{variable}" if variable else str(path)
