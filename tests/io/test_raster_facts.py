"""Every way in which wavelengths are stored in or beside a GeoTIFF."""

import json

import numpy as np
import pytest
import rasterio

from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_values
from tests.io.test_real_scenes import open_real

CENTRES = [450.0, 550, 650, 850, 1600]
TEXT = ", ".join(f"{centre / 1000:g}" for centre in CENTRES)
PAM = """<PAMDataset>{whole}<PAMRasterBand band="1">{first}</PAMRasterBand>
</PAMDataset>"""
XML = """<?xml version="1.0"?><{root}><metadata><schema><processingLevel>{level}
</processingLevel></schema></metadata><interiorOrientation><band/></interiorOrientation>
<specific>{more}<bandCharacterisation>{bands}</bandCharacterisation></specific></{root}>"""


@pytest.fixture
def write(tmp_path):
    """Return what writes a raster of five bands and a file beside it."""

    def of(name="scene.tif", beside=None, text="", values=None, **tags):
        path = tmp_path / name
        values = make_values() if values is None else values
        write_geotiff(path, values, georeference=UTM33, **tags)
        if beside:
            (tmp_path / beside).write_text(text)
        return path

    return of


def enmap_bands(**names):
    """Return the elements of five bands."""
    element = names.get("element", "bandID")
    width = names.get("width", "FWHMOfBand")
    gain, offset = names.get("gain", "GainOfBand"), names.get("offset", "OffsetOfBand")
    return "".join(
        f'<{element} number="{number}"><wavelengthCenterOfBand>{centre}'
        f"</wavelengthCenterOfBand><{width}>7</{width}><{gain}>{names['by']}</{gain}>"
        f"<{offset}>{names.get('plus', 0)}</{offset}></{element}>"
        for number, centre in enumerate(CENTRES, start=1)
    )


@pytest.mark.parametrize(
    ("name", "centres", "bad"),
    [
        ("gdal_wl_only", [400, 500], []),
        ("gdal_wl_fwhm", [400, 500], []),
        ("enmapbox_envidomain_bandlevel", [400, 500], [0]),
        ("enmapbox_envidomain_dslevel", [400, 500], [0]),
        ("staclike", [4000, 5000], []),
        ("gdal_no_info", None, []),
    ],
)
def test_the_ways_of_the_real_files(name, centres, bad):
    cube = open_real(f"sensors/geotiff_tags/{name}.tif")
    if centres is None:
        assert not cube.bands.has_wavelengths
    else:
        np.testing.assert_allclose(cube.bands.wavelength_nm, centres)
    assert np.flatnonzero(~cube.bands.good_mask).tolist() == bad


def test_the_real_auxiliary_file_of_the_enmap_crop():
    cube = open_real("sensors/geotiff_tags/enmap.tif")
    assert cube.shape == (177, 5, 8)
    np.testing.assert_allclose(cube.bands.wavelength_nm[[0, -1]], [460, 2409])
    np.testing.assert_allclose(cube.bands.fwhm_nm[0], 5.8)
    assert any("enmap.tif.aux.xml" in notice for notice in cube.notices)


@pytest.mark.parametrize("domain", ["", ' domain="ENVI"'])
def test_an_auxiliary_file_tells_wavelengths_and_bad_bands(write, domain):
    whole = (
        f'<Metadata{domain}><MDI key="wavelength">{{{TEXT}}}</MDI>'
        '<MDI key="wavelength_units">Micrometers</MDI>'
        '<MDI key="bbl">{1, 1, 0, 1, 1}</MDI></Metadata>'
    )
    path = write(beside="scene.tif.aux.xml", text=PAM.format(whole=whole, first=""))
    cube = open_cube(path)
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_array_equal(cube.bands.good_bands, [0, 1, 3, 4])


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY e "x">]><PAMDataset>&e;</PAMDataset>',
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><PAMDataset/>',
        "<PAMDataset>",
        "",
    ],
)
def test_an_auxiliary_file_that_is_no_plain_xml_is_told(write, text):
    cube = open_cube(write(beside="scene.tif.aux.xml", text=text))
    assert not cube.bands.has_wavelengths
    assert any("scene.tif.aux.xml is no XML" in notice for notice in cube.notices)


@pytest.mark.parametrize("version", ["1.0.0", "1.1.0"])
def test_a_stac_item_tells_wavelengths_scale_and_nodata(write, version):
    is_new = version == "1.1.0"
    bands = [
        {
            "eo:center_wavelength" if is_new else "center_wavelength": centre / 1000,
            "eo:full_width_half_max" if is_new else "full_width_half_max": 0.02,
            **({"raster:scale": 0.01, "nodata": -9} if is_new else {}),
        }
        for centre in CENTRES
    ]
    asset = {"href": "./scene.tif", "bands" if is_new else "eo:bands": bands}
    if not is_new:
        asset["raster:bands"] = [{"scale": 0.01, "nodata": -9}] * 5
    other = {"href": "./other.tif", "eo:bands": [{"center_wavelength": 9}] * 5}
    item = {"stac_version": version, "assets": {"other": other, "this": asset}}
    cube = open_cube(write(beside="scene.json", text=json.dumps(item)))
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_allclose(cube.bands.fwhm_nm, 20)
    assert (cube.scale, cube.nodata) == (100, -9)


@pytest.mark.parametrize("text", ["{", "[]", '{"stac_version": "1.0.0"}', '{"a": 1}'])
def test_a_json_file_that_is_no_item_changes_nothing(write, text):
    cube = open_cube(write(beside="scene.json", text=text))
    assert not cube.bands.has_wavelengths
    assert not cube.notices


