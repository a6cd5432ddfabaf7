"""What measures are called, for people: the names in results are for programs."""

from __future__ import annotations

import re

from kvacodes.indicators.care_groups import CHAPTERS
from kvacodes.model.words import Label, Lang

__all__ = ["title_of"]

_TITLES = {
    "listed": Label("Listade barn", "Listed children"),
    "visits": Label("Besök", "Visits"),
    "visits.joint": Label("Säkert i samverkan", "Known to be joint"),
    "visits.not-joint": Label("Säkert inte i samverkan", "Known not to be joint"),
    "visits.joint-unknown": Label("Framgår inte om i samverkan", "Not known whether joint"),
    "visits.time-known": Label("Besök med känd tid", "Visits with known time"),
    "visits.time-sum": Label("Tid, summa minuter", "Time, minutes in all"),
    "visits.time-mean": Label("Tid, medelvärde minuter", "Time, mean minutes"),
    "visits.time-median": Label("Tid, median minuter", "Time, median minutes"),
    "completion.all": Label("Alla besök", "All visits"),
    "conformance-rate": Label("Utan fel i registreringen", "Without errors"),
    "other-care.persons": Label("Har haft annan vård", "Have had other care"),
    "other-care.contacts": Label("Andra kontakter", "Other contacts"),
    "other-care.uncoded": Label("Andra kontakter utan kod", "Other contacts without a code"),
}

_LEAD_TIMES = {
    "measured": Label("Mätta tider", "Times measured"),
    "open": Label("Inte klara", "Open"),
    "closed-without": Label("Avslutade utan", "Closed without"),
    "negative": Label("Negativa tider", "Negative times"),
    "median": Label("Dagar, median", "Days, median"),
    "within-limit": Label("Inom gränsen", "Within the limit"),
    "kaplan-meier-median": Label("Dagar, median (Kaplan–Meier)", "Days, median (Kaplan–Meier)"),
    **{f"p{n}": Label(f"Dagar, percentil {n}", f"Days, percentile {n}") for n in (10, 25, 75, 90)},
}

_CONTINUITY = {
    "single-staff": Label("Har träffat en och samma", "Seen by one alone"),
    "staff-known": Label("Besök med känd personal", "Visits with known staff"),
    "usual-provider": Label("Vanligaste ansiktets andel", "Usual provider"),
    "coc": Label("COC", "COC"),
}

_CHAPTERS = {chapter.number: chapter.title for chapter in CHAPTERS}
_STEP = re.compile(r"(?:visits|completion)\.step-(\d+)")
_ROUTE = re.compile(r"lead-time(?:\.([\d/]+-[\d/]+))?\.(.+)")
_CARE = re.compile(r"other-care\.(chapter|category|procedure-group)\.(.+?)(\.contacts)?")
_DETAILS = {
    "chapter": Label("Diagnoser", "Diagnoses"),
    "category": Label("Diagnos", "Diagnosis"),
    "procedure-group": Label("Åtgärder", "Procedures"),
}
_OF_CONTACTS = Label("kontakter", "contacts")


def title_of(indicator: str, lang: Lang) -> str:
    """Return what a measure is called; its own name where it has no other.

    ```pycon
    >>> title_of("completion.step-2", "sv"), title_of("lead-time.1-2.median", "en")
    ('Besök 2', 'Days, median, 1 to 2')

    ```
    """
    if indicator in _TITLES:
        return _TITLES[indicator].in_language(lang)
    if match := _STEP.fullmatch(indicator):
        return Label(f"Besök {match[1]}", f"Step {match[1]}").in_language(lang)
    if (match := _ROUTE.fullmatch(indicator)) and match[2] in _LEAD_TIMES:
        return _LEAD_TIMES[match[2]].in_language(lang) + _on_route(match[1], lang)
    if match := _CARE.fullmatch(indicator):
        named = f"{_DETAILS[match[1]].in_language(lang)}: {_group(match[1], match[2], lang)}"
        return f"{named}, {_OF_CONTACTS.in_language(lang)}" if match[3] else named
    stem, _, rest = indicator.partition(".")
    measure, _, role = rest.partition(".")
    if stem == "continuity" and measure in _CONTINUITY:
        return f"{_CONTINUITY[measure].in_language(lang)}: {role}"
    return indicator


def _on_route(route: str | None, lang: Lang) -> str:
    if route is None:
        return ""
    start, _, stop = route.partition("-")
    return Label(f", {start} till {stop}", f", {start} to {stop}").in_language(lang)


def _group(detail: str, group: str, lang: Lang) -> str:
    title = _CHAPTERS.get(group) if detail == "chapter" else None
    return group if title is None else f"{group} {title.in_language(lang)}"
