"""Reading what units report themselves: templates that were filled in, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from attrs import define, evolve, field, frozen

from kvacodes.errors import InputError, near_misses, worded
from kvacodes.extracts import REPORTED, Columns, Reported
from kvacodes.findings import Finding, Place, Severity
from kvacodes.indicators.answer_files import HEADERS, Grid, column_letter, grids_of
from kvacodes.indicators.answers import allowed_value, questions_of
from kvacodes.model import CodeSet, Label, Question
from kvacodes.periods import Period

__all__ = ["Sheet", "read_reported"]

_NEEDED = ("unit_id", "period", "indicator", "value")
RULES = (
    "column-missing",
    "unit-missing",
    "unknown-unit",
    "other-period",
    "unknown-question",
    "value-not-allowed",
    "answers-disagree",
)
"""What may be wrong with a template that was filled in; each id begins with ``reported-``."""

_LOOKED_AT = 30
"""Rows looked at for the header: workbooks have a title and a word of advice above it."""
_LONGEST = 40
"""Of a longer answer the beginning is shown: free text may say more than it should."""


@frozen(kw_only=True)
class Sheet:
    """Templates that were filled in and read.

    Attributes:
        rows: The answers that can be used, and questions left without one.
        written: Every row as it was written, those that cannot be used too: `reported` and
            `follow_up` account for them.
        findings: What is wrong, cell by cell; the place has the line and the column, and
            of a workbook the sheet and the cell.
    """

    rows: tuple[Reported, ...]
    written: tuple[Reported, ...] = ()
    findings: tuple[Finding, ...]


def read_reported(
    source: str | Path | Iterable[Path],
    code_set: CodeSet,
    *,
    period: Period | None = None,
    units: Iterable[str] | None = None,
    columns: Columns | None = None,
    file: str = "reported.csv",
) -> Sheet:
    """Read templates that were filled in; what is wrong comes as findings, cell by cell.

    Workbooks are understood, and CSV with semicolons, commas or tabs, with or without a
    byte-order mark, in UTF-8 or Latin-1. Letter case and blanks around an answer do not
    matter. An empty answer is kept as no answer; the units without one are for `reported`
    to list.

    Args:
        source: The text of a CSV file, or the file, or several files to put together.
        code_set: The programme.
        period: The period asked about; rows of other periods are findings. None takes all.
        units: The units that should answer; others are findings, and kept. None takes all.
        columns: What the columns are called, where they are not those of the template.
        file: What to call the text in findings.

    Raises:
        InputError: A file cannot be read, or is neither text nor a workbook; of several files
            this is a finding.
        MissingExtraError: It is a workbook and openpyxl is not installed.
    """
    sources = (source,) if isinstance(source, str | Path) else tuple(source)
    reader = _Reader(
        questions=questions_of(code_set),
        period=period,
        units=None if units is None else frozenset(units),
        names={c.name: (columns or Columns()).source_name("reported", c) for c in REPORTED},
    )
    for one in sources:
        try:
            reader.read(grids_of(one, file=file))
        except InputError as error:
            # Of many files one must not hide what the others answer.
            if len(sources) == 1:
                raise
            reader.findings.append(_unreadable(str(one), error))
    return Sheet(
        rows=tuple(reader.rows), written=tuple(reader.written), findings=tuple(reader.findings)
    )


def _unreadable(file: str, error: InputError) -> Finding:
    return _finding(
        "reported-file-unreadable",
        Place(file, 1, 1),
        Label(
            f"fann {worded(error.found, 'sv')}, väntade {worded(error.expected, 'sv')}",
            f"found {error.found}, expected {error.expected}",
        ),
        Label(worded(error.hint, "sv"), str(error.hint)),
    )


@define
class _Reader:
    """Reads files one by one, and remembers what was answered where."""

    questions: tuple[Question, ...]
    period: Period | None
    units: frozenset[str] | None
    names: Mapping[str, str]
    rows: list[Reported] = field(factory=list)
    written: list[Reported] = field(factory=list)
    findings: list[Finding] = field(factory=list)
    said: dict[tuple[str, str, str], tuple[str, str]] = field(factory=dict)

    def read(self, grids: tuple[Grid, ...]) -> None:
        """Read one file: the first of its sheets that has the columns."""
        headers = [(grid, self._header(grid)) for grid in grids]
        for grid, header in headers:
            if header is not None and len(header[1]) == len(_NEEDED):
                self._read(grid, *header)
                return
        first, header = next(((g, h) for g, h in headers if h is not None), (grids[0], None))
        self.findings.append(self._no_header(first, header))

    def _header(self, grid: Grid) -> tuple[int, dict[str, int]] | None:
        """Return the number of the header's row, and where the needed columns stand."""
        best: tuple[int, dict[str, int]] | None = None
        for number, cells in grid.rows[:_LOOKED_AT]:
            folded = [cell.casefold() for cell in cells]
            found = {}
            for name in _NEEDED:
                known = (self.names[name], name, HEADERS[name].sv, HEADERS[name].en)
                seen = [k.casefold() for k in known if k.casefold() in folded]
                if seen:
                    found[name] = folded.index(seen[0])
            if found and (best is None or len(found) > len(best[1])):
                best = (number, found)
        return best

    def _no_header(self, grid: Grid, header: tuple[int, dict[str, int]] | None) -> Finding:
        line = 1 if header is None else header[0]
        rows = dict(grid.rows)
        cells = ", ".join(cell for cell in rows.get(line, ()) if cell)
        found = () if header is None else header[1]
        missing = ", ".join(name for name in _NEEDED if name not in found)
        expected = ", ".join(_NEEDED)
        return _finding(
            "reported-column-missing",
            Place(grid.file, line, 1, grid.sheet),
            Label(
                f"hittade kolumnerna {cells or 'inga'}, väntade {expected}",
                f"found columns {cells or 'none'}, expected {expected}",
            ),
            Label(
                f"lägg till {missing}, eller utgå från mallen",
                f"add {missing}, or start from the template",
            ),
        )

    def _read(self, grid: Grid, header: int, places: dict[str, int]) -> None:
        for number, cells in grid.rows:
            if number <= header or not any(cells):
                continue
            values = {name: cells[at] if at < len(cells) else "" for name, at in places.items()}
            row = _Row(grid, number, places, values, self)
            found = row.wrong()
            self.findings.extend(found)
            written = Reported(
                unit_id=values["unit_id"],
                period=row.period_label,
                indicator=values["indicator"],
                value=values["value"] or None,
            )
            self.written.append(written)
            if not any(f.severity is Severity.ERROR for f in found):
                question = row.question
                if question is not None and values["value"]:
                    written = evolve(written, value=allowed_value(question, values["value"]))
                self.rows.append(written)


