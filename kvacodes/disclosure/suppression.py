"""Hide small numbers in figures of any origin, and all that would give them away."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, cast

from attrs import evolve, frozen

from kvacodes.disclosure.figures import TOTALS, Keys, Row, figures_of
from kvacodes.disclosure.lattice import lattices_of
from kvacodes.disclosure.moves import UNLIMITED
from kvacodes.disclosure.passes import SUMS, Outcome, Sums, hide_all
from kvacodes.disclosure.protect import protect
from kvacodes.errors import Phrase, UsageError
from kvacodes.model.words import Lang
from kvacodes.results import CombinedResult, IndicatorResult, IndicatorRow, IndicatorRows

__all__ = ["DEFAULT_THRESHOLD", "Hidden", "Suppression", "hide_counts", "suppress", "suppress_all"]

DEFAULT_THRESHOLD = 5
"""Counts below it are hidden; what is common among Swedish quality registers."""

T = TypeVar("T")


@frozen(kw_only=True)
class Hidden:
    """A row that was hidden.

    Attributes:
        table: Which of the tables it is in, from 0.
        reason: ``primary`` for a small number, ``secondary`` for one that gives it away.
    """

    table: int
    indicator: str
    period: str
    by: Keys
    reason: str


@frozen(kw_only=True)
class Suppression:
    """What disclosure control did.

    Attributes:
        tables: The tables in the order and kind in which they came, with nothing left of
            what is hidden.
        threshold: The smallest count shown.
        hidden: The rows that were hidden, and why.
        n_missing_hidden: How many shown rows do not tell how many could not be judged.
        given_away: How many hidden rows can be computed from what was already out.
    """

    tables: tuple[Any, ...]
    threshold: int
    hidden: tuple[Hidden, ...] = ()
    n_missing_hidden: int = 0
    given_away: int = 0

    @property
    def primary(self) -> int:
        """How many rows are hidden because they are small."""
        return Counter(h.reason for h in self.hidden)["primary"]

    @property
    def secondary(self) -> int:
        """How many rows are hidden because small ones could be computed from them."""
        return Counter(h.reason for h in self.hidden)["secondary"]

    @property
    def is_below_default(self) -> bool:
        """Say whether smaller numbers are shown than is common."""
        return self.threshold < DEFAULT_THRESHOLD

    def explain(self, lang: Lang = "sv") -> str:
        """Say in words how much is hidden; why each row is, would say something of it."""
        words = _WORDS[lang]
        parts = [words["rule"].format(t=self.threshold, n=len(self.hidden))]
        if self.hidden and not self.given_away:
            parts.append(words["range"].format(t=self.threshold))
        if self.n_missing_hidden:
            parts.append(words["missing"].format(n=self.n_missing_hidden))
        if self.is_below_default:
            parts.append(words["below"].format(t=self.threshold, d=DEFAULT_THRESHOLD))
        if self.given_away:
            parts.append(words["given-away"].format(n=self.given_away))
        return " ".join(parts)


_WORDS = {
    "sv": {
        "rule": "Antal under {t} visas inte: {n} rader är dolda, för att de är små eller för "
        "att små tal annars kunde räknas fram.",
        "range": "Allt som visas tillsammans lämnar ett spann på minst {t} för varje dolt antal.",
        "missing": "På {n} visade rader är antalet som inte kunde bedömas dolt.",
        "below": "Tröskeln {t} är satt lägre än den vanliga, {d}.",
        "given-away": "{n} dolda rader kan räknas fram ur det som redan är offentliggjort.",
    },
    "en": {
        "rule": "Counts below {t} are not shown: {n} rows are hidden, because they are small or "
        "because small numbers could be computed from them.",
        "range": "All that is shown leaves a range of at least {t} for each hidden count.",
        "missing": "On {n} rows shown, how many could not be judged is hidden.",
        "below": "The threshold {t} was set lower than the usual {d}.",
        "given-away": "{n} hidden rows can be computed from what has already been published.",
    },
}


def suppress(
    figures: T,
    *,
    threshold: int = DEFAULT_THRESHOLD,
    published: Sequence[object] = (),
    population: object = None,
    by: Collection[str] | None = None,
    totals: Collection[str] = TOTALS,
    sums: Sums = SUMS,
    allow_below_default: bool = False,
) -> T:
    """Hide small numbers, and all that would give them away.

    Counts from 1 up to the threshold are hidden: numerator, denominator and complement
    alike (98 of 100 shows the 2). A zero is shown only about a group of at least the
    threshold. More rows are hidden until, over all the tables together, each hidden
    count could be any of a range of numbers at least as wide as the threshold. A hidden
    row keeps its stratifiers and nothing else.

    Give all tables that are published from the same cohort in one call, as a list: a
    table by unit and its total, or two cumulative occasions of a year. Relations are
    found from the figures: rows without a stratifier, or with a word for all, are sums
    over it; occasions that begin on the same day grow into each other.

    A follow-up is protected as a whole: its table and all its parts show and hide the same.
    What units report of themselves is about units and left as it is.

    Args:
        figures: A result of an indicator, a follow-up, rows, a tidy table of any eager kind (a
            lazy one comes back as Polars), or a list of such.
        threshold: The smallest count shown.
        published: Tables that are already out, as they were published; they come back in no
            form, but what they show is known to readers.
        population: Rows or a table whose counts are the groups behind rows that have no
            denominator, matched on period and stratifiers. A zero about a group of unknown
            size is hidden.
        by: The stratifiers of tidy tables; all columns that results do not have by default.
        totals: What a stratifier says where a row is the sum over it.
        sums: Which indicators make up a whole together; those of the library by default.
        allow_below_default: Say True to use a threshold below 5. The result tells.

    Returns:
        The same, in the same kind; results and rows tell in `disclosure` what was hidden.

    Raises:
        UsageError: The threshold is below 5 and that was not allowed.
        InputError: A count is negative or no whole number.
    """
    many = isinstance(figures, list) or (isinstance(figures, tuple) and not _is_rows(figures))
    tables = list(cast("Iterable[object]", figures)) if many else [figures]
    suppression = suppress_all(
        tables,
        threshold=threshold,
        published=published,
        population=population,
        by=by,
        totals=totals,
        sums=sums,
        allow_below_default=allow_below_default,
    )
    if not many:
        return cast("T", suppression.tables[0])
    return cast("T", list(suppression.tables) if isinstance(figures, list) else suppression.tables)


def suppress_all(
    tables: Sequence[object],
    *,
    threshold: int = DEFAULT_THRESHOLD,
    published: Sequence[object] = (),
    population: object = None,
    by: Collection[str] | None = None,
    totals: Collection[str] = TOTALS,
    sums: Sums = SUMS,
    allow_below_default: bool = False,
) -> Suppression:
    """Do what `suppress` does, and say what was hidden and why, whatever the tables are."""
    _check(threshold, allow_below_default=allow_below_default)
    rows = [r for n, t in enumerate(tables) for r in _rows(t, n, by=by)]
    out = [r for n, t in enumerate(published, len(tables)) for r in _rows(t, n, by=by)]
    figures = figures_of(
        [*rows, *(evolve(r, fixed=True) for r in out)],
        totals=totals,
        population=None if population is None else _sizes(population, by=by, totals=totals),
    )
    outcome = hide_all(figures, threshold=threshold, sums=sums)
    suppression = Suppression(
        tables=(),
        threshold=threshold,
        hidden=tuple(_hidden(rows, outcome)),
        n_missing_hidden=len(outcome.missing - outcome.rows),
        given_away=len(outcome.given_away),
    )
    done = tuple(
        _without(
            table,
            {row for n, row in outcome.rows if n == number},
            {row for n, row in outcome.missing if n == number},
            suppression,
        )
        for number, table in enumerate(tables)
    )
    return evolve(suppression, tables=done)


def hide_counts(
    counts: Mapping[str, int],
    *,
    total: str | None = None,
    told: Collection[str] = (),
    hidden: Collection[str] = (),
    threshold: int = DEFAULT_THRESHOLD,
) -> dict[str, int | None]:
    """Hide small counts in a list that adds up to a total, such as a row accounting.

    Zero is shown. None stands for what is hidden; where the total is shown, at least two
    are, and never so that the small one could be computed.

    Args:
        counts: The counts by name.
        total: The name of the one that is the sum of the others, if there is one.
        told: Names of counts that readers know from elsewhere.
        hidden: Names of counts that are hidden elsewhere, and so here.
        threshold: The smallest count shown.
    """
    rows = [
        Row(
            table=0,
            number=n,
            indicator="",
            period="",
            by=() if name == total else (("", name),),
            numerator=count,
            fixed=name in told,
        )
        for n, (name, count) in enumerate(counts.items())
    ]
    figures = [evolve(f, group=UNLIMITED) for f in figures_of(rows, totals=())]
    before = {(0, n) for n, name in enumerate(counts) if name in hidden}
    protection = protect(lattices_of(figures, before), threshold=threshold)
    gone = {row.number for row in (*protection.primary, *protection.secondary)}
    return {name: None if n in gone else c for n, (name, c) in enumerate(counts.items())}


def _check(threshold: int, *, allow_below_default: bool) -> None:
    if threshold < 1:
        message = Phrase(
            f"threshold is {threshold}; expected at least 1",
            f"gränsen (threshold) är {threshold}; väntade minst 1",
        )
        raise UsageError(message)
    if threshold < DEFAULT_THRESHOLD and not allow_below_default:
        message = Phrase(
            f"threshold {threshold} is below {DEFAULT_THRESHOLD}; if that is meant, say so with "
            "allow_below_default=True, and the result will tell",
            f"gränsen (threshold) {threshold} är under {DEFAULT_THRESHOLD}; är det meningen, säg "
            "det med allow_below_default=True, så säger resultatet det",
        )
        raise UsageError(message)


def _is_rows(figures: object) -> bool:
    return isinstance(figures, IndicatorRows) or (
        isinstance(figures, tuple) and all(isinstance(row, IndicatorRow) for row in figures)
    )


def _rows(table: object, number: int, *, by: Collection[str] | None) -> Iterator[Row]:
    """Read the rows of a table of any kind."""
    if isinstance(table, CombinedResult):
        cohort = table.provenance.code_set
        shown = {n for _, is_of_persons, places in _pieces(table) if is_of_persons for n in places}
        rows = _rows(table.table, number, by=by)
        yield from (evolve(row, cohort=cohort) for row in rows if row.number in shown)
        return
    cohort = getattr(getattr(table, "provenance", None), "code_set", "")
    native = table.table if isinstance(table, IndicatorResult) else table
    if _is_rows(native):
        for n, row in enumerate(cast("tuple[IndicatorRow, ...]", native)):
            yield Row(
                table=number,
                number=n,
                indicator=row.indicator,
                period=row.period,
                by=row.by,
                numerator=row.numerator,
                denominator=row.denominator,
                value=row.value,
                n_missing=row.n_missing,
                cohort=cohort,
                suppressed=row.suppressed,
            )
        return
    from kvacodes.disclosure import tables  # the table half

    yield from tables.rows_of(native, number=number, cohort=cohort, by=by)


def _sizes(
    population: object, *, by: Collection[str] | None, totals: Collection[str]
) -> dict[tuple[str, Keys], int]:
    sizes = {}
    for figure in figures_of(list(_rows(population, 0, by=by)), totals=totals):
        size = figure.group if figure.group is not None else sum(figure.counts or ())
        sizes[figure.row.period, tuple(sorted(figure.by))] = size
    return sizes


def _hidden(rows: Iterable[Row], outcome: Outcome) -> Iterator[Hidden]:
    for row in rows:
        key = row.table, row.number
        if key in outcome.rows:
            yield Hidden(
                table=row.table,
                indicator=row.indicator,
                period=row.period,
                by=row.by,
                reason="primary" if key in outcome.primary else "secondary",
            )


def _without(
    table: object, rows: set[int], no_missing: set[int], suppression: Suppression
) -> object:
    """Return a table of the same kind, without what is hidden."""
    if _is_rows(table):
        return _without_rows(cast("tuple[IndicatorRow, ...]", table), rows, no_missing, suppression)
    if isinstance(table, CombinedResult):
        results = [
            _without(result, _moved(rows, places), _moved(no_missing, places), suppression)
            for result, _, places in _pieces(table)
        ]
        inner = _without(table.table, rows, no_missing, suppression)
        return table.with_results(results, table=inner, disclosure=suppression)
    if isinstance(table, IndicatorResult):
        inner = _without(table.table, rows, no_missing, suppression)
        words = _Told(table.words, suppression)
        return evolve(table, table=inner, words=words, disclosure=suppression)
    from kvacodes.disclosure import tables  # the table half

    return tables.without(table, rows=rows, no_missing=no_missing)


def _pieces(
    combined: CombinedResult,
) -> Iterator[tuple[IndicatorResult | IndicatorRows, bool, range]]:
    """Give the results, whether each counts persons, and its places in the common table."""
    start = 0
    for result, is_of_persons in combined.results_in_order():
        stop = start + len(result.table)
        yield result, is_of_persons, range(start, stop)
        start = stop


def _moved(rows: set[int], places: range) -> set[int]:
    """Return which rows of a piece are meant, by their places in the common table."""
    return {n - places.start for n in rows if n in places}


def _without_rows(
    table: tuple[IndicatorRow, ...],
    rows: set[int],
    no_missing: set[int],
    suppression: Suppression,
) -> tuple[IndicatorRow, ...]:
    kept = tuple(
        _emptied(row) if n in rows else evolve(row, n_missing=None) if n in no_missing else row
        for n, row in enumerate(table)
    )
    if not isinstance(table, IndicatorRows):
        return kept
    made = IndicatorRows(
        kept,
        accounting=table.accounting,
        persons_accounting=table.persons_accounting,
        provenance=table.provenance,
        words=_Told(table.words, suppression),
    )
    made.disclosure, made.presenter = suppression, table.presenter
    return made


def _emptied(row: IndicatorRow) -> IndicatorRow:
    return evolve(
        row,
        numerator=None,
        denominator=None,
        value=None,
        lower=None,
        upper=None,
        n_missing=None,
        suppressed=True,
    )


_EXACT = ("Kontakter: ", "Personer: ", "Contacts: ", "Persons: ")
"""How the lines begin that tell the row accounting; it stays exact, but on the result."""


class _Told(Mapping[str, str]):
    """The explanation of a result, without exact counts of rows, and what was hidden."""

    def __init__(self, words: Mapping[str, str], suppression: Suppression) -> None:
        self._words, self._suppression = words, suppression

    def __getitem__(self, lang: str) -> str:
        lines = self._words[lang].splitlines()
        kept = [line for line in lines if not line.startswith(_EXACT)]
        return "\n".join([*kept, self._suppression.explain(cast("Lang", lang))])

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)
