"""Personal data that may stand in a text: addresses, telephone and personal numbers."""

from __future__ import annotations

import re

__all__ = ["EMAIL", "PERSONAL_NUMBER", "PHONE", "personal_data_in"]

_AT = re.compile(r"@|\(at\)|\[at\]", re.IGNORECASE)
EMAIL = re.compile(r"[\w.+-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
PHONE = re.compile(
    r"(?<![\w§-])(?:\+46|0)[\s(0)-]{0,4}[0-9]{1,3}[\s-]{1,3}[0-9](?:[\s-]{0,2}[0-9]){4,8}(?![0-9])"
)
PERSONAL_NUMBER = re.compile(
    r"(?<![0-9])(?:(?:19|20)[0-9]{2}|[0-9]{2})[01][0-9][0-9]{2}[-+][0-9]{4}(?![0-9])"
)


def personal_data_in(text: str) -> str:
    """Return ``email``, ``phone`` or ``number`` for what a text holds; empty for none."""
    # An address is looked for at every word; most documents hold no sign of one at all.
    if _AT.search(text) and EMAIL.search(text):
        return "email"
    if PERSONAL_NUMBER.search(text):
        return "number"
    return "phone" if PHONE.search(text) else ""
