"""The answers to the follow-up plan's questions, each in a sentence or two with figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from kvacodes.model import Label, Question, QuestionKind
from kvacodes.model.words import Lang
from kvacodes.reports.made import Made
from kvacodes.reports.model import Answer, Hidden, Kind, Value
from kvacodes.reports.numbers import as_count, as_number, as_share, period_in_words, span
from kvacodes.results import IndicatorRow

__all__ = ["answers_of"]

_MINUTES = 60

SAID = {
    "listed": Label(
        "{n} barn i målgruppen var listade på mätdagen.{missing}",
        "{n} children of the target group were listed on the measure date.{missing}",
    ),
    "listed-missing": Label(
        " För {n} listade barn är det okänt om de hör till målgruppen.",
        " Of {n} listed children it is not known whether they belong to it.",
    ),
    "visits": Label(
        "{joint} av {all} hembesök gjordes säkert i samverkan ({share}) och {alone} säkert inte; "
        "för {unknown} framgår det inte. {time}",
        "{joint} of {all} home visits are known to be joint ({share}) and {alone} not to be; of "
        "{unknown} it is not known. {time}",
    ),
    "time": Label(
        "Tidsåtgången är känd för {n} av besöken: {sum} timmar, med medianen {median} minuter.",
        "The time is known of {n} of the visits: {sum} hours, with a median of {median} minutes.",
    ),
    "time-none": Label("Tidsåtgången är inte känd.", "The time is not known."),
    "time-hidden": Label("Tidsåtgången visas inte.", "The time is not shown."),
    "continuity": Label(
        "{role}: {share} ({n} av {of} barn med minst två besök) har träffat en och samma.",
        "{role}: {share} ({n} of {of} children with at least two visits) were seen by one alone.",
    ),
    "continuity-none": Label(
        "{role}: inget barn har två besök med känd personal.",
        "{role}: no child has two visits with known staff.",
    ),
    "continuity-hidden": Label("{role}: visas inte.", "{role}: not shown."),
    "completion": Label(
        "{share} ({n} av {of}) har fått alla besök.", "{share} ({n} of {of}) have had all visits."
    ),
    "rate": Label(
        "{share} ({n} av {of}) har inga fel i registreringen.",
        "{share} ({n} of {of}) have no errors in the registration.",
    ),
    "reported": Label(
        "{answered} av {expected} enheter som ska svara har gjort det{split}.",
        "{answered} of {expected} units that should answer have done so{split}.",
    ),
    "reported-none": Label(
        "Ingen enhet som ska svara har gjort det.", "No unit that should answer has done so."
    ),
    "reported-unread": Label(
        "Inga svar från enheterna är med här.", "No answers of the units are included here."
    ),
    "besides": Label(" Därutöver svarade {units}.", " {units} answered besides."),
    "missing": Label(" Svar saknas från {units}.", " Answers are missing from {units}."),
    "not-answered": Label("Besvaras inte av något mått.", "No measure answers this."),
    "joint-of": Label("besök i samverkan", "joint visits"),
    "listed-of": Label("listade barn", "listed children"),
    "same-of": Label("har träffat en och samma {role}", "seen by one and the same: {role}"),
    "all-of": Label("har fått alla besök", "have had all visits"),
    "rate-of": Label("utan fel", "without errors"),
    "reported-of": Label("av enheterna har svarat", "of the units have answered"),
    "change": Label("{change} mot {period} ({before})", "{change} against {period} ({before})"),
    "points": Label("procentenheter", "percentage points"),
}


def answers_of(made: Made) -> tuple[Answer, ...]:
    """Answer the questions in the decision's order."""
    follow = made.code_set.follow_up
    questions = () if follow is None else sorted(follow.questions, key=lambda q: q.number)
    return tuple(_answer(question, made) for question in questions)


def _answer(question: Question, made: Made) -> Answer:
    if question.kind is QuestionKind.REPORTED:
        return _reported(question, made)
    made_by = [_COMPUTED[name] for name in question.indicators if name in _COMPUTED]
    if not made_by:
        return _plain(question, made, _say("not-answered", made.lang))
    return made_by[0](question, made)


def _plain(question: Question, made: Made, text: str, **more: object) -> Answer:
    return Answer(
        number=question.number,
        id=question.id,
        wording=" ".join(question.wording.in_language(made.lang).split()),
        text=text,
        **more,  # type: ignore[arg-type]
    )


def _say(name: str, lang: Lang, **parts: object) -> str:
    return SAID[name].in_language(lang).format(**parts)


def _listed(question: Question, made: Made) -> Answer:
    missing = made.cell("listed", "n_missing")
    told = ""
    if missing not in {0, None}:
        told = _say("listed-missing", made.lang, n=made.count("listed", "n_missing"))
    return _plain(
        question,
        made,
        _say("listed", made.lang, n=made.count("listed"), missing=told),
        figure=made.cell("listed", "numerator"),
        of=_say("listed-of", made.lang),
        change=_change(made, "listed", Kind.COUNT),
    )


def _visits(question: Question, made: Made) -> Answer:
    text = _say(
        "visits",
        made.lang,
        joint=made.count("visits.joint"),
        all=made.count("visits"),
        share=made.share("visits.joint"),
        alone=made.count("visits.not-joint"),
        unknown=made.count("visits.joint-unknown"),
        time=_time(made),
    )
    return _plain(
        question,
        made,
        text,
        figure=made.cell("visits.joint", "numerator"),
        of=_say("joint-of", made.lang),
        change=_change(made, "visits.joint", Kind.COUNT),
    )


