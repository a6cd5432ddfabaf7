"""``kvacodes new``: make a document, from a decision text or from answers."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import note, write_result
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.proposals.drafts import Draft

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "new"
HELP = "make a document, from a decision text or from answers"
EXAMPLE = "kvacodes new --from-decision beslut.docx --out codesets/nytt-program.yaml"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--from-decision",
        type=Path,
        metavar="FILE",
        help=said("a decision as .txt or .docx", "ett beslut som .txt eller .docx"),
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=said("where to write it", "var det ska skrivas")
    )


def run(args: argparse.Namespace) -> int:
    """Write the document; what could not be read is told beside it."""
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.proposals import drafts

    if args.out is not None and args.out.exists():
        message = Phrase(
            f"{args.out} exists; write to another file, or remove it first",
            f"{args.out} finns redan; skriv till en annan fil, eller ta bort den först",
        )
        raise UsageError(message)
    if args.from_decision is None:
        draft = _interview()
    else:
        draft = drafts.draft_from_decision(args.from_decision)
        for unread in draft.unread:
            place = f"{args.from_decision}:{unread.line}" if unread.line else args.from_decision
            note(f"{place}: {said('not read', 'lästes inte')}: {said(unread.en, unread.sv)}")
    write_result(drafts.write_draft(draft, lang=language()), args.out)
    return 0


def _ask(en: str, sv: str) -> str:
    """Return the answer to a question; the question goes to standard error."""
    sys.stderr.write(f"{said(en, sv)}: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip()


def _ask_day(en: str, sv: str) -> date | None:
    """Return the day that is answered; none where nothing is, and ask again for what is none."""
    while answer := _ask(f"{en} (2019-01-31)", f"{sv} (2019-01-31)"):
        try:
            return date.fromisoformat(answer)
        except ValueError:
            note(said(f"{answer!r} is not a day", f"{answer!r} är ingen dag"))
    return None


def _interview() -> Draft:
    """Ask what a decision text would have said."""
    from kvacodes.model import StartKind
    from kvacodes.proposals import drafts

    note(said("An empty answer leaves it open.", "Ett tomt svar lämnar det öppet."))
    title = _ask("What the codes are for", "Vad koderna avser")
    region = _ask("Region", "Region")
    body = _ask("Who decided", "Vem som beslutade")
    diary_number = _ask("Diary number", "Diarienummer")
    decided_on = _ask_day("Day of the decision", "Beslutets dag")
    starts_on = _ask_day("Start", "Startdatum")
    word = _ask("The start is exact or latest [exact]", "Startdatum är exakt eller senast [exakt]")
    is_latest = word.casefold().startswith(("l", "s"))
    requested_by = _ask(
        "Asked for by, role and unit, no name", "Önskat av, roll och enhet, inget namn"
    )
    lines = ["Kod\tKodtext"]
    note(said("Codes, one a line, such as:", "Koder, en per rad, till exempel:"))
    note("UX273 Utökat hembesök nr 1 (BVC)")
    while answer := _ask("Code and text", "Kod och kodtext"):
        code, _, text = answer.partition(" ")
        lines.append(f"{code}\t{text.strip()}")
    table = drafts.draft_from_text("\n".join(lines))
    decision = drafts.DraftDecision(
        body=body,
        diary_number=diary_number,
        requested_by=requested_by,
        decided_on=decided_on,
        start_kind=StartKind.LATEST if is_latest else StartKind.EXACT,
        starts_on=starts_on,
    )
    return drafts.Draft(
        title=title,
        region=region,
        decisions=(decision,),
        codes=table.codes,
        unread=tuple(unread for unread in table.unread if unread.line),
    )
