"""A scene of every format becomes a map: open, label, classify, export."""

import json
import zipfile

import h5py
import numpy as np
import pytest
import rasterio
import scipy.io
from PIL import Image

from hsiviewer.cli import run
from hsiviewer.io.gdal_environment import placeless_allowed
from hsiviewer.io.geotiff import write_geotiff
from hsiviewer.io.registry import open_cube
from tests.builders import UTM33, make_values
from tests.in_process import run_jobs_here
from tests.io import (
    sensor_files,
    test_classic_netcdf,
    test_pds4,
    test_scene_folders,
)
from tests.io.test_limits import _write_lan
from tests.io.test_raster_facts import XML, enmap_bands

VALUES = make_values()
LAST = VALUES.transpose(1, 2, 0)
CENTRES = [450.0, 550, 650, 850, 1600]


def envi(folder, interleave):
    axes = {"bsq": (0, 1, 2), "bil": (1, 0, 2), "bip": (1, 2, 0)}[interleave]
    VALUES.transpose(axes).tofile(folder / "s.img")
    header = folder / "s.hdr"
    header.write_text(
        "ENVI\nsamples = 7\nlines = 6\nbands = 5\ndata type = 2\nbyte order = 0\n"
        f"interleave = {interleave}\nmap info = {{UTM, 1, 1, 4e5, 5e6, 30, 30, 33, "
        "North, WGS-84}\nwavelength = {450, 550, 650, 850, 1600}\n"
    )
    return header


def geotiff(folder):
    write_geotiff(folder / "s.tif", VALUES, georeference=UTM33)
    return folder / "s.tif"


def pages(folder):
    bands = [Image.fromarray(band.astype(np.uint16)) for band in VALUES]
    bands[0].save(folder / "s.tif", save_all=True, append_images=bands[1:])
    return folder / "s.tif"


def picture(folder):
    Image.fromarray((LAST[..., :3] // 2).astype(np.uint8)).save(folder / "s.png")
    return folder / "s.png"


def jpeg2000(folder):
    with rasterio.open(
        folder / "s.jp2", "w", driver="JP2OpenJPEG", count=5, height=6, width=7,
        dtype="uint16", QUALITY=100, REVERSIBLE="YES", crs="EPSG:32633",
        transform=rasterio.Affine(*UTM33.transform),
    ) as dataset:  # fmt: skip
        dataset.write(VALUES.astype(np.uint16))
    return folder / "s.jp2"


def lan(folder):
    # Lines of all bands, one after the other.
    values = VALUES.transpose(1, 0, 2).astype("<u2").tobytes()
    return _write_lan(
        folder / "s.lan", packing=2, bands=5, rows=6, cols=7, values=values
    )


def matlab(folder, **variables):
    scipy.io.savemat(folder / "s.mat", variables)
    return folder / "s.mat"


def numpy_file(folder):
    np.save(folder / "s.npy", LAST)
    return f"{folder / 's.npy'}:rows,cols,bands"


def numpy_archive(folder):
    np.savez(folder / "s.npz", cube=LAST, wavelengths=CENTRES)
    return folder / "s.npz"


def hdf5(folder):
    path = folder / "s.h5"
    with h5py.File(path, "w") as file:
        file["cube"], file["wavelength"] = LAST, CENTRES
    return path


def enmap(folder):
    write_geotiff(folder / "P-SPECTRAL_IMAGE.TIF", VALUES, georeference=UTM33)
    bands = enmap_bands(by="0.0001")
    text = XML.format(root="level_X", level="L2A", more="", bands=bands)
    with zipfile.ZipFile(folder / "p.zip", "w") as archive:
        archive.writestr("P-METADATA.XML", text)
        archive.write(folder / "P-SPECTRAL_IMAGE.TIF", "P-SPECTRAL_IMAGE.TIF")
    return folder / "p.zip"


def bands_of_a_folder(folder):
    names = [f"b_{centre:.0f}nm.tif" for centre in CENTRES]
    return test_scene_folders.write_bands(folder / "bands", names)


def hyperion(folder):
    return test_scene_folders.hyperion(folder / "eo1")


KINDS = {
    "ENVI": lambda folder: envi(folder, "bil"),
    "GeoTIFF": geotiff,
    "TIFF of pages": pages,
    "PNG": picture,
    "JPEG 2000": jpeg2000,
    "ERDAS LAN": lan,
    "MATLAB 5": lambda folder: matlab(folder, cube=LAST),
    "MATLAB 5 struct": lambda folder: matlab(folder, hsi={"Data": LAST}),
    "MATLAB 5 matrix": lambda folder: matlab(
        folder, V=VALUES.transpose(0, 2, 1).reshape(5, 42), nRow=6, nCol=7
    ),
    "MATLAB 7.3": lambda folder: sensor_files.matlab73(folder, cube=LAST),
    "NumPy": numpy_file,
    "NumPy archive": numpy_archive,
    "HDF5": hdf5,
    "classic netCDF": test_classic_netcdf.write,
    "PRISMA": sensor_files.prisma,
    "EMIT": sensor_files.emit,
    "NEON": sensor_files.neon,
    "Tanager": sensor_files.tanager,
    "AVIRIS-5": lambda folder: sensor_files.aviris(folder, UTM33.crs_wkt),
    "PACE OCI": sensor_files.pace,
    "HYPSO": sensor_files.hypso,
    "EnMAP": enmap,
    "Hyperion": hyperion,
    "folder of bands": bands_of_a_folder,
    "PDS4": test_pds4.write,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_scene_of_every_format_becomes_a_map(tmp_path, capsys, monkeypatch, kind):
    run_jobs_here(monkeypatch)
    folder = tmp_path / "scene"
    folder.mkdir()
    scene = str(KINDS[kind](folder))
    assert run(["info", scene, "--json"]) == 0
    info = json.loads(capsys.readouterr().out)
    rows, cols = info["rows"], info["cols"]
    truth = np.where(np.arange(rows)[:, None] < rows // 2, 1, 2) * np.ones(
        (rows, cols), int
    )
    valid = open_cube(scene).valid_mask()
    labels = np.where(valid & (np.arange(cols) % 2 == 0), truth, 0).astype(np.uint8)
    np.save(tmp_path / "labels.npy", labels)
    out = tmp_path / "map.tif"
    arguments = ["classify", scene, "--labels", str(tmp_path / "labels.npy")]
    arguments += ["--method", "discriminant", "--device", "cpu", "--out", str(out)]
    assert run(arguments) == 0
    with placeless_allowed(), rasterio.open(out) as dataset:
        class_map = dataset.read(1)
        place = open_cube(scene).georeference
        assert tuple(dataset.transform)[:6] == pytest.approx(place.transform)
        assert (dataset.crs is not None) == place.has_crs
    assert class_map.shape == (rows, cols)
    np.testing.assert_array_equal(class_map > 0, valid)
    assert (class_map[valid] == truth[valid]).mean() > 0.8
