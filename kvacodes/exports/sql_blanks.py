"""Codes without their blanks, in each dialect of SQL.

The library reads a code without any blank that Python knows, whether a tab, a line break or
a no-break space out of a spreadsheet. A database that takes away fewer loses rows that the
library counts, and without a word. Importing this module needs sqlglot, of the extra `sql`.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping

from kvacodes.errors import MissingExtraError

try:
    from sqlglot import exp
except ModuleNotFoundError as error:
    raise MissingExtraError("sql", "sqlglot") from error

__all__ = ["BLANKS", "WITHOUT_BLANKS"]

_RANGES = (
    (0x0009, 0x000D),
    (0x001C, 0x0020),
    (0x0085, 0x0085),
    (0x00A0, 0x00A0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
)

BLANKS = "".join(chr(n) for first, last in _RANGES for n in range(first, last + 1))
"""Every character at which `str.split` divides, and so what `code_key` leaves out."""


def _duckdb(column: exp.Expr) -> exp.Expr:
    return _by_class(column, r"\x{{{:04X}}}")


def _postgres(column: exp.Expr) -> exp.Expr:
    # The classes \s and [[:space:]] follow the locale of the column; these do not.
    return _by_class(column, r"\u{:04X}")


def _oracle(column: exp.Expr) -> exp.Expr:
    # A first character that stays: to Oracle an empty text is NULL, and so were the result.
    # National text holds every blank, whatever the character set of the database.
    kept = "A"
    escaped = kept + "".join(f"\\{ord(blank):04X}" for blank in BLANKS)
    listed = _call("UNISTR", exp.Literal.string(escaped))
    return _call("TRANSLATE", _call("TO_NCHAR", column), listed, exp.National(this=kept))


def _tsql(column: exp.Expr) -> exp.Expr:
    # A binary collation: others take some blanks for each other, or for nothing. All become
    # tabs first, since TRANSLATE wants two texts of one length and takes none away.
    national = exp.Cast(this=column, to=exp.DataType.build("NVARCHAR(4000)", dialect="tsql"))
    binary = exp.Collate(this=national, expression=exp.Var(this="Latin1_General_100_BIN2"))
    tab, *others = (_call("NCHAR", exp.Literal.number(ord(blank))) for blank in BLANKS)
    listed = functools.reduce(lambda left, right: exp.Add(this=left, expression=right), others)
    tabs = _call("REPLICATE", tab, exp.Literal.number(len(others)))
    replaced = _call("TRANSLATE", binary, listed, tabs)
    return _call("REPLACE", replaced, tab.copy(), exp.National(this=""))


def _by_class(column: exp.Expr, escape: str) -> exp.Expr:
    ranges = ((escape.format(first), escape.format(last)) for first, last in _RANGES)
    blank = "".join(first if first == last else f"{first}-{last}" for first, last in ranges)
    texts = (exp.Literal.string(text) for text in (f"[{blank}]", "", "g"))
    return _call("REGEXP_REPLACE", column, *texts)


def _call(name: str, *arguments: exp.Expr) -> exp.Expr:
    # As it stands: what a function is called in other dialects is no matter here.
    return exp.Anonymous(this=name, expressions=list(arguments))


WITHOUT_BLANKS: Mapping[str, Callable[[exp.Expr], exp.Expr]] = {
    "tsql": _tsql,
    "oracle": _oracle,
    "postgres": _postgres,
    "duckdb": _duckdb,
}
"""How each dialect takes the blanks away."""
