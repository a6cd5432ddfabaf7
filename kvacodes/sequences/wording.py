"""Findings and sequences in words, Swedish and English: what readers meet instead of ids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from kvacodes.errors import Phrase
from kvacodes.findings import Severity
from kvacodes.model import (
    AnchorKind,
    Basis,
    Condition,
    Label,
    Lang,
    Match,
    Origin,
    Sequence,
    Step,
    Strength,
    Window,
)
from kvacodes.periods import ALWAYS, Interval, MonthEnd, Span
from kvacodes.sequences.kinds import DEFINITION, VisitFinding

__all__ = [
    "SERIES",
    "STATES",
    "TITLES",
    "assumptions",
    "conditions_in_words",
    "describe",
    "either_in_words",
    "message",
    "part_in_words",
    "span_in_words",
    "window_in_words",
]

TITLES = {
    "person-unknown": Label(
        "Personen finns inte i personregistret", "Person not among the persons"
    ),
    "birth-date-missing": Label("Födelsedatum saknas", "Birth date missing"),
    "birth-date-conflict": Label("Två olika födelsedatum", "Two different birth dates"),
    "anchor-date-missing": Label("Startdatum saknas", "Anchor date missing"),
    "anchor-date-conflict": Label("Två olika startdatum", "Two different anchor dates"),
    "date-missing": Label("Besöksdatum saknas", "Date of visit missing"),
    "date-before-birth": Label("Besök före födelsen", "Visit before birth"),
    "date-after-as-of": Label("Besök efter avläsningsdagen", "Visit after the as-of day"),
    "unknown-code": Label("Okänd kod i programmets serie", "Unknown code in the programme's run"),
    "code-not-in-force": Label("Koden gällde inte", "Code not in force"),
    "outside-target-group": Label("Utanför målgruppen", "Outside the target group"),
    "duplicate-visit": Label("Besöket redan registrerat", "Visit registered again"),
    "visit-out-of-order": Label("Besök i fel ordning", "Visit out of order"),
    "same-day-visits": Label("Två besök samma dag", "Two visits on one day"),
    "visit-skipped": Label("Överhoppat besök", "Visit skipped"),
    "visit-overdue": Label("Försenat besök", "Visit overdue"),
    "visit-too-early": Label("Besök för tidigt", "Visit too early"),
    "visit-too-late": Label("Besök för sent", "Visit too late"),
    "gap-too-short": Label("För kort tid sedan föregående", "Too soon after the one before"),
    "gap-too-long": Label("För lång tid sedan föregående", "Too long after the one before"),
    "not-joint": Label("Inte i samverkan", "Not joint"),
    "add-on-missing": Label("Tilläggskod saknas", "Add-on code missing"),
    "staff-missing": Label("Yrkesroll saknas", "Staff role missing"),
    "staff-changed": Label("Annan personal än förra gången", "Staff changed since last time"),
}
"""What each finding is called."""

_MESSAGES = {
    "person-unknown": Label(
        "personen har besök i programmet men finns inte bland personerna",
        "the person has visits in the programme but is not among the persons",
    ),
    "birth-date-missing": Label(
        "födelsedatum saknas, så inget kan sägas om ålder",
        "the birth date is missing, so nothing can be said about age",
    ),
    "birth-date-conflict": Label(
        "personen har två födelsedatum, så inget kan sägas om ålder",
        "the person has two birth dates, so nothing can be said about age",
    ),
    "anchor-date-missing": Label(
        "startdatum saknas, så inget kan sägas om tid därifrån",
        "the anchor date is missing, so nothing can be said about time from it",
    ),
    "anchor-date-conflict": Label(
        "personen har två startdatum, så inget kan sägas om tid därifrån",
        "the person has two anchor dates, so nothing can be said about time from them",
    ),
    "date-missing": Label("{step}: datum saknas", "{step}: the date is missing"),
    "date-before-birth": Label(
        "{step}: {date} är före födelsen {related_date}",
        "{step}: {date} is before birth on {related_date}",
    ),
    "date-after-as-of": Label(
        "{step}: {date} är efter avläsningsdagen {related_date}",
        "{step}: {date} is after the as-of day {related_date}",
    ),
    "unknown-code": Label(
        "koden {detail} ligger i programmets serie men är inte beslutad",
        "code {detail} lies in the programme's run but was not decided on",
    ),
    "outside-target-group": Label(
        "personen har besök i programmet men hör inte till målgruppen",
        "the person has visits in the programme but is not in the target group",
    ),
    "duplicate-visit": Label(
        "{step}: {date} är registrerat igen; första gången var {related_date}",
        "{step}: {date} is registered again; the first time was {related_date}",
    ),
    "visit-out-of-order": Label(
        "{step}: {date} är före {related_step} den {related_date}",
        "{step}: {date} is before {related_step} on {related_date}",
    ),
    "same-day-visits": Label(
        "{step}: {date} är samma dag som {related_step}",
        "{step}: {date} is the same day as {related_step}",
    ),
    "visit-skipped": Label(
        "{step}: saknas, men {related_step} gjordes {related_date}",
        "{step}: missing, though {related_step} was made on {related_date}",
    ),
    "visit-overdue": Label(
        "{step}: skulle ha gjorts senast {date}", "{step}: was to be made by {date}"
    ),
    "visit-too-early": Label(
        "{step}: {date} är för tidigt, tidigast {detail}, räknat från {origin} {related_date}",
        "{step}: {date} is too early, earliest {detail}, counted from {origin} {related_date}",
    ),
    "visit-too-late": Label(
        "{step}: {date} är för sent, senast {detail}, räknat från {origin} {related_date}",
        "{step}: {date} is too late, latest {detail}, counted from {origin} {related_date}",
    ),
    "gap-too-short": Label(
        "{step}: {date} är för tätt inpå {before} den {related_date}, {days} dagar efter, "
        "tidigast {detail}",
        "{step}: {date} is too soon after {before} on {related_date}, {days} days later, "
        "earliest {detail}",
    ),
    "gap-too-long": Label(
        "{step}: {date} är för långt efter {before} den {related_date}, {days} dagar efter, "
        "senast {detail}",
        "{step}: {date} is too long after {before} on {related_date}, {days} days later, "
        "latest {detail}",
    ),
    "not-joint": Label(
        "{step}: {date} gjordes inte i samverkan", "{step}: {date} was not made jointly"
    ),
    "add-on-missing": Label(
        "{step}: {date} saknar tilläggskod {detail}", "{step}: {date} lacks add-on code {detail}"
    ),
    "staff-missing": Label(
        "{step}: {date} saknar yrkesroll {detail}", "{step}: {date} lacks staff role {detail}"
    ),
    "staff-changed": Label(
        "{step}: {date} gjordes av annan personal än {related_date}",
        "{step}: {date} was made by other staff than {related_date}",
    ),
}
_IN_FORCE = Label(
    "{step}: koden {detail} gällde inte {date}", "{step}: code {detail} was not in force on {date}"
)
_EARLY = Label(
    "{step}: koden {detail} var beslutad men ännu inte obligatorisk {date}",
    "{step}: code {detail} was decided on but not yet required on {date}",
)
_ON_ASSUMPTION = Label(" (vilar på antagande)", " (rests on an assumption)")

STATES = {
    "done": Label("gjort", "done"),
    "not-yet-due": Label("ännu inte aktuellt", "not yet due"),
    "due": Label("aktuellt", "due"),
    "overdue": Label("försenat", "overdue"),
    "missed": Label("missat", "missed"),
    "skipped": Label("överhoppat", "skipped"),
}
"""What the states of a step are called."""

SEVERITIES = {
    Severity.ERROR: Label("fel", "error"),
    Severity.WARNING: Label("varning", "warning"),
    Severity.INFORMATION: Label("upplysning", "information"),
}
"""What the severities are called."""

SERIES = {
    "ended": Label("avslutad", "ended"),
    "complete": Label("fullföljd", "complete"),
    "aged-out": Label("passerad", "aged out"),
    "behind": Label("efter", "behind"),
    "on-track": Label("i fas", "on track"),
}
"""What the states of a sequence are called."""


def message(finding: VisitFinding, sequence: Sequence, lang: Lang = "sv") -> str:
    """Say a finding in one sentence, with the decision, source or assumption it rests on."""
    label = _MESSAGES.get(finding.finding)
    if label is None:
        label = _EARLY if finding.severity == "information" else _IN_FORCE
    text = label.in_language(lang).format(
        step=step_in_words(sequence, finding.step, lang),
        related_step=step_in_words(sequence, finding.related_step, lang),
        origin=origin_in_words(sequence, finding.related_step, lang),
        date=finding.date or ("okänd dag" if lang == "sv" else "unknown day"),
        related_date=finding.related_date,
        before=_before(finding, sequence, lang),
        days=_days_between(finding),
        detail=finding.detail,
    )
    return text + _grounds(finding, sequence, lang)


def _grounds(finding: VisitFinding, sequence: Sequence, lang: Lang) -> str:
    """Say what a finding rests on; nothing for a row that cannot be right anywhere."""
    if finding.basis == Basis.ASSUMPTION:
        return _ON_ASSUMPTION.in_language(lang)
    places = dict.fromkeys(filter(None, _places(finding, sequence)))
    return f" ({', '.join(places)})" if places else ""


def _places(finding: VisitFinding, sequence: Sequence) -> Iterator[str]:
    """Give where it can be read what a finding rests on: decisions, or other sources."""
    steps = [step for step in sequence.steps if step.number == finding.step]
    if finding.basis == Basis.DECISION:
        own = {code for step in steps for code in step.codes}
        codes = [code for code in sequence.codes if code.code in own]
        yield from (code.decision.reference for code in codes or sequence.codes)
    elif finding.finding in _OF_ORDER:
        yield sequence.order.source
    elif finding.finding == "not-joint" and sequence.joint is not None:
        yield sequence.joint.source
    elif finding.basis != DEFINITION:
        windows = [window for step in steps for window in step.windows]
        that = [window for window in windows if _is_limit(window, finding, sequence)]
        yield from (window.source for window in that or windows)


def _is_limit(window: Window, finding: VisitFinding, sequence: Sequence) -> bool:
    """Say whether a finding's day is a limit of the window: of several versions just one."""
    if finding.related_date is None:
        return False
    days = []
    if window.start is not None:
        days.append(window.start.after(finding.related_date, sequence.month_end))
    if window.before is not None:
        first_late = window.before.after(finding.related_date, sequence.month_end)
        days.append(first_late - dt.timedelta(days=1))
    named = finding.date if finding.finding == "visit-overdue" else finding.detail
    return str(named) in map(str, days)


