"""Class files: names, colours and descriptions as TOML."""

from pathlib import Path
from typing import Any

from hsiviewer.core.class_colors import palette_color
from hsiviewer.core.classes import MAX_CLASS_ID, ClassScheme, LandCoverClass
from hsiviewer.core.errors import ClassSchemeError, ForeignTextError
from hsiviewer.core.foreign_files import read_toml
from hsiviewer.io.atomic import write_text
from hsiviewer.io.toml_text import quoted

_LARGEST_PRINTED = 10**18  # Python refuses to print numbers of 5000 digits
_KEYS = {"id", "name", "color", "description"}


def read_classes(path: Path) -> ClassScheme:
    """Read a class file.

    Raises
    ------
    FileAccessError
        If it cannot be read.
    ClassSchemeError
        If it is no TOML, or a class is incomplete or doubled.
    """
    try:
        document = read_toml(path)
    except ForeignTextError as error:
        raise ClassSchemeError(
            f"{error}; write [[class]] sections with id, name, color and description"
        ) from error
    entries = document.get("class")
    if not isinstance(entries, list) or not entries:
        raise ClassSchemeError(
            f"{path.name} has no [[class]] section; write one per class with id, name, "
            "color and description"
        )
    classes = tuple(_class_of(entry, path.name) for entry in entries)
    try:
        return ClassScheme(classes)
    except ClassSchemeError as error:
        raise ClassSchemeError(f"{path.name}: {error}") from error


def write_classes(path: Path, scheme: ClassScheme) -> None:
    """Write a class file.

    Raises
    ------
    ExportError
        If it cannot be written.
    """
    write_text(path, format_classes(scheme))


def format_classes(scheme: ClassScheme) -> str:
    """Return the text of a class file."""
    sections = (
        "[[class]]\n"
        f"id = {cover.id}\n"
        f"name = {quoted(cover.name)}\n"
        f"color = {quoted(cover.color)}\n"
        f"description = {quoted(cover.description)}\n"
        for cover in scheme
    )
    return "\n".join(sections)


def _class_of(entry: Any, file: str) -> LandCoverClass:
    # For Python, true is a whole number; for a user it is not.
    if not isinstance(entry, dict) or type(entry.get("id")) is not int:
        raise ClassSchemeError(f"{file}: a [[class]] section lacks a whole number 'id'")
    class_id = entry["id"]
    if abs(class_id) > _LARGEST_PRINTED:
        raise ClassSchemeError(
            f"{file}: a class has an id of too many digits; ids are 1..{MAX_CLASS_ID}"
        )
    unknown = sorted(set(entry) - _KEYS)
    if unknown:
        raise ClassSchemeError(
            f"{file}: class {class_id} has the unknown key {unknown[0][:60]!r}; the "
            "keys are id, name, color and description"
        )
    texts = {
        "name": f"class {class_id}",
        "color": palette_color(class_id) if class_id > 0 else "#000000",
        "description": "",
    }
    for key in texts:
        if key in entry and not isinstance(entry[key], str):
            raise ClassSchemeError(
                f"{file}: {key} of class {class_id} is no text; put it in quotes"
            )
        texts[key] = entry.get(key, texts[key])
    try:
        return LandCoverClass(class_id, **texts)
    except ClassSchemeError as error:
        raise ClassSchemeError(f"{file}: {error}") from error
