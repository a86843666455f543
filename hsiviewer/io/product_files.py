"""Products of EnMAP, DESIS and Hyperion, opened by their metadata or in their zip."""

import zipfile
import zlib
from collections.abc import Callable, Sequence
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element

from hsiviewer.core.cube import HsiCube
from hsiviewer.core.errors import CubeFormatError, FileAccessError, HsiViewerError
from hsiviewer.core.foreign_files import open_regular, read_text
from hsiviewer.io.limits import MOST_VARIABLES, require_expansion
from hsiviewer.io.product_parts import is_hyperion_list
from hsiviewer.io.rasters.spaceborne import (
    choose_image,
    facts_of_xml,
    images_of,
    is_metadata,
)
from hsiviewer.io.rasters.xml_files import parse_xml
from hsiviewer.io.reader import Reader, Variable

_ZIP = b"PK\x03\x04"
_LARGEST_XML = 32 * 2**20
_LARGEST_TEXT = 2**20
_DETECTORS = ("VNIR", "SWIR")
_FAULTS = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError,
           ValueError, EOFError, KeyError)  # fmt: skip


def _is_metadata(path: Path, head: bytes) -> bool:
    return is_metadata(path.name) and head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"<"


def _open_metadata(path: Path, variable: str) -> HsiCube:
    """Open the image beside metadata; `variable` names one of two detectors."""
    from hsiviewer.io.registry import identify

    names = [file.name for file in path.parent.iterdir()]
    image = path.with_name(_image(path, path.name, variable, names))
    if not image.stat().st_size:
        raise _empty(image.name, path.parent.name)
    return identify(image).open(image, "")


def _metadata_variables(path: Path) -> Sequence[Variable]:
    names = [file.name for file in path.parent.iterdir()]
    return _detectors(path, images_of(path.name, names), _open_metadata)


def _archive_variables(path: Path) -> Sequence[Variable]:
    infos = _infos(path)
    metadata = _metadata_in(infos)
    if len(metadata) != 1:
        return ()
    names = [PurePosixPath(info.filename).name for info in infos]
    name = PurePosixPath(metadata[0].filename).name
    return _detectors(path, images_of(name, names), _open_archive)


def _detectors(
    path: Path, images: Sequence[str], open_image: Callable[[Path, str], HsiCube]
) -> list[Variable]:
    """Return the images of a product of two detectors, those that can be opened."""
    found = []
    for detector in _DETECTORS if len(images) > 1 else ():
        try:
            cube = open_image(path, detector)
        except HsiViewerError:
            continue  # whoever opens it says what is wrong
        found.append(Variable(detector, cube.shape, str(cube.source.dtype)))
        cube.close()
    return found


def _is_archive(path: Path, head: bytes) -> bool:
    if not head.startswith(_ZIP):
        return False
    try:
        return bool(_metadata_in(_infos(path)))
    except CubeFormatError:
        return False


def _open_archive(path: Path, variable: str) -> HsiCube:
    """Open the spectral image in a zip file, which is not unpacked.

    Parameters
    ----------
    variable : str
        Name of one of several images, as of the detectors of level 1B.
    """
    from hsiviewer.io.geotiff import open_gdal

    if {"{", "}"} & set(str(path.absolute())):
        raise FileAccessError(
            f"the path of {path.name} has braces in it, which GDAL cannot read in zip "
            "files; rename the file or its folder"
        )
    infos = _infos(path)
    metadata = _metadata_in(infos)
    if len(metadata) > 1:
        raise CubeFormatError(
            f"{path.name} holds {len(metadata)} products; unpack it and open one of "
            "them"
        )
    folder = PurePosixPath(metadata[0].filename).parent
    beside = {
        PurePosixPath(info.filename).name: info
        for info in infos
        if PurePosixPath(info.filename).parent == folder
    }
    name = PurePosixPath(metadata[0].filename).name
    image = _image(path, name, variable, list(beside))
    info = beside[image]
    if not info.file_size:
        raise _empty(image, path.name)
    told = f"{image} in {path.name}"
    require_expansion(told, packed=info.compress_size, unpacked=info.file_size)
    root = _read_xml(path, metadata[0])
    return open_gdal(
        path,
        driver="GTiff",
        member=info.filename,
        variable=variable,
        beside=lambda count: facts_of_xml(root, image, count, name),
    )


def _image(path: Path, metadata: str, variable: str, names: Sequence[str]) -> str:
    images = images_of(metadata, names)
    if variable:
        fitting = [name for name in images if variable.lower() in name.lower()]
        if len(fitting) == 1:
            return fitting[0]
        raise CubeFormatError(
            f"{path.name} has no image {variable[:60]!r}; it holds {', '.join(images)}"
        )
    if len(images) > 1:
        detectors = " or ".join(
            f"{path.name}:{detector}"
            for detector in _DETECTORS
            if any(detector in name.upper() for name in images)
        )
        raise CubeFormatError(
            f"{path.name} holds two detectors whose pixels do not lie on each other; "
            f"open {detectors}"
        )
    return choose_image(metadata, names)


def _infos(path: Path) -> list[zipfile.ZipInfo]:
    try:
        with open_regular(path) as file, zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
    except FileAccessError:
        raise
    except (OSError, *_FAULTS) as error:
        raise _damaged(path, error) from error
    if len(infos) > MOST_VARIABLES:
        raise _damaged(path, f"it holds more than {MOST_VARIABLES} files")
    return infos


def _metadata_in(infos: Sequence[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [info for info in infos if is_metadata(PurePosixPath(info.filename).name)]


def _read_xml(path: Path, info: zipfile.ZipInfo) -> Element:
    if info.file_size > _LARGEST_XML:
        raise _damaged(path, f"its {info.filename} has {info.file_size} bytes")
    try:
        with (
            open_regular(path) as file,
            zipfile.ZipFile(file) as archive,
            archive.open(info) as member,
        ):
            content = member.read(_LARGEST_XML)
    except FileAccessError:
        raise
    except (OSError, *_FAULTS) as error:
        raise _damaged(path, error) from error
    return parse_xml(content, info.filename)


def _empty(image: str, place: str) -> CubeFormatError:
    return CubeFormatError(
        f"{image} in {place} is empty (0 bytes); download the product again"
    )


def _damaged(path: Path, why: object) -> CubeFormatError:
    return CubeFormatError(
        f"{path.name} is no zip file that can be read: {str(why)[:200]}; download it "
        "again"
    )


def _is_hyperion(path: Path, _head: bytes) -> bool:
    if not is_hyperion_list(path.name):
        return False
    try:
        return "HYPERION" in read_text(path, limit=_LARGEST_TEXT).upper()
    except HsiViewerError:
        return False


def _open_hyperion(path: Path, variable: str) -> HsiCube:
    from hsiviewer.io.hyperion import open_hyperion

    return open_hyperion(path, variable)


HYPERION = Reader("Hyperion", ("*_MTL*.TXT",), _is_hyperion, _open_hyperion)
METADATA = Reader(
    "EnMAP and DESIS",
    ("*.xml",),
    _is_metadata,
    _open_metadata,
    variables=_metadata_variables,
)
ARCHIVE = Reader(
    "EnMAP and DESIS, zipped",
    ("*.zip",),
    _is_archive,
    _open_archive,
    variables=_archive_variables,
)