_OF_ORDER = frozenset({"visit-out-of-order", "same-day-visits", "visit-skipped"})


def _before(finding: VisitFinding, sequence: Sequence, lang: Lang) -> str:
    """Say what a gap is counted from: a step, or a visit that was refused the same step."""
    if finding.related_step is not None and finding.related_step == finding.step:
        return "besöket före" if lang == "sv" else "the visit before"
    return step_in_words(sequence, finding.related_step, lang)


def _days_between(finding: VisitFinding) -> int | None:
    if finding.date is None or finding.related_date is None:
        return None
    return (finding.date - finding.related_date).days


def step_in_words(sequence: Sequence, number: int | None, lang: Lang = "sv") -> str:
    """Return for example ``steg 2 (Hembesök 2)``; a visit where no step is named."""
    if number is None:
        return "besök" if lang == "sv" else "visit"
    word = "steg" if lang == "sv" else "step"
    title = sequence.step(number).title.in_language(lang)
    return f"{word} {number} ({title})" if title else f"{word} {number}"


def origin_in_words(sequence: Sequence, number: int | None, lang: Lang = "sv") -> str:
    """Name what days are counted from: a step, or the anchor where no step is named."""
    if number is not None:
        return step_in_words(sequence, number, lang)
    return _ANCHORS[sequence.anchor.kind].in_language(lang)


