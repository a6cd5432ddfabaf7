"""What computing functions give back beside their figures: accounting and provenance.

No dataframe library is needed here: a table is whatever kind the caller gave.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Protocol, Self, runtime_checkable

from attrs import field, fields, frozen

from kvacodes._version import __version__
from kvacodes.errors import Phrase, UsageError
from kvacodes.model.document import CodeSet
from kvacodes.model.words import Basis, Lang
from kvacodes.periods import Period

__all__ = [
    "CONTACT_REASONS",
    "PERSON_REASONS",
    "RESULT_COLUMNS",
    "Accounting",
    "CombinedResult",
    "IndicatorResult",
    "IndicatorRow",
    "IndicatorRows",
    "Presenter",
    "Provenance",
    "Shown",
]

CONTACT_REASONS = (
    "other-code",
    "unknown-code",
    "date-missing",
    "person-unknown",
    "before-birth",
    "after-as-of",
    "outside-period",
    "outside-target-group",
    "not-counted",
    "repeated-row",
)
"""Why a row of contacts is not used; the first that holds is the one counted."""

PERSON_REASONS = (
    "person-id-missing",
    "not-target-group",
    "target-group-unknown",
    "not-listed",
    "other-listing",
    "birth-date-missing",
    "birth-date-conflict",
    "not-yet-due",
)
"""Why a row of persons is not used; the first that holds is the one counted."""


class Accounting(Mapping[str, int]):
    """Where the rows went: ``rows_read = rows_used + the sum of all reasons``.

    A mapping with the keys ``rows_read`` and ``rows_used``, then each reason that
    occurred, in the order of the closed list of reasons.

    Attributes:
        of_which: Counts of used rows that deserve a word, such as ``before-latest-start``;
            they are not part of the sum.
    """

    def __init__(
        self,
        *,
        rows_read: int,
        excluded: Mapping[str, int] | Iterable[tuple[str, int]] = (),
        of_which: Mapping[str, int] | None = None,
        reasons: tuple[str, ...] = CONTACT_REASONS,
    ) -> None:
        counts = {reason: int(n) for reason, n in dict(excluded).items() if n}
        if unknown := counts.keys() - set(reasons):
            message = Phrase(
                f"reasons {sorted(unknown)} are not among {list(reasons)}",
                f"orsakerna {sorted(unknown)} finns inte bland {list(reasons)}",
            )
            raise UsageError(message)
        used = int(rows_read) - sum(counts.values())
        if used < 0:
            message = Phrase(
                f"{sum(counts.values())} rows excluded of {rows_read} read",
                f"{sum(counts.values())} rader uteslutna av {rows_read} lästa",
            )
            raise UsageError(message)
        self._counts = {"rows_read": int(rows_read), "rows_used": used}
        self._counts |= {reason: counts[reason] for reason in reasons if reason in counts}
        self.of_which = {k: int(n) for k, n in (of_which or {}).items() if n}

    @property
    def excluded(self) -> dict[str, int]:
        """The reasons alone, with their rows."""
        return {k: n for k, n in self._counts.items() if k not in {"rows_read", "rows_used"}}

    def __getitem__(self, key: str) -> int:
        """Return the rows for a key; a reason that did not occur is a KeyError."""
        return self._counts[key]

    def __iter__(self) -> Iterator[str]:
        """Give the keys: read, used, then the reasons."""
        return iter(self._counts)

    def __len__(self) -> int:
        """Return the number of keys."""
        return len(self._counts)

    def __eq__(self, other: object) -> bool:
        """Compare with another accounting, of which included, or with a mapping."""
        if isinstance(other, Accounting):
            return self._counts == other._counts and self.of_which == other.of_which
        return self._counts == other

    def __hash__(self) -> int:
        """Hash by the counts."""
        return hash(tuple(self._counts.items()))

    def __repr__(self) -> str:
        """Show the counts."""
        return f"Accounting({self._counts}, of_which={self.of_which})"


@frozen(kw_only=True)
class Provenance:
    """From what a figure was made: enough to make it again.

    Attributes:
        code_set: The id of the document.
        content_hash: SHA-256 of the document.
        decisions: What it rests on, by diary number or source.
        as_of: The day on which the question was asked.
        period: The period, where there is one.
        library_version: The version of kvacodes.
        assumptions: What was used that rests on an assumption, in words.
    """

    code_set: str
    content_hash: str
    decisions: tuple[str, ...]
    as_of: date | None
    period: Period | None = None
    library_version: str = ""
    assumptions: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        code_set: CodeSet,
        *,
        as_of: date | None,
        period: Period | None = None,
        assumptions: Iterable[str] = (),
    ) -> Provenance:
        """Make the provenance of a figure about a code set.

        Decisions that are cited alike, such as two of one source, are told apart by their titles.
        """
        alike = Counter(d.reference for d in code_set.decisions)
        return cls(
            code_set=code_set.id,
            content_hash=code_set.content_hash,
            decisions=tuple(
                d.reference if alike[d.reference] == 1 else f"{d.reference}: {d.title}"
                for d in code_set.decisions
            ),
            as_of=as_of,
            period=period,
            library_version=__version__,
            assumptions=tuple(assumptions),
        )


@frozen(kw_only=True)
class IndicatorRow:
    """One figure.

    Attributes:
        indicator: What was measured.
        period: Label of the period.
        by: The values of the stratifiers, in the order asked for.
        numerator: Count above the line; None where there is none.
        denominator: Count below the line; None where there is none.
        value: The figure; a share lies between 0 and 1; None where it cannot be formed.
        lower: Lower bound; see `bound`.
        upper: Upper bound; see `bound`.
        bound: ``wilson`` for a 95 % interval, ``band`` for bounds from time bands, else empty.
        n_missing: How many could not be judged; None where that is hidden.
        suppressed: Whether figures are hidden for disclosure control.
        basis: What the figure rests on.
    """

    indicator: str
    period: str
    by: tuple[tuple[str, Any], ...] = ()
    numerator: int | None = None
    denominator: int | None = None
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    bound: str = ""
    n_missing: int | None = 0
    suppressed: bool = False
    basis: Basis = Basis.DECISION


RESULT_COLUMNS = tuple(f.name for f in fields(IndicatorRow) if f.name != "by")
"""The columns of a table of figures, beside its stratifiers."""


class Presenter(Protocol):
    """Shows figures; the rooms that make them know how."""

    def html(self, result: Any, lang: Lang = "sv") -> str:  # noqa: ANN401 - either kind of result
        """Return the figures as a formatted table."""

    def plot(self, result: Any, **options: Any) -> Any:  # noqa: ANN401
        """Draw the figures."""


@frozen
class Shown:
    """Figures as a formatted table: what a notebook shows where the cell ends with it.

    Attributes:
        html: The table.
    """

    html: str

    def _repr_html_(self) -> str:
        return self.html


def _presenter_of(result: IndicatorResult | IndicatorRows) -> Presenter:
    if result.presenter is None:
        message = Phrase(
            "these figures have nothing to be shown with; take them from an indicator",
            "dessa mått har inget att visas med; ta dem från en indikator",
        )
        raise UsageError(message)
    return result.presenter


@frozen(kw_only=True)
class IndicatorResult:
    """The figures of an indicator on tables.

    Attributes:
        table: Tidy rows, in the kind of table that the contacts came in.
        accounting: Where the rows of contacts went.
        persons_accounting: Where the rows of persons went.
        provenance: From what the figures were made.
        words: The explanation in each language, made on demand.
        disclosure: What disclosure control hid, where it has been used.
        presenter: What shows and draws the figures, where there is something.
    """

    table: Any
    accounting: Accounting
    persons_accounting: Accounting
    provenance: Provenance
    words: Mapping[str, str] = field(factory=dict, repr=False)
    disclosure: Any = None
    presenter: Presenter | None = field(default=None, repr=False, eq=False)

    def explain(self, lang: str = "sv") -> str:
        """Say how numerator and denominator were formed and what was left out."""
        return self.words[lang]

    def plot(self, **options: Any) -> Any:  # noqa: ANN401 - what the presenter draws on
        """Draw the figures; the options are those of what draws them."""
        return _presenter_of(self).plot(self, **options)

    def show(self, lang: Lang = "sv") -> Shown:
        """Return the figures as a formatted table in a language, for a notebook to show."""
        return Shown(_presenter_of(self).html(self, lang))

    def _repr_html_(self) -> str | None:
        """Show the figures as a formatted table in notebooks."""
        return None if self.presenter is None else self.presenter.html(self)


class IndicatorRows(tuple[IndicatorRow, ...]):  # noqa: SLOT001 - Python refuses slots on tuples
    """The figures of an indicator on objects: a tuple of rows that also tells its origin."""

    accounting: Accounting
    persons_accounting: Accounting
    provenance: Provenance
    words: Mapping[str, str]
    disclosure: Any = None
    presenter: Presenter | None = None

    def __new__(  # noqa: D102
        cls,
        rows: Iterable[IndicatorRow],
        *,
        accounting: Accounting,
        persons_accounting: Accounting,
        provenance: Provenance,
        words: Mapping[str, str],
    ) -> Self:
        self = super().__new__(cls, rows)
        self.accounting, self.persons_accounting = accounting, persons_accounting
        self.provenance, self.words = provenance, words
        return self

    @property
    def table(self) -> tuple[IndicatorRow, ...]:
        """The rows; the same name as on tables."""
        return self

    def explain(self, lang: str = "sv") -> str:
        """Say how numerator and denominator were formed and what was left out."""
        return self.words[lang]

    def plot(self, **options: Any) -> Any:  # noqa: ANN401 - what the presenter draws on
        """Draw the figures; the options are those of what draws them."""
        return _presenter_of(self).plot(self, **options)

    def show(self, lang: Lang = "sv") -> Shown:
        """Return the figures as a formatted table in a language, for a notebook to show."""
        return Shown(_presenter_of(self).html(self, lang))

    def _repr_html_(self) -> str | None:
        """Show the figures as a formatted table in notebooks."""
        return None if self.presenter is None else self.presenter.html(self)


@runtime_checkable
class CombinedResult(Protocol):
    """Several results whose rows stand in one table, one result after the other."""

    table: Any
    provenance: Provenance

    def results_in_order(self) -> tuple[tuple[IndicatorResult | IndicatorRows, bool], ...]:
        """Return the results in the order of the table, each with whether it counts persons."""

    def with_results(
        self,
        results: Iterable[Any],
        *,
        table: Any,  # noqa: ANN401 - rows, or whatever kind of table came
        disclosure: Any,  # noqa: ANN401 - what disclosure control did, of a room above
    ) -> Self:
        """Return the same with other figures, in the same order."""
