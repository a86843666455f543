"""A TIFF's tags, found without any library, so that each can be damaged."""

import struct
from dataclasses import dataclass
from random import Random

from tests.attack.mutation import number_bytes

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8,
          13: 4, 16: 8, 17: 8, 18: 8}  # fmt: skip
_TAGS = (254, 256, 257, 258, 259, 262, 266, 273, 274, 277, 278, 279, 284, 317, 320,
         322, 323, 324, 325, 330, 338, 339, 347, 33550, 33922, 34264, 34735, 34736,
         34737, 42112, 42113, 50844)  # fmt: skip


@dataclass(frozen=True)
class Tag:
    """One entry of a directory.

    Parameters
    ----------
    at : int
        Where the entry begins.
    value_at, value_size : int
        Where its values lie, and how many bytes they take.
    """

    number: int
    kind: int
    count: int
    at: int
    value_at: int
    value_size: int


def find_tags(data: bytes) -> tuple[str, bool, list[Tag]]:
    """Return byte order, whether it is a BigTIFF, and the first directory."""
    order = "<" if data[:2] == b"II" else ">"
    is_big = struct.unpack_from(order + "H", data, 2)[0] == 43
    first = struct.unpack_from(
        order + ("Q" if is_big else "I"), data, 8 if is_big else 4
    )[0]
    head, entry, wide = (8, 20, 8) if is_big else (2, 12, 4)
    count = struct.unpack_from(order + ("Q" if is_big else "H"), data, first)[0]
    tags = []
    for number in range(count):
        at = first + head + entry * number
        tag, kind = struct.unpack_from(order + "HH", data, at)
        length = struct.unpack_from(order + ("Q" if is_big else "I"), data, at + 4)[0]
        size = _SIZES.get(kind, 1) * length
        inline = at + 4 + wide
        pointer = struct.unpack_from(order + ("Q" if is_big else "I"), data, inline)[0]
        tags.append(
            Tag(tag, kind, length, at, inline if size <= wide else pointer, size)
        )
    return order, is_big, tags


def mutate_tags(data: bytes, chance: Random) -> tuple[str, bytes]:
    """Return what was done to one tag, and the file."""
    order, is_big, tags = find_tags(data)
    tag = chance.choice(tags)
    wide = 8 if is_big else 4
    kind = chance.choice(("value", "value", "value", "number", "kind", "count",
                          "pointer", "next", "header"))  # fmt: skip
    end = "little" if order == "<" else "big"
    if kind == "value" and tag.value_size:
        size = min(_SIZES.get(tag.kind, 1), 8)
        at = tag.value_at + size * chance.randrange(max(1, tag.value_size // size))
        new = _near(data[at : at + size], chance, size, end)
    elif kind == "number":
        at, new = tag.at, struct.pack(order + "H", chance.choice(_TAGS))
    elif kind == "kind":
        at, new = tag.at + 2, struct.pack(order + "H", chance.randrange(20))
    elif kind == "count":
        at, new = tag.at + 4, number_bytes(chance, wide, end)
    elif kind == "pointer":
        at, new = tag.at + 4 + wide, _offset(data, chance, wide, end)
    elif kind == "next":
        at = tags[-1].at + (20 if is_big else 12)
        new = _offset(data, chance, wide, end)
    else:
        at, new = chance.choice((0, 2, 4)), number_bytes(chance, 4, end)
    return f"tag {tag.number} {kind}", data[:at] + new + data[at + len(new) :]


def with_text(data: bytes, number: int, text: bytes) -> bytes:
    """Return the file with another text in a tag, appended at its end."""
    order, is_big, tags = find_tags(data)
    for tag in tags:
        if tag.number == number:
            form = order + ("QQ" if is_big else "II")
            entry = struct.pack(form, len(text) + 1, len(data))
            at = tag.at + 4
            return data[:at] + entry + data[at + len(entry) :] + text + b"\0"
    return data


def _near(old: bytes, chance: Random, size: int, end: str) -> bytes:
    """Return an odd number, or one near the old one."""
    value = int.from_bytes(old, end)
    near = (value + 1, value - 1, 2 * value, value // 2, 10 * value, value ^ 1)
    if chance.random() < 0.5:
        return number_bytes(chance, size, end)
    return (chance.choice(near) % (1 << 8 * size)).to_bytes(size, end)


def _offset(data: bytes, chance: Random, size: int, end: str) -> bytes:
    if chance.random() < 0.3:
        return number_bytes(chance, size, end)
    return chance.randrange(len(data)).to_bytes(size, end)
