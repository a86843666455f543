"""PDS4 labels: axes, types, wavelengths, and what is refused."""

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.io.registry import open_cube
from tests.builders import make_values

AXES = ("Band", "Line", "Sample")
CENTRES = [450.0, 550, 650, 850, 1600]
TYPES = {
    "SignedLSB2": "<i2", "UnsignedMSB2": ">u2", "SignedMSB4": ">i4",
    "IEEE754LSBSingle": "<f4", "IEEE754MSBDouble": ">f8",
}  # fmt: skip


def write(folder, order=(0, 1, 2), kind="SignedLSB2", bands=True, **changes):
    """Write a label and its data behind 20 other bytes."""
    values = make_values(dtype=TYPES.get(kind, "<i2"))
    stored = np.ascontiguousarray(values.transpose(order))
    (folder / "cube.img").write_bytes(bytes(20) + stored.tobytes())
    axes = "".join(
        f"<Axis_Array><axis_name>{AXES[axis]}</axis_name><elements>"
        f"{values.shape[axis]}</elements><sequence_number>{number}</sequence_number>"
        "</Axis_Array>"
        for number, axis in enumerate(order, start=1)
    )
    bins = "".join(
        f"<Band_Bin><band_number>{number}</band_number><band_width unit='micrometer'>"
        f"0.01</band_width><center_wavelength unit='micrometer'>{centre / 1000}"
        "</center_wavelength></Band_Bin>"
        for number, centre in enumerate(CENTRES, start=1)
    )
    text = (
        '<?xml version="1.0"?>\n'
        '<Product_Observational xmlns="http://pds.nasa.gov/pds4/pds/v1">'
        "<File_Area_Observational><File><file_name>cube.img</file_name></File>"
        "<Array_3D_Spectrum><local_identifier>a</local_identifier>"
        '<offset unit="byte">20</offset><axes>3</axes>'
        "<axis_index_order>Last Index Fastest</axis_index_order>"
        f"<Element_Array><data_type>{kind}</data_type><unit>W/m2</unit></Element_Array>"
        f"{axes}<Special_Constants><missing_constant>-9999</missing_constant>"
        "</Special_Constants></Array_3D_Spectrum></File_Area_Observational>"
        + (f"<Band_Bin_Set>{bins}</Band_Bin_Set>" if bands else "")
        + "</Product_Observational>"
    )
    for old, new in changes.items():
        text = text.replace(old, new)
    path = folder / "cube.xml"
    path.write_text(text)
    return path


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("order", [(0, 1, 2), (1, 2, 0), (1, 0, 2)])
def test_values_of_every_type_and_order(tmp_path, kind, order):
    cube = open_cube(write(tmp_path, order, kind))
    np.testing.assert_array_equal(cube.source.read(), make_values())
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_allclose(cube.bands.fwhm_nm, 10)
    assert (cube.driver, cube.nodata, cube.unit) == ("PDS4", -9999, "W/m2")


def test_without_bins_there_are_no_wavelengths(tmp_path):
    assert not open_cube(write(tmp_path, bands=False)).bands.has_wavelengths


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"Sample": "Time"}, "Band, Line and Sample"),
        ({"SignedLSB2": "ComplexLSB8"}, "not read"),
        ({"cube.img": "/etc/passwd"}, "passwd, which is not beside"),
        ({">20<": ">-20<"}, "whole number"),
        ({">7<": ">700<"}, "cut short"),
        ({">7<": ">7e9<"}, "whole number"),
        ({"Array_3D_Spectrum": "Array_2D"}, "no cube"),
        ({"<File>": "", "</File>": ""}, "no File"),
        ({"</Product_Observational>": ""}, "no XML"),
        ({"<Product_Obs": '<!DOCTYPE a [<!ENTITY e "x">]><Product_Obs'}, "no XML"),
    ],
)
def test_labels_that_do_not_tell_are_refused(tmp_path, changes, sentence):
    path = write(tmp_path, **changes)
    with pytest.raises(CubeFormatError, match=sentence):
        open_cube(path)


def test_data_cut_short_are_refused(tmp_path):
    path = write(tmp_path)
    data = tmp_path / "cube.img"
    data.write_bytes(data.read_bytes()[:-1])
    with pytest.raises(HsiViewerError, match="cut short"):
        open_cube(path)
