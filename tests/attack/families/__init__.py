"""All families of mutants, in the order of the report."""

from tests.attack.families import (
    captures,
    class_toml,
    envi,
    geojson,
    geopackage,
    geotiff,
    hdf5,
    label_rasters,
    libraries,
    matlab,
    models,
    numpy_arrays,
    pictures,
    product_files,
    projects,
    shapefile,
    tables,
    zarr_stores,
)
from tests.attack.family import Family
from tests.attack.others import (
    arguments,
    full_disks,
    kills,
    names,
    outputs,
    streams,
)

FAMILIES: dict[str, Family] = {
    family.name: family
    for family in (
        envi.HEADERS,
        envi.DATA,
        geotiff.FAMILY,
        pictures.FAMILY,
        matlab.CUBES,
        matlab.LABELS,
        numpy_arrays.FAMILY,
        hdf5.FAMILY,
        product_files.FAMILY,
        captures.FAMILY,
        zarr_stores.FAMILY,
        libraries.FAMILY,
        libraries.SPECTRA,
        class_toml.FAMILY,
        geojson.FAMILY,
        geopackage.FAMILY,
        shapefile.FAMILY,
        label_rasters.GEOTIFF,
        label_rasters.ENVI,
        label_rasters.PAM,
        projects.FAMILY,
        models.FAMILY,
        tables.FAMILY,
        outputs.FAMILY,
        full_disks.FAMILY,
        arguments.FAMILY,
        names.FAMILY,
        streams.FAMILY,
        kills.FAMILY,
    )
}
