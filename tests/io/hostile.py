"""Files that try to make the program read another file or ask a server."""

import json


def virtual_raster(source):
    """Return the text of a VRT of 7 columns, 6 rows and one band of a raster."""
    return f"""<VRTDataset rasterXSize="7" rasterYSize="6">
<VRTRasterBand dataType="Int16" band="1"><SimpleSource>
<SourceFilename relativeToVRT="0">{source}</SourceFilename><SourceBand>1</SourceBand>
</SimpleSource></VRTRasterBand></VRTDataset>"""


def pipeline(source):
    """Return GeoJSON's look-alike that makes GDAL run a command line."""
    command = f"gdal vector pipeline ! read {source} ! write streamed"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": command})


def linked_crs(address):
    """Return GeoJSON whose coordinate system lies at an address."""
    point = {"type": "Point", "coordinates": [360015, 5809985]}
    return json.dumps(
        {
            "type": "FeatureCollection",
            "crs": {"type": "link", "properties": {"href": address, "type": "esriwkt"}},
            "features": [
                {"type": "Feature", "properties": {"class_id": 3}, "geometry": point}
            ],
        }
    )
