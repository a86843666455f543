"""Alpha bands, masks, colours, pages and tie points of rasters."""

import numpy as np
import pytest
import rasterio
from PIL import Image
from rasterio.control import GroundControlPoint
from rasterio.enums import ColorInterp

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.core.window import PixelWindow
from hsiviewer.io.crs import crs_of
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_values

VALUES = make_values(bands=5, rows=6, cols=7).astype(np.uint16)
OUTSIDE = np.add.outer(np.arange(6), np.arange(7)) < 4


def write(path, values, **profile):
    bands, rows, cols = values.shape
    place = {"crs": 32633, "transform": rasterio.Affine(*UTM33.transform)}
    with rasterio.open(
        path, "w", driver="GTiff", count=bands, height=rows, width=cols,
        dtype=values.dtype.name, **{**place, **profile},
    ) as dataset:  # fmt: skip
        dataset.write(values)
    return path


def write_alpha(path):
    alpha = np.where(OUTSIDE, 0, 65535).astype(np.uint16)
    write(path, np.concatenate([VALUES, alpha[None]]))
    with rasterio.open(path, "r+") as dataset:
        dataset.colorinterp = [
            *(ColorInterp.blue, ColorInterp.green, ColorInterp.red),
            *(ColorInterp.undefined, ColorInterp.undefined, ColorInterp.alpha),
        ]


def write_mask(path):
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True):
        write(path, VALUES)
        with rasterio.open(path, "r+") as dataset:
            dataset.write_mask(~OUTSIDE)


@pytest.mark.parametrize("make", [write_alpha, write_mask])
def test_a_mask_is_no_band_and_says_where_nothing_is(tmp_path, make):
    make(tmp_path / "s.tif")
    cube = open_cube(tmp_path / "s.tif")
    assert cube.shape == VALUES.shape
    expected = np.where(OUTSIDE, np.nan, VALUES)
    np.testing.assert_array_equal(cube.source.read(), expected)
    np.testing.assert_array_equal(
        cube.source.read([4, 0], step=2), expected[[4, 0], ::2, ::2]
    )
    rows, cols = np.array([0, 5, 5, 2]), np.array([0, 6, 1, 1])
    np.testing.assert_array_equal(
        cube.source.read_spectra(rows, cols), expected[:, rows, cols].T
    )
    assert np.isnan(cube.read_spectrum(0, 0)).all()
    cube.close()


def test_bands_called_red_green_and_blue_are_the_first_view(tmp_path):
    write_alpha(tmp_path / "s.tif")
    assert open_cube(tmp_path / "s.tif").default_bands == (2, 1, 0)
    picture = np.moveaxis(VALUES[:3], 0, 2).astype(np.uint8)
    Image.fromarray(picture).save(tmp_path / "p.png")
    assert open_cube(tmp_path / "p.png").default_bands == (0, 1, 2)
    write(tmp_path / "plain.tif", VALUES)
    assert open_cube(tmp_path / "plain.tif").default_bands == ()


def test_the_alpha_of_a_picture_is_its_mask(tmp_path):
    picture = np.moveaxis(VALUES[:3], 0, 2).astype(np.uint8)
    alpha = np.where(OUTSIDE, 0, 255).astype(np.uint8)
    Image.fromarray(np.dstack([picture, alpha])).save(tmp_path / "p.png")
    cube = open_cube(tmp_path / "p.png")
    assert cube.shape == (3, 6, 7)
    assert cube.default_bands == (0, 1, 2)
    np.testing.assert_array_equal(np.isnan(cube.source.read()[0]), OUTSIDE)


def save_pages(path, bands, **options):
    pages = [Image.fromarray(band) for band in bands]
    pages[0].save(path, save_all=True, append_images=pages[1:], **options)
    return path


@pytest.mark.parametrize("compression", [None, "tiff_deflate", "tiff_lzw"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_pages_are_the_bands_of_a_scene(tmp_path, dtype, compression):
    values = VALUES.astype(dtype)
    path = save_pages(tmp_path / "s.tif", values, compression=compression)
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read(), values)
    np.testing.assert_array_equal(
        cube.source.read([3, 0], PixelWindow(1, 2, 4, 5), step=2),
        values[[3, 0], 1:5:2, 2:7:2],
    )
    rows, cols = np.array([0, 5, 5]), np.array([6, 0, 3])
    np.testing.assert_array_equal(
        cube.source.read_spectra(rows, cols), values[:, rows, cols].T
    )
    assert "5 pages, which are the bands" in cube.notices[0]
    cube.close()


def test_pages_take_the_wavelengths_of_a_header_beside_them(tmp_path):
    path = save_pages(tmp_path / "s.tif", VALUES)
    (tmp_path / "s.hdr").write_text(
        "ENVI\nsamples = 7\nlines = 6\nbands = 5\ndata type = 12\n"
        "wavelength units = Nanometers\nwavelength = {450, 550, 650, 850, 1600}\n"
    )
    cube = open_cube(path)
    assert cube.bands.wavelength_nm.tolist() == [450, 550, 650, 850, 1600]


def test_pages_that_are_not_shown_are_told(tmp_path):
    path = save_pages(tmp_path / "s.tif", [*VALUES, VALUES[0, :3]])
    (notice,) = open_cube(path).notices
    assert "6 pages of several sizes or types, of which the first is shown" in notice


def test_overviews_are_no_pages(tmp_path):
    path = write(tmp_path / "s.tif", VALUES[:1].repeat(20, 1).repeat(20, 2))
    with rasterio.open(path, "r+") as dataset:
        dataset.build_overviews([2, 4])
    cube = open_cube(path)
    assert (cube.shape, cube.notices) == ((1, 120, 140), ())


@pytest.mark.parametrize("compression", [None, "tiff_lzw"])
def test_a_page_that_was_cut_is_refused(tmp_path, compression):
    noise = np.random.default_rng(0).integers(0, 65535, (5, 60, 70)).astype(np.uint16)
    path = save_pages(tmp_path / "s.tif", noise, compression=compression)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) - 2000])
    with pytest.raises(CubeFormatError, match=r"s\.tif"):
        open_cube(path)


@pytest.mark.parametrize("bend", [0.0, 40.0])
def test_tie_points_give_the_place_if_they_lie_on_a_grid(tmp_path, bend):
    corners = [(0, 0), (0, 7), (6, 0), (6, 7)]
    points = [
        GroundControlPoint(row, col, 4e5 + 10 * col + bend * row * col, 58e5 - 10 * row)
        for row, col in corners
    ]
    with rasterio.open(
        tmp_path / "s.tif", "w", driver="GTiff", count=5, height=6, width=7,
        dtype="uint16", gcps=points, crs=32633,
    ) as dataset:  # fmt: skip
        dataset.write(VALUES)
    cube = open_cube(tmp_path / "s.tif")
    if bend:
        assert not cube.georeference.has_transform
        assert any("tie points" in notice for notice in cube.notices)
    else:
        np.testing.assert_allclose(
            cube.georeference.transform, (10, 0, 4e5, 0, -10, 58e5)
        )
        assert crs_of(cube.georeference).to_epsg() == 32633
