"""Which formats GDAL may know: those that the program reads or writes with it.

Of some 200 drivers many follow names and addresses in a file, run pipelines or
query databases. GDAL has a list of drivers to leave out, and none of those to
leave in; a test compares what is registered with what is allowed.
"""

ALLOWED = frozenset(
    (
        "COG",  # writes only
        "ENVI",
        "ESRI Shapefile",
        "GPKG",
        "GTiff",
        "GeoJSON",
        "JP2OpenJPEG",
        "LAN",
        "MEM",
        "Memory",
        "PNG",
    )
)

_BOTH = """
AAIGrid,ACE2,ADRG,AIG,AirSAR,AVCBin,AVCE00,BMP,BSB,BT,BYN,CALS,CEOS,
COASP,COSAR,CPG,CTG,DAAS,DERIVED,DIMAP,DOQ1,DOQ2,DTED,ECRGTOC,
EEDA,EEDAI,EHdr,EIR,ERS,ESAT,ESRIC,ESRIJSON,FAST,GenBin,GeoJSONSeq,GFF,
GNMDatabase,GNMFile,GRASSASCIIGrid,GRIB,GS7BG,GSAG,GSBG,GSC,GTI,GTX,GXF,
HF2,HFA,HTTP,ILWIS,IRIS,ISCE,ISG,ISIS2,ISIS3,JAXAPALSAR,JDEM,JPEG,
KMLSUPEROVERLAY,KRO,L1B,LCP,Leveller,LOSLAS,MAP,MBTiles,MFF,MFF2,MRF,
MSGN,MVT,NDF,NGSGEOID,NITF,NOAA_B,NSIDCbin,NTv2,NWT_GRC,NWT_GRD,OSM,
PAux,PCIDSK,PCRaster,PDF,PDS,PDS4,PLMOSAIC,PNM,PRF,RIK,RMF,ROI_PAC,
RPFTOC,RRASTER,RS2,RST,SAFE,SAGA,SAR_CEOS,SENTINEL2,SIGDEM,SNAP_TIFF,
SNODAS,SQLite,SRP,SRTMHGT,STACIT,STACTA,Terragen,TGA,TIL,TopoJSON,TSX,
USGSDEM,VICAR,VRT,WCS,WMS,WMTS,XYZ,Zarr,ZMap
"""
_ONLY = {
    "rasterio": """
BAG,BIGGIF,BLX,CTable2,DIPEx,ELAS,FIT,GIF,HDF5,HDF5Image,netCDF,OZI,R,
Rasterlite,S102,S104,S111,SDTS,SGI,WEBP,XPM
""",
    "pyogrio": """
ADBC,AIVector,AmigoCloud,Carto,CSV,CSW,DGN,DXF,EDIGEO,Elasticsearch,
FlatGeobuf,GDALG,GeoRSS,GML,GPSBabel,GPX,GTFS,Idrisi,JML,JSONFG,KML,
LIBERTIFF,LIBKML,LVBAG,MapInfo File,MapML,MiraMonRaster,MiraMonVector,NGW,
OAPIF,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,OpenFileGDB,PGDUMP,PLSCENES,
PMTiles,RCM,S57,Selafin,SXF,VDV,VFK,WAsP,WFS,XLSX
""",
}


def skipped(library: str) -> str:
    """Return the drivers that the GDAL of a library leaves out, as GDAL wants them.

    Parameters
    ----------
    library : str
        ``"rasterio"`` or ``"pyogrio"``, which bring a GDAL each.
    """
    names = f"{_BOTH},{_ONLY[library]}".split(",")
    return ",".join(name.strip() for name in names if name.strip())
