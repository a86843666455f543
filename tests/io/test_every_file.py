"""Every real file at hand opens as its publisher says, or is refused for a reason.

The values are those of the README files beside the data, or were read from the files
by rasterio, h5py and scipy and from the text of their headers; none comes from the
program.
"""

from fnmatch import fnmatch
from typing import NamedTuple

import numpy as np
import pytest

from hsiviewer.core.errors import CubeFormatError
from hsiviewer.io.registry import open_cube
from tests.builders import SHARED_DATA

NOWHERE = ("", None)
DEGREES = ("EPSG:4326", (0.0, 0.0, 1.25, -0.5))
HARV = (726491.0, 4699078.4, 726531.0, 4699038.4)
LANDCOVER = (362175.0, 5809965.0, 372075.0, 5803965.0)
POTSDAM = (364095.0, 5809965.0, 368895.0, 5804205.0)
BAVARIA = (340998.025, 5396656.747, 341198.025, 5396456.747)
WARPED = (-13150451.948416, 3800481.62045, -13150080.76168, 3800174.507615)
RESONON = (
    "sensors/resonon/Wells_rep2_20180628_16h56m_test_pika_gige_7-Convert Radiance Cube "
    "to Reflectance from Measured Reference Spectrum.bip"
)
ENMAP_TAGS = (383779.3953, 5818457.1239, 384011.0156, 5818306.3311)
TAGS = "sensors/geotiff_tags/"
NG_2015 = "sensors/aviris_ng/ang20150420t182808_corr_v1e_img_4200-4210_70-80.img"


class Facts(NamedTuple):
    """What is true of a scene.

    Parameters
    ----------
    shape : tuple of int
        Bands, rows and columns.
    dtype : str
    span : tuple of float, optional
        First and last wavelength in the order of the file, in nm.
    bad : int
        Number of bad bands.
    nodata : float, optional
    place : tuple
        Name of the coordinate system, and x and y of the outer corners of the first
        and the last pixel; ``None`` where the file has no place.
    """

    shape: tuple[int, int, int]
    dtype: str
    span: tuple[float, float] | None = None
    bad: int = 0
    nodata: float | None = None
    place: tuple[str, tuple[float, float, float, float] | None] = NOWHERE


