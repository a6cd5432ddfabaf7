"""The edge to dataframes: any table comes in here, and results leave the way they came.

A table that was adopted is lazy, has the library's own column names and one type for each
kind of column: keys are whole numbers or text, days are dates without a time, the rest
is text, whole numbers, or true and false. pandas and PyArrow tables go to Polars through
Arrow; tables of a database stay there until a computation has reduced them.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import frozen

from kvacodes.errors import ColumnError, InputError, MissingExtraError, Phrase, near_misses
from kvacodes.extracts import Column, Columns, ColumnType, as_columns
from kvacodes.tables_types import Fitted, fitted, types_of

__all__ = ["Kind", "Table", "adopt", "gathered", "require_same_key", "returned"]

_TABLES = Phrase(
    "a table of pandas, Polars, PyArrow, DuckDB, Ibis or PySpark",
    "en tabell från pandas, Polars, PyArrow, DuckDB, Ibis eller PySpark",
)
_DAY = ColumnType.DAY
_DAY_PATTERN = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"


class Kind(enum.StrEnum):
    """The kind of table that came in; results of eager tables go back as the same."""

    POLARS = "polars"
    PANDAS = "pandas"
    PANDAS_ARROW = "pandas-arrow"
    PYARROW = "pyarrow"
    ELSEWHERE = "elsewhere"
    """Lazy, or in a database: results come as Polars."""


@frozen(kw_only=True)
class Table:
    """A table that has come through the door.

    Attributes:
        name: Which table of the extract it is, such as ``contacts``.
        frame: Its rows, with the library's column names and types.
        kind: The kind it came in as.
        columns: The columns it has, by the library's names.
        local: Whether it can be read by Polars without leaving this process.
        names: What the caller calls each column.
        key_types: ``whole`` or ``text`` for each key column.
    """

    name: str
    frame: nw.LazyFrame[Any]
    kind: Kind
    columns: frozenset[str]
    local: bool
    names: Mapping[str, str]
    key_types: Mapping[str, str]

    def place(self, column: str) -> str:
        """Return the table and the caller's name of the column, for messages."""
        return f"{self.name}.{self.names[column]}"


def adopt(
    native: object,
    spec: Sequence[Column],
    *,
    name: str,
    columns: Columns | None = None,
    use: Collection[str] | None = None,
) -> Table:
    """Take in a table of any supported kind, without changing it.

    Args:
        native: The caller's table.
        spec: The columns it may have; others are left behind.
        name: Which table it is, for messages.
        columns: What the caller's columns are called.
        use: The columns that the computation reads, where it does not read all of them.

    Raises:
        ColumnError: Columns are missing, are there twice, or hold what they should not.
        InputError: It is no table.
    """
    wanted = [c for c in spec if use is None or c.name in use]
    names = {c.name: as_columns(columns).source_name(name, c) for c in wanted}
    kind, present = _kind_and_columns(native, name)
    found = _found(name, wanted, names, present)
    frame = _entered(native, kind, name, [names[c.name] for c in found])
    local = frame.implementation.is_polars()
    if local:
        frame = _with_days_of_text(frame, name, [names[c.name] for c in found if c.type is _DAY])
    types = types_of(frame)
    chosen, doubts, key_types = [], [], {}
    for column in found:
        source = names[column.name]
        place = f"{name}.{source}"
        taken = fitted(nw.col(source), column, types[source], place, local=local)
        chosen.append(taken.values.alias(column.name))
        if taken.doubt is not None:
            doubts.append((place, column, taken))
        if column.type is ColumnType.KEY:
            key_types[column.name] = taken.key_type
    _settle(frame, doubts)
    return Table(
        name=name,
        frame=frame.select(*chosen),
        kind=kind,
        columns=frozenset(c.name for c in found),
        local=local,
        names=names,
        key_types=key_types,
    )


def gathered(frame: nw.LazyFrame[Any]) -> pl.LazyFrame:
    """Bring a reduced frame to Polars; one that is already there stays lazy."""
    if frame.implementation.is_polars():
        native: pl.LazyFrame = frame.to_native()
        return native
    if frame.implementation.is_duckdb():
        # Polars reads DuckDB's own stream of Arrow; `collect` would load PyArrow first.
        return pl.DataFrame(frame.to_native()).lazy()
    collected: pl.DataFrame = frame.collect("polars").to_native()
    return collected.lazy()


def returned(result: pl.DataFrame, kind: Kind) -> Any:  # noqa: ANN401 - whatever kind came in
    """Give a result in the kind of table that the caller came with."""
    if kind is Kind.PYARROW:
        return result.to_arrow(compat_level=pl.CompatLevel.oldest())
    if kind is Kind.PANDAS_ARROW:
        return result.to_pandas(use_pyarrow_extension_array=True)
    if kind is Kind.PANDAS:
        # Numpy has no missing whole number and would make floats of them, depending on
        # the data; pandas' own nullable types are the same whatever the data.
        whole = [c for c, dtype in result.schema.items() if dtype.is_integer()]
        truth = [c for c, dtype in result.schema.items() if dtype == pl.Boolean]
        return result.to_pandas().astype(
            dict.fromkeys(whole, "Int64") | dict.fromkeys(truth, "boolean")
        )
    return result


