"""Small made-up files with the true layout of sensors' products.

Each function writes one product into a folder and returns its path. Values are
``100 * band + 10 * row + col`` as far as the product's type allows, so that a swapped
axis or a wrong band shows. Layouts follow the public readers of each product; none of
these files was made by the sensor's own processor.
"""

import h5py
import numpy as np

from tests.builders import make_values

ROWS, COLS = 6, 7
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433],AUTHORITY["EPSG","4326"]]'
)


def matlab73(folder, name="scene.mat", **variables):
    """Write a MATLAB 7.3 file: axes turned around, behind a block of 512 bytes."""
    path = folder / name
    with h5py.File(path, "w", userblock_size=512) as file:
        for variable, values in variables.items():
            _matlab_variable(file, variable, values)
    text = b"MATLAB 7.3 MAT-file, Platform: GLNXA64".ljust(116)
    with path.open("r+b") as file:
        file.write(text + bytes(8) + b"\x00\x02IM")
    return path


def _matlab_variable(group, name, values):
    if isinstance(values, dict):
        inner = group.create_group(name)
        inner.attrs["MATLAB_class"] = np.bytes_("struct")
        for field, value in values.items():
            _matlab_variable(inner, field, value)
        return
    if isinstance(values, str):
        codes = np.array([[ord(letter)] for letter in values], np.uint16)
        group[name] = codes
        group[name].attrs["MATLAB_class"] = np.bytes_("char")
        return
    values = np.atleast_2d(values)
    group[name] = values.T
    kinds = {"float64": "double", "float32": "single", "bool": "logical"}
    kind = kinds.get(str(values.dtype), str(values.dtype))
    group[name].attrs["MATLAB_class"] = np.bytes_(kind)


def prisma(folder, level="L2D"):
    """Write PRISMA: two detectors (rows, bands, cols), wavelengths from the last."""
    path = folder / f"PRS_{level}_STD_20200101.he5"
    with h5py.File(path, "w") as file:
        said = file.attrs
        said["Processing_Level"] = np.bytes_(level)
        fields = file.create_group(f"HDFEOS/SWATHS/PRS_{level}_HCO/Data Fields")
        for detector, centres in (
            ("Vnir", [977.0, 700.0, 407.0, 0.0]),
            ("Swir", [0.0, 2497.0, 943.0]),
        ):
            count = len(centres)
            values = make_values(count, ROWS, COLS, np.uint16) + 1
            fields[f"{detector.upper()}_Cube"] = values.transpose(1, 0, 2)
            said[f"List_Cw_{detector}"] = np.array(centres, np.float32)
            said[f"List_Fwhm_{detector}"] = np.where(np.array(centres) > 0, 10.0, 0.0)
            flags = (np.array(centres) > 0).astype(np.int32)
            said[f"List_Cw_{detector}_Flags"] = flags
            said[f"ScaleFactor_{detector}"] = np.float32(100)
            said[f"Offset_{detector}"] = np.float32(0)
        fields["VNIR_Cube"][0, :, 0] = 0  # no value
        said["L2ScaleVnirMin"], said["L2ScaleVnirMax"] = 0.0, 1.0
        said["L2ScaleSwirMin"], said["L2ScaleSwirMax"] = 0.5, 1.5
        said["Epsg_Code"] = np.int32(32632)
        # Centres of the first and the last pixel, 30 m apart.
        said["Product_ULcorner_easting"] = 500015.0
        said["Product_ULcorner_northing"] = 4999985.0
        said["Product_LRcorner_easting"] = 500015.0 + 30 * (COLS - 1)
        said["Product_LRcorner_northing"] = 4999985.0 - 30 * (ROWS - 1)
    return path


