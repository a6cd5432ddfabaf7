"""Writing differences: for a terminal, a pull request, a program and the changelog."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from kvacodes.model import Label, Lang
from kvacodes.proposals.diff.effects import Effects
from kvacodes.proposals.diff.kinds import Difference, Impact

__all__ = ["write_changelog", "write_human", "write_json", "write_markdown"]

_NOTHING = Label("Inget är ändrat i sak.", "Nothing changed in meaning.")
_WORST = Label("Sammantaget", "Altogether")
_PARTS = (
    ("sequences", Label("Besöksföljder som berörs", "Sequences touched")),
    ("indicators", Label("Indikatorer som berörs", "Indicators touched")),
    ("payments", Label("Ersättningar som berörs", "Payments touched")),
    ("overlaps", Label("Delas med andra dokument", "Shared with other documents")),
    ("left_out", Label("Inte prövat på en konstgjord population", "Not tried on a population")),
)
_POPULATION = Label(
    "Personer med fynd, av {n} konstgjorda: före → efter",
    "Persons with a finding, of {n} artificial ones: before → after",
)


def _grouped(found: Iterable[Difference]) -> Iterator[tuple[Impact, list[Difference]]]:
    """Give the differences by impact, the gravest first."""
    found = tuple(found)
    for impact in reversed(Impact):
        mine = [difference for difference in found if difference.impact is impact]
        if mine:
            yield impact, mine


def write_human(
    found: Iterable[Difference], effects: Effects | None = None, *, lang: Lang = "en"
) -> str:
    """Return the differences for a terminal."""
    found = tuple(found)
    if not found:
        return _NOTHING.in_language(lang)
    lines: list[str] = []
    for impact, mine in _grouped(found):
        lines += [f"{impact.heading.in_language(lang)}:"]
        lines += [f"  {d.code_set}: {d.message.in_language(lang)} [{d.kind}]" for d in mine]
    if effects is not None:
        lines += _effects(effects, lang, title="{}:", bullet="  ")
    return "\n".join(lines)


def write_markdown(
    found: Iterable[Difference], effects: Effects | None = None, *, lang: Lang = "en"
) -> str:
    """Return the differences as a comment on a pull request."""
    found = tuple(found)
    if not found:
        return _NOTHING.in_language(lang)
    worst = max((d.impact for d in found), key=lambda impact: impact.weight)
    lines = [f"**{_WORST.in_language(lang)}: {worst.heading.in_language(lang)}**"]
    for impact, mine in _grouped(found):
        lines += ["", f"### {impact.heading.in_language(lang)}", ""]
        lines += [f"- `{d.code_set}`: {_plain(d.message.in_language(lang))}" for d in mine]
    if effects is not None:
        lines += _effects(effects, lang, title="\n### {}\n", bullet="- ")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Escape what a document's words could mean in Markdown."""
    for character in "\\`*_<>[]|":
        text = text.replace(character, f"\\{character}")
    return text


def _effects(effects: Effects, lang: Lang, *, title: str, bullet: str) -> list[str]:
    lines: list[str] = []
    for name, label in _PARTS:
        rows = [row.in_language(lang) for row in getattr(effects, name)]
        if rows:
            lines += [title.format(label.in_language(lang))]
            lines += [f"{bullet}{_plain(row) if bullet == '- ' else row}" for row in rows]
    if effects.population:
        words = _POPULATION.in_language(lang).format(n=effects.persons)
        lines += [title.format(words)]
        lines += [
            f"{bullet}{s.code_set}: {s.finding} {s.before} → {s.after}" for s in effects.population
        ]
    return lines


def write_json(
    found: Iterable[Difference], effects: Effects | None = None, *, lang: Lang = "en"
) -> str:
    """Return the differences for a program."""
    found = tuple(found)
    worst = max((d.impact for d in found), key=lambda i: i.weight, default=Impact.COMPATIBLE)
    data: dict[str, object] = {
        "impact": worst,
        "differences": [
            {
                "kind": d.kind,
                "impact": d.impact,
                "code_set": d.code_set,
                "subject": d.subject,
                "message": d.message.in_language(lang),
                "why": d.why,
            }
            for d in found
        ],
    }
    if effects is not None:
        data["touched"] = {
            name: [row.in_language(lang) for row in getattr(effects, name)] for name, _ in _PARTS
        }
        data["population"] = {
            "persons": effects.persons,
            "findings": [
                {
                    "code_set": s.code_set,
                    "finding": s.finding,
                    "before": s.before,
                    "after": s.after,
                }
                for s in effects.population
            ],
        }
    return json.dumps(data, ensure_ascii=False, indent=2)


def write_changelog(found: Iterable[Difference]) -> str:
    """Return the changes as an entry of the changelog; changes of data name their code sets."""
    by_set: dict[str, list[Difference]] = {}
    for difference in found:
        by_set.setdefault(difference.code_set, []).append(difference)
    lines = ["### Code sets", ""]
    for name, mine in by_set.items():
        breaks = any(d.impact is Impact.BREAKING for d in mine)
        words = "; ".join(d.message.in_language("en") for d in mine if d.kind != "other-changed")
        mark = "**Breaking.** " if breaks else ""
        lines.append(f"- {mark}`{name}`: {words or 'facts for readers changed'}.")
    return "\n".join(lines) if by_set else ""