SCENES = {
    "anomaly_abu/HYDICE_data.mat": Facts((162, 100, 80), "uint16"),
    "anomaly_abu/abu-beach-4.mat": Facts((102, 100, 100), "float64"),
    "anomaly_abu/abu-urban-2.mat": Facts((198, 100, 100), "int16"),
    "enmap_potsdam/derived_enmap_potsdam_mosaic_160x192.tif": Facts(
        (224, 192, 160), "int16", (418.24, 2445.53), 6, -32768, ("EPSG:32633", POTSDAM)
    ),
    "enmap_potsdam/derived_enmap_potsdam_labels_160x192.tif": Facts(
        (1, 192, 160), "uint8", nodata=0, place=("EPSG:32633", POTSDAM)
    ),
    "enmap_potsdam/enmap_landcover_unstyled.tif": Facts(
        (1, 200, 330), "float32", place=("EPSG:32633", LANDCOVER)
    ),
    "envi_scenes/AV_mastercal_testdata.bsq": Facts(
        (194, 50, 50),
        "int16",
        (394.9355, 2496.2361),
        place=(
            "EPSG:32610",
            (716737.401375, 4322229.096619, 717684.360989, 4322690.959683),
        ),
    ),
    "envi_scenes/Bavaria_HySpex_50x50x232_int16.bsq": Facts(
        (232, 50, 50), "int16", (424.71, 2316.68), 0, -9999, ("EPSG:32633", BAVARIA)
    ),
    "envi_scenes/Bavaria_HySpex_50x50x325_float32.bsq": Facts(
        (325, 50, 50), "float32", (417.46, 2454.57), place=("EPSG:32633", BAVARIA)
    ),
    "envi_scenes/cubus_gamsberg_subset": Facts(
        (189, 25, 10), "float32", (426.82, 2324.91)
    ),
    "envi_scenes/qps_enmap_berlin_177b.tif": Facts(
        (177, 7, 10),
        "int16",
        nodata=-9999,
        place=("EPSG:32633", (384342.37, 5818392.35, 384642.37, 5818182.35)),
    ),
    "envi_scenes/wiser/caltech_425_7_7_nm": Facts(
        (425, 7, 7),
        "float32",
        (376.86, 2500.54),
        53,
        -9999,
        ("EPSG:32611", (395784.173532, 3778085.399871, 395797.676411, 3778070.919806)),
    ),
    "envi_scenes/wiser/caltech_4_100_150_nm": Facts(
        (4, 150, 150),
        "float32",
        (472.02, 852.68),
        0,
        -9999,
        ("EPSG:32611", (395591.275266, 3778292.257935, 395880.622665, 3777981.970838)),
    ),
    "envi_scenes/wiser/caltech_4_100_150_nm_epsg4087.tif": Facts(
        (4, 139, 168), "float32", (472.02, 852.68), 0, -9999, ("EPSG:4087", WARPED)
    ),
    "envi_scenes/wiser/caltech_4_100_150_nm_test_crs.tif": Facts(
        (4, 139, 168), "float32", (472.02, 852.68), 0, -9999, ("unknown", WARPED)
    ),
    "gt_only/92AV3GT.GIS": Facts((1, 145, 145), "uint8"),
    "indian_pines/Indian_pines_corrected.npy": Facts((200, 145, 145), "uint16"),
    "muufl_gulfport_crops/an_hsi_image_sub_for_demo.mat": Facts(
        (72, 51, 88), "float32", (367.7, 1043.4)
    ),
    "muufl_gulfport_crops/an_hsi_img_for_class_demo.mat": Facts(
        (72, 31, 20), "float32", (367.7, 1043.4)
    ),
    "muufl_gulfport_crops/an_hsi_img_for_tgt_det_demo.mat": Facts(
        (72, 36, 36), "float32", (367.7, 1043.4)
    ),
    "neon_harv/2018_HARV_6_726000_4699000_image_crop_hyperspectral_2018.tif": Facts(
        (369, 27, 10),
        "float32",
        nodata=float(np.float32(-3.4e38)),
        place=("", (726499.0, 4699073.0, 726509.0, 4699046.0)),
    ),
    "neon_harv/2019_D01_HARV_DP3_726000_4699000_image_crop.tif": Facts(
        (3, 400, 400), "uint8", nodata=255, place=("EPSG:32618", HARV)
    ),
    "neon_harv/NEON_D01_HARV_DP3_726000_4699000_reflectance_crop.tif": Facts(
        (426, 40, 40), "int16", place=("", HARV)
    ),
    "paviau_crop/paviaU_subimg.mat": Facts((103, 50, 50), "uint16"),
    "salinas_a/SalinasA.mat": Facts((224, 83, 86), "int16"),
    "salinas_a/SalinasA_corrected.mat": Facts((204, 83, 86), "int16"),
    "samson/derived_samson_cube.mat": Facts((156, 95, 95), "float32"),
    "samson/samson_1.mat": Facts((156, 95, 95), "float64"),
    "trento_lidar_gt/Italy_lidar.mat": Facts((2, 166, 600), "float32"),
    NG_2015: Facts(
        (432, 10, 10),
        "float32",
        (346.2996, 2505.0364),
        59,
        place=(
            "EPSG:32612",
            (724440.117, 4077192.168, 724453.589194, 4077199.946175),
        ),
    ),
    "sensors/aviris_ng/ang20160910t185702_2rdn_img": Facts(
        (425, 25, 30),
        "float32",
        (376.44, 2500.12),
        0,
        -9999,
        ("EPSG:32611", (353128.751648, 3813729.768066, 353578.751648, 3813354.768066)),
    ),
    "sensors/aviris_ng/ang20170323t202244_rdn_7000-7010": Facts(
        (425, 10, 10), "float32", (376.86, 2500.54)
    ),
    "sensors/emit/emit20250324t221005_jpl_unmix_ex": Facts(
        (285, 10, 10), "float32", (381.0056, 2492.9239), 41, -9999
    ),
    TAGS + "enmap.tif": Facts(
        (177, 5, 8), "int16", (460.0, 2409.0), 0, -99, ("EPSG:32633", ENMAP_TAGS)
    ),
    TAGS + "enmapbox_envidomain_bandlevel.tif": Facts(
        (2, 2, 5), "int32", (400.0, 500.0), 1, place=DEGREES
    ),
    TAGS + "enmapbox_envidomain_dslevel.tif": Facts(
        (2, 2, 5), "int32", (400.0, 500.0), 1, place=DEGREES
    ),
    TAGS + "envi_wl_fwhm.bsq": Facts(
        (2, 2, 5), "int32", (400.0, 500.0), 1, place=DEGREES
    ),
    TAGS + "envi_wl_implicit_nm.bsq": Facts(
        (2, 2, 5), "int32", (400.0, 500.0), place=DEGREES
    ),
    TAGS + "envi_wl_implicit_um.bsq": Facts(
        (2, 2, 5), "int32", (400.0, 500.0), place=DEGREES
    ),
    TAGS + "gdal_no_info.tif": Facts((2, 2, 5), "int32", place=DEGREES),
    TAGS + "gdal_wl_fwhm.tif": Facts((2, 2, 5), "int32", (400.0, 500.0), place=DEGREES),
    TAGS + "gdal_wl_only.tif": Facts((2, 2, 5), "int32", (400.0, 500.0), place=DEGREES),
    TAGS + "staclike.tif": Facts((2, 2, 5), "int32", (4000.0, 5000.0), place=DEGREES),
    TAGS + "staclike.stac.json": Facts(
        (2, 2, 5), "int32", (4000.0, 5000.0), place=DEGREES
    ),
    "sensors/matlab/reg_pavia_dataset.mat": Facts(
        (103, 80, 50), "float64", (430.0, 860.0)
    ),
    "sensors/neon/NEON_SJER_subset_ex.h5": Facts(
        (426, 30, 30),
        "int32",
        (383.534, 2511.895),
        54,
        -9999,
        ("EPSG:32611", (257000.0, 4112000.0, 257030.0, 4111970.0)),
    ),
    "sensors/planetary/M3_4030seg_L2_aristcrater.tif": Facts(
        (83, 50, 50), "float32", (540.84, 2976.2), 0, -999
    ),
    RESONON: Facts(
        (240, 3, 3),
        "float32",
        (394.6, 885.2192),
        place=(
            "EPSG:32615",
            (441371.007073, 4855941.73177, 441371.127073, 4855941.61177),
        ),
    ),
}
TILE = Facts((224, 32, 32), "float32", (418.24, 2445.53), 6, -32768)
TILES = "enmap_potsdam/tiles/images/enmap_potsdam_tile_*.tif"
TILE_LABELS = "enmap_potsdam/tiles/labels/enmap_potsdam_tile_*.tif"

