"""The document holds an address, a telephone number or a personal number.

## What it does

Looks for e-mail addresses, telephone numbers and Swedish personal numbers in all texts.

## Why

Documents are public and live for ever. Roles and units say who is responsible; persons change.

## Rejected

```yaml
    requested_by: Barnhälsovårdsöverläkare, fornamn.efternamn@example.org
```

## Accepted

```yaml
    requested_by: Barnhälsovårdsöverläkare, Central Barnhälsovård
```
"""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.documents import Document
from kvacodes.findings import Severity
from kvacodes.proposals.personal import personal_data_in
from kvacodes.proposals.rule import Proposal, Remark, label, texts

__all__ = ["ID", "SEVERITY", "SINCE", "STATUS", "SUMMARY", "check"]

ID = "personal-data"
SUMMARY = label(
    "Dokumentet innehåller en personuppgift.",
    "The document holds an address, a telephone number or a personal number.",
)
SEVERITY = Severity.ERROR
SINCE = "0.1.0"
STATUS = "active"


_WORDS = {
    "email": label("en e-postadress", "an e-mail address"),
    "phone": label("ett telefonnummer", "a telephone number"),
    "number": label("ett personnummer", "a personal number"),
}
_NUMBERS = ("diary_number", "paragraphs", "source", "sources")


def check(document: Document, proposal: Proposal) -> Iterator[Remark]:
    """Give a remark for each text with personal data; the data itself is not repeated."""
    del proposal
    if not personal_data_in(document.text):
        return  # the whole text at once is ten times as fast as its values one by one
    for keys, text in texts(document.root):
        kind = personal_data_in(text)
        if kind and not (kind == "phone" and set(_NUMBERS) & set(keys)):
            what = _WORDS[kind]
            yield Remark(
                document.place(*keys),
                label(f"texten innehåller {what.sv}", f"the text holds {what.en}"),
                label("skriv roll och enhet i stället", "write role and unit instead"),
            )
