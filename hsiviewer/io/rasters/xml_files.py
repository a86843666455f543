"""XML files beside rasters, parsed without entities, references and surprises."""

from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, fromstring

from hsiviewer.core.errors import ForeignTextError
from hsiviewer.core.foreign_files import read_limited

_LARGEST = 32 * 2**20  # a product's metadata have some megabytes


def read_xml(path: Path) -> Element:
    """Return the root of an XML file.

    Raises
    ------
    FileAccessError
        If it cannot be read, or is too large.
    ForeignTextError
        If it is no XML, or declares entities.
    """
    return parse_xml(read_limited(path, limit=_LARGEST), path.name)


def parse_xml(content: bytes, name: str) -> Element:
    """Return the root of an XML document; errors as `read_xml`.

    Parameters
    ----------
    name : str
        Of its file, for sentences.
    """
    if len(content) > _LARGEST:
        raise ForeignTextError(f"{name} is too large for metadata; copy it again")
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise ForeignTextError(
            f"{name} is no XML that can be used: {str(error)[:200]}; copy it again "
            "from its source"
        ) from error
    return root


def local_name(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def texts(element: Element) -> dict[str, str]:
    """Return the texts of the children of an element by their names in lower case."""
    return {local_name(child).lower(): (child.text or "").strip() for child in element}


def descendants(root: Element, name: str) -> list[Element]:
    """Return all elements of a name, whatever their namespace."""
    return [element for element in root.iter() if local_name(element) == name]