# Why other files are no scenes; the first pattern that fits a name stands.
REFUSALS = {
    "gt_only/KSC_gt.mat": r"no variable of 3 axes; it holds gt \(512, 614\)",
    "gt_only/*.mat": r"no variable of 3 axes: it holds \w+ \(\d+, \d+\)$",
    "houston2013_gt_spectra/*_T?Set.mat": "a matrix of bands and pixels, name it with",
    "houston2013_gt_spectra/*.mat": r"no variable of 3 axes: it holds \w+ \(",
    "indian_pines/Indian_pines_gt.mat": "no variable of 3 axes: it holds indian_pines_",
    "salinas_a/SalinasA_gt.mat": "no variable of 3 axes: it holds salinasA_gt",
    "trento_lidar_gt/allgrd.mat": "no variable of 3 axes: it holds mask_test",
    "muufl_gulfport_crops/tgt_img_spectra.mat": "no variable of 3 axes",
    "sensors/enmap/enmap_L1B_*.zip": "open enmap_L1B_.*zip:VNIR or enmap_L1B_.*:SWIR",
    "sensors/enmap/enmap_L2A_*.zip": r"SPECTRAL_IMAGE\.TIF .* is empty \(0 bytes\)",
    "spectral_libraries/gamesberg_*.csv": "is no scene that hsiviewer knows",
    "spectral_libraries/*": "belongs to a spectral library",
    "sensors/speclib/s07_AV95_envi.*": "belongs to a spectral library",
    "sensors/speclib/*": "is no scene that hsiviewer knows",
    "*.aux.xml": "is no scene that hsiviewer knows",
}
# Notes, styles, vectors and tables: no scene, and no part of the name of one.
NOTES = ("*.md", "*.txt", "*.qml", "*.geojson", "*.json", "*.csv", "*.spc", "*.cpg",
         "*.dbf", "*.prj", "*.shp", "*.shx")  # fmt: skip


