"""Sentences that stand for a class where the user's own are not taken."""

from collections.abc import Mapping
from types import MappingProxyType

TEXT = "p5"

# p1 to p5: DiffCLIP, arXiv 2412.07119; field: curated prompts, arXiv 2509.22697, as
# quoted by others; name is what every comparison starts from.
TEMPLATES: Mapping[str, str] = MappingProxyType(
    {
        "p1": "a patch of a {name}.",
        "p2": "a nice patch of a {name}.",
        "p3": "a fusion patch of a {name}.",
        "p4": "a multimodal fusion patch of a {name} with strong semantic information.",
        TEXT: "{text}",
        "name": "{name}",
        "field": "This image shows a large cultivated field of {name}, where {name} "
        "plants are densely grown in rows; the vivid green {name} vegetation is "
        "clearly visible from an aerial perspective.",
    }
)
