"""What is known about a scene, in a few short texts."""

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.quantities import REFLECTANCE
from hsiviewer.ui.base.texts import tr, tr_count


def scene_facts(cube: HsiCube) -> list[str]:
    """Return name, size, bands with their range, quantity, CRS and nodata."""
    bands, rows, cols = cube.shape
    return [
        cube.name,
        tr("{0} x {1} pixels").format(rows, cols),
        ", ".join(filter(None, (tr_count(bands, "1 band", "{0} bands"), _range(cube)))),
        quantity_text(cube, unknown=tr("quantity unknown")),
        _place(cube),
        tr("nodata {0}").format(f"{cube.nodata:g}")
        if cube.nodata is not None
        else tr("no nodata value"),
    ]


def _range(cube: HsiCube) -> str:
    centres = cube.bands.wavelength_nm
    if centres is None:
        return tr("wavelengths unknown")
    first, last = float(centres.min()), float(centres.max())
    text = f"{first:.0f} nm" if first == last else f"{first:.0f} - {last:.0f} nm"
    bad = int((~cube.bands.good_mask).sum())
    return f"{text}, {tr('{0} bad').format(bad)}" if bad else text


def quantity_text(cube: HsiCube, *, unknown: str) -> str:
    """Return what the values of a scene are, with their unit."""
    names = {
        REFLECTANCE: tr("reflectance"),
        "radiance": tr("radiance"),
        "counts": tr("counts"),
        "index": tr("index"),
    }
    known = REFLECTANCE if cube.is_reflectance else cube.quantity
    name = names.get(known, unknown)
    return f"{name} ({cube.unit})" if cube.unit else name


def _place(cube: HsiCube) -> str:
    known = cube.georeference
    return known.crs_name or ("CRS" if known.has_crs else tr("no CRS"))
