"""Explanations in words: what was counted, of what, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from kvacodes.indicators.request import Attribution, Request
from kvacodes.model import Label
from kvacodes.model.words import Lang
from kvacodes.results import Accounting

__all__ = ["ABOUT_ANSWERS", "ABOUT_CONTACTS", "REASON_WORDS", "About", "explained"]

REASON_WORDS = {
    "other-code": Label("annan kod än programmets", "a code that is not the programme's"),
    "unknown-code": Label("kod som inte finns i programmet", "a code the programme does not have"),
    "date-missing": Label("datum saknas", "no date"),
    "person-unknown": Label("personen finns inte bland personerna", "the person is not known"),
    "before-birth": Label("före födelsen", "before birth"),
    "after-as-of": Label("efter frågedagen", "after the day of the question"),
    "outside-period": Label("utanför perioden", "outside the period"),
    "outside-target-group": Label("utanför målgruppen", "outside the target group"),
    "not-counted": Label("ingår inte i måttet", "not part of this figure"),
    "repeated-row": Label("samma rad en gång till", "the same row again"),
    "person-id-missing": Label("personnyckel saknas", "no key of the person"),
    "birth-date-missing": Label("födelsedatum saknas", "no birth date"),
    "birth-date-conflict": Label("olika födelsedatum", "two birth dates"),
    "not-target-group": Label("inte i målgruppen", "not in the target group"),
    "target-group-unknown": Label("okänt om i målgruppen", "target group not known"),
    "not-listed": Label("inte listad på mätdagen", "not listed on the measure date"),
    "other-listing": Label("en annan listning gäller", "another listing counts"),
    "not-yet-due": Label("inte aktuell ännu", "not yet due"),
    "before-latest-start": Label(
        "mellan beslutet och senaste startdag", "between the decision and the latest start"
    ),
    "unknown-question": Label("frågan finns inte", "no such question"),
    "unit-missing": Label("enhet saknas", "no unit"),
    "no-answer": Label("inget svar", "no answer"),
    "value-not-allowed": Label("svaret är inte tillåtet", "the answer is not allowed"),
    "answers-disagree": Label("olika svar på samma fråga", "different answers to one question"),
    "time-missing": Label("tid saknas", "no time"),
    "minutes-negative": Label("negativ tid", "negative time"),
    "minutes-disagree": Label("olika tid på samma kontakt", "different times on one contact"),
    "time-bands-disagree": Label("tidskoder som utesluter varandra", "time codes that exclude"),
}
"""Each reason in words."""


@frozen
class About:
    """What figures are about, in words.

    Attributes:
        rows: The rows that were read, beside those of persons.
        unit: Which unit a figure is said of, by attribution.
    """

    rows: Label
    unit: Mapping[Attribution, Label]


ABOUT_CONTACTS = About(
    Label("Kontakter", "Contacts"),
    {
        Attribution.LISTED: Label(
            "Enhet är den där barnet är listat på mätdagen.",
            "The unit is the one where the person is listed on the measure date.",
        ),
        Attribution.CONTACT: Label(
            "Enhet är kontaktens enhet.", "The unit is that of the contact."
        ),
    },
)
ABOUT_ANSWERS = About(
    Label("Enheternas svar", "Answers of units"),
    {Attribution.LISTED: Label("Enhet är den som svarar.", "The unit is the one that answers.")},
)


def explained(
    meaning: Label,
    request: Request,
    *,
    accounting: Accounting,
    persons_accounting: Accounting,
    assumptions: Iterable[Label] = (),
    about: About = ABOUT_CONTACTS,
) -> Mapping[str, str]:
    """Make the explanation in each language."""
    assumed = tuple(assumptions)
    by_unit = {"unit_id", "contract_id"} & set(request.by)
    unit = about.unit[request.attribution] if by_unit else None
    read = ((about.rows, accounting), (Label("Personer", "Persons"), persons_accounting))
    languages: tuple[Lang, ...] = ("sv", "en")
    return {
        lang: "\n".join(_lines(meaning, request, unit, read, assumed, lang=lang))
        for lang in languages
    }


def _lines(
    meaning: Label,
    request: Request,
    unit: Label | None,
    read: Iterable[tuple[Label, Accounting]],
    assumptions: Iterable[Label],
    *,
    lang: Lang,
) -> Iterable[str]:
    yield meaning.in_language(lang)
    period = request.period
    yield Label(
        f"Period {period.first}–{period.last}, mätdag {request.measure_date}, "
        f"frågan ställd {request.as_of}.",
        f"Period {period.first}–{period.last}, measure date {request.measure_date}, "
        f"asked on {request.as_of}.",
    ).in_language(lang)
    if unit is not None:
        yield unit.in_language(lang)
    for table, rows in read:
        if rows["rows_read"]:
            yield f"{table.in_language(lang)}: {_accounted(rows, lang)}"
    for assumption in assumptions:
        yield Label("Antagande: ", "Assumption: ").in_language(lang) + assumption.in_language(lang)


def _accounted(rows: Accounting, lang: Lang) -> str:
    read, used = rows["rows_read"], rows["rows_used"]
    said = Label(
        f"{read} {'rad läst' if read == 1 else 'rader lästa'}, "
        f"{used} {'använd' if read == used == 1 else 'använda'}",
        f"{read} {'row' if read == 1 else 'rows'} read, {used} used",
    ).in_language(lang)
    if rows.excluded:
        left_out = ", ".join(
            f"{REASON_WORDS[reason].in_language(lang)} {n}" for reason, n in rows.excluded.items()
        )
        said += Label("; utelämnade: ", "; left out: ").in_language(lang) + left_out
    if rows.of_which:
        among = ", ".join(
            f"{REASON_WORDS[reason].in_language(lang)} {n}" for reason, n in rows.of_which.items()
        )
        said += Label("; därav: ", "; of which: ").in_language(lang) + among
    return said + "."
