"""The small files that a raster needs beside it."""

from pathlib import Path

_SUFFIXES = {".hdr", ".prj", ".tfw", ".wld", ".j2w", ".pgw", ".qml"}


def files_of(path: Path) -> list[Path]:
    """Return a raster's file and those that belong to it: header, world file, names.

    Parameters
    ----------
    path : Path
        The file that holds the values.
    """
    found = [path]
    for each in sorted(path.parent.iterdir()):
        if each == path or not each.is_file():
            continue
        named_after = each.name.startswith(f"{path.name}.")
        same_stem = each.stem == path.stem and each.suffix.lower() in _SUFFIXES
        if named_after or same_stem:
            found.append(each)
    return found
