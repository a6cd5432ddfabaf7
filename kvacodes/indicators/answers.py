"""What units report themselves: a template to fill in, and reading it back."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping

from attrs import frozen

from kvacodes.errors import UsageError, near_misses
from kvacodes.extracts import Reported
from kvacodes.findings import Finding, Place, Severity
from kvacodes.model import CodeSet, Question, QuestionKind
from kvacodes.model.words import Lang
from kvacodes.periods import Period

__all__ = ["TEMPLATE_COLUMNS", "Sheet", "questions_of", "read_reported", "reported_template"]

TEMPLATE_COLUMNS = ("unit_id", "period", "indicator", "question", "allowed", "value")
"""The columns of the template; ``question`` and ``allowed`` are there to be read."""

_NEEDED = ("unit_id", "period", "indicator", "value")


@frozen(kw_only=True)
class Sheet:
    """A template that was filled in and read.

    Attributes:
        rows: The answers that can be used.
        findings: What is wrong, cell by cell; the place has the line and the column.
    """

    rows: tuple[Reported, ...]
    findings: tuple[Finding, ...]


def questions_of(code_set: CodeSet) -> tuple[Question, ...]:
    """Return the questions that units answer themselves, in the decision's order."""
    if code_set.follow_up is None:
        return ()
    asked = [q for q in code_set.follow_up.questions if q.kind is QuestionKind.REPORTED]
    return tuple(sorted(asked, key=lambda q: q.number))


def reported_template(
    code_set: CodeSet, units: Iterable[str], *, period: Period, lang: Lang = "sv"
) -> str:
    """Make the template that units fill in: CSV with one row per unit and question.

    The dialect is that of a Swedish spreadsheet: semicolons. Allowed values stand beside
    each question; where there are none the answer is free text.

    Args:
        code_set: The programme.
        units: The units that are to answer.
        period: The period asked about.
        lang: The language of the questions.

    Raises:
        UsageError: The programme asks nothing of its units.
    """
    questions = questions_of(code_set)
    if not questions:
        message = f"the code set {code_set.id} has no questions that units report"
        raise UsageError(message)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(TEMPLATE_COLUMNS)
    for unit in sorted(set(units)):
        for question in questions:
            wording = question.wording.in_language(lang)
            allowed = " | ".join(question.allowed)
            writer.writerow([unit, period.label, question.id, wording, allowed, ""])
    return out.getvalue()


def read_reported(
    text: str, code_set: CodeSet, *, period: Period | None = None, file: str = "reported.csv"
) -> Sheet:
    """Read a template that was filled in; what is wrong comes as findings, cell by cell.

    Semicolons, commas and tabs are understood, and a byte-order mark. An empty answer is
    kept as no answer; the units without one are for `reported` to list.

    Args:
        text: The file's text.
        code_set: The programme.
        period: The period asked about; rows of other periods are findings. None takes all.
        file: What to call the file in findings.
    """
    lines = text.removeprefix("\ufeff")
    first = lines.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(lines), delimiter=delimiter)
    header = [name.strip().casefold() for name in next(reader, [])]
    missing = [name for name in _NEEDED if name not in header]
    if missing:
        message = f"found columns {', '.join(header) or 'none'}, expected {', '.join(_NEEDED)}"
        hint = f"add {', '.join(missing)}, or start from the template"
        finding = _finding("reported-column-missing", message, Place(file, 1, 1), hint)
        return Sheet(rows=(), findings=(finding,))
    page = _Page(file, {name: header.index(name) for name in _NEEDED}, questions_of(code_set))
    rows, findings = [], []
    for cells in reader:
        if any(cell.strip() for cell in cells):
            row, found = page.read(cells, reader.line_num, period)
            findings.extend(found)
            if row is not None:
                rows.append(row)
    return Sheet(rows=tuple(rows), findings=tuple(findings))


@frozen
class _Page:
    """What a line is read against."""

    file: str
    places: Mapping[str, int]
    questions: tuple[Question, ...]

    def read(
        self, cells: list[str], line: int, period: Period | None
    ) -> tuple[Reported | None, list[Finding]]:
        """Read one line: the answer, if it can be used, and what is wrong with it."""
        values = {
            name: cells[at].strip() if at < len(cells) else "" for name, at in self.places.items()
        }
        found = []
        if not values["unit_id"]:
            found.append(self._wrong("unit_id", line, "the unit is empty", "say which unit"))
        if period is not None and values["period"] != period.label:
            message = f"the period is {values['period']!r}, expected {period.label!r}"
            found.append(self._wrong("period", line, message, "leave the template's period"))
        question = next((q for q in self.questions if q.id == values["indicator"]), None)
        if question is None:
            found.append(self._unknown_question(values["indicator"], line))
        elif values["value"] and allowed_value(question, values["value"]) is None:
            message = (
                f"the answer {values['value']!r} is not allowed; "
                f"expected {' or '.join(question.allowed)}"
            )
            near = near_misses(values["value"], question.allowed, most=1)
            hint = f"did you mean {near[0]}?" if near else "choose one of the allowed answers"
            found.append(self._wrong("value", line, message, hint))
        if found or question is None:
            return None, found
        value = allowed_value(question, values["value"]) if values["value"] else None
        row = Reported(
            unit_id=values["unit_id"],
            period=values["period"],
            indicator=question.id,
            value=value,
        )
        return row, []

    def _unknown_question(self, name: str, line: int) -> Finding:
        known = [q.id for q in self.questions]
        near = near_misses(name, known, most=1)
        hint = f"did you mean {near[0]}?" if near else f"the questions are {', '.join(known)}"
        return self._wrong("indicator", line, f"there is no question {name!r}", hint)

    def _wrong(self, column: str, line: int, message: str, hint: str) -> Finding:
        place = Place(self.file, line, self.places[column] + 1, column)
        return _finding(f"reported-{_RULES[column]}", message, place, hint)


_RULES = {
    "unit_id": "unit-missing",
    "period": "other-period",
    "indicator": "unknown-question",
    "value": "value-not-allowed",
}


def _finding(rule: str, message: str, place: Place, hint: str) -> Finding:
    return Finding(rule=rule, severity=Severity.ERROR, message=message, place=place, hint=hint)


def allowed_value(question: Question, value: str) -> str | None:
    """Return the answer as the document writes it; None where it is not allowed.

    Letter case and blanks around do not matter. Free text is kept as it is.
    """
    said = value.strip()
    if not question.allowed:
        return said
    return next((a for a in question.allowed if a.casefold() == said.casefold()), None)