def emit(folder, quantity="reflectance"):
    """Write EMIT: (downtrack, crosstrack, bands), tables of the map grid beside it."""
    path = folder / f"EMIT_L2A_{quantity}.nc"
    with h5py.File(path, "w") as file:
        file.attrs["title"] = np.bytes_("EMIT L2A Estimated Surface Reflectance")
        file.attrs["instrument"] = np.bytes_("EMIT")
        file.attrs["geotransform"] = [7.0, 0.001, 0.0, 47.0, 0.0, -0.001]
        file.attrs["spatial_ref"] = WGS84
        values = make_values(5, ROWS, COLS, np.float32)
        values[:, 0, 0] = -9999
        values[3] = -0.01  # flagged, and finite
        file[quantity] = values.transpose(1, 2, 0)
        file[quantity].attrs["_FillValue"] = np.array([-9999.0], np.float32)
        bands = file.create_group("sensor_band_parameters")
        bands["wavelengths"] = np.array([381, 550, 900, 1400, 2493], np.float32)
        bands["fwhm"] = np.full(5, 8.5, np.float32)
        bands["good_wavelengths"] = np.array([1, 1, 1, 0, 1], np.float32)
        # Counted from 1; 0 is outside: a grid of 3 x 4 that is turned by 90 degrees.
        location = file.create_group("location")
        location["glt_x"] = np.array([[0, 1, 1, 1], [2, 2, 2, 2], [3, 3, 3, 0]])
        location["glt_y"] = np.array([[0, 3, 2, 1], [4, 3, 2, 1], [4, 3, 2, 0]])
        location["lat"] = np.ones((ROWS, COLS))
        location["lon"] = np.ones((ROWS, COLS))
    return path


def neon(folder):
    """Write NEON AOP: a group of the site, (rows, cols, bands)."""
    path = folder / "NEON_D17_SJER_DP3_257000_4112000_reflectance.h5"
    with h5py.File(path, "w") as file:
        group = file.create_group("SJER/Reflectance")
        values = make_values(5, ROWS, COLS, np.int16)
        values[:, 0, 0] = -9999
        group["Reflectance_Data"] = values.transpose(1, 2, 0)
        said = group["Reflectance_Data"].attrs
        said["Scale_Factor"], said["Data_Ignore_Value"] = [10000.0], [-9999.0]
        said["Interleave"] = np.bytes_("BSQ")
        group.attrs["Band_Window_1_Nanometers"] = [1340, 1445]
        group.attrs["Band_Window_2_Nanometers"] = [1790, 1955]
        spectral = group.create_group("Metadata/Spectral_Data")
        spectral["Wavelength"] = [450.0, 650.0, 1400.0, 1900.0, 2400.0]
        spectral["FWHM"] = np.full(5, 5.0)
        system = group.create_group("Metadata/Coordinate_System")
        system["EPSG Code"] = np.bytes_("32611")
        system["Map_Info"] = np.bytes_(
            "UTM,  1.000,  1.000, 257000.00, 4112000.0, 1.0, 1.0, 11, North, WGS-84, "
            "units=Meters, 0"
        )
        group["Metadata/to-sensor_Azimuth_Angle"] = np.ones((ROWS, COLS), np.float32)
    return path


def tanager(folder, kind="ortho"):
    """Write Tanager: band first, in small chunks, wavelengths on the dataset."""
    path = folder / f"20250101_{kind}.h5"
    place = "GRIDS" if kind == "ortho" else "SWATHS"
    name = "surface_reflectance" if kind == "ortho" else "toa_radiance"
    with h5py.File(path, "w") as file:
        group = file.create_group(f"HDFEOS/{place}/HYP")
        fields = group.create_group("Data Fields")
        values = make_values(5, ROWS, COLS, np.float32)
        values[:, 0, 0] = -9999
        cube = fields.create_dataset(name, data=values, chunks=(2, 4, 3))
        cube.attrs["wavelengths"] = [376.0, 600.0, 900.0, 1400.0, 2499.0]
        cube.attrs["fwhm"] = np.full(5, 5.5)
        cube.attrs["_FillValue"] = np.float32(-9999)
        fields["sun_zenith"] = np.ones((ROWS, COLS), np.float32)
        if kind == "ortho":
            cube.attrs["good_wavelengths"] = [1, 1, 1, 0, 1]
            fields["surface_reflectance_uncertainty"] = values
            group.attrs["epsg_code"] = 32610
            file["HDFEOS INFORMATION/StructMetadata.0"] = np.bytes_(
                "GROUP=GridStructure\n\tGROUP=GRID_1\n\t\tXDim=7\n\t\tYDim=6\n"
                "\t\tUpperLeftPointMtrs=(500000.000000,4000180.000000)\n"
                "\t\tLowerRightMtrs=(500210.000000,4000000.000000)\n"
            )
    return path