def require_same_key(column: str, *tables: Table) -> None:
    """Check that the tables write a key the same way: all as numbers, or all as text.

    Raises:
        ColumnError: One has numbers where another has text, so that nothing would match.
    """
    first, *others = [t for t in tables if column in t.key_types]
    for other in others:
        types = {first.key_types[column], other.key_types[column]} - {"empty"}
        if len(types) > 1:
            raise ColumnError(
                where=Phrase(
                    f"{first.place(column)} and {other.place(column)}",
                    f"{first.place(column)} och {other.place(column)}",
                ),
                found=Phrase(
                    f"{_KEY_WORDS[first.key_types[column]]} in the one and "
                    f"{_KEY_WORDS[other.key_types[column]]} in the other",
                    f"{_KEY_WORDS[first.key_types[column]].sv} i den ena och "
                    f"{_KEY_WORDS[other.key_types[column]].sv} i den andra",
                ),
                expected=Phrase("the same type in both", "samma typ i båda"),
                hint=Phrase(
                    "convert one of them first; leading zeros are lost in whole numbers",
                    "gör om den ena först; inledande nollor går förlorade i heltal",
                ),
            )


_KEY_WORDS = {
    "whole": Phrase("whole numbers", "heltal"),
    "text": Phrase("text", "text"),
    "empty": Phrase("nothing", "ingenting"),
}


# --- which columns -----------------------------------------------------------------------


def kind_of(native: object) -> Kind:
    """Return the kind of a table."""
    return _kind_and_columns(native, "table")[0]


def _kind_and_columns(native: object, name: str) -> tuple[Kind, list[str]]:
    try:
        entered = nw.from_native(native)  # type: ignore[call-overload]
    except ModuleNotFoundError as error:
        raise MissingExtraError("tables", str(error.name)) from error
    except TypeError as error:
        raise InputError(
            where=name, found=Phrase.same(type(native).__name__), expected=_TABLES
        ) from error
    except ValueError as error:  # narwhals refuses pandas columns of the same name
        present = [str(c) for c in getattr(native, "columns", ())]
        raise _twice(name, present) from error
    if isinstance(entered, nw.LazyFrame):
        return Kind.ELSEWHERE, entered.collect_schema().names()
    present = entered.columns
    if entered.implementation.is_polars():
        return Kind.POLARS, present
    if entered.implementation.is_pyarrow():
        return Kind.PYARROW, present
    if entered.implementation.is_pandas():
        dtypes = [str(dtype) for dtype in entered.to_native().dtypes]
        arrow = any(dtype.endswith("[pyarrow]") for dtype in dtypes)
        return Kind.PANDAS_ARROW if arrow else Kind.PANDAS, present
    raise InputError(where=name, found=Phrase.same(type(native).__name__), expected=_TABLES)


def _twice(name: str, present: Iterable[str]) -> ColumnError:
    twice = [column for column, n in Counter(present).items() if n > 1]
    return ColumnError(
        where=name,
        found=Phrase(
            f"the column {', '.join(twice)} more than once",
            f"kolumnen {', '.join(twice)} mer än en gång",
        ),
        expected=Phrase("each column once", "varje kolumn en gång"),
        hint=Phrase("rename or drop one of them", "byt namn på eller ta bort en av dem"),
    )


def _found(
    name: str, wanted: Sequence[Column], names: Mapping[str, str], present: Sequence[str]
) -> list[Column]:
    if len(set(present)) < len(present):
        raise _twice(name, present)
    missing = [c for c in wanted if names[c.name] not in present]
    # A column that need not be there, but was named by the caller or is there in other
    # letters, was meant to be: leaving it out in silence would change the result.
    meant = [
        c for c in missing if c.required or names[c.name] != c.name or _same_but_case(c, present)
    ]
    if meant:
        raise _missing(name, meant, names, present)
    return [c for c in wanted if c not in missing]


def _folded(column: str) -> str:
    return "".join(column.split()).casefold()


def _same_but_case(column: Column, present: Iterable[str]) -> list[str]:
    return [other for other in present if _folded(other) == _folded(column.name)]


