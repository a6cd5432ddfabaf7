"""The reduction: from rows of contacts to the programme's contacts and events.

Where the contacts live, two things happen: codes are read, and the rows of the
programme are taken out. All else works on those rows, which are few beside all contacts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl
from attrs import evolve, frozen

from kvacodes.errors import ColumnError, Phrase
from kvacodes.frames import Table, gathered
from kvacodes.sequences.tables_codes import CODE, NO_CODE, Codes
from kvacodes.sequences.tables_ids import (
    Ids,
    common_type,
    numbered_strangers,
    with_person_index,
)
from kvacodes.sequences.tables_tools import sorted_by

__all__ = [
    "FACTS",
    "USED",
    "Rows",
    "read_rows",
    "rows_of_contacts",
    "time_key",
]

FACTS = ("unit_id", "staff_id", "staff_role", "care_type", "minutes", "joint")
"""The columns of contacts that say something of a contact, beside whose it is, day and code."""

USED = ("contact_id", "person_id", "date", "code", *FACTS, "system")
"""The columns of contacts that judging reads."""

_NAMES = frozenset({"unit_id", "staff_id", "staff_role"})
_REST = ("care_type", "minutes")
_OPTIONAL = {"joint": pl.Boolean, "staff_id": pl.String, "staff_role": pl.String}


@frozen(eq=False)
class Rows:
    """The rows of the programme.

    Attributes:
        frame: Columns `p` (index of the person; strangers follow the known), `contact_id`,
            `k` (index of the code), `date`, and the facts asked for; of all facts `unit_id`,
            `joint`, `staff_id`, `staff_role`, and `rest` (a digest of the others).
        codes: The codes that occur.
        strangers: The ids of persons that are not among the persons, by index from `known`.
        known: The number of persons.
        rows_read: All rows of contacts.
    """

    frame: pl.DataFrame
    codes: Codes
    strangers: pl.Series
    known: int
    rows_read: int

    def part(self, first: int, after: int) -> Rows:
        """Return the rows of some persons in order of time; strangers go with the last.

        The indices of persons start from 0 again. The order is that of person, day and
        lowest step, so that what follows seldom sorts.
        """
        is_last = after >= self.known
        own = self.frame["p"] >= first
        if not is_last:
            own &= self.frame["p"] < after
        frame = self.frame if own.all() else self.frame.filter(own)
        # A look-up by index in many pieces is slow.
        frame = frame.rechunk().with_columns(pl.col("p") - first)
        rank = self.codes.rank_of_group.gather(self.codes.group_of_code).fill_null(0)
        key = time_key(frame["p"], frame["date"], rank.gather(frame["k"]))
        return evolve(
            self,
            frame=sorted_by(frame, key),
            strangers=self.strangers if is_last else self.strangers.clear(),
            known=after - first,
            rows_read=frame.height,
        )


def time_key(p: pl.Series, day: pl.Series, rank: pl.Series) -> pl.Series:
    """Return one number for person, day (none comes first) and rank of the lowest step.

    It is as narrow as it can be, so that there is room beside it when it is sorted.
    """
    number = day.cast(pl.Int32)
    before = _whole(number.min()) - 1
    days, ranks = _whole(number.max()) - before + 1, _whole(rank.max()) + 1
    is_narrow = (_whole(p.max()) + 1) * days * ranks <= 2**32
    dtype = pl.UInt32 if is_narrow else pl.UInt64
    key = p.cast(dtype) * days + (number - before).fill_null(0).cast(dtype)
    return key * ranks + rank.cast(dtype)


def _whole(value: object) -> int:
    """Return the least or greatest of a column; 0 where it has no value."""
    return value if isinstance(value, int) else 0


def read_rows(
    contacts: Table,
    person_ids: Ids,
    codes: Codes,
    *,
    facts: Collection[str] | None = None,
    keep: Collection[str] = (),
    names: pl.DataType | type[pl.DataType] = pl.String,
    births: pl.Series | None = None,
    verdict: Callable[[Codes], pl.Expr] | None = None,
    with_strangers: bool = True,
    of_contacts: pl.Series | None = None,
) -> Rows:
    """Take the rows of the programme out of all contacts, with the persons' indices.

    Args:
        contacts: All contacts.
        person_ids: The ids of the persons.
        codes: The codes of the programme, as the rows write them.
        facts: The facts to read, since each costs; None for all.
        keep: Columns that stay as they are, beside their digest where they have one.
        names: How units, staff and roles are held; as categories they take a quarter.
        births: The birth dates of the persons, for the verdict.
        verdict: Makes a further column of `p`, `k`, `date` and `birth` while rows are read.
        with_strangers: Whether the ids of strangers are wanted; else a digest stands for each.
        of_contacts: The contacts whose rows are wanted; None for all.
    """
    asked = FACTS if facts is None else facts
    taken_there = _taken(contacts, codes, (*asked, *keep))
    taken = (
        gathered(taken_there) if of_contacts is None else rows_of_contacts(taken_there, of_contacts)
    )
    if facts is None:
        taken = _with_digest(taken, contacts, keep)
    absent = {c for c in asked if c not in contacts.columns}
    taken = taken.with_columns(
        pl.lit(None, dtype).alias(c) for c, dtype in _OPTIONAL.items() if c in absent
    )
    index = codes.index_here() if contacts.local else pl.col("k").cast(CODE)
    taken = taken.with_columns(
        index.alias("k"),
        *(
            pl.col(c).cast(names)
            for c, dtype in taken.collect_schema().items()
            if c in _NAMES and dtype == pl.String
        ),
    ).drop("code", strict=False)
    if not codes.spellings:
        taken = taken.limit(0)
    joined = with_person_index(taken, person_ids, with_ids=with_strangers, birth=births)
    if verdict is not None:
        joined = joined.with_columns(verdict(codes))
    own = person_ids.values.dtype
    written = common_type(taken.collect_schema()["person_id"], own)
    shape = written if with_strangers else pl.UInt64()
    known = len(person_ids.values)
    dtype = own if with_strangers and known else shape
    frame = joined.drop("birth", strict=False).collect(engine="streaming")
    # The rows as they came from a database take more room than all else.
    del taken, joined
    frame, strangers = numbered_strangers(frame, shape, known)
    strangers = strangers.cast(dtype, strict=False)
    missing = frame["contact_id"].null_count()
    if missing:
        raise ColumnError(
            where=contacts.place("contact_id"),
            found=Phrase(
                f"no value in {missing} {'row' if missing == 1 else 'rows'} of the programme",
                f"inget värde på {missing} av programmets rader",
            ),
            expected=Phrase("a key in every row", "en nyckel på varje rad"),
            hint=Phrase(
                "give rows without a key one of their own, for example the row number",
                "ge rader utan nyckel en egen, till exempel radnumret",
            ),
        )
    return Rows(frame, codes, strangers, known, codes.rows_read)


def _taken(contacts: Table, codes: Codes, facts: Collection[str]) -> nw.LazyFrame[Any]:
    frame = contacts.frame.filter(nw.col("code").is_in(list(codes.spellings) or [NO_CODE]))
    if "system" in contacts.columns:
        system = nw.col("system")
        # Like the code itself, its system may be written in either case.
        frame = frame.filter(
            system.is_null() | system.is_in(["kva", "KVA", "Kva", "kvå", "KVÅ", "Kvå"])
        )
    columns = dict.fromkeys(("contact_id", "person_id", "date", *facts))
    code = nw.col("code") if contacts.local else codes.index_there()
    return frame.select(*(c for c in columns if c in contacts.columns), code)


def rows_of_contacts(taken: nw.LazyFrame[Any], contact_ids: pl.Series) -> pl.LazyFrame:
    """Bring the rows of some contacts."""
    if len(contact_ids) <= _MOST_NAMED:
        taken = taken.filter(nw.col("contact_id").is_in(contact_ids.to_list()))
    return gathered(taken).filter(pl.col("contact_id").is_in(contact_ids.implode()))


_MOST_NAMED = 1000
"""More values than this are not written into a query of a database."""


def _with_digest(taken: pl.LazyFrame, contacts: Table, keep: Collection[str]) -> pl.LazyFrame:
    """Put a digest in place of facts that only tell repeated rows from others."""
    rest = [c for c in _REST if c in contacts.columns]
    digest = pl.struct(rest).hash() if rest else pl.lit(0, pl.UInt8)
    return taken.with_columns(digest.alias("rest")).drop(c for c in rest if c not in keep)