_ANCHORS = {
    AnchorKind.BIRTH: Label("födelsen", "birth"),
    AnchorKind.STEP: Label("start", "the start"),
    AnchorKind.GIVEN: Label("angivet datum", "the given day"),
    AnchorKind.DATE: Label("datumet", "the day"),
}
_UNITS = {
    "years": ("år", "år"),
    "months": ("månad", "månader"),
    "weeks": ("vecka", "veckor"),
    "days": ("dag", "dagar"),
}


def span_in_words(span: Span, lang: Lang = "sv") -> str:
    """Return for example ``2 månader`` or ``2 months``."""
    if lang == "en":
        return str(span)
    parts = [f"{n} {_UNITS[unit][n != 1]}" for n, unit in span.parts() if n]
    return " ".join(parts) or "0 dagar"


def assumptions(sequence: Sequence) -> tuple[Phrase, ...]:
    """Name the parts of a sequence that rest on an assumption, in both languages."""
    return tuple(dict.fromkeys(_assumptions(sequence)))


def _assumptions(sequence: Sequence) -> Iterator[Phrase]:
    if sequence.order.basis is Basis.ASSUMPTION:
        yield Phrase("the order of the steps", "stegens ordning")
    for step in sequence.steps:
        if step.basis is Basis.ASSUMPTION:
            yield Phrase(f"step {step.number}", f"steg {step.number}")
        if any(w.basis is Basis.ASSUMPTION for w in step.windows):
            yield Phrase(
                f"the window of step {step.number}", f"tidsfönstret för steg {step.number}"
            )
    if sequence.joint is not None and sequence.joint.basis is Basis.ASSUMPTION:
        codes = ", ".join(sequence.joint.add_ons)
        yield Phrase(
            f"that {codes} says that a visit was joint",
            f"att {codes} visar att besöket var i samverkan",
        )
    if any(code.early is not None for code in sequence.codes):
        yield Phrase(
            "that codes were permitted from the decision until their latest start",
            "att koderna var tillåtna från beslutet till senaste startdag",
        )


