"""Which of many texts is closest to another one, by a frozen encoder."""

from collections.abc import Sequence

from hsiviewer.learning.text.encoders import encode_cached, open_encoder


def nearest_text(text: str, others: Sequence[str], encoder: str) -> tuple[int, float]:
    """Return the number of the closest text, and the cosine between the two.

    Parameters
    ----------
    encoder : str
        As `hsiviewer.learning.text.encoders.open_encoder` takes it.

    Raises
    ------
    TextEncoderError
        If the encoder is missing or cannot be used.
    """
    opened = open_encoder(encoder)
    vectors = encode_cached(opened, others)
    cosines = vectors @ opened.encode([text])[0]
    place = int(cosines.argmax())
    return place, float(cosines[place])
