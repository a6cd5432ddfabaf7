"""What somebody meant who wrote a code that is none."""

from __future__ import annotations

from kvacodes.model import CodeShape

__all__ = ["meant_code"]

_LOOKALIKES = str.maketrans("OoIl", "0011")


def meant_code(code: str) -> str:
    """Return the code that was meant: capitals, no blanks or marks, digits for lookalikes.

    The empty string where that gives no code either.
    """
    plain = "".join(c for c in code if c.isalnum()).upper()
    for letters in (2, 3):
        meant = plain[:letters] + plain[letters:].translate(_LOOKALIKES)
        if CodeShape.of(meant):
            return meant
    return ""
