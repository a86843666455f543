"""Contents that try to read, to fetch or to run something."""

import json
from random import Random

from tests.attack.lure import Lure

_LAUGHS = "".join(
    f'<!ENTITY l{number} "{f"&l{number - 1};" * 10}">' for number in range(1, 10)
)
Payload = tuple[str, bytes]


def xml(chance: Random, lure: Lure) -> Payload:
    """Return an XML document that wants to read a file, or to grow."""
    kinds = {
        "XXE": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{lure.text}">]>'
        f"<PAMDataset><PAMRasterBand band=\"1\"><CategoryNames><Category/>"
        "<Category>&e;</Category></CategoryNames></PAMRasterBand></PAMDataset>",
        "XXE by net": f'<!DOCTYPE x [<!ENTITY e SYSTEM "{lure.url}/x">]>'
        "<PAMDataset><PAMRasterBand band=\"1\"><CategoryNames><Category/>"
        "<Category>&e;</Category></CategoryNames></PAMRasterBand></PAMDataset>",
        "outer DTD": f'<!DOCTYPE x SYSTEM "{lure.url}/x.dtd"><PAMDataset/>',
        "parameter": f'<!DOCTYPE x [<!ENTITY % e SYSTEM "file://{lure.text}"> %e;]>'
        "<PAMDataset/>",
        "laughs": f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]><PAMDataset>'
        "<PAMRasterBand band=\"1\"><CategoryNames><Category>&l9;</Category>"
        "</CategoryNames></PAMRasterBand></PAMDataset>",
        "deep": "<a>" * 100000 + "</a>" * 100000,
        "encoding": '<?xml version="1.0" encoding="no-such"?><PAMDataset/>',
        "metadata": '<GDALMetadata><Item name="wavelength" sample="0">'
        + "9" * 5000 + '</Item><Item name="x" sample="99999999999">1</Item>'
        "</GDALMetadata>",
        "include": '<PAMDataset xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include '
        f'href="file://{lure.text}" parse="text"/></PAMDataset>',
    }  # fmt: skip
    kind = chance.choice(tuple(kinds))
    return kind, kinds[kind].encode()


def virtual_raster(chance: Random, lure: Lure) -> Payload:
    """Return a raster in name only, which points at another file."""
    source = chance.choice(
        (
            str(lure.raw),
            str(lure.text),
            f"/vsicurl/{lure.url}/x.tif",
            f"{lure.url}/x.tif",
        )
    )
    size = '<VRTDataset rasterXSize="42" rasterYSize="36">'
    band = '<VRTRasterBand dataType="UInt16" band="1"'
    kinds = {
        "VRT": f"{size}{band}><SimpleSource><SourceFilename>{source}</SourceFilename>"
        "<SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>",
        "raw VRT": f'{size}{band} subClass="VRTRawRasterBand"><SourceFilename>{source}'
        "</SourceFilename><ImageOffset>0</ImageOffset><PixelOffset>2</PixelOffset>"
        "<LineOffset>84</LineOffset></VRTRasterBand></VRTDataset>",
        "python VRT": f'{size}{band} subClass="VRTDerivedRasterBand">'
        "<PixelFunctionLanguage>Python</PixelFunctionLanguage><PixelFunctionType>f"
        f"</PixelFunctionType><PixelFunctionCode><![CDATA[open({str(lure.mark)!r},'w')"
        "]]></PixelFunctionCode></VRTRasterBand></VRTDataset>",
        "WMS": f"<GDAL_WMS><Service name=\"WMS\"><ServerUrl>{lure.url}/?</ServerUrl>"
        "<Layers>x</Layers></Service><DataWindow><SizeX>42</SizeX><SizeY>36</SizeY>"
        "</DataWindow></GDAL_WMS>",
        "STACTA": json.dumps({"type": "Feature", "stac_version": "1.0.0", "assets":
                              {"x": {"href": f"{lure.url}/x.tif"}}}),
        "GDALG": gdalg(chance, lure)[1].decode(),
        "tile index": json.dumps({"type": "FeatureCollection", "features": [
            {"type": "Feature", "properties": {"location": source},
            "geometry": None}]}),
    }  # fmt: skip
    kind = chance.choice(tuple(kinds))
    return kind, kinds[kind].encode()


def gdalg(chance: Random, lure: Lure) -> Payload:
    """Return a file that asks GDAL to run a pipeline."""
    source = chance.choice(
        (str(lure.geojson), str(lure.text), f"/vsicurl/{lure.url}/x.geojson")
    )
    command = chance.choice(
        (
            f"gdal vector pipeline ! read {source} ! write - --of stream",
            f"gdal vector pipeline read {source} ! write x --output-format stream",
            f"gdal vector pipeline ! read {source} ! reproject --dst-crs EPSG:4326",
            f"gdal vector concat {source} --output-format stream",
            f"gdal raster polygonize {lure.raw} --output-format stream",
            f"gdal vector pipeline ! read {source} ! tee [ write {lure.mark} ]",
        )
    )
    document = {"type": "gdal_streamed_alg", "command_line": command}
    if chance.random() < 0.3:
        document["relative_paths_relative_to_this_file"] = False
    return "GDALG", json.dumps(document).encode()


def virtual_vector(chance: Random, lure: Lure) -> Payload:
    """Return vector data in name only."""
    source = chance.choice((str(lure.geojson), f"/vsicurl/{lure.url}/x.geojson"))
    kinds = {
        "OGR VRT": f'<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{source}'
        "</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "WFS": f"<OGRWFSDataSource><URL>{lure.url}/?</URL></OGRWFSDataSource>",
        "TopoJSON": json.dumps({"type": "Topology", "objects": {"x": {
            "type": "GeometryCollection", "geometries": []}}, "arcs": []}),
        "ESRIJSON": json.dumps({"displayFieldName": "x", "geometryType":
            "esriGeometryPolygon", "url": lure.url, "features": []}),
        "PLScenes": json.dumps({"type": "FeatureCollection", "_links": {
            "_next": f"{lure.url}/next"}, "features": []}),
        "STAC": json.dumps({"type": "FeatureCollection", "stac_version": "1.0.0",
            "links": [{"rel": "next", "href": f"{lure.url}/next"}], "features": []}),
        "ESRI service": json.dumps({"geometryType": "esriGeometryPolygon",
            "exceededTransferLimit": True, "fields": [], "features": []}),
    }  # fmt: skip
    if chance.random() < 0.4:
        return gdalg(chance, lure)
    kind = chance.choice(tuple(kinds))
    return kind, kinds[kind].encode()


def pickled(lure: Lure) -> bytes:
    """Return a pickle that writes a file when it is loaded."""
    return (
        b"\x80\x02cbuiltins\nexec\nq\x00X"
        + len(code := f"open({str(lure.mark)!r},'w')".encode()).to_bytes(4, "little")
        + code
        + b"q\x01\x85q\x02Rq\x03."
    )