def describe(sequence: Sequence, lang: Lang = "sv") -> str:
    """Say a sequence in plain numbered sentences, for a steward to read and sign."""
    return "\n".join(f"{i}. {line}" for i, line in enumerate(_sentences(sequence, lang), start=1))


def _sentences(sequence: Sequence, lang: Lang) -> Iterator[str]:
    sv = lang == "sv"
    origin = _ANCHORS[sequence.anchor.kind].in_language(lang)
    if sequence.anchor.step is not None:
        origin = step_in_words(sequence, sequence.anchor.step, lang)
    elif sequence.anchor.date is not None:
        origin = str(sequence.anchor.date)
    count = len(sequence.steps)
    yield (
        f"Sekvensen har {count} steg och räknas från {origin}."
        if sv
        else f"The sequence has {count} steps and is counted from {origin}."
    )
    if sequence.month_end is MonthEnd.ROLL:
        yield (
            "En dag som målmånaden saknar blir den första i nästa månad."
            if sv
            else "A day that the target month lacks becomes the first of the month after."
        )
    if sequence.match is Match.ORDINAL:
        yield (
            "Stegen fylls i datumordning. Ett besök före en absolut gräns, utöver respiten, fyller "
            "inget steg."
            if sv
            else "Steps are filled in order of date. A visit before an absolute limit, beyond its "
            "grace, fills none."
        )
    if sequence.episodes.start:
        yield from _episode_sentences(sequence, lang)
    for step in sequence.steps:
        yield _step_sentence(step, sequence, lang)
    if any(step.ordered for step in sequence.steps):
        text = (
            "Stegen ska komma i nummerordning" if sv else "The steps come in order of their numbers"
        )
        yield text + _rest(sequence.order.basis, sequence.order.source, lang) + "."
    if sequence.joint is not None:
        codes = ", ".join(sequence.joint.add_ons)
        text = (
            f"Besöken görs i samverkan, vilket visas av {codes} på samma vårdkontakt"
            if sv
            else f"The visits are joint, which {codes} on the same contact says"
        )
        yield text + _rest(sequence.joint.basis, sequence.joint.source, lang) + "."


def _episode_sentences(sequence: Sequence, lang: Lang) -> Iterator[str]:
    sv = lang == "sv"
    starts = ", ".join(str(n) for n in sequence.episodes.start)
    ends = ", ".join(str(n) for n in sequence.episodes.end)
    yield (
        f"En episod börjar med steg {starts} när ingen är öppen."
        if sv
        else f"An episode starts with step {starts} while none is open."
    )
    if ends:
        yield f"Den slutar med steg {ends}." if sv else f"It ends with step {ends}."


def _step_sentence(step: Step, sequence: Sequence, lang: Lang) -> str:
    sv = lang == "sv"
    name = step_in_words(sequence, step.number, lang)
    parts = [f"{name[0].upper()}{name[1:]}: {' / '.join(step.codes)}"]
    if step.optional:
        parts.append("valfritt" if sv else "optional")
    if not step.ordered:
        parts.append("utan bestämd plats i ordningen" if sv else "in no fixed order")
    if step.nominal_age is not None:
        age = span_in_words(step.nominal_age, lang)
        parts.append(f"avsett för {age}" if sv else f"meant for {age}")
    parts.extend(window_in_words(window, sequence, lang) for window in step.windows)
    for what, items in ((("med kod", "with code"), step.add_ons), (("med", "with"), step.staff)):
        if items:
            parts.append(f"{what[0 if sv else 1]} {', '.join(items)}")
    parts.extend(part_in_words(step, sequence, lang))
    if step.valid != ALWAYS:
        parts.append(("gäller " if sv else "valid ") + str(step.valid))
    return "; ".join(parts) + "."


