"""What the parts of a report are made from."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import frozen

from kvacodes.indicators.reported import Replies
from kvacodes.model import CodeSet
from kvacodes.model.words import Lang
from kvacodes.periods import Period
from kvacodes.reports.figures import Figures, Keys
from kvacodes.reports.model import Hidden, Value
from kvacodes.reports.numbers import HIDDEN_SIGN, NOTHING_SIGN, as_count, as_share
from kvacodes.results import Accounting, IndicatorRow

__all__ = ["Made"]


@frozen(kw_only=True)
class Made:
    """Figures after disclosure control, and what is known beside them.

    Attributes:
        code_set: The programme.
        period: The period.
        compare: The earlier period it is compared with, if any.
        as_of: The day of the question.
        lang: The language.
        threshold: The smallest count shown.
        by: The stratifiers of the figures by unit.
        figures: All figures.
        severities: The weight of each finding that occurred.
        replies: What units have answered themselves.
        accounting: Where the rows of contacts went.
        persons_accounting: Where the rows of persons went.
        has_contracts: Whether it is known who has signed.
    """

    code_set: CodeSet
    period: Period
    compare: Period | None
    as_of: date
    lang: Lang
    threshold: int
    by: tuple[str, ...]
    figures: Figures
    severities: Mapping[str, str]
    replies: Replies
    accounting: Accounting
    persons_accounting: Accounting
    has_contracts: bool

    def row(self, indicator: str, by: Keys = ()) -> IndicatorRow | None:
        """Return one figure of the period."""
        return self.figures.get(indicator, self.period.label, by)

    def earlier(self, indicator: str) -> IndicatorRow | None:
        """Return the same figure of the period compared with."""
        if self.compare is None:
            return None
        return self.figures.get(indicator, self.compare.label)

    def cell(self, indicator: str, field: str = "value", by: Keys = ()) -> Value:
        """Return one number of a figure, for a cell of a table."""
        row = self.row(indicator, by)
        if row is None:
            return None
        if row.suppressed or (field == "n_missing" and row.n_missing is None):
            return Hidden.SMALL
        value: Value = getattr(row, field)
        return value

    def count(self, indicator: str, field: str = "numerator", by: Keys = ()) -> str:
        """Return a count of a figure in words."""
        value = self.cell(indicator, field, by)
        if value is Hidden.SMALL:
            return HIDDEN_SIGN
        return as_count(value, self.lang) if isinstance(value, int | float) else NOTHING_SIGN

    def share(self, indicator: str, by: Keys = ()) -> str:
        """Return a share in per cent."""
        value = self.cell(indicator, "value", by)
        if value is Hidden.SMALL:
            return HIDDEN_SIGN
        return as_share(value, self.lang) if isinstance(value, float) else NOTHING_SIGN

    def roles(self) -> tuple[tuple[str, str], ...]:
        """Return the roles that continuity is told of, with what they are called."""
        stem = "continuity.single-staff."
        found = self.figures.starting(stem, self.period.label)
        titles = {p.role: p.title.in_language(self.lang) for p in self.code_set.partners}
        titles["role-unknown"] = "Okänd roll" if self.lang == "sv" else "Role not known"
        names = [row.indicator.removeprefix(stem) for row in found]
        return tuple((name, titles.get(name, name)) for name in names)
