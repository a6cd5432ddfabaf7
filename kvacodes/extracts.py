"""What an extract holds: visits and persons as objects, and the columns of the tables.

A row and an object carry the same fields under the same names. `Columns` maps the
caller's own column names to them, once.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from numbers import Real
from typing import Any, TypeVar

from attrs import field, fields, frozen

from kvacodes.errors import InputError, Phrase, UnknownNameError, UsageError, a_value
from kvacodes.periods import as_day, is_missing

__all__ = [
    "CONTACTS",
    "CONTRACTS",
    "PERSONS",
    "REPORTED",
    "Column",
    "ColumnType",
    "Columns",
    "Contract",
    "Person",
    "Reported",
    "Visit",
    "as_columns",
    "as_objects",
    "as_truth",
    "as_visits",
]


Item = TypeVar("Item")


def _an_item(item: object) -> Phrase:
    kind = type(item).__name__
    return Phrase(f"an item of type {kind}", f"ett föremål av typen {kind}")


def as_objects(value: object, kind: type[Item], where: str) -> tuple[Item, ...] | None:
    """Return the objects of an iterable, or None for what must be a table.

    Raises:
        InputError: The iterable holds something else than objects of the kind.
    """
    if not isinstance(value, (Sequence, AbstractSet, Iterator)) or isinstance(value, (str, bytes)):
        return None
    items = tuple(value)
    for item in items:
        if not isinstance(item, kind):
            raise InputError(
                where=where,
                found=_an_item(item),
                expected=Phrase(
                    f"{kind.__name__} objects, or a table",
                    f"objekt av typen {kind.__name__}, eller en tabell",
                ),
            )
    return items


def as_visits(value: object) -> tuple[Visit, ...]:
    """Return the visits of one person, from any iterable of them.

    Raises:
        InputError: It is not iterable, or holds something else than visits.
    """
    items = tuple(value) if isinstance(value, Iterable) else None
    for item in (value,) if items is None else items:
        if items is None or not isinstance(item, Visit):
            raise InputError(
                where="visits",
                found=a_value(value) if items is None else _an_item(item),
                expected=Phrase(
                    "a list of Visit objects, all of one person",
                    "en lista av objekt av typen Visit, alla för en person",
                ),
                hint=Phrase(
                    "write one visit as [visit]; make one of a row with Visit(**row); "
                    "give whole tables to conformance",
                    "skriv ett besök som [visit]; gör ett av en rad med Visit(**row); "
                    "ge hela tabeller till conformance",
                ),
            )
    return items or ()


def _day(where: str) -> Any:  # noqa: ANN401 - what attrs gives for a field
    return field(default=None, converter=lambda value: as_day(value, where))


def as_truth(value: object, where: str) -> bool | None:
    """Return the truth of a flag: also 0 and 1, and what NumPy has for true and false.

    Raises:
        InputError: The value is neither, nor None.
    """
    if value is None or value is True or value is False:
        return value
    if type(value).__name__ in {"bool", "bool_", "int", "int64"} and value in {0, 1}:
        return bool(value)
    raise InputError(
        where=where,
        found=a_value(value),
        expected=Phrase(
            "True, False, or None where it is not known",
            "True, False, eller None där det inte är känt",
        ),
    )


def _as_whole(value: Any, where: str) -> int | None:  # noqa: ANN401 - whatever the caller gives
    """Return a whole number, also of another library or written with decimals that are 0."""
    if value is None or type(value) is int:
        return value
    if is_missing(value):
        return None
    if not isinstance(value, bool) and isinstance(value, Real) and float(value).is_integer():
        return int(float(value))
    raise InputError(
        where=where,
        found=a_value(value),
        expected=Phrase(
            "a whole number, or None where it is not known",
            "ett heltal, eller None där det inte är känt",
        ),
    )


def _as_text(value: object, where: str) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise InputError(
        where=where,
        found=a_value(value),
        expected=Phrase("text, or None where there is none", "text, eller None där den saknas"),
    )


def _as_system(value: object) -> str:
    """Return the code system; none is KVÅ, and case does not matter."""
    text = _as_text(value, "Visit.system")
    return "kva" if text is None or text.casefold() in {"kva", "kvå"} else text.casefold()


def _as_codes(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple) and all(isinstance(code, str) for code in value):
        return value
    if isinstance(value, (list, AbstractSet)) and all(isinstance(code, str) for code in value):
        return tuple(sorted(value)) if isinstance(value, AbstractSet) else tuple(value)
    raise InputError(
        where="Visit.add_ons",
        found=a_value(value),
        expected=Phrase("a tuple of codes", "en tuple med koder"),
        hint=Phrase("write one code as ('ZV509',)", "skriv en ensam kod som ('ZV509',)"),
    )


def _whole(where: str) -> Any:  # noqa: ANN401 - what attrs gives for a field
    return field(default=None, converter=lambda value: _as_whole(value, where))


def _truth(where: str) -> Any:  # noqa: ANN401 - what attrs gives for a field
    return field(default=None, converter=lambda value: as_truth(value, where))


def _text(where: str) -> Any:  # noqa: ANN401 - what attrs gives for a field
    return field(default=None, converter=lambda value: _as_text(value, where))


@frozen(kw_only=True)
class Visit:
    """One code on one contact; its `add_ons` count as further rows of the contact.

    Attributes:
        person_id: Pseudonymous key of the person; None where only one is judged.
        contact_id: Key of the contact; several visits may share it.
        date: The day of the contact; None where it is not known.
        code: The code registered; None for a contact without a code.
        unit_id: The unit of the contact.
        staff_id: Who made it; None where not known.
        staff_role: The role of that person, such as ``bhv-sjukskoterska``.
        care_type: The kind of care, as the source names it.
        minutes: How long it took, in minutes; None where not known.
        joint: Whether it was made together with the partner; None where not known.
        system: The code system of `code`: ``kva`` or ``icd10se``.
        add_ons: Further codes on the same contact.
    """

    person_id: str | int | None = None
    contact_id: str | int | None = None
    date: date | None = _day("Visit.date")
    code: str | None = _text("Visit.code")
    unit_id: str | None = _text("Visit.unit_id")
    staff_id: str | int | None = None
    staff_role: str | None = _text("Visit.staff_role")
    care_type: str | None = None
    minutes: int | None = _whole("Visit.minutes")
    joint: bool | None = _truth("Visit.joint")
    system: str = field(default="kva", converter=_as_system)
    add_ons: tuple[str, ...] = field(default=(), converter=_as_codes)


@frozen(kw_only=True)
class Person:
    """One person, and one listing of that person at a unit.

    Attributes:
        person_id: Pseudonymous key.
        birth_date: None where it is not known.
        unit_id: The unit where the person is listed.
        listed_from: First day of the listing; None for one that has always been.
        listed_to: Last day of the listing, included; None while it is open.
        target_group: Whether the programme is meant for the person; None where not known.
            Supplied by the caller, never derived.
        ended_on: The day the person died or moved away; None otherwise.
        sex: As the source writes it.
        family_id: Key of the family; twins share it.
        anchor_date: The day that a sequence with a given anchor counts from.
    """

    person_id: str | int
    birth_date: date | None = _day("Person.birth_date")
    unit_id: str | None = _text("Person.unit_id")
    listed_from: date | None = _day("Person.listed_from")
    listed_to: date | None = _day("Person.listed_to")
    target_group: bool | None = _truth("Person.target_group")
    ended_on: date | None = _day("Person.ended_on")
    sex: str | None = None
    family_id: str | int | None = None
    anchor_date: date | None = _day("Person.anchor_date")


@frozen(kw_only=True)
class Contract:
    """What a unit has signed, and for which days (both included; None is open)."""

    contract_id: str
    unit_id: str
    valid_from: date | None = _day("Contract.valid_from")
    valid_to: date | None = _day("Contract.valid_to")


@frozen(kw_only=True)
class Reported:
    """What a unit itself answered to one question for one period."""

    unit_id: str
    period: str
    indicator: str
    value: str | None = None


class ColumnType(enum.StrEnum):
    """What a column holds."""

    KEY = "text or whole number"
    TEXT = "text"
    DAY = "date"
    WHOLE = "whole number"
    TRUTH = "true or false"
    MONEY = "kronor and öre"
    """Read as whole öre."""


@frozen
class Column:
    """One column of a table.

    Attributes:
        name: Its name, and the name of the field of the object.
        type: What it holds.
        required: Whether the table must have it.
        nullable: Whether a value may be missing.
        alias: The shorter name of the argument of `Columns`.
        source: What the caller calls it, where `Columns` does not say: a column of the
            caller's own.
    """

    name: str
    type: ColumnType
    required: bool = True
    nullable: bool = True
    alias: str = ""
    source: str = ""


CONTACTS = (
    Column("contact_id", ColumnType.KEY, nullable=False, alias="contact"),
    Column("person_id", ColumnType.KEY, alias="person"),
    Column("date", ColumnType.DAY),
    Column("code", ColumnType.TEXT),
    Column("unit_id", ColumnType.TEXT, alias="unit"),
    Column("staff_id", ColumnType.KEY, required=False, alias="staff"),
    Column("staff_role", ColumnType.TEXT, required=False),
    Column("care_type", ColumnType.TEXT, required=False),
    Column("minutes", ColumnType.WHOLE, required=False),
    Column("joint", ColumnType.TRUTH, required=False),
    Column("system", ColumnType.TEXT, required=False),
)
"""The columns of `contacts`: one row for each contact and code."""

PERSONS = (
    Column("person_id", ColumnType.KEY, nullable=False, alias="person"),
    Column("birth_date", ColumnType.DAY, alias="birth"),
    Column("unit_id", ColumnType.TEXT, alias="unit"),
    Column("listed_from", ColumnType.DAY),
    Column("listed_to", ColumnType.DAY),
    Column("target_group", ColumnType.TRUTH),
    Column("ended_on", ColumnType.DAY, required=False),
    Column("sex", ColumnType.TEXT, required=False),
    Column("family_id", ColumnType.KEY, required=False, alias="family"),
    Column("anchor_date", ColumnType.DAY, required=False),
)
"""The columns of `persons`: one row for each person and listing."""

CONTRACTS = (
    Column("contract_id", ColumnType.KEY, nullable=False, alias="contract"),
    Column("unit_id", ColumnType.TEXT, nullable=False, alias="unit"),
    Column("valid_from", ColumnType.DAY),
    Column("valid_to", ColumnType.DAY),
)
"""The columns of `contracts`: one row for each contract and unit."""

REPORTED = (
    Column("unit_id", ColumnType.TEXT, nullable=False, alias="unit"),
    Column("period", ColumnType.TEXT, nullable=False),
    Column("indicator", ColumnType.TEXT, nullable=False),
    Column("value", ColumnType.TEXT),
)
"""The columns of `reported`: one row for each unit, period and question."""


_TABLES = {"contacts": CONTACTS, "persons": PERSONS}
_NAMES = {
    "contacts": tuple(c.name for c in CONTACTS),
    # Where money is allocated, persons may hold ages, or counts of the listed.
    "persons": (*(c.name for c in PERSONS), "age", "listed"),
}


@frozen(kw_only=True)
class Columns:
    """What the caller's columns are called; what is not named has the library's name.

    One mapping serves all tables of an extract: ``Columns(person="pnr_hash")`` holds for
    contacts and persons alike. Where the tables differ, give each its own with
    ``Columns(person="pnr_hash", persons={"person_id": "id"})``.

    Raises:
        InputError: What a column is called is no text.
        UnknownNameError: There is no such column of persons or contacts.
        UsageError: One column of a table would be read as two.
    """

    contact: str = "contact_id"
    person: str = "person_id"
    date: str = "date"
    code: str = "code"
    unit: str = "unit_id"
    staff: str = "staff_id"
    staff_role: str = "staff_role"
    care_type: str = "care_type"
    minutes: str = "minutes"
    joint: str = "joint"
    system: str = "system"
    birth: str = "birth_date"
    listed_from: str = "listed_from"
    listed_to: str = "listed_to"
    target_group: str = "target_group"
    ended_on: str = "ended_on"
    sex: str = "sex"
    family: str = "family_id"
    anchor_date: str = "anchor_date"
    contract: str = "contract_id"
    valid_from: str = "valid_from"
    valid_to: str = "valid_to"
    period: str = "period"
    indicator: str = "indicator"
    value: str = "value"
    age: str = "age"
    listed: str = "listed"
    amount: str = "amount"
    verdict: str = "verdict"
    persons: dict[str, str] | None = None
    contacts: dict[str, str] | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse names that would change the result without a word."""
        for argument in COLUMN_ARGUMENTS:
            if argument not in _TABLES:
                _require_text(getattr(self, argument), f"Columns.{argument}")
        for table, spec in _TABLES.items():
            for name, source in _own_names(getattr(self, table), table):
                if name not in _NAMES[table]:
                    kind = f"column of {table}"
                    raise UnknownNameError(kind, name, known=_NAMES[table])
                _require_text(source, f"Columns.{table}")
            self._require_read_once(table, spec)

    def _require_read_once(self, table: str, spec: Iterable[Column]) -> None:
        read: dict[str, str] = {}
        for column in spec:
            source = self.source_name(table, column)
            other = read.setdefault(source, column.name)
            if other != column.name:
                message = Phrase(
                    f"Columns: {source} of {table} would be read both as {other} and as "
                    f"{column.name}; say what the other is called",
                    f"Columns: {source} i {table} skulle läsas både som {other} och som "
                    f"{column.name}; säg vad den andra heter",
                )
                raise UsageError(message)

    def source_name(self, table: str, column: Column) -> str:
        """Return what the caller calls a column of a table."""
        if column.source:
            return column.source
        own = {"contacts": self.contacts, "persons": self.persons}.get(table) or {}
        if column.name in own:
            return own[column.name]
        name: str = getattr(self, column.alias or column.name)
        return name

    def sources_of(self, names: Iterable[str]) -> frozenset[str]:
        """Return what the caller calls columns of these names, in contacts or persons."""
        wanted = frozenset(names)
        return frozenset(
            self.source_name(table, column)
            for table, spec in _TABLES.items()
            for column in spec
            if column.name in wanted
        )


def _own_names(given: object, table: str) -> Iterable[tuple[str, object]]:
    if given is None or isinstance(given, Mapping):
        return (given or {}).items()
    raise InputError(
        where=f"Columns.{table}",
        found=a_value(given),
        expected=Phrase(
            "a dict from the library's names to yours",
            "en dict från bibliotekets namn till dina",
        ),
    )


def _require_text(name: object, where: str) -> None:
    if not isinstance(name, str):
        raise InputError(
            where=where,
            found=a_value(name),
            expected=Phrase("the name of a column", "namnet på en kolumn"),
        )


def as_columns(columns: object) -> Columns:
    """Return what the caller's columns are called; None is the library's own names.

    Raises:
        InputError: It is something else.
    """
    if columns is None or isinstance(columns, Columns):
        return columns or Columns()
    raise InputError(
        where="columns",
        found=a_value(columns),
        expected=Phrase.same("kvacodes.Columns"),
        hint=Phrase(
            "write for example Columns(person='pnr_hash')",
            "skriv till exempel Columns(person='pnr_hash')",
        ),
    )


COLUMN_ARGUMENTS = tuple(attribute.name for attribute in fields(Columns))
