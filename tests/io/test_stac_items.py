"""STAC items as scenes: the raster beside them, and nothing else."""

import json

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.product_parts import parts_of
from hsiviewer.io.registry import list_variables, open_cube
from tests.builders import UTM33, make_values

CENTRES = [450.0, 550, 650, 850, 1600]
BANDS = [{"center_wavelength": centre / 1000} for centre in CENTRES]


def write(folder, name="item.json", **assets):
    """Write a raster in the folder, another below it, and an item with assets."""
    (folder / "data").mkdir(exist_ok=True)
    for raster in ("scene.tif", "data/other.tif"):
        write_geotiff(folder / raster, make_values(), georeference=UTM33)
    given = {
        key: asset if isinstance(asset, dict) else {"href": asset, "eo:bands": BANDS}
        for key, asset in assets.items()
    }
    item = {"type": "Feature", "stac_version": "1.0.0", "assets": given}
    path = folder / name
    path.write_text(json.dumps(item))
    return path


@pytest.mark.parametrize("href", ["./scene.tif", "scene.tif", "data/other.tif"])
def test_the_raster_of_an_item_is_opened_with_its_wavelengths(tmp_path, href):
    thumbnail = {"href": "data/other.tif", "roles": ["thumbnail"]}
    path = write(tmp_path, image=href, small=thumbnail, page="https://x.org/a.tif")
    cube = open_cube(path)
    np.testing.assert_array_equal(cube.source.read(), make_values())
    if href == "data/other.tif":
        assert any("put both files into one folder" in n for n in cube.notices)
    else:
        assert cube.bands.wavelength_nm.tolist() == CENTRES
        assert any("item.json" in notice for notice in cube.notices)
    assert open_cube(cube.reference).shape == cube.shape


def test_the_raster_alone_finds_the_item_that_names_it(tmp_path):
    path = write(tmp_path, image="scene.tif")
    cube = open_cube(tmp_path / "scene.tif")
    assert cube.bands.wavelength_nm.tolist() == CENTRES
    assert parts_of(tmp_path / "scene.tif") == [path]
    write(tmp_path, image="elsewhere.tif")
    assert not open_cube(tmp_path / "scene.tif").bands.has_wavelengths
    assert parts_of(tmp_path / "scene.tif") == []


def test_several_rasters_are_named(tmp_path):
    path = write(tmp_path, vnir="scene.tif", swir="data/other.tif")
    with pytest.raises(CubeFormatError, match=r"vnir, swir; open one as item\.json:v"):
        open_cube(path)
    assert [name for name, _, _ in list_variables(path)] == ["vnir", "swir"]
    assert open_cube(f"{path}:swir").path == tmp_path / "data" / "other.tif"
    with pytest.raises(CubeFormatError, match=r"no raster 'tir'"):
        open_cube(f"{path}:tir")


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/scene.tif", "file:///etc/hosts", "/vsicurl/http://x/a.tif",
        "../scene.tif", "data/../../scene.tif", "..\\scene.tif", "%2e%2e/scene.tif",
        "missing.tif", "item.json", "", "a\0b",
    ],
)  # fmt: skip
def test_nothing_is_fetched_and_no_other_folder_is_read(tmp_path, href):
    folder = tmp_path / "item"
    folder.mkdir()
    write_geotiff(tmp_path / "scene.tif", make_values(), georeference=UTM33)
    path = write(folder, image=href)
    with pytest.raises(CubeFormatError, match="whose raster is not beside it"):
        open_cube(path)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    folder = tmp_path / "item"
    folder.mkdir()
    write_geotiff(tmp_path / "scene.tif", make_values(), georeference=UTM33)
    path = write(folder, image="link.tif")
    (folder / "link.tif").symlink_to(tmp_path / "scene.tif")
    with pytest.raises(CubeFormatError, match="whose raster is not beside it"):
        open_cube(path)


@pytest.mark.parametrize("text", ['{"stac_version": ', '{"stac_version": "1", "x": ['])
def test_a_damaged_item_is_told(tmp_path, text):
    path = tmp_path / "item.json"
    path.write_text(text)
    with pytest.raises(CubeFormatError, match="damaged STAC item"):
        open_cube(path)


def test_other_json_files_are_no_scenes(tmp_path):
    path = tmp_path / "report.json"
    path.write_text('{"type": "FeatureCollection", "features": []}')
    with pytest.raises(CubeFormatError, match="is no scene"):
        open_cube(path)