def test_an_envi_header_beside_the_raster_is_read(write):
    header = (
        "ENVI\nsamples = 7\nlines = 6\nbands = 5\nfile type = TIFF\n"
        f"wavelength = {{{TEXT}}}\nwavelength units = Micrometers\n"
        "bbl = {1, 1, 1, 1, 0}\n"
    )
    cube = open_cube(write(beside="scene.hdr", text=header))
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_array_equal(cube.bands.good_bands, [0, 1, 2, 3])
    cube = open_cube(
        write("other.tif", "other.hdr", header.replace("bands = 5", "bands = 4"))
    )
    assert not cube.bands.has_wavelengths


@pytest.mark.parametrize("form", ["Band_{:.0f}", "Band_{:.0f} nm", "B {} Nanometers"])
def test_names_of_bands_tell_their_wavelengths(write, form):
    names = [form.format(centre) for centre in CENTRES]
    cube = open_cube(write(descriptions=names))
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    assert any("names of its bands" in notice for notice in cube.notices)


def test_bands_that_are_counted_have_no_wavelengths(write):
    names = [f"Band_{number}" for number in range(1, 6)]
    assert not open_cube(write(descriptions=names)).bands.has_wavelengths


@pytest.mark.parametrize("is_lower", [False, True])
def test_an_image_of_enmap_finds_its_metadata(write, is_lower):
    stem = "ENMAP01-____L2A-DT0000000001_20240101T000000Z_001-"
    text = XML.format(
        root="level_X", level="L2A", more="", bands=enmap_bands(by="0.0001")
    )
    image, metadata = f"{stem}SPECTRAL_IMAGE.TIF", f"{stem}METADATA.XML"
    if is_lower:
        image, metadata = f"{stem}SPECTRAL_IMAGE_COG.tiff", f"{stem}METADATA.xml"
    path = write(image, metadata, text, nodata=-32768)
    cube = open_cube(path)
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    np.testing.assert_allclose(cube.bands.fwhm_nm, 7)
    assert (cube.scale, cube.nodata, cube.quantity) == (10000, -32768, "reflectance")
    assert cube.georeference.crs_name == "EPSG:32633"
    assert open_cube(path.with_name(metadata)).shape == (5, 6, 7)


def test_bands_of_enmap_that_hold_nothing_are_bad(write):
    spreads = (0.1, 0.2, 0, 0.1, 0.3)
    more = "".join(
        f"<bandID><stdDeviation>{s}</stdDeviation></bandID>" for s in spreads
    )
    text = XML.format(
        root="level_X",
        level="L2A",
        more=f"<bandStatistics>{more}</bandStatistics>",
        bands=enmap_bands(by="0.0001"),
    )
    cube = open_cube(write("P-SPECTRAL_IMAGE.TIF", "P-METADATA.XML", text))
    np.testing.assert_array_equal(cube.bands.good_bands, [0, 1, 3, 4])


def test_detectors_of_enmap_level_1b_are_apart_and_without_a_place(write, tmp_path):
    more = (
        "<numberOfVNIRBands>2</numberOfVNIRBands><backgroundValue>0</backgroundValue>"
    )
    text = XML.format(
        root="level_X", level="L1B", more=more, bands=enmap_bands(by="2e-6", plus=0.5)
    )
    write("P-SPECTRAL_IMAGE_VNIR.TIF", "P-METADATA.XML", text, make_values(2))
    write("P-SPECTRAL_IMAGE_SWIR.TIF", values=make_values(3))
    vnir = open_cube(tmp_path / "P-SPECTRAL_IMAGE_VNIR.TIF")
    swir = open_cube(tmp_path / "P-SPECTRAL_IMAGE_SWIR.TIF")
    np.testing.assert_allclose(vnir.bands.wavelength_nm, CENTRES[:2])
    np.testing.assert_allclose(swir.bands.wavelength_nm, CENTRES[2:])
    assert (vnir.quantity, vnir.unit) == ("radiance", "W/m2/sr/nm")
    assert not vnir.georeference.has_transform
    np.testing.assert_allclose(vnir.read_spectrum(1, 2)[1], 112 * 2e-6 + 0.5)
    assert np.isnan(vnir.read_spectrum(0, 0)[0])  # the background


def test_desis_has_other_names_and_bands_elsewhere(write):
    bands = enmap_bands(
        by="0.0001",
        element="band",
        width="wavelengthWidthOfBand",
        gain="gainOfBand",
        offset="offsetOfBand",
    )
    text = XML.format(root="hsi_doc", level="L2A", more="", bands=bands)
    stem = "DESIS-HSI-L2A-DT0001-"
    cube = open_cube(write(f"{stem}SPECTRAL_IMAGE.tif", f"{stem}METADATA.xml", text))
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    assert (cube.scale, cube.quantity) == (10000, "reflectance")


def test_an_image_without_its_metadata_says_so(write):
    cube = open_cube(write("P-SPECTRAL_IMAGE.TIF"))
    assert any("METADATA.XML" in notice for notice in cube.notices)


def test_tags_of_the_raster_itself_stay_what_they_were(write):
    path = write(beside="scene.tif.aux.xml", text=PAM.format(whole="", first=""))
    with rasterio.open(path, "r+", driver="GTiff") as dataset:
        for band, centre in enumerate(CENTRES, start=1):
            dataset.update_tags(band, wavelength=str(centre), wavelength_units="nm")
    cube = open_cube(path)
    np.testing.assert_allclose(cube.bands.wavelength_nm, CENTRES)
    assert not cube.notices
