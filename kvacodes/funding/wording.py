"""Parameters and rules on money in plain numbered sentences, for a steward to read and sign."""

from __future__ import annotations

from collections.abc import Iterator
from functools import singledispatch

from kvacodes.errors import Phrase
from kvacodes.funding.grounds import basis_words, value_words
from kvacodes.funding.history import history
from kvacodes.funding.plans import cap_words
from kvacodes.model.parameters import DatedValue, Parameter
from kvacodes.model.rules import AllocationRule, ApplicationRule, PaymentRule
from kvacodes.model.words import Basis, Lang
from kvacodes.periods import ALWAYS, Interval

__all__ = ["describe"]


def describe(
    thing: Parameter | AllocationRule | PaymentRule | ApplicationRule, lang: Lang = "sv"
) -> str:
    """Say a parameter or a rule in plain numbered sentences.

    What is approximate is said with about, and what is assumed is called an assumption.

    Raises:
        TypeError: It is neither.
    """
    lines = enumerate(_sentences(thing, lang), start=1)
    return "\n".join(f"{i}. {line}" for i, line in lines)


@singledispatch
def _sentences(thing: object, lang: Lang) -> Iterator[str]:
    kind = type(thing).__name__
    message = Phrase(
        f"{kind} is neither a parameter nor a rule on money ({lang})",
        f"{kind} är varken en parameter eller en regel om pengar ({lang})",
    )
    raise TypeError(message)


def _days(valid: Interval, lang: Lang) -> str:
    if valid == ALWAYS:
        return "tills vidare" if lang == "sv" else "for the time being"
    if valid.end is None:
        return f"från {valid.start}" if lang == "sv" else f"from {valid.start}"
    if valid.start is None:
        return f"till och med {valid.last}" if lang == "sv" else f"through {valid.last}"
    return f"{valid.start} – {valid.last}"


def _value(dated: DatedValue, unit: str, lang: Lang) -> str:
    """Say a value with what it rests on."""
    rests = [dated.reference] if dated.reference else []
    if dated.basis is not Basis.DECISION:
        rests.append(basis_words(dated.basis, lang))
    words = value_words(dated, unit, lang)
    return f"{words} ({', '.join(rests)})" if rests else words


def _values(parameter: Parameter, within: Interval, lang: Lang) -> str:
    """Say the values that a parameter has within some days."""
    told = []
    for dated in parameter.values:
        both = within.overlap(dated.valid)
        if both is not None:
            words = _value(dated, parameter.unit, lang)
            told.append(words if both == within else f"{words} {_days(both, lang)}")
    return "; ".join(told)


@_sentences.register
def _of_parameter(parameter: Parameter, lang: Lang) -> Iterator[str]:
    title = parameter.title.in_language(lang) or parameter.id
    yield f"{title} ({parameter.id})."
    for row in history(parameter):
        if row.dated is None:
            yield f"{_days(row.valid, lang)}: {row.words(lang)}."
        else:
            note = f" {row.dated.note}" if row.dated.note and lang == "sv" else ""
            yield f"{_days(row.valid, lang)}: {_value(row.dated, parameter.unit, lang)}.{note}"


@_sentences.register
def _of_allocation(rule: AllocationRule, lang: Lang) -> Iterator[str]:
    sv = lang == "sv"
    yield f"{rule.title.in_language(lang) or rule.id}: {_days(rule.valid, lang)}."
    if rule.covers:
        yield f"{'Gäller' if sv else 'Holds for'}: {rule.covers.in_language(lang)}."
    parts = (
        (rule.norm, "Norm", "Norm"),
        (rule.amount, "Belopp", "Amount"),
        (rule.total, "Summa att dela", "Total to share"),
        (rule.age_from, "Lägsta ålder", "Lowest age"),
        (rule.age_to, "Högsta ålder", "Highest age"),
        (rule.age_to_included, "Högsta ålder räknas med", "The highest age is counted"),
    )
    for parameter, in_sv, in_en in parts:
        if parameter is not None:
            yield f"{in_sv if sv else in_en}: {_values(parameter, rule.valid, lang)}."
    if rule.paid_by:
        yield f"{'Betalas ut av' if sv else 'Paid out by'}: {rule.paid_by}."


@_sentences.register
def _of_payment(rule: PaymentRule, lang: Lang) -> Iterator[str]:
    sv = lang == "sv"
    yield f"{rule.title.in_language(lang) or rule.id}: {_days(rule.valid, lang)}."
    yield f"{'Belopp' if sv else 'Amount'}: {_values(rule.amount, rule.valid, lang)}."
    labels = (
        (rule.event, "Ersätts", "Paid for"),
        (rule.condition, "Villkor", "Condition"),
        (rule.control, "Kontroll", "Control"),
        (rule.replaced_by, "Ersatt av", "Replaced by"),
    )
    for label, in_sv, in_en in labels:
        if label:
            yield f"{in_sv if sv else in_en}: {label.in_language(lang)}."
    if rule.codes:
        yield f"{'Koder' if sv else 'Codes'}: {', '.join(rule.codes)}."
    else:
        yield (
            "Vilka koder som räknas anges av den som räknar."
            if sv
            else "Which codes count is said by the one who computes."
        )
    if rule.cap is not None:
        yield f"{cap_words(rule.cap, lang).capitalize()}."


@_sentences.register
def _of_application(rule: ApplicationRule, lang: Lang) -> Iterator[str]:
    sv = lang == "sv"
    yield f"{rule.title.in_language(lang) or rule.id}."
    if rule.opens is not None:
        yield f"{'Första dag' if sv else 'First day'}: {rule.opens}."
    yield f"{'Sista dag' if sv else 'Last day'}: {rule.deadline}."
    told = (
        (rule.open_to.in_language(lang), "Öppet för", "Open to"),
        (" / ".join(rule.submitted_by), "Söks via", "Made through"),
        (", ".join(rule.attachments), "Bilagor", "Attachments"),
        (rule.decided_by, "Beslutas efter sista dag av", "Decided after the last day by"),
        (rule.answered_to.in_language(lang), "Besked till", "Answer to"),
    )
    for words, in_sv, in_en in told:
        if words:
            yield f"{in_sv if sv else in_en}: {words}."