def files(pattern="*"):
    """Return the names of the files at hand that fit a pattern, without headers."""
    names = sorted(
        path.relative_to(SHARED_DATA).as_posix()
        for path in SHARED_DATA.rglob("*")
        if path.is_file() and path.suffix != ".hdr"
    )
    if not names:
        pytest.skip(f"there are no real files in {SHARED_DATA}")
    return [name for name in names if fnmatch(name, pattern)]


def corners(cube):
    """Return x and y of the outer corners of the first and of the last pixel."""
    a, b, c, d, e, f = cube.georeference.transform
    _, rows, cols = cube.shape
    return (c, f, a * cols + b * rows + c, d * cols + e * rows + f)


def require(cube, facts):
    """Compare a scene with what is true of it."""
    assert (cube.shape, cube.source.dtype) == (facts.shape, facts.dtype)
    assert cube.bands.count - cube.bands.good_bands.size == facts.bad
    assert cube.nodata == facts.nodata
    found = cube.bands.wavelength_nm
    if facts.span is None:
        assert found is None
    else:
        assert (found[0], found[-1]) == pytest.approx(facts.span, abs=0.006)
    system, place = facts.place
    assert cube.georeference.crs_name == system
    if place is None:
        assert not cube.georeference.has_transform
    else:
        pixel = min(cube.georeference.pixel_size)
        np.testing.assert_allclose(corners(cube), place, rtol=0, atol=0.01 * pixel)


@pytest.mark.parametrize("name", SCENES)
def test_a_scene_opens_as_its_publisher_says(name):
    path = SHARED_DATA / name
    if not path.exists():
        pytest.skip(f"real scene {path} is not at hand")
    cube = open_cube(path)
    require(cube, SCENES[name])
    cube.close()
    header = path.with_suffix(".hdr")
    header = header if header.exists() else path.with_name(path.name + ".hdr")
    if header.exists():
        cube = open_cube(header)
        require(cube, SCENES[name])
        cube.close()


def test_tiles_of_potsdam_lie_where_their_names_say():
    for name in [*files(TILES), *files(TILE_LABELS)]:
        right, down = map(int, name.removesuffix(".tif").rsplit("_", 2)[1:])
        x, y = LANDCOVER[0] + 30.0 * right, LANDCOVER[1] - 30.0 * down
        cube = open_cube(SHARED_DATA / name)
        place = ("EPSG:32633", (x, y, x + 960.0, y - 960.0))
        facts = TILE if fnmatch(name, TILES) else Facts((1, 32, 32), "float32")
        require(cube, facts._replace(place=place))
        cube.close()


@pytest.mark.parametrize(("pattern", "sentence"), REFUSALS.items())
def test_what_is_no_scene_is_refused_for_a_reason(pattern, sentence):
    known = list(REFUSALS)
    earlier = known[: known.index(pattern)]
    names = [
        name
        for name in files(pattern)
        if not any(fnmatch(name, other) for other in earlier)
    ]
    for name in names:
        with pytest.raises(CubeFormatError, match=sentence):
            open_cube(SHARED_DATA / name)


def test_no_file_is_left_out():
    known = [*SCENES, TILES, TILE_LABELS, *REFUSALS, *NOTES]
    left = [
        name for name in files() if not any(fnmatch(name, entry) for entry in known)
    ]
    assert not left
    for name in set(files()) - set(SCENES):
        if any(fnmatch(name, note) for note in NOTES) and "speclib" not in name:
            with pytest.raises(CubeFormatError, match=r"no scene|spectral library"):
                open_cube(SHARED_DATA / name)
