"""SQL for care databases: the filter on a programme's codes, and the whole extract.

The query gives `contacts` as kvacodes reads them: one row for each contact and code, with
the library's column names. It selects by code and day alone and leaves judging to the
library, so that a row that is wrong is found and not lost. Importing this module needs
sqlglot, of the extra `sql`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import field, frozen

from kvacodes.errors import MissingExtraError, Phrase, UnknownNameError, UsageError
from kvacodes.exports.sql_blanks import WITHOUT_BLANKS
from kvacodes.extracts import CONTACTS, PERSONS, Column
from kvacodes.indicators.time_bands import TIME_BANDS
from kvacodes.model import CodeSet
from kvacodes.periods import Period

try:
    from sqlglot import exp
except ModuleNotFoundError as error:
    raise MissingExtraError("sql", "sqlglot") from error

__all__ = [
    "DIALECTS",
    "SourceTables",
    "code_filter",
    "contacts_query",
    "own_codes",
    "persons_query",
]

DIALECTS = {"tsql": "tsql", "oracle": "oracle", "postgres": "postgres", "duckdb": "duckdb"}
"""The dialects, and what sqlglot calls them."""


@frozen(kw_only=True)
class SourceTables:
    """Where the rows lie in the caller's database.

    Attributes:
        contacts: The table of contacts; parts divided by dots, such as ``vega.vardkontakt``.
        persons: The table of persons and listings.
        contact_columns: What each column of `contacts` is called there.
        person_columns: What each column of `persons` is called there. A column that is
            not named here and is not required is left out of the query.
    """

    contacts: str = "contacts"
    persons: str = "persons"
    contact_columns: Mapping[str, str] = field(factory=dict)
    person_columns: Mapping[str, str] = field(factory=dict)


def own_codes(code_set: CodeSet) -> tuple[str, ...]:
    """Return the codes of a programme: its steps, its other codes, and its add-on codes."""
    codes = [code.code for code in code_set.codes]
    sequence = code_set.sequence
    if sequence is not None:
        for step in sequence.steps:
            codes += [*step.codes, *step.add_ons]
        codes += sequence.joint.add_ons if sequence.joint is not None else ()
    codes += [other for code in code_set.codes for other in code.beside]
    return tuple(dict.fromkeys(codes))


def all_codes(code_set: CodeSet) -> tuple[str, ...]:
    """Return the codes of a programme, and those that say how long a contact took."""
    return tuple(dict.fromkeys((*own_codes(code_set), *TIME_BANDS)))


def main_codes(code_set: CodeSet) -> tuple[str, ...]:
    """Return the codes that make a contact the programme's: those of steps, or else all."""
    sequence = code_set.sequence
    steps = () if sequence is None else sequence.steps
    codes = [code for step in steps for code in step.codes]
    return tuple(dict.fromkeys(codes or [code.code for code in code_set.codes]))


def code_filter(code_set: CodeSet, *, dialect: str, column: str = "code", table: str = "") -> str:
    """Return the condition that selects the rows of a programme's codes.

    The codes are those of `contacts_query`: the programme's, its add-on codes, the time bands,
    and whatever lies in its run. Seeing a code alone, it selects add-on codes and time bands of
    other programmes' contacts too; the library leaves them out.

    Args:
        code_set: The programme.
        dialect: One of `DIALECTS`.
        column: What the column of codes is called.
        table: The table or alias that it belongs to; empty for none.

    Returns:
        A condition for ``WHERE``. Codes are compared without any blank and in upper
        case, as the library reads them.

    Raises:
        UnknownNameError: There is no such dialect.
    """
    written = _as_written(_column(column, table), _dialect(dialect))
    condition = _is_among_or_in_run(written, all_codes(code_set), code_set)
    return str(condition.sql(DIALECTS[dialect]))


