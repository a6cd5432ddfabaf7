"""Why a rule held or not, in words: what was judged, against what, and from which day."""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.model import Basis, Label, Lang, Sequence, Strength
from kvacodes.sequences.tried import Tried, Verdict
from kvacodes.sequences.wording import origin_in_words, step_in_words, window_in_words

__all__ = ["reason", "rests_on"]

_LATE = frozenset({"visit-too-late", "gap-too-long", "visit-overdue"})
_STRENGTHS = {
    Strength.ABSOLUTE: Label("absolut gräns", "absolute limit"),
    Strength.RECOMMENDED: Label("rekommenderad gräns", "recommended limit"),
}
_LIMITS = {
    "date-before-birth": Label("född {}", "born {}"),
    "date-after-as-of": Label("avläst {}", "as of {}"),
    "code-not-in-force": Label("kod {}", "code {}"),
}
_UNKNOWN = {
    "date-before-birth": Label("födelsedatum saknas", "the birth date is missing"),
    "visit-skipped": Label("registrerat utan datum", "registered without a day"),
    "not-joint": Label("inget sagt om samverkan", "nothing said of joint work"),
    "staff-missing": Label("ingen roll känd", "no role known"),
    "staff-changed": Label("inte känt för båda besöken", "not known for both visits"),
    "outside-target-group": Label("inte känt", "not known"),
}


def reason(tried: Tried, sequence: Sequence, lang: Lang = "sv") -> str:
    """Say why the rule came out as it did; keys of persons and contacts are not named."""
    return ", ".join(_parts(tried, sequence, lang))


def _parts(tried: Tried, sequence: Sequence, lang: Lang) -> Iterator[str]:
    sv = lang == "sv"
    is_no_part = tried.verdict is Verdict.NOT_APPLICABLE and tried.window is None
    if (tried.episode is None or is_no_part) and tried.step is not None:
        yield step_in_words(sequence, tried.step, lang)
    if tried.date is not None:
        yield str(tried.date)
    if tried.verdict is Verdict.NOT_JUDGED:
        yield _why_not_judged(tried, sequence, lang)
    elif tried.verdict is Verdict.NOT_APPLICABLE and tried.window is not None:
        window = sequence.step(tried.step or 0).windows[tried.window - 1]
        yield window_in_words(window, sequence, lang)
    elif tried.window is not None:
        edge = ("senast" if sv else "latest") if tried.rule in _LATE else None
        yield f"{edge or ('tidigast' if sv else 'earliest')} {tried.limit}"
        origin = origin_in_words(sequence, tried.related_step, lang)
        yield f"{'räknat från' if sv else 'counted from'} {origin} {tried.related_date}"
        if tried.strength is not None:
            yield _STRENGTHS[tried.strength].in_language(lang)
    else:
        yield from _compared(tried, sequence, lang)


def _compared(tried: Tried, sequence: Sequence, lang: Lang) -> Iterator[str]:
    """What a rule that is no limit in time looked at."""
    if tried.rule in _LIMITS and tried.limit is not None:
        yield _LIMITS[tried.rule].in_language(lang).format(tried.limit)
    elif tried.value is not None and tried.value not in {str(tried.date), "True", "False"}:
        yield tried.value
    if tried.related_step is not None:
        yield f"{step_in_words(sequence, tried.related_step, lang)} {tried.related_date}"
    elif tried.related_date is not None:
        first = "första gången" if lang == "sv" else "the first time"
        yield f"{first} {tried.related_date}"


def _why_not_judged(tried: Tried, sequence: Sequence, lang: Lang) -> str:
    sv = lang == "sv"
    if tried.window is None:
        return _UNKNOWN[tried.rule].in_language(lang)
    window = sequence.step(tried.step or 0).windows[tried.window - 1]
    if window.is_gap:
        return "inget tidigare steg före den dagen" if sv else "no earlier step before that day"
    origin = origin_in_words(sequence, window.step, lang)
    return f"{origin} saknas" if sv else f"{origin} is missing"


def rests_on(tried: Tried, lang: Lang = "sv") -> str:
    """Say what the rule rests on: an assumption, a decision, or a source; may be empty."""
    if tried.basis == Basis.ASSUMPTION:
        return "antagande" if lang == "sv" else "assumption"
    if tried.source:
        return tried.source
    return ("beslut" if lang == "sv" else "decision") if tried.basis == Basis.DECISION else ""
