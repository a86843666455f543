"""Colours of new classes: by what the name means, and unlike those in use."""

import math
import re
from collections.abc import Iterable, Iterator

# Okabe and Ito (2008), then Tol's "muted" scheme: told apart by colour-blind readers.
PALETTE = (
    "#e69f00", "#56b4e9", "#009e73", "#f0e442", "#0072b2", "#d55e00", "#cc79a7",
    "#882255", "#44aa99", "#999933", "#332288", "#88ccee", "#ddcc77", "#117733",
    "#aa4499", "#cc6677",
)  # fmt: skip
_NEAR = 90.0  # distance below which neighbours on a map are mistaken for each other

# Nouns in English, German and Chinese, and the colours that maps give them, the best
# first. The first ones differ by 13 and more (CIEDE2000) from each other, for readers
# without red or green receptors as well (Machado et al. 2009). Names are often
# compounds whose last noun counts: "Laubwald", "tile roof".
_MEANINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "water river lake pond sea ocean canal reservoir stream wasser fluss see teich "
        "gewässer meer kanal 水 水体 河 河流 湖 湖泊 海 池塘",
        ("#0072b2", "#56b4e9", "#88ccee"),
    ),
    (
        "tree forest wood woodland spruce pine oak beech bush shrub hedge baum bäume "
        "wald forst busch hecke 树 树木 树林 森林 林地 灌木",
        ("#0b5a2b", "#117733", "#009e73"),
    ),
    (
        "grass lawn meadow pasture vegetation turf garden gras rasen wiese weide "
        "garten grünland 草 草地 草坪 牧场 植被 公园",
        ("#5fbf8f", "#009e73", "#999933"),
    ),
    (
        "crop field maize corn wheat barley rape soy soybean oat rye vineyard acker "
        "feld mais weizen gerste raps 农田 耕地 作物 玉米 小麦 大豆",
        ("#f0e442", "#999933", "#ddcc77"),
    ),
    (
        "soil sand ground earth clay beach rock gravel boden erde lehm strand fels "
        "kies 土 土壤 裸土 裸地 沙 沙地 岩石",
        ("#b5793a", "#e69f00", "#ddcc77"),
    ),
    (
        "roof building house tile brick urban town settlement dach dächer gebäude haus "
        "häuser ziegel siedlung stadt 屋顶 建筑 建筑物 房屋 城市 居民地",
        ("#c2185b", "#d55e00", "#882255"),
    ),
    (
        "road street asphalt pavement concrete parking railway path runway straße "
        "straßen weg parkplatz beton gleis 道路 公路 街道 沥青 停车场 铁路",
        ("#858585", "#332288", "#882255"),
    ),
    ("shadow shade schatten 阴影", ("#332288", "#858585")),
    (
        "snow ice cloud glacier schnee eis wolke gletscher 雪 冰 云",
        ("#dddddd", "#88ccee"),
    ),
)
_COLORS_OF = {
    noun: colors for nouns, colors in _MEANINGS for noun in nouns.casefold().split()
}
_SHORTEST_TAIL = 4  # letters: "see" ends too many words
_JOINTS = re.compile(r"[/,;+&()]|\b(?:and|or|und|oder)\b|[和与或、\uff0c]")
_FIRST_IDEOGRAPH = "\u2e80"


def palette_color(class_id: int) -> str:
    """Return the colour that stands at a class's place in the palette."""
    return PALETTE[(class_id - 1) % len(PALETTE)]


def color_for(class_id: int, name: str, taken: Iterable[str]) -> str:
    """Return a colour for a new class.

    Parameters
    ----------
    class_id : int
        1..65535.
    name : str
        Water is to be blue and forest green, in English, German or Chinese.
    taken : iterable of str
        Colours of the other classes, which it avoids while the palette allows.
    """
    used = {color.casefold() for color in taken}
    own = palette_color(class_id)
    wishes = [color for color in (*_meant(name), own, *PALETTE) if color not in used]
    for wish in wishes:
        if all(_distance(wish, other) >= _NEAR for other in used):
            return wish
    return wishes[0] if wishes else own


def _meant(name: str) -> tuple[str, ...]:
    """Return the colours of the last known noun in the first part of a name."""
    for part in _JOINTS.split(name.casefold()):
        for word in reversed(re.findall(r"[^\W\d_]+", part)):
            for form in _forms(word):
                if form in _COLORS_OF:
                    return _COLORS_OF[form]
    return ()


def _distance(one: str, other: str) -> float:
    """Return how far apart two colours look, 0 to 765.

    Riemersma's low-cost approximation of CIE L*u*v* (compuphase.com/cmetric.htm).
    """
    (r0, g0, b0), (r1, g1, b1) = (
        [int(color[place : place + 2], 16) for place in (1, 3, 5)]
        for color in (one, other)
    )
    red = (r0 + r1) / 2
    return math.sqrt(
        (2 + red / 256) * (r0 - r1) ** 2
        + 4 * (g0 - g1) ** 2
        + (2 + (255 - red) / 256) * (b0 - b1) ** 2
    )


def _forms(word: str) -> Iterator[str]:
    """Yield a word, its likely singulars, and the ends of a compound."""
    for ending in ("", "s", "es", "n", "en"):
        if word.endswith(ending):
            yield word[: len(word) - len(ending)]
    shortest = 1 if word >= _FIRST_IDEOGRAPH else _SHORTEST_TAIL
    for start in range(1, len(word) - shortest + 1):
        yield from (word[start:], word[start:].removesuffix("s"))