def contacts_query(
    code_set: CodeSet,
    *,
    dialect: str,
    tables: SourceTables | None = None,
    period: Period | None = None,
    other_care: bool = False,
    pretty: bool = True,
) -> str:
    """Return the query that extracts `contacts` for a programme.

    Args:
        code_set: The programme.
        dialect: One of `DIALECTS`.
        tables: Where the rows lie; by default tables and columns with the library's names.
        period: The days of which other care is extracted; None for all. It cuts nothing of
            the programme: a visit counts for completion, sequences and lead times whenever
            it was, so that figures of the extract are those of the whole.
        other_care: Whether to extract all contacts of the same persons too, for the
            indicator on other care, and not the programme's rows alone.
        pretty: Whether to divide the query into lines.

    Returns:
        One SELECT statement. Without `other_care`: the rows with a code of the programme, or a
        time-band code, on contacts that have a step's code, or lie in the programme's run.
        With it also every row of the same persons, or with `period` of those of their contacts
        that have a row in it. Rows without a day are extracted too; the library accounts
        for them. Where a period is given, a comment says what it cuts.

    Raises:
        UnknownNameError: There is no such dialect.
        UsageError: A name in `tables` is no column of the library's.
    """
    _dialect(dialect)
    tables = tables or SourceTables()
    names = _names(CONTACTS, tables.contact_columns, "contacts")
    query = exp.select(*_selected(CONTACTS, names, "c")).from_(_aliased(tables.contacts, "c"))

    def beside(alias: str, *conditions: exp.Expr, keys: tuple[str, ...]) -> exp.Expr:
        same = (_same(names[key], alias) for key in keys)
        others = exp.select("1").from_(_aliased(tables.contacts, alias))
        return exp.Exists(this=others.where(*same, *conditions))

    code, theirs = (_as_written(_column(names["code"], t), dialect) for t in ("c", "p"))
    of_person, of_contact = ("person_id",), ("person_id", "contact_id")
    is_own, has_own = _is_own(code, code_set), _is_own(theirs, code_set)
    add_ons = tuple(c for c in all_codes(code_set) if c not in main_codes(code_set))
    add_on = exp.and_(_is_among(code, add_ons), beside("p", has_own, keys=of_contact))
    wanted: exp.Expr = exp.or_(is_own, add_on)
    if other_care:
        other = beside("p", has_own, keys=of_person)
        if period is None:
            wanted = other
        else:
            # Whole contacts: a contact lies where the earliest of its days does.
            day = _within(_column(names["date"], "d"), period)
            wanted = exp.or_(wanted, exp.and_(other, beside("d", day, keys=of_contact)))
    query = query.where(wanted)
    if period is not None:
        said = _what_is_cut(period, other_care=other_care)
        query.add_comments([str(said), said.in_language("sv")])
    return str(query.sql(DIALECTS[dialect], pretty=pretty))


def persons_query(*, dialect: str, tables: SourceTables | None = None, pretty: bool = True) -> str:
    """Return the query that extracts `persons`: every listing, since denominators need all.

    The arguments and errors are those of `contacts_query`.
    """
    tables = tables or SourceTables()
    names = _names(PERSONS, tables.person_columns, "persons")
    query = exp.select(*_selected(PERSONS, names, "l")).from_(_aliased(tables.persons, "l"))
    return str(query.sql(_dialect(dialect), pretty=pretty))


def _aliased(name: str, alias: str) -> exp.Expr:
    # Quoted like the columns that name it: Oracle folds what is not quoted to upper case.
    return exp.alias_(_table(name), alias, table=True, quoted=True)


def _what_is_cut(period: Period, *, other_care: bool) -> Phrase:
    """Say what a period cuts, to whoever reads the query later."""
    if other_care:
        return Phrase(
            f"Period {period}: cuts other care alone; the programme's visits of all days are "
            "extracted, since the figures of a period need them.",
            f"Perioden {period}: avgränsar bara annan vård; programmets besök från alla dagar "
            "tas med, eftersom en periods mått behöver dem.",
        )
    return Phrase(
        f"Period {period}: cuts nothing here, since the figures of a period need the "
        "programme's visits of all days.",
        f"Perioden {period}: avgränsar inget här, eftersom en periods mått behöver programmets "
        "besök från alla dagar.",
    )


