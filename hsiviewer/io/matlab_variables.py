"""Which variable of a MATLAB 5 file is meant."""

import math
from pathlib import Path

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.matlab_elements import find_variables
from hsiviewer.io.matlab_format import MatlabVariable
from hsiviewer.io.pixel_matrices import matrix_remedy

_WAVELENGTH_NAMES = ("wavelength", "wavelengths", "wavlength", "wl", "lambda", "bands")


def numeric_variables(path: Path) -> list[MatlabVariable]:
    """Return the arrays of real numbers; errors as `find_variables`."""
    return [
        variable
        for variable in find_variables(path)
        if variable.is_numeric and variable.name
    ]


def named_variable(
    path: Path, variables: list[MatlabVariable], name: str
) -> MatlabVariable:
    """Return the variable of a name.

    Raises
    ------
    CubeFormatError
        If there is none.
    """
    found = [variable for variable in variables if variable.name == name]
    if not found:
        known = ", ".join(variable.name for variable in variables)
        raise CubeFormatError(
            f"{path.name} has no variable {name[:60]!r}; it holds "
            f"{known or 'no array of numbers'}"
        )
    return found[-1]  # a later one of the same name replaces an earlier one


def only_variable(
    path: Path, variables: list[MatlabVariable], *, least: int, most: int
) -> MatlabVariable:
    """Return the variable that fits; fields of structs only where no other does.

    Raises
    ------
    CubeFormatError
        If none fits, or several do.
    """
    fitting = [
        variable
        for variable in variables
        if least <= extents(variable.shape) <= most
        and min(variable.shape[:2], default=0) > 1
    ]
    fitting = [variable for variable in fitting if "." not in variable.name] or fitting
    # A picture of three bands beside the cube is none: its wavelengths tell.
    counts = {math.prod(v.shape) for v in variables if is_wavelengths(v)} - {1}
    spectral = [variable for variable in fitting if counts & set(variable.shape)]
    if len(spectral) == 1 and most > 2:
        return spectral[0]
    if len(fitting) == 1:
        return fitting[0]
    if not fitting:
        remedy = matrix_remedy(path.name, {v.name: v.shape for v in variables})
        raise CubeFormatError(
            f"{path.name} holds no variable of {least} axes{held(variables)}"
            + (remedy if least > 2 else "")
        )
    raise CubeFormatError(
        f"{path.name} holds several variables{held(variables)}; name one as "
        f"{path.name}:variable"
    )


def held(variables: list[MatlabVariable]) -> str:
    """Return the end of a sentence: what a file holds."""
    shapes = ", ".join(f"{variable.name} {variable.shape}" for variable in variables)
    return f": it holds {shapes or 'no array of numbers'}"


def extents(shape: tuple[int, ...]) -> int:
    """Return the number of axes, without a third one of a single place."""
    return len(shape) - (len(shape) == 3 and shape[2] == 1)


def is_wavelengths(variable: MatlabVariable) -> bool:
    """Tell whether a variable is named as wavelengths are."""
    return base_name(variable).lower() in _WAVELENGTH_NAMES


def base_name(variable: MatlabVariable) -> str:
    """Return the name of a variable without that of its struct."""
    return variable.name.rpartition(".")[2]