@frozen
class _Row:
    """One row, where it stands, and what it is read against."""

    grid: Grid
    line: int
    places: Mapping[str, int]
    values: Mapping[str, str]
    reader: _Reader

    @property
    def question(self) -> Question | None:
        """The question answered."""
        return next((q for q in self.reader.questions if q.id == self.values["indicator"]), None)

    @property
    def period_label(self) -> str:
        """The period as results label it, however it was written: 2019-08 as its days."""
        try:
            return Period.parse(self.values["period"]).label
        except ValueError:
            return self.values["period"]

    def wrong(self) -> list[Finding]:
        """Return what is wrong with the cells, from left to right."""
        found = [*self._unit(), *self._period()]
        question = self.question
        if question is None:
            found.append(self._unknown_question())
        elif self.values["value"]:
            found += self._value(question)
        return found

    def _unit(self) -> Iterable[Finding]:
        unit, units = self.values["unit_id"], self.reader.units
        if not unit:
            message = Label("enheten är tom", "the unit is empty")
            yield self._at(
                "unit_id", "unit-missing", message, Label("ange enhet", "say which unit")
            )
        elif units is not None and unit not in units:
            near = near_misses(unit, units, most=1)
            yield self._at(
                "unit_id",
                "unknown-unit",
                Label(
                    f"enheten {unit!r} är inte en av dem som ska svara",
                    f"the unit {unit!r} is not one of those that should answer",
                ),
                _meant(near, Label("svaret räknas ändå", "the answer counts all the same")),
                severity=Severity.WARNING,
            )

    def _period(self) -> Iterable[Finding]:
        period = self.reader.period
        if period is not None and self.period_label != period.label:
            written = self.values["period"]
            yield self._at(
                "period",
                "other-period",
                Label(
                    f"perioden är {written!r}, väntade {period.label!r}",
                    f"the period is {written!r}, expected {period.label!r}",
                ),
                Label("låt mallens period stå", "leave the template's period"),
            )

    def _unknown_question(self) -> Finding:
        name, known = self.values["indicator"], [q.id for q in self.reader.questions]
        every = ", ".join(known)
        return self._at(
            "indicator",
            "unknown-question",
            Label(f"det finns ingen fråga {name!r}", f"there is no question {name!r}"),
            _meant(
                near_misses(name, known, most=1),
                Label(f"frågorna är {every}", f"the questions are {every}"),
            ),
        )

    def _value(self, question: Question) -> Iterable[Finding]:
        written = self.values["value"]
        shown = written if len(written) <= _LONGEST else f"{written[:_LONGEST]}…"
        value = allowed_value(question, written)
        if value is None:
            sv, en = (word.join(question.allowed) for word in (" eller ", " or "))
            yield self._at(
                "value",
                "value-not-allowed",
                Label(
                    f"svaret {shown!r} är inte tillåtet; väntade {sv}",
                    f"the answer {shown!r} is not allowed; expected {en}",
                ),
                _meant(
                    near_misses(written, question.allowed, most=1),
                    Label("välj ett av de tillåtna svaren", "choose one of the allowed answers"),
                ),
            )
            return
        key = (self.values["unit_id"], self.period_label, question.id)
        earlier, where = self.reader.said.setdefault(key, (value, str(self._place("value"))))
        if earlier != value:
            yield self._at(
                "value",
                "answers-disagree",
                Label(
                    f"svaret {value!r} skiljer sig från {earlier!r} på {where}",
                    f"the answer {value!r} differs from {earlier!r} at {where}",
                ),
                Label(
                    "låt ett av dem stå; tills dess har enheten inte svarat",
                    "leave one of them; until then the unit has not answered",
                ),
                severity=Severity.WARNING,
            )

    def _place(self, column: str) -> Place:
        at = self.places[column] + 1
        path = f"{self.grid.sheet}!{column_letter(at)}{self.line}" if self.grid.sheet else column
        return Place(self.grid.file, self.line, at, path)

    def _at(
        self,
        column: str,
        rule: str,
        message: Label,
        hint: Label,
        *,
        severity: Severity = Severity.ERROR,
    ) -> Finding:
        place = self._place(column)
        if self.grid.sheet:
            message = Label(f"{place.path}: {message.sv}", f"{place.path}: {message.en}")
        return _finding(f"reported-{rule}", place, message, hint, severity=severity)


def _meant(near: tuple[str, ...], otherwise: Label) -> Label:
    return Label(f"menade ni {near[0]}?", f"did you mean {near[0]}?") if near else otherwise


def _finding(
    rule: str, place: Place, message: Label, hint: Label, *, severity: Severity = Severity.ERROR
) -> Finding:
    return Finding(
        rule=rule,
        severity=severity,
        message=message.in_language("en"),
        place=place,
        hint=hint.in_language("en"),
        message_sv=message.sv,
        hint_sv=hint.sv,
    )
