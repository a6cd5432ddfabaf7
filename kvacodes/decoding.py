"""Text of files that come from anywhere: UTF-8, UTF-16 with a mark, or Windows-1252."""

from __future__ import annotations

import codecs

__all__ = ["decoded"]


def decoded(content: bytes) -> str:
    """Return the text of a file, without the mark it may begin with.

    What is not UTF-8 is read as Windows-1252, of which Latin-1 is a part: that never
    fails, and the two differ only where Latin-1 has no letters.

    ```pycon
    >>> decoded("å".encode("latin-1")), decoded("å".encode("utf-8-sig"))
    ('å', 'å')

    ```
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
