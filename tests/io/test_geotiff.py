"""GeoTIFF scenes: where wavelengths hide, and reading from many threads."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
import rasterio
import rasterio.errors

from hsiviewer.core.errors import CubeFormatError, FileAccessError
from hsiviewer.core.georeference import GeoReference
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_values


@pytest.fixture
def scene(tmp_path):
    path = tmp_path / "scene.tif"
    write_geotiff(path, make_values(3, 20, 30), georeference=UTM33, nodata=-9999)
    return path


def tag_bands(path, ns=None, **columns):
    with rasterio.open(path, "r+") as dataset:
        for band in range(dataset.count):
            tags = {key: str(values[band]) for key, values in columns.items()}
            dataset.update_tags(band + 1, ns=ns, **tags)


def test_place_and_nodata_are_kept(scene):
    cube = open_cube(scene)
    assert cube.georeference.transform == UTM33.transform
    assert cube.georeference.crs_name == "EPSG:32633"
    assert cube.nodata == -9999
    assert (cube.driver, cube.notices) == ("GTiff", ())
    assert not cube.bands.has_wavelengths


def test_wavelengths_in_the_tags_of_bands(scene):
    tag_bands(
        scene,
        wavelength=(450, 550, 650),
        wavelength_units=("Nanometers",) * 3,
        fwhm=(5, 6, 7),
        bbl=(1, 0, "0.0"),
    )
    bands = open_cube(scene).bands
    np.testing.assert_array_equal(bands.wavelength_nm, [450, 550, 650])
    np.testing.assert_array_equal(bands.fwhm_nm, [5, 6, 7])
    assert bands.good_mask.tolist() == [True, False, False]


def test_wavelengths_in_the_imagery_domain(scene):
    tag_bands(
        scene,
        "IMAGERY",
        CENTRAL_WAVELENGTH_UM=(0.45, 0.55, 0.65),
        FWHM_UM=(0.005, 0.006, 0.007),
    )
    bands = open_cube(scene).bands
    np.testing.assert_array_equal(bands.wavelength_nm, [450, 550, 650])
    np.testing.assert_allclose(bands.fwhm_nm, [5, 6, 7])


def test_wavelengths_in_the_tags_of_the_file(scene):
    with rasterio.open(scene, "r+") as dataset:
        dataset.update_tags(
            wavelength="{0.45, 0.55,\n 0.65}", wavelength_units="Micrometers"
        )
    np.testing.assert_array_equal(open_cube(scene).bands.wavelength_nm, [450, 550, 650])


def test_wavelengths_of_only_some_bands_are_left_out(scene):
    with rasterio.open(scene, "r+") as dataset:
        dataset.update_tags(1, wavelength="450")
    assert not open_cube(scene).bands.has_wavelengths


def test_wavelengths_that_are_no_numbers_name_the_file(scene):
    tag_bands(scene, wavelength=(450, "green", 650))
    with pytest.raises(CubeFormatError, match=r"scene\.tif lists 'green'"):
        open_cube(scene)


@pytest.mark.parametrize("step", [1, 3, 300, 1000])
def test_steps_across_strips_equal_slices(tmp_path, step):
    values = make_values(2, 700, 9)
    write_geotiff(tmp_path / "tall.tif", values, georeference=UTM33)
    source = open_cube(tmp_path / "tall.tif").source
    for window in (None, PixelWindow(255, 1, 260, 8), PixelWindow(699, 8, 1, 1)):
        rows, cols = (window or PixelWindow(0, 0, 700, 9)).slices
        for bands in ([1, 0, 1], None):
            wanted = values if bands is None else values[bands]
            np.testing.assert_array_equal(
                source.read(bands, window, step=step),
                wanted[:, rows, cols][:, ::step, ::step],
            )


def test_many_threads_read_at_once(scene):
    cube = open_cube(scene)
    values = make_values(3, 20, 30)

    def is_same(turn):
        window = PixelWindow(turn % 10, turn % 20, 10, 10)
        rows, cols = window.slices
        return np.array_equal(cube.source.read(None, window), values[:, rows, cols])

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(is_same, range(200)))
    cube.close()


def test_a_closed_scene_refuses_in_every_thread(scene):
    cube = open_cube(scene)
    cube.close()
    with ThreadPoolExecutor(1) as pool:
        other = pool.submit(cube.source.read)
        with pytest.raises(FileAccessError, match=r"scene\.tif has been closed"):
            other.result()
    with pytest.raises(FileAccessError, match=r"scene\.tif has been closed"):
        cube.read_spectrum(0, 0)


def test_opening_leaves_nothing_beside_the_scene(scene):
    cube = open_cube(scene)
    cube.read()
    cube.close()
    assert list(scene.parent.iterdir()) == [scene]


def test_scale_and_offset_of_bands_are_applied(scene):
    with rasterio.open(scene, "r+") as dataset:
        dataset.scales = (0.1, 0.2, 0.3)
        dataset.offsets = (0.0, 1.0, 2.0)
    expected = make_values(3, 20, 30) * np.array([0.1, 0.2, 0.3])[:, None, None]
    expected += np.array([0.0, 1.0, 2.0])[:, None, None]
    np.testing.assert_allclose(open_cube(scene).read(), expected, rtol=1e-5)


@pytest.mark.parametrize("dtype", ["uint8", "int16", "uint32", "float32", "float64"])
def test_types_and_missing_places_are_kept(tmp_path, dtype):
    values = (make_values() % 250).astype(dtype)
    write_geotiff(tmp_path / "s.tif", values, georeference=GeoReference())
    cube = open_cube(tmp_path / "s.tif")
    assert cube.source.dtype == dtype
    assert cube.georeference == GeoReference()
    np.testing.assert_array_equal(cube.source.read(), values)


def test_a_truncated_scene_ends_in_a_sentence_wherever_it_is_cut(tmp_path):
    path = tmp_path / "cut.tif"
    values = np.random.default_rng(0).integers(0, 9999, (3, 64, 64), np.int16)
    write_geotiff(path, values, georeference=UTM33)
    whole = path.read_bytes()
    for kept in np.linspace(0, len(whole) * 0.9, 20, dtype=int):
        path.write_bytes(whole[:kept])
        with pytest.raises((CubeFormatError, FileAccessError), match=r"cut\.tif"):
            open_cube(path).read()


def test_closing_waits_for_the_threads_that_read(tmp_path):
    values = np.random.default_rng(0).integers(0, 9999, (4, 600, 600), np.int16)
    write_geotiff(tmp_path / "s.tif", values, georeference=UTM33)
    source = open_cube(tmp_path / "s.tif").source

    def read_on(_):
        try:
            while True:
                assert np.array_equal(source.read([0]), values[:1])
        except FileAccessError:
            return "closed"

    with ThreadPoolExecutor(3) as pool:
        readers = [pool.submit(read_on, turn) for turn in range(3)]
        source.read([1])
        source.close()
        assert [each.result(20) for each in readers] == ["closed"] * 3


def test_more_blocks_than_the_size_needs_are_told(tmp_path):
    path = tmp_path / "scene.tif"
    write_geotiff(path, make_values(rows=600, cols=9), georeference=UTM33)
    data = bytearray(path.read_bytes())
    order = "little" if data[:2] == b"II" else "big"
    first = int.from_bytes(data[4:8], order)
    for entry in range(first + 2, len(data), 12):
        if int.from_bytes(data[entry : entry + 2], order) == 257:
            data[entry + 8 : entry + 10] = (20).to_bytes(2, order)
            break
    path.write_bytes(data)
    cube = open_cube(path)
    assert cube.shape[1] == 20
    assert any("blocks" in notice for notice in cube.notices)
