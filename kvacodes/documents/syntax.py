"""Where a text stops being YAML, and why: what the parser says, put so that it helps.

A parser names the place where it could not go on. What is wrong mostly stands before: a
quote or a bracket that was never closed, a key without its colon.
"""

from __future__ import annotations

import re

import yaml
from attrs import frozen

from kvacodes.model.words import Label

__all__ = ["Problem", "QuotedLines", "problem_of"]


@frozen
class Problem:
    """What is wrong with the syntax, and where; line and column count from 0."""

    line: int
    column: int
    what: Label
    hint: Label = Label("")


@frozen
class QuotedLines:
    """A text in quotes that goes over several lines: where it begins, and its last line."""

    line: int
    column: int
    last: int


_CONFLICT = re.compile(r"^(?:<{7} |={7}$|>{7} )", re.MULTILINE)
_CONFLICT_WORDS = (
    Label("en konflikt som git lämnat olöst", "a conflict that git left unresolved"),
    Label(
        "behåll en av lydelserna och ta bort raderna med <<<<<<<, ======= och >>>>>>>",
        "keep one of the versions, and remove the lines with <<<<<<<, ======= and >>>>>>>",
    ),
)
_KEY_WORDS = (
    Label("raden är varken nyckel eller post", "the line is neither a key nor an entry"),
    Label("skriv ett kolon och ett blanksteg efter nyckeln", "write a colon and a blank after it"),
)
_FLOW_WORDS = (
    Label("en hake som öppnas här stängs inte", "a bracket that opens here is not closed"),
    Label("stäng den på samma rad, med } eller ]", "close it on the same line, with } or ]"),
)
_COMMA_WORDS = (
    Label("ett kommatecken eller en hake saknas", "a comma or a bracket is missing"),
    Label(
        "skriv ett kommatecken mellan delarna, och sätt text med hakar inom citattecken",
        "write a comma between the parts, and put text with brackets in quotes",
    ),
)
_COLON_WORDS = (
    Label("ett kolon inuti ett värde", "a colon inside a value"),
    Label(
        "sätt texten inom citattecken om den innehåller ett kolon, och se över indraget",
        "put the text in quotes if it holds a colon, and look at the indentation",
    ),
)
_TOKEN_WORDS = (
    Label("ett tecken som inget kan börja med", "a character that nothing can begin with"),
    Label(
        "sätt text som börjar med ett specialtecken inom citattecken",
        "put text that begins with a special character in quotes",
    ),
)
_QUOTE_WORDS = (
    Label("ett citattecken öppnas här och stängs aldrig", "a quote is opened here, never closed"),
    Label("stäng det på samma rad", "close it on the same line"),
)
_BLANK_WORDS = (
    Label("ett blanksteg saknas efter -", "a blank is missing after -"),
    Label("skriv - och ett blanksteg", "write - and a blank"),
)


_MARKER_WORDS = (
    Label("en post börjar med ett annat tecken än -", "an entry begins with another mark than -"),
    _BLANK_WORDS[1],
)
_TAB_WORDS = (
    Label("raden är indragen med en tabb", "the line is indented with a tab"),
    Label("dra in med blanksteg", "indent with blanks"),
)


def problem_of(  # noqa: PLR0911 - one return for each cause
    error: yaml.YAMLError, text: str, quoted: QuotedLines | None
) -> Problem:
    """Return what is wrong, where it begins, and what to do.

    Args:
        error: What a parser raised.
        text: What it read.
        quoted: The last text in quotes that went over several lines, if there was one.
    """
    said = str(getattr(error, "problem", None) or getattr(error, "reason", error))
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None)
    about = str(getattr(error, "context", ""))
    conflict = _CONFLICT.search(text)
    if conflict is not None:
        return Problem(text.count("\n", 0, conflict.start()), 0, *_CONFLICT_WORDS)
    if mark is None:
        before = text[: getattr(error, "position", 0)]
        return Problem(before.count("\n"), len(before) - before.rfind("\n") - 1, Label(said, said))
    here = mark if context is None else context
    if quoted is not None and quoted.last == mark.line:
        return Problem(quoted.line, quoted.column, *_closed_late(quoted))
    if "end of stream" in said:
        words = _FLOW_WORDS if "flow" in about else _QUOTE_WORDS
        return Problem(here.line, here.column, *words)
    if "flow" in about and context is not None:
        is_open = context.line < mark.line
        here = context if is_open else mark
        return Problem(here.line, here.column, *(_FLOW_WORDS if is_open else _COMMA_WORDS))
    if "simple key" in about:
        return Problem(here.line, here.column, *_KEY_WORDS)
    if "block" in about and context is not None:
        return Problem(mark.line, mark.column, *_indented(text, mark, context.column))
    if "mapping values are not allowed" in said:
        return Problem(mark.line, mark.column, *_COLON_WORDS)
    if "cannot start any token" in said or "tab character" in said:
        is_tab = _line(text, mark.line)[mark.column :].startswith("\t")
        return Problem(mark.line, mark.column, *(_TAB_WORDS if is_tab else _TOKEN_WORDS))
    return Problem(mark.line, mark.column, Label(said, said))


def _line(text: str, number: int) -> str:
    """Return a line as the parsers count them: a carriage return alone ends one too."""
    lines = re.split("\r\n|\r|\n", text)
    return lines[number] if number < len(lines) else ""


def _closed_late(quoted: QuotedLines) -> tuple[Label, Label]:
    line = quoted.last + 1
    what = Label(
        f"ett citattecken som öppnas här stängs först på rad {line}",
        f"a quote that opens here is closed only on line {line}",
    )
    return what, _QUOTE_WORDS[1]


def _indented(text: str, mark: yaml.Mark, expected: int) -> tuple[Label, Label]:
    line = _line(text, mark.line)
    if re.match(r"\s*-\w", line):
        return _BLANK_WORDS
    if re.match(r"\s*[–—•·]", line):
        return _MARKER_WORDS
    found = len(line) - len(line.lstrip())
    if found == expected or mark.column > found:
        return (
            Label("raden hör inte ihop med dem ovanför", "the line does not go with those above"),
            Label(
                "se över indrag, kommatecken, hakar och citattecken här och på raden före",
                "look at indentation, commas, brackets and quotes here and on the line before",
            ),
        )
    blanks = "blank" if found == 1 else "blanks"
    return (
        Label(
            f"raden är indragen {found} blanksteg, de den hör till {expected}",
            f"the line is indented by {found} {blanks}, those it goes with by {expected}",
        ),
        Label("dra in den som de andra", "indent it like the others"),
    )
