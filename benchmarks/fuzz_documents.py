"""Search for bytes that make the reader, the rules or the draft of a decision raise.

    python benchmarks/fuzz_documents.py [-max_total_time=600] [CORPUS]

Uses atheris (a coverage-guided fuzzer, Linux) where it is installed, and otherwise breaks
a right document at random places for a minute. Anything that is raised is a defect.
"""

from __future__ import annotations

import contextlib
import random
import sys
import time
from datetime import date
from pathlib import Path

from kvacodes.documents import read_document
from kvacodes.errors import DocumentError, InputError
from kvacodes.proposals.checking import check_documents
from kvacodes.proposals.drafts import draft_from_text, write_draft
from kvacodes.proposals.formatting import formatted

SECONDS = 60
SLOW = 2.0


def one(content: bytes) -> None:
    """Read, check, format and draft whatever the bytes are."""
    start = time.process_time()
    document = read_document(content)
    for finding in check_documents([document], on=date(2020, 1, 1)).findings:
        str(finding)
    text = content.decode("utf-8", errors="replace")
    with contextlib.suppress(DocumentError, InputError):  # refusing is an answer
        formatted(text)
    write_draft(draft_from_text(text[:20_000]))
    if time.process_time() - start > SLOW:
        message = f"{len(content)} bytes took {time.process_time() - start:.1f} s"
        raise TimeoutError(message)


def broken(content: bytes, dice: random.Random) -> bytes:
    """Return the content with a few places cut, repeated or overwritten."""
    pieces = [
        b": ",
        b"- ",
        b"[",
        b"}",
        b'"',
        b"&a ",
        b"*a",
        b"!!x ",
        b"|\n",
        b"\x00",
        b"\xff",
        b"\t",
    ]
    for _ in range(dice.randint(1, 8)):
        at = dice.randrange(len(content) + 1)
        length = dice.randrange(30)
        put_in = dice.choice([*pieces, content[at : at + length], bytes([dice.randrange(256)])])
        content = content[:at] + put_in + content[at + dice.choice([0, length]) :]
    return content


def at_random(seconds: float) -> None:
    """Break the shipped documents until the time is up."""
    folder = Path(__file__).parent.parent / "codesets"
    seeds = [path.read_bytes() for path in sorted(folder.glob("*.yaml"))]
    dice = random.Random(0)
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        content = broken(dice.choice(seeds), dice)
        try:
            one(content)
        except Exception:
            Path("crash.yaml").write_bytes(content)
            raise
        count += 1
    print(f"{count} documents, nothing raised")


def main() -> None:
    """Search with atheris, or without it."""
    try:
        import atheris
    except ModuleNotFoundError:
        wanted = [a.partition("=")[2] for a in sys.argv if a.startswith("-max_total_time=")]
        at_random(float(wanted[0]) if wanted else SECONDS)
        return
    atheris.instrument_all()
    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
