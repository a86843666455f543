"""Products of EnMAP in folders and zip files."""

import zipfile

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, HsiViewerError
from hsiviewer.io import limits
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.rasters.spaceborne import facts_of_xml
from hsiviewer.io.rasters.xml_files import parse_xml
from hsiviewer.io.registry import open_cube
from tests.builders import SHARED_DATA, UTM33, make_values
from tests.io.test_raster_facts import CENTRES, XML, enmap_bands

REAL = SHARED_DATA / "sensors" / "enmap"


@pytest.fixture
def product(tmp_path):
    """Return what writes a zipped product with these images of five bands."""

    def of(*images, level="L2A", gain="0.0001", folder="P/", packing=8):
        path = tmp_path / "product.zip"
        bands = enmap_bands(by=gain)
        text = XML.format(root="level_X", level=level, more="", bands=bands)
        with zipfile.ZipFile(path, "w", packing) as archive:
            archive.writestr(f"{folder}P-METADATA.XML", text)
            archive.writestr(f"{folder}P-QL_QUALITY_CLASSES.TIF", b"")
            for image in images:
                write_geotiff(tmp_path / image, make_values(), georeference=UTM33)
                archive.write(tmp_path / image, folder + image)
        return path

    return of


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@pytest.mark.parametrize("folder", ["", "P/", "a b/größe/"])
def test_a_zipped_product_is_read_in_place(product, folder, packing):
    cube = open_cube(product("P-SPECTRAL_IMAGE.TIF", folder=folder, packing=packing))
    assert (cube.shape, cube.scale) == ((5, 6, 7), 10000)
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_array_equal(cube.source.read(), make_values())
    assert cube.georeference.crs_name == "EPSG:32633"
    assert (cube.name, cube.quantity) == ("product.zip", "reflectance")
    assert open_cube(cube.reference).shape == cube.shape


def test_detectors_in_a_zip_file_are_opened_one_by_one(product):
    images = ("P-SPECTRAL_IMAGE_VNIR.TIF", "P-SPECTRAL_IMAGE_SWIR.TIF")
    path = product(*images, level="L1B")
    with pytest.raises(CubeFormatError, match=r"\.zip:VNIR or product\.zip:SWIR"):
        open_cube(path)
    cube = open_cube(f"{path}:SWIR")
    assert (cube.variable, cube.quantity) == ("SWIR", "radiance")
    assert open_cube(cube.reference).shape == cube.shape
    with pytest.raises(CubeFormatError, match="no image 'TIR'"):
        open_cube(f"{path}:TIR")


@pytest.mark.parametrize(
    ("name", "variable", "sentence"),
    [
        ("enmap_L2A_gtif_qualification.zip", "", r"SPECTRAL_IMAGE\.TIF in .* is empty"),
        ("enmap_L1B_gtif_qualification.zip", ":VNIR", "is empty"),
        ("enmap_L1B_gtif_qualification.zip", "", "two detectors"),
    ],
)
def test_the_real_archives_have_empty_images(name, variable, sentence):
    if not (REAL / name).exists():
        pytest.skip("the archives of EnMAP are not at hand")
    with pytest.raises(CubeFormatError, match=sentence):
        open_cube(f"{REAL / name}{variable}")


def test_the_real_metadata_of_enmap():
    path = REAL / "enmap_L1B_gtif_qualification.zip"
    if not path.exists():
        pytest.skip("the archives of EnMAP are not at hand")
    with zipfile.ZipFile(path) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("METADATA.XML"))
        root = parse_xml(archive.read(name), name)
    both = facts_of_xml(root, "P-SPECTRAL_IMAGE.TIF", 218, name)
    assert both.wavelengths[:2] == ["423.03", "428.8"]
    assert (both.quantity, both.unit) == ("radiance", "W/m2/sr/nm")
    assert both.gains[0] == 2.7886981781e-06
    assert both.nodata == 0
    assert not both.has_place
    swir = facts_of_xml(root, "P-SPECTRAL_IMAGE_SWIR.TIF", 130, name)
    assert swir.wavelengths[0] == "904.78"
    odd = facts_of_xml(root, "P-SPECTRAL_IMAGE.TIF", 217, name)
    assert odd.wavelengths is None
    assert "218 bands" in odd.notices[0]


def test_the_real_order_of_sorted_detectors_is_told():
    path = REAL / "enmap_L2A_gtif_qualification.zip"
    if not path.exists():
        pytest.skip("the archives of EnMAP are not at hand")
    with zipfile.ZipFile(path) as archive:
        (name,) = (n for n in archive.namelist() if n.endswith("METADATA.XML"))
        root = parse_xml(archive.read(name), name)
    (notice,) = facts_of_xml(root, "P-SPECTRAL_IMAGE.TIF", 218, name).notices
    # 904.78 nm (11.59 nm wide) is of SWIR, 911.49 nm (9.78 nm) of VNIR.
    assert "alternate from 905 to 985 nm" in notice
    assert "80, 82, 84, 86-87, 89, 91, 93, 95-96 or 79, 81, 83" in notice


def test_metadata_without_an_image_say_so(tmp_path):
    path = tmp_path / "P-METADATA.XML"
    path.write_text(XML.format(root="level_X", level="L2A", more="", bands=""))
    with pytest.raises(CubeFormatError, match="SPECTRAL_IMAGE is not beside it"):
        open_cube(path)


@pytest.mark.parametrize("kept", [10, 200, -40])
def test_a_zip_file_cut_short_is_refused(product, kept):
    path = product("P-SPECTRAL_IMAGE.TIF")
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(HsiViewerError, match=r"product\.zip"):
        open_cube(path)


def test_a_bomb_in_a_zip_file_is_refused(product, monkeypatch):
    monkeypatch.setattr(limits, "_HARMLESS_BYTES", 2**16)
    path = product()
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("P/P-SPECTRAL_IMAGE.TIF", bytes(2**21))
    with pytest.raises(CubeFormatError, match="would grow"):
        open_cube(path)


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_image_cut_short_in_a_zip_file_is_refused(product, tmp_path, packing):
    path = product(packing=packing)
    write_geotiff(tmp_path / "whole.tif", make_values(), georeference=UTM33)
    with zipfile.ZipFile(path, "a", packing) as archive:
        content = (tmp_path / "whole.tif").read_bytes()
        archive.writestr("P/P-SPECTRAL_IMAGE.TIF", content[: len(content) * 2 // 3])
    with pytest.raises(CubeFormatError, match=r"blocks|damaged|readable"):
        open_cube(path).source.read()


def test_names_that_climb_out_of_a_zip_file_lead_nowhere(product, tmp_path):
    (tmp_path / "P-SPECTRAL_IMAGE.TIF").write_bytes(b"II*\0")
    path = product(folder="../")
    with pytest.raises(CubeFormatError, match="not beside it"):
        open_cube(path)
