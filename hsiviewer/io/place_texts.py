"""Places as people and maps write them, read into numbers."""

import re
from dataclasses import dataclass

_PLAIN = r"[-+\u2212]?\d+(?:\.\d+)?"
_BETWEEN = r"(?:\s*[,;/]\s*|\s+)"

_PIXEL = re.compile(
    rf"r\w*\s*({_PLAIN}){_BETWEEN}c\w*\s*({_PLAIN})", re.IGNORECASE | re.ASCII
)
_PAIR = re.compile(
    rf"(x\s*)?({_PLAIN}){_BETWEEN}(?(1)y\s*)({_PLAIN})", re.IGNORECASE | re.ASCII
)
_UTM = re.compile(
    rf"(\d{{1,2}})\s*([C-HJ-NP-X]){_BETWEEN}({_PLAIN})\s*(?:m\s*)?E?{_BETWEEN}"
    rf"({_PLAIN})\s*(?:m\s*)?N?",
    re.IGNORECASE,
)
# Degrees, then perhaps minutes and seconds, each with any of the signs in use.
_MINUTE = r"['\u2032\u2019m:]"
_SECOND = r"(?:[\"\u2033\u201ds]|''|\u2032\u2032|\u2019\u2019)"
_ANGLE = (
    rf"({_PLAIN})\s*(?:[°ºd:]\s*"
    rf"(?:(\d+(?:\.\d+)?)\s*(?:{_MINUTE}\s*(?:(\d+(?:\.\d+)?)\s*{_SECOND}?)?)?)?)?"
)
_LETTER = r"([NSEWO])"
_PARTED = r"(?:\s*[,;/]\s*|\s*)"
_ANGLES = tuple(
    re.compile(rf"{angle}{_PARTED}{angle}", re.IGNORECASE | re.ASCII)
    for angle in (
        rf"{_LETTER}\s*{_ANGLE}",
        rf"(?=.*?{_LETTER}){_ANGLE}\s*[NSEWO]",
        rf"(){_ANGLE}",
    )
)
_DECIMAL_COMMAS = re.compile(r"(?<=\d),(?=\d)")


@dataclass(frozen=True)
class PixelPlace:
    """Row and column, counted from 0."""

    row: float
    col: float


@dataclass(frozen=True)
class MapPlace:
    """Two numbers: map coordinates, or latitude and longitude.

    Parameters
    ----------
    is_map : bool
        Whether ``x`` and ``y`` stand before them, so that they are map coordinates.
    """

    first: float
    second: float
    is_map: bool = False


@dataclass(frozen=True)
class EarthPlace:
    """Latitude and longitude in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class UtmPlace:
    """Easting and northing in metres, in a zone of Universal Transverse Mercator.

    Parameters
    ----------
    zone : int
        1 to 60.
    letter : str
        Band of latitude, C to X; or N and S for the hemispheres.
    """

    zone: int
    letter: str
    easting: float
    northing: float

    @property
    def epsg_codes(self) -> tuple[int, ...]:
        """Coordinate reference systems that it may be in.

        S is a band of the north as well as the southern hemisphere.
        """
        north, south = 32600 + self.zone, 32700 + self.zone
        if self.letter == "S":
            return south, north
        return (north,) if self.letter >= "N" else (south,)


PlaceText = PixelPlace | MapPlace | EarthPlace | UtmPlace


def parse_place(text: str) -> PlaceText | None:
    r"""Return the place that a text names; nothing if it is none.

    Parameters
    ----------
    text : str
        ``"r 120 c 45"``; ``"52.3917, 13.0576"`` as maps on a phone copy it;
        ``"52.4 N 13.1 E"``, ``"52°23'30\\"N 13°3'27\\"E"`` and the like, with the
        letters before or after; ``"33U 368000 5806000"``; ``"x 368000 y 5806000"``.
        Decimal commas are understood where commas do not part the numbers.
    """
    text = text.strip()
    if not text or len(text) > 200:
        return None
    without_commas = _DECIMAL_COMMAS.sub(".", text)
    for candidate in dict.fromkeys((text, without_commas)):
        if found := _PIXEL.fullmatch(candidate):
            return PixelPlace(_number(found[1]), _number(found[2]))
        if found := _PAIR.fullmatch(candidate):
            return MapPlace(_number(found[2]), _number(found[3]), bool(found[1]))
        if (found := _UTM.fullmatch(candidate)) and 1 <= int(found[1]) <= 60:
            easting, northing = _number(found[3]), _number(found[4])
            return UtmPlace(int(found[1]), found[2].upper(), easting, northing)
        for angles in _ANGLES:
            if found := angles.fullmatch(candidate):
                return _earth_place(found)
    return None


def _earth_place(found: re.Match[str]) -> EarthPlace | None:
    """Return latitude and longitude of two angles, each a letter and three numbers."""
    groups = found.groups()
    angles: dict[str, float] = {}
    for (letter, *parts), axis in zip(
        (groups[:4], groups[4:]), ("latitude", "longitude"), strict=True
    ):
        angle = _angle(*parts)
        if angle is None:
            return None
        letter = letter.upper()
        angles[_AXES.get(letter, axis)] = -angle if letter in ("S", "W") else angle
    is_possible = len(angles) == 2 and (
        abs(angles["latitude"]) <= 90 and abs(angles["longitude"]) <= 360
    )
    return EarthPlace(angles["latitude"], angles["longitude"]) if is_possible else None


# O is east in German, French, Italian and Spanish texts: Ost; "ovest" is written W.
_AXES = {
    "N": "latitude", "S": "latitude", "E": "longitude", "O": "longitude",
    "W": "longitude",
}  # fmt: skip


def _angle(degrees: str, minutes: str | None, seconds: str | None) -> float | None:
    whole, rest = _number(degrees), 0.0
    for part, size in ((minutes, 60), (seconds, 3600)):
        if part is not None:
            if float(part) >= 60:
                return None
            rest += float(part) / size
    return whole - rest if degrees[0] in "-\u2212" else whole + rest


def _number(text: str) -> float:
    return float(text.replace("\u2212", "-"))
