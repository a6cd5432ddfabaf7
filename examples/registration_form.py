"""A registration form that checks a visit before it is saved: a small tool that imports kvacodes.

It needs ``pip install kvacodes`` and no dataframe library. The journal system gives the
child's earlier visits; the form says, in Swedish, what the new one would make wrong.

    python3 examples/registration_form.py --born 2019-01-09 --today 2019-03-19 \
        --earlier UX273=2019-01-20 --earlier UX274=2019-03-12 --new UX274
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import date

import kvacodes
from kvacodes import sequences

PROGRAMME = "utokat-hembesok-bvc"


def remarks(
    new: sequences.Visit, earlier: Sequence[sequences.Visit], *, born: date, today: date
) -> list[sequences.VisitFinding]:
    """Return what is wrong with the new visit, and what it makes wrong of the earlier ones."""
    programme = kvacodes.load().code_set(PROGRAMME).sequence

    def check(visits: Sequence[sequences.Visit]) -> tuple[sequences.VisitFinding, ...]:
        return sequences.check_visits(visits, programme, birth_date=born, as_of=today)

    # What was wrong before, such as a visit that is overdue, is no fault of the new one.
    before = set(check(earlier))
    return [finding for finding in check([*earlier, new]) if finding not in before]


def may_be_saved(found: Sequence[sequences.VisitFinding]) -> bool:
    """Say whether the form lets the visit through: warnings ask, errors stop."""
    return all(finding.severity != "error" for finding in found)


def visit_of(text: str, number: int) -> sequences.Visit:
    """Read a visit that is written as ``UX273=2019-01-20``."""
    code, _, day = text.partition("=")
    return sequences.Visit(contact_id=f"earlier-{number}", code=code, date=date.fromisoformat(day))


def main(arguments: Sequence[str] | None = None) -> int:
    """Check one registration, say what was found, and return 1 where it must not be saved."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--born", type=date.fromisoformat, required=True, metavar="DAY")
    parser.add_argument("--today", type=date.fromisoformat, required=True, metavar="DAY")
    parser.add_argument("--earlier", action="append", default=[], metavar="CODE=DAY")
    parser.add_argument("--new", required=True, metavar="CODE")
    args = parser.parse_args(arguments)
    catalogue = kvacodes.load()
    earlier = [visit_of(text, number) for number, text in enumerate(args.earlier, start=1)]
    new = sequences.Visit(contact_id="new", code=catalogue.code(args.new).code, date=args.today)
    found = remarks(new, earlier, born=args.born, today=args.today)
    programme = catalogue.code_set(PROGRAMME).sequence
    for finding in found:
        print(f"{finding.severity}: {sequences.message(finding, programme, 'sv')}")
    if not may_be_saved(found):
        print("Besöket sparas inte.")
        return 1
    print(f"{catalogue.code(new.code).text}: sparat.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