def _time(made: Made) -> str:
    total, median = made.row("visits.time-sum"), made.row("visits.time-median")
    if total is None or median is None or total.suppressed or median.suppressed:
        return _say("time-hidden", made.lang)
    if not total.numerator:
        return _say("time-none", made.lang)
    low, high = bounds(total)
    return _say(
        "time",
        made.lang,
        n=as_count(total.numerator, made.lang),
        sum=span(_hours(low), _hours(high), made.lang),
        median=span(*bounds(median), made.lang),
    )


def bounds(row: IndicatorRow) -> tuple[float | None, float | None]:
    """Return what is known of a measure: its value twice, or the bounds of its band."""
    return (row.lower, row.upper) if row.bound == "band" else (row.value, row.value)


def _hours(minutes: float | None) -> float | None:
    return None if minutes is None else minutes / _MINUTES


def _continuity(question: Question, made: Made) -> Answer:
    told, figure, of = [], None, ""
    for role, title in made.roles():
        name = f"continuity.single-staff.{role}"
        value = made.cell(name)
        if value is Hidden.SMALL:
            told.append(_say("continuity-hidden", made.lang, role=title))
        elif value is None:
            told.append(_say("continuity-none", made.lang, role=title))
        else:
            told.append(_shared("continuity", made, name, role=title))
        if figure is None and value is not None and not of:
            figure = value
            of = _say("same-of", made.lang, role=title if made.lang == "en" else _lower(title))
    first = f"continuity.single-staff.{made.roles()[0][0]}" if made.roles() else ""
    change = _change(made, first, Kind.SHARE)
    return _plain(
        question, made, " ".join(told), figure=figure, kind=Kind.SHARE, of=of, change=change
    )


def _lower(title: str) -> str:
    """Write a title inside a sentence: BHV-sjuksköterska keeps its capitals."""
    return title if title[:2].isupper() else title[:1].lower() + title[1:]


def _completion(question: Question, made: Made) -> Answer:
    return _share_alone(question, made, "completion", "completion.all", "all-of")


def _rate(question: Question, made: Made) -> Answer:
    return _share_alone(question, made, "rate", "conformance-rate", "rate-of")


def _share_alone(question: Question, made: Made, name: str, indicator: str, of: str) -> Answer:
    return _plain(
        question,
        made,
        _shared(name, made, indicator),
        figure=made.cell(indicator),
        kind=Kind.SHARE,
        of=_say(of, made.lang),
        change=_change(made, indicator, Kind.SHARE),
    )


def _shared(name: str, made: Made, indicator: str, **parts: object) -> str:
    return _say(
        name,
        made.lang,
        share=made.share(indicator),
        n=made.count(indicator),
        of=made.count(indicator, "denominator"),
        **parts,
    )


def _reported(question: Question, made: Made) -> Answer:
    """Tell of the units that should answer; those that did besides are named after them."""
    every = {u: v for (u, q), v in made.replies.values.items() if q == question.id}
    missing = sorted(unit for unit, q in made.replies.missing if q == question.id)
    asked = frozenset(made.replies.expected)
    answers = {unit: value for unit, value in every.items() if unit in asked}
    besides = sorted(every.keys() - answers.keys())
    figure: Value
    if not made.replies.accounting["rows_read"]:
        figure, text = None, _say("reported-unread", made.lang)
    elif not answers:
        figure = 0.0 if missing else None
        text = _say("reported-none", made.lang)
    else:
        figure = len(answers) / (len(answers) + len(missing))
        counts = Counter(answers.values())
        said = [f"{value} {counts[value]}" for value in question.allowed if counts[value]]
        text = _say(
            "reported",
            made.lang,
            answered=len(answers),
            expected=len(answers) + len(missing),
            split=f": {', '.join(said)}" if said else "",
        )
        if missing:
            text += _say("missing", made.lang, units=", ".join(missing))
    if besides:
        text += _say("besides", made.lang, units=", ".join(besides))
    return _plain(
        question,
        made,
        text,
        figure=figure,
        kind=Kind.SHARE,
        of=_say("reported-of", made.lang),
        reported=True,
    )


_COMPUTED: Mapping[str, Callable[[Question, Made], Answer]] = {
    "listed": _listed,
    "visits": _visits,
    "continuity": _continuity,
    "completion": _completion,
    "conformance_rate": _rate,
}


def _change(made: Made, indicator: str, kind: Kind) -> str:
    """Say how a figure differs from the period compared with; nothing where one is hidden."""
    now, before = made.row(indicator), made.earlier(indicator)
    field = "value" if kind is Kind.SHARE else "numerator"
    pair = [None if row is None else getattr(row, field) for row in (now, before)]
    if made.compare is None or pair[0] is None or pair[1] is None:
        return ""
    difference = pair[0] - pair[1]
    if kind is Kind.SHARE:
        points = as_number(difference * 100, made.lang, decimals=1, signed=True)
        change, was = f"{points} {_say('points', made.lang)}", as_share(pair[1], made.lang)
    else:
        change = as_number(difference, made.lang, signed=True)
        was = as_count(pair[1], made.lang)
    period = period_in_words(made.compare, made.lang)
    return _say("change", made.lang, change=change, period=period, before=was)