def aviris(folder, wkt):
    """Write AVIRIS-5: a group named after its quantity, coordinates in the root."""
    path = folder / "AV520250101t000000_RFL_ORT.nc"
    with h5py.File(path, "w") as file:
        _scale(file, "easting", 500005.0 + 10 * np.arange(COLS))
        _scale(file, "northing", 4999995.0 - 10 * np.arange(ROWS))
        file["transverse_mercator"] = np.bytes_("")
        file["transverse_mercator"].attrs["crs_wkt"] = wkt
        group = file.create_group("reflectance")
        _scale(group, "wavelength", np.array([376.0, 600, 900, 1400, 2499], np.float32))
        group["fwhm"] = np.full(5, 7.5, np.float32)
        values = make_values(5, ROWS, COLS, np.float32)
        values[:, 0, 0] = -9999
        group["reflectance"] = values
        cube = group["reflectance"]
        cube.attrs["_FillValue"] = np.float32(-9999)
        cube.attrs["grid_mapping"] = np.bytes_("transverse_mercator")
        for axis, scale in enumerate(
            (group["wavelength"], file["northing"], file["easting"])
        ):
            cube.dims[axis].attach_scale(scale)
    return path


def pace(folder, level=1):
    """Write PACE OCI: three detectors, or level 2 along wavelengths."""
    path = folder / f"PACE_OCI.L{level}.nc"
    with h5py.File(path, "w") as file:
        bands = file.create_group("sensor_band_parameters")
        if level == 1:
            centres = {"blue": [350, 600], "red": [590, 890], "SWIR": [940, 2260]}
            for number, (detector, wavelengths) in enumerate(centres.items()):
                values = make_values(2, ROWS, COLS, np.float32) + 1000 * number
                values[:, 0, 0] = -32767
                file[f"observation_data/rhot_{detector}"] = values
                said = file[f"observation_data/rhot_{detector}"].attrs
                said["_FillValue"] = np.float32(-32767)
                bands[f"{detector}_wavelength"] = np.array(wavelengths, np.float32)
            bands["SWIR_bandpass"] = np.array([45, 75], np.float32)
            file["geolocation_data/latitude"] = np.ones((ROWS, COLS), np.float32)
        else:
            values = make_values(4, ROWS, COLS, np.int16)
            values[:, 0, 0] = -32767
            file["geophysical_data/Rrs"] = values.transpose(1, 2, 0)
            said = file["geophysical_data/Rrs"].attrs
            said["_FillValue"] = np.int16(-32767)
            said["scale_factor"], said["add_offset"] = 2e-6, 0.05
            bands["wavelength_3d"] = [400, 500, 600, 700]
    return path


def hypso(folder, *, is_old=False):
    """Write HYPSO: one cube with its wavelengths, or a dataset for each band."""
    path = folder / ("hypso_old.nc" if is_old else "hypso.nc")
    with h5py.File(path, "w") as file:
        values = make_values(3, ROWS, COLS, np.float32)
        if is_old:
            for band, wavelength in enumerate((400.0, 500.0, 600.0)):
                file[f"products/Lt_{wavelength:.0f}"] = values[band]
                said = file[f"products/Lt_{wavelength:.0f}"].attrs
                said["wavelength"], said["fwhm"] = wavelength, 5.0
        else:
            file["products/Lt"] = values.transpose(1, 2, 0)
            file["products/Lt"].attrs["wavelengths"] = [400.0, 500.0, 600.0]
            file["products/Lt"].attrs["fwhm"] = [5.0, 5.0, 5.0]
        file["navigation/latitude"] = np.ones((ROWS, COLS))
    return path


def _scale(group, name, values):
    group[name] = values
    group[name].make_scale(name)
