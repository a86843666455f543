"""Folders that are scenes: bands in files of their own, and products."""

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_values
from tests.io.test_raster_facts import CENTRES, XML, enmap_bands

VALUES = make_values()


def write_bands(folder, names, values=VALUES, **fields):
    folder.mkdir(exist_ok=True)
    for name, band in zip(names, values, strict=True):
        write_geotiff(folder / name, band[np.newaxis], georeference=UTM33, **fields)
    return folder


def test_bands_are_ordered_by_the_wavelengths_in_their_names(tmp_path):
    names = [f"scene_{centre:.0f}nm.tif" for centre in CENTRES]
    folder = write_bands(tmp_path / "bands", names[::-1], VALUES[::-1])
    cube = open_cube(folder)
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_array_equal(cube.source.read(), VALUES)
    rows, cols = np.array([0, 5]), np.array([6, 1])
    spectra = cube.source.read_spectra(rows, cols)
    np.testing.assert_array_equal(spectra, VALUES[:, rows, cols].T)
    assert cube.georeference.crs_name == "EPSG:32633"
    assert open_cube(cube.reference).shape == (5, 6, 7)
    assert "5 files in bands" in cube.notices[0]


def test_bands_without_wavelengths_are_ordered_by_their_numbers(tmp_path):
    names = [f"B{number}.tif" for number in (1, 2, 9, 10, 100)]
    cube = open_cube(write_bands(tmp_path / "bands", names))
    assert cube.bands.names == ("B1", "B2", "B9", "B10", "B100")
    np.testing.assert_array_equal(cube.source.read([3])[0], VALUES[3])


def test_files_of_another_size_are_left_out_and_told(tmp_path):
    folder = write_bands(tmp_path / "bands", [f"b{n}.tif" for n in range(5)])
    write_geotiff(folder / "rgb.tif", VALUES[:3], georeference=UTM33)
    write_geotiff(folder / "small.tif", VALUES[:1, :3], georeference=UTM33)
    (folder / "broken.tif").write_bytes(b"II*\0")
    (folder / "readme.txt").write_text("bands")
    cube = open_cube(folder)
    assert cube.shape == (5, 6, 7)
    assert "3 files" in cube.notices[1]


@pytest.mark.parametrize("names", [[], ["a.txt"], ["a.npy", "b.npy"]])
def test_a_folder_without_one_scene_is_refused(tmp_path, names):
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(CubeFormatError, match="choose the scene's file"):
        open_cube(tmp_path)


def test_a_folder_with_one_scene_is_opened(tmp_path):
    folder = tmp_path / "town"
    folder.mkdir()
    write_geotiff(folder / "scene.tif", VALUES, georeference=UTM33)
    (folder / "notes.txt").write_text("x")
    assert open_cube(folder).path == folder / "scene.tif"


def test_the_folder_of_a_product_of_enmap_is_opened(tmp_path):
    bands = enmap_bands(by="0.0001")
    text = XML.format(root="level_X", level="L2A", more="", bands=bands)
    (tmp_path / "P-METADATA.XML").write_text(text)
    for name in ("SPECTRAL_IMAGE", "QL_VNIR", "QL_QUALITY_CLASSES", "QL_PIXELMASK"):
        values = VALUES if name == "SPECTRAL_IMAGE" else VALUES[:1]
        write_geotiff(tmp_path / f"P-{name}.TIF", values, georeference=UTM33)
    cube = open_cube(tmp_path)
    assert (cube.shape, cube.quantity) == ((5, 6, 7), "reflectance")


def hyperion(folder, numbers=(7, 8, 57, 77, 225)):
    """Write Hyperion L1T: a file for each band, and a text that lists them."""
    stem = "EO1H0440342001001110PP"
    names = [f"{stem}_B{number:03d}_L1T.TIF" for number in numbers]
    write_bands(folder, names, VALUES + 1)
    lines = [
        f'    BAND{number}_FILE_NAME = "{name}"'
        for number, name in zip(numbers, names, strict=True)
    ]
    path = folder / f"{stem}_MTL_L1T.TXT"
    path.write_text(
        'GROUP = L1_METADATA_FILE\n  SENSOR_ID = "HYPERION"\n'
        + "\n".join(lines)
        + "\n  SCALING_FACTOR_VNIR = 40\n  SCALING_FACTOR_SWIR = 80\nEND\n"
    )
    return path


def test_hyperion_is_radiance_with_published_wavelengths(tmp_path):
    path = hyperion(tmp_path / "eo1")
    for reference in (path, path.parent):
        cube = open_cube(reference)
        assert (cube.driver, cube.path, cube.shape) == ("Hyperion", path, (5, 6, 7))
    centres = [416.64, 426.82, 925.41, 912.45, 2405.59]
    np.testing.assert_allclose(cube.bands.wavelength_nm, centres, atol=0.02)
    np.testing.assert_array_equal(cube.bands.good_bands, [1, 2, 3])
    np.testing.assert_allclose(
        cube.read_spectrum(1, 2), (VALUES[:, 1, 2] + 1) / [40, 40, 40, 80, 80]
    )
    assert (cube.quantity, cube.unit) == ("radiance", "W/m2/sr/um")
    assert cube.georeference.crs_name == "EPSG:32633"


def test_a_band_of_hyperion_that_is_missing_is_named(tmp_path):
    path = hyperion(tmp_path / "eo1")
    next(path.parent.glob("*B057*")).unlink()
    with pytest.raises(CubeFormatError, match=r"B057_L1T\.TIF, which is not beside"):
        open_cube(path)


@pytest.mark.parametrize("detector", ["VN", "SW"])
def test_images_of_ahsi_find_their_text_files(tmp_path, detector):
    stem = "GF5B_AHSI_E74.4_N37.2_20231009_000000_L10000000001"
    for name in ("VN", "SW"):
        write_geotiff(tmp_path / f"{stem}_{name}.tif", VALUES, georeference=UTM33)
        gains = "\n".join(f"{number + 1}e-3, 0.5" for number in range(5))
        widths = "\n".join(f"{centre}, 5.0" for centre in CENTRES)
        (tmp_path / f"GF5B_AHSI_RadCal_{name}IR.raw").write_text(gains)
        (tmp_path / f"GF5B_AHSI_Spectralresponse_{name}IR.raw").write_text(widths)
    cube = open_cube(tmp_path / f"{stem}_{detector}.tif")
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_allclose(cube.read_spectrum(1, 2)[2], 212 * 3e-3 + 0.5)
    assert cube.quantity == "radiance"
    with pytest.raises(CubeFormatError, match="two detectors"):
        open_cube(tmp_path)


def test_text_files_of_ahsi_that_do_not_fit_are_told(tmp_path):
    path = tmp_path / "GF5B_AHSI_1_VN.tif"
    write_geotiff(path, VALUES, georeference=UTM33)
    (tmp_path / "GF5B_AHSI_RadCal_VNIR.raw").write_text("1, 2\n")
    assert any("RadCal" in notice for notice in open_cube(path).notices)


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileAccessError):
        open_cube(tmp_path / "nothing")
