"""Upper and lower case as file formats mean it, whatever the user's language."""

import locale
import re


def use_plain_letters() -> None:
    """Let C libraries compare letters as ASCII has them.

    In Turkish and its relatives the capital of "i" is not "I". GDAL then takes its
    own keywords for others, and says so on standard error, line by line. Python's
    own texts and names of files are not concerned.
    """
    if re.fullmatch(b"i", b"I", re.IGNORECASE | re.LOCALE):
        return
    for plain in ("C.UTF-8", "C.utf8", "C"):
        try:
            locale.setlocale(locale.LC_CTYPE, plain)
        except locale.Error:
            continue
        return
