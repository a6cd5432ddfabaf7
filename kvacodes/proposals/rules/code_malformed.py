"""A code has neither the shape LLDDD nor LLLDD.

## What it does

Every code that a document decides on is compared with the two shapes of KVÅ: two letters
and three digits (KMÅ), or three letters and two digits (KKÅ), capital letters A–Z.

## Why

Journal systems and registers refuse anything else, often long after the decision.

## Rejected

```yaml
  - code: "UX27"
```

## Accepted

```yaml
  - code: "UX273"
```

## References

Socialstyrelsen, KVÅ: all 10 552 codes of the edition of 2020 have one of the two shapes.
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.documents.meant import codes_meant, meant_code
from kvacodes.findings import Severity
from kvacodes.model import Label
from kvacodes.proposals.rule import Proposal, Remark, label

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "code-malformed"
SUMMARY = label(
    "En kod har varken formen LLDDD eller LLLDD.", "A code has neither the shape LLDDD nor LLLDD."
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


_LENGTH = 5


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each code without a shape."""
    del proposal
    for code in document.code_set.codes if document.code_set else ():
        if code.shape is None and not document.is_wrong_at(document.place("code", of=code)):
            said = code.code if code.code.isalnum() else repr(code.code)
            yield Remark(
                document.place("code", of=code),
                label(
                    f"koden {said} har varken formen LLDDD eller LLLDD",
                    f"the code {said} has neither the shape LLDDD nor LLLDD",
                ),
                _hint(code.code),
            )


def _hint(code: str) -> Label:
    several = codes_meant(code)
    if len(several) > 1:
        named = ", ".join(several)
        return label(f"ge varje kod en egen post: {named}", f"an entry for each code: {named}")
    meant = meant_code(code)
    if meant:
        return label(f'skriv "{meant}"', f'write "{meant}"')
    if len(code) == _LENGTH:
        return label("använd bokstäverna A–Z och siffror", "use the letters A–Z and digits")
    return label(
        f"en kod har fem tecken, den här har {len(code)}",
        f"a code has five characters, this one has {len(code)}",
    )