def _missing(
    name: str, missing: Sequence[Column], names: Mapping[str, str], present: Sequence[str]
) -> ColumnError:
    hints: list[Phrase] = []
    for column in missing:
        source, argument = names[column.name], column.alias or column.name
        alike = [other for other in present if _folded(other) == _folded(source)]
        if len(alike) > 1:
            hints.append(
                Phrase(
                    f"{' and '.join(alike)} differ only by case or blanks: say which with "
                    f"Columns({argument}={alike[0]!r})",
                    f"{' och '.join(alike)} skiljer sig bara i skiftläge eller blanktecken: säg "
                    f"vilken med Columns({argument}={alike[0]!r})",
                )
            )
        elif near := alike or near_misses(source, present, most=2):
            say = f"Columns({argument}={near[0]!r})"
            hints.append(
                Phrase(
                    f"for {source} did you mean {' or '.join(near)}? say {say}",
                    f"menade du för {source} {' eller '.join(near)}? säg {say}",
                )
            )
    if not hints:
        first = missing[0]
        say = f"Columns({first.alias or first.name}=…)"
        hints.append(Phrase(f"say what it is called with {say}", f"säg vad den heter med {say}"))
    return ColumnError(
        where=name,
        found=Phrase(f"columns {', '.join(present)}", f"kolumnerna {', '.join(present)}")
        if present
        else Phrase("no columns", "inga kolumner"),
        expected=Phrase.same(", ".join(names[c.name] for c in missing)),
        hint=Phrase("; ".join(hints), "; ".join(hint.sv for hint in hints)),
    )


# --- which rows --------------------------------------------------------------------------


def _entered(native: Any, kind: Kind, name: str, columns: list[str]) -> nw.LazyFrame[Any]:  # noqa: ANN401
    if kind in {Kind.PANDAS, Kind.PANDAS_ARROW}:
        return nw.from_native(_pandas_to_polars(native, name, columns).lazy())
    if kind is Kind.PYARROW:
        return nw.from_native(pl.DataFrame(pl.from_arrow(native.select(columns))).lazy())
    frame: nw.LazyFrame[Any] = nw.from_native(native).lazy()
    return frame


def _pandas_to_polars(native: Any, name: str, columns: list[str]) -> pl.DataFrame:  # noqa: ANN401
    import pyarrow as pa

    arrays = {}
    for column in columns:
        try:
            arrays[column] = pa.array(native[column], from_pandas=True)
        except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError) as error:
            raise ColumnError(
                where=f"{name}.{column}",
                found=Phrase("values of several types", "värden av flera typer"),
                expected=Phrase("one type in the whole column", "en och samma typ i hela kolumnen"),
                hint=Phrase(
                    "convert the column first, for example with astype('string')",
                    "gör om kolumnen först, till exempel med astype('string')",
                ),
            ) from error
    return pl.DataFrame(pl.from_arrow(pa.table(arrays)))


def _with_days_of_text(
    frame: nw.LazyFrame[Any], name: str, columns: Iterable[str]
) -> nw.LazyFrame[Any]:
    """Read days that are written as text, in the one form that has only one reading."""
    native: pl.LazyFrame = frame.to_native()
    schema = native.collect_schema()
    texts = [c for c in columns if isinstance(schema[c], pl.String | pl.Categorical | pl.Enum)]
    if not texts:
        return frame
    # A pattern beside the format: the format alone lets 2019-1-5 through.
    parsed = {
        c: pl.when(pl.col(c).cast(pl.String).str.contains(_DAY_PATTERN)).then(
            pl.col(c).cast(pl.String).str.to_date("%Y-%m-%d", strict=False)
        )
        for c in texts
    }
    unreadable = native.select(
        (day.is_null() & pl.col(c).is_not_null()).sum().alias(c) for c, day in parsed.items()
    ).collect()
    for column in texts:
        _raise_for(
            unreadable[column][0],
            place=f"{name}.{column}",
            found=Phrase("text that is no day", "text som inte är en dag"),
            expected=Phrase("days written as 2019-01-31", "dagar skrivna som 2019-01-31"),
            hint=Phrase("convert the column to dates first", "gör om kolumnen till datum först"),
        )
    return nw.from_native(native.with_columns(**parsed))


def _raise_for(rows: int, *, place: str, found: Phrase, expected: Phrase, hint: Phrase) -> None:
    if rows:
        raise ColumnError(
            where=place,
            found=Phrase(
                f"{found} in {rows} {'row' if rows == 1 else 'rows'}",
                f"{found.sv} på {rows} {'rad' if rows == 1 else 'rader'}",
            ),
            expected=expected,
            hint=hint,
        )


def _settle(frame: nw.LazyFrame[Any], doubts: list[tuple[str, Column, Fitted]]) -> None:
    """Raise for the first column that has rows which cannot be read; count them."""
    if not doubts:
        return
    counted = frame.select(
        *(
            taken.doubt.cast(nw.Int64).sum().alias(str(i))
            for i, (_, _, taken) in enumerate(doubts)
            if taken.doubt is not None
        )
    )
    counts = gathered(counted).collect()
    for i, (place, _, taken) in enumerate(doubts):
        _raise_for(
            int(counts[str(i)][0] or 0),
            place=place,
            found=taken.found,
            expected=taken.expected,
            hint=taken.hint,
        )
