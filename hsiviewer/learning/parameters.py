"""Fields of configurations, described for forms and help."""

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

TYPES = (int, float, bool, str)


@dataclass(frozen=True)
class Parameter:
    """One field of a method's configuration, for forms and help.

    Parameters
    ----------
    name : str
        Key of ``--set``.
    type : str
        ``int``, ``float``, ``bool`` or ``str``.
    default : mapping
        Value in each preset.
    choices : tuple
        Allowed values, if they can be listed.
    help, source : str
        What it does, and where its default comes from.
    minimum, maximum : float, optional
        Inclusive range.
    """

    name: str
    type: str
    default: Mapping[str, Any]
    choices: tuple[Any, ...]
    help: str
    source: str
    minimum: float | None = None
    maximum: float | None = None


def parameter(
    default: Any,
    text: str,
    *,
    choices: tuple[Any, ...] = (),
    between: tuple[float | None, float | None] = (None, None),
    source: str = "",
) -> Any:
    """Describe a field of a configuration dataclass.

    Parameters
    ----------
    default : object
        The field's default.
    text : str
        What it does, in one sentence.
    choices : tuple
        Allowed values.
    between : tuple
        Least and greatest allowed value, ``None`` where there is no limit.
    source : str
        Where the default comes from.
    """
    minimum, maximum = between
    record = {
        "help": text,
        "choices": choices,
        "minimum": minimum,
        "maximum": maximum,
        "source": source,
    }
    return dataclasses.field(default=default, metadata=record)


def described(
    config_type: type[Any], presets: Mapping[str, Any]
) -> tuple[Parameter, ...]:
    """Describe the parameters of a configuration.

    Parameters
    ----------
    config_type : type
        Dataclass whose fields were made by `parameter`.
    presets : mapping
        Configuration of each preset.
    """
    types = typing.get_type_hints(config_type)
    return tuple(
        Parameter(
            name=field.name,
            type=types[field.name].__name__,
            default={name: getattr(made, field.name) for name, made in presets.items()},
            choices=listed_choices(field, types[field.name]),
            help=field.metadata["help"],
            source=field.metadata["source"],
            minimum=field.metadata["minimum"],
            maximum=field.metadata["maximum"],
        )
        for field in dataclasses.fields(config_type)
    )


def listed_choices(field: "dataclasses.Field[Any]", kind: Any) -> tuple[Any, ...]:
    """Return the allowed values of a field, if they can be listed."""
    return (True, False) if kind is bool else tuple(field.metadata["choices"])