def _same(name: str, alias: str) -> exp.Expr:
    """The same key on both sides, or none on either: rows without a key are findings too."""
    ours, theirs = _column(name, "c"), _column(name, alias)
    neither = (exp.Is(this=side.copy(), expression=exp.Null()) for side in (ours, theirs))
    return exp.or_(exp.EQ(this=ours, expression=theirs), exp.and_(*neither))


def _is_own(code: exp.Expr, code_set: CodeSet) -> exp.Expr:
    return _is_among_or_in_run(code, main_codes(code_set), code_set)


def _is_among_or_in_run(code: exp.Expr, codes: tuple[str, ...], code_set: CodeSet) -> exp.Expr:
    condition = _is_among(code, codes)
    run = code_set.namespace.run
    if run is None:
        return condition
    # Codes of the programme's run that do not exist are findings, so they are extracted too.
    in_run = exp.Between(
        this=code.copy(), low=exp.Literal.string(run.first), high=exp.Literal.string(run.last)
    )
    size = exp.EQ(this=exp.Length(this=code.copy()), expression=exp.Literal.number(len(run.first)))
    return exp.or_(condition, exp.and_(in_run, size))


def _is_among(code: exp.Expr, codes: tuple[str, ...]) -> exp.Expr:
    return exp.In(this=code.copy(), expressions=[exp.Literal.string(code) for code in codes])


def _as_written(column: exp.Expr, dialect: str) -> exp.Expr:
    return exp.Upper(this=WITHOUT_BLANKS[dialect](column))


def _within(day: exp.Expr, period: Period) -> exp.Expr:
    """The day lies in the period; rows without one may belong to it, and are left to judge."""
    end = period.interval.end or dt.date.max
    return exp.or_(
        exp.Is(this=day.copy(), expression=exp.Null()),
        exp.and_(
            exp.GTE(this=day.copy(), expression=_date(period.first)),
            exp.LT(this=day.copy(), expression=_date(end)),
        ),
    )


def _date(day: dt.date) -> exp.Expr:
    return exp.DateStrToDate(this=exp.Literal.string(day.isoformat()))


def _selected(columns: tuple[Column, ...], names: dict[str, str], alias: str) -> list[Any]:
    return [
        exp.alias_(_column(names[column.name], alias), column.name, quoted=True)
        for column in columns
        if column.name in names
    ]


def _names(columns: tuple[Column, ...], given: Mapping[str, str], table: str) -> dict[str, str]:
    known = {column.name for column in columns}
    if unknown := sorted(given.keys() - known):
        message = Phrase(
            f"{table} has no column {', '.join(unknown)}; it has {', '.join(sorted(known))}",
            f"{table} har ingen kolumn {', '.join(unknown)}; den har {', '.join(sorted(known))}",
        )
        raise UsageError(message)
    return {
        column.name: given.get(column.name, column.name)
        for column in columns
        if column.required or column.name in given or not given
    }


def _table(name: str) -> exp.Table:
    parts = [exp.to_identifier(part, quoted=True) for part in reversed(name.split("."))]
    if len(parts) > 3 or not all(name.split(".")):  # noqa: PLR2004 - catalog, schema, table
        message = Phrase(
            f"table {name!r}: expected at most three names divided by dots",
            f"tabellen {name!r}: väntade högst tre namn skilda med punkt",
        )
        raise UsageError(message)
    return exp.Table(**dict(zip(("this", "db", "catalog"), parts, strict=False)))


def _column(name: str, table: str) -> exp.Expr:
    return exp.column(
        exp.to_identifier(name, quoted=True),
        table=exp.to_identifier(table, quoted=True) if table else None,
    )


def _dialect(name: str) -> str:
    if name not in DIALECTS:
        hint = Phrase(f"there are {', '.join(DIALECTS)}", f"det finns {', '.join(DIALECTS)}")
        raise UnknownNameError("dialect", name, known=DIALECTS, hint=hint)
    return DIALECTS[name]
