"""Where materials are known to absorb, to name dips of a spectrum."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Absorption:
    """A feature of spectra that has a name.

    Parameters
    ----------
    name : str
        For the plot.
    start_nm, stop_nm : float
        Where it lies.
    cause : str
        What absorbs there, with its source.
    """

    name: str
    start_nm: float
    stop_nm: float
    cause: str

    @property
    def middle_nm(self) -> float:
        """Where its name is written."""
        return (self.start_nm + self.stop_nm) / 2


SHOULDER_NM = 60.0  # stretch beside an absorption that its depth is measured from

_CLARK = "Clark 1999, Spectroscopy of rocks and minerals"
_CURRAN = "Curran 1989, doi 10.1016/0034-4257(89)90069-2"
_HORLER = "Horler et al. 1983, doi 10.1080/01431168308948546"

ABSORPTIONS = (
    Absorption("chlorophyll", 430, 470, f"chlorophyll a and b, blue ({_CURRAN})"),
    Absorption("chlorophyll", 640, 690, f"chlorophyll a and b, red ({_CURRAN})"),
    Absorption("red edge", 690, 750, f"end of chlorophyll's absorption ({_HORLER})"),
    Absorption("iron", 850, 950, f"ferric iron in oxides and soils ({_CLARK})"),
    Absorption("leaf water", 950, 990, f"liquid water ({_CURRAN})"),
    Absorption("leaf water", 1150, 1260, f"liquid water ({_CURRAN})"),
    Absorption("vapour", 1350, 1450, "water vapour of the air: no signal is left"),
    Absorption("vapour", 1800, 1950, "water vapour of the air: no signal is left"),
    Absorption("cellulose", 2060, 2130, f"cellulose and lignin ({_CURRAN})"),
    Absorption("clay", 2160, 2230, f"Al-OH of clays and micas ({_CLARK})"),
    Absorption("carbonate", 2300, 2350, f"CO3 of calcite and dolomite ({_CLARK})"),
)