def window_in_words(window: Window, sequence: Sequence, lang: Lang = "sv") -> str:
    """Say the days of a window, what they are counted from, and when it holds."""
    sv = lang == "sv"
    words = []
    words.append(_bounds(window, lang))
    if window.origin is Origin.STEP:
        words.append(("efter " if sv else "after ") + step_in_words(sequence, window.step, lang))
    elif window.origin is Origin.PREVIOUS:
        words.append("efter föregående steg" if sv else "after the step before")
    elif window.origin is Origin.VISIT:
        words.append(
            "efter föregående besök, även ett som inte räknas"
            if sv
            else "after the visit before, even one that does not count"
        )
    if window.strength is Strength.ABSOLUTE:
        words.append("(absolut gräns)" if sv else "(absolute limit)")
    if window.grace:
        grace = span_in_words(window.grace, lang)
        words.append(f"med {grace} respit" if sv else f"with {grace} of grace")
    if window.refuses is not None:
        outside = ("räknas inte", "does not count") if window.refuses else ("räknas", "counts")
        words.append(
            f"(det som ligger utanför {outside[0]})" if sv else f"(what lies beyond {outside[1]})"
        )
    words.extend(conditions_in_words(window, sequence, lang))
    if window.valid != Interval():
        words.append(("för episoder " if sv else "for episodes ") + str(window.valid))
    return " ".join(words) + _rest(window.basis, window.source, lang)


def _bounds(thing: Window | Condition, lang: Lang) -> str:
    sv = lang == "sv"
    bounds = []
    if thing.start is not None:
        bounds.append(("från " if sv else "from ") + span_in_words(thing.start, lang))
    if isinstance(thing, Window) and thing.last is not None:
        most = ("högst", "at most") if thing.is_gap else ("inom", "within")
        bounds.append(f"{most[0 if sv else 1]} {span_in_words(thing.last, lang)}")
    elif thing.before is not None:
        bounds.append(("före " if sv else "before ") + span_in_words(thing.before, lang))
    return ", ".join(bounds)


def conditions_in_words(window: Window, sequence: Sequence, lang: Lang) -> Iterator[str]:
    """Say in which episodes a window is there: a phrase for each key."""
    sv = lang == "sv"
    for conditions, word in (
        (window.when, "om" if sv else "if"),
        (window.unless, "om inte" if sv else "unless"),
    ):
        if conditions:
            yield f"{word} {either_in_words(conditions, sequence, lang)}"


def part_in_words(step: Step, sequence: Sequence, lang: Lang) -> Iterator[str]:
    """Say in which episodes a step is part of the sequence."""
    for conditions, sv, en in (
        (step.when, "ingår bara om", "part of it only if"),
        (step.unless, "ingår inte om", "no part of it if"),
    ):
        if conditions:
            yield f"{sv if lang == 'sv' else en} {either_in_words(conditions, sequence, lang)}"


def either_in_words(conditions: tuple[Condition, ...], sequence: Sequence, lang: Lang) -> str:
    """Say conditions of which one is enough; nothing where there are none."""
    either = " eller " if lang == "sv" else " or "
    return either.join(_said(condition, sequence, lang) for condition in conditions)


def _said(condition: Condition, sequence: Sequence, lang: Lang) -> str:
    """Say a condition: for example ``step 1 was done from 15 months after birth``."""
    sv = lang == "sv"
    step, bounds = step_in_words(sequence, condition.step, lang), _bounds(condition, lang)
    if not bounds and condition.after is None:
        return step
    origin = origin_in_words(sequence, condition.after, lang)
    return (
        f"{step} gjordes {bounds} efter {origin}"
        if sv
        else f"{step} was done {bounds} after {origin}"
    )


def _rest(basis: Basis, source: str, lang: Lang) -> str:
    if basis is Basis.ASSUMPTION:
        return " [antagande]" if lang == "sv" else " [assumption]"
    return f" [{source}]" if source else ""
