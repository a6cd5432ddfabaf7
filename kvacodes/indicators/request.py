"""What is asked of an indicator: the programme, the period, the day, the stratifiers."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar, cast

from attrs import evolve, fields, frozen

from kvacodes.errors import NOTHING, InputError, Phrase, UnknownNameError, UsageError, a_value
from kvacodes.extracts import Columns, Contract, Person, as_columns
from kvacodes.model import CodeSet, Sequence
from kvacodes.periods import Period, Span, required_day
from kvacodes.results import RESULT_COLUMNS

__all__ = [
    "CONTACT_FIELDS",
    "DERIVED",
    "IDENTIFIERS",
    "PERSON_FIELDS",
    "Attribution",
    "Count",
    "Request",
    "as_period",
    "as_span",
    "each_of",
    "require_not_taken",
]

_E = TypeVar("_E", bound=enum.StrEnum)

IDENTIFIERS = frozenset({"person_id", "contact_id", "family_id", "staff_id"})
"""Columns that single out one person; never a stratifier, since figures are aggregates."""

DERIVED = ("year", "half_year", "month")
"""Stratifiers made of the day that an indicator counts by."""

PERSON_FIELDS = tuple(f.name for f in fields(Person) if f.name not in IDENTIFIERS)
"""The fields of a person that may stratify."""


CONTACT_FIELDS = ("care_type", "joint", "staff_role")
"""The fields of a contact that may stratify figures about contacts."""


class Attribution(enum.StrEnum):
    """Which unit a figure is said of."""

    LISTED = "listed"
    """The unit where the person is listed on the measure date."""
    CONTACT = "contact"
    """The unit of the contact."""


class Count(enum.StrEnum):
    """What is counted: visits and steps are a child's, or its family's (twins are one)."""

    CHILD = "child"
    FAMILY = "family"


@frozen(kw_only=True)
class Request:
    """What is asked.

    Attributes:
        code_set: The programme.
        period: The reporting period.
        as_of: The day on which the question is asked; nothing later is known.
        by: The stratifiers, in the order of the columns.
        contracts: Who has signed; None where nobody asked.
        attribution: Which unit a figure is said of.
        count: What is counted.
        always: Values of the stratifiers that get rows even where nothing is counted.
        of_contact: Those of the stratifiers that are said of a contact, not of a person.
    """

    code_set: CodeSet
    period: Period
    as_of: date
    by: tuple[str, ...] = ()
    contracts: tuple[Contract, ...] | None = None
    attribution: Attribution = Attribution.LISTED
    count: Count = Count.CHILD
    always: tuple[tuple[object, ...], ...] = ()
    of_contact: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        code_set: CodeSet,
        *,
        period: Period | tuple[date, date],
        as_of: date,
        by: str | Iterable[str] = (),
        columns: Columns | None = None,
        contracts: Iterable[Contract] | None = None,
        attribution: str = Attribution.LISTED,
        count: str = Count.CHILD,
        groups: Iterable[tuple[object, ...]] = (),
    ) -> Request:
        """Make a request of the arguments of a public function.

        With `contracts`, the contract comes first among the stratifiers, so that units
        without one are shown apart.

        Raises:
            InputError: An argument is of another type.
            UsageError: An argument does not make sense.
        """
        names = _names(by)
        if contracts is not None and "contract_id" not in names:
            names = ("contract_id", *names)
        _check(names, as_columns(columns), has_contracts=contracts is not None)
        return cls(
            code_set=_code_set(code_set),
            period=as_period(period),
            as_of=required_day(as_of, "as_of"),
            by=names,
            contracts=None if contracts is None else tuple(contracts),
            attribution=_member(Attribution, attribution, "attribution"),
            count=_member(Count, count, "count"),
            always=_groups(groups, names),
        )

    @property
    def measure_date(self) -> date:
        """The day on which listing counts: the earlier of the period's last and `as_of`."""
        return min(self.period.last, self.as_of)

    @property
    def unit_of_contact(self) -> tuple[str, ...]:
        """The unit among the facts of contacts, where a stratifier looks at it."""
        by_unit = not {"unit_id", "contract_id"}.isdisjoint(self.by)
        return ("unit_id",) if by_unit and self.attribution is Attribution.CONTACT else ()

    @property
    def sees_persons(self) -> bool:
        """Whether figures depend on more of persons than who they are and when born."""
        of_contact = {"unit_id", "contract_id", *DERIVED, "birth_date", *self.of_contact}
        by_contact = self.attribution is Attribution.CONTACT and of_contact.issuperset(self.by)
        return self.count is Count.FAMILY or not by_contact

    @property
    def sequence(self) -> Sequence:
        """The sequence of the programme.

        Raises:
            UsageError: It has none.
        """
        if self.code_set.sequence is None:
            message = Phrase(
                f"the code set {self.code_set.id} has no sequence, so no visits to count",
                f"kodmängden {self.code_set.id} har ingen besöksföljd, alltså inga besök att räkna",
            )
            raise UsageError(message)
        return self.code_set.sequence

    def require_known(
        self, extra: Iterable[str] = (), *, of_contact: Iterable[str] = ()
    ) -> Request:
        """Return the request if every stratifier is known.

        Args:
            extra: Names that are known besides, of columns of persons.
            of_contact: The same of contacts; empty for figures about persons.

        Raises:
            UnknownNameError: One is not; names the closest ones.
        """
        of_person, contact = [*PERSON_FIELDS, *DERIVED, *extra], tuple(of_contact)
        if self.contracts is not None:
            of_person.append("contract_id")
        known = (*of_person, *contact)
        for name in self.by:
            if name not in known:
                raise UnknownNameError("stratifier", name, known=known, hint=_hint(name))
        own = tuple(n for n in self.by if n in contact and n not in of_person)
        return evolve(self, of_contact=own)

    def contract_of(self, unit_id: str | None, day: date) -> str | None:
        """Return the contract of the unit on the day; None where it has none.

        Of several, the one with the later first day counts (tie: the lower id), as
        among listings, so that counts add up over contracts.
        """
        standing = [
            contract
            for contract in self.contracts_by_unit.get(unit_id, ())
            if (contract.valid_from is None or contract.valid_from <= day)
            and (contract.valid_to is None or day <= contract.valid_to)
        ]
        if not standing:
            return None
        latest = max(c.valid_from or date.min for c in standing)
        return min(c.contract_id for c in standing if (c.valid_from or date.min) == latest)

    def group_of_unit(self, unit_id: str) -> tuple[object, ...]:
        """Return the group of a unit on the measure date, by unit and contract alone."""
        contract = self.contract_of(unit_id, self.measure_date)
        values = {"unit_id": unit_id, "contract_id": contract}
        return tuple(values[name] for name in self.by)

    @property
    def contracts_by_unit(self) -> Mapping[str | None, list[Contract]]:
        """The contracts of each unit."""
        by_unit: dict[str | None, list[Contract]] = {}
        for contract in self.contracts or ():
            by_unit.setdefault(contract.unit_id, []).append(contract)
        return by_unit


def as_period(period: object) -> Period:
    """Return a period; two days are one.

    Raises:
        InputError: It is something else.
    """
    if isinstance(period, Period):
        return period
    if isinstance(period, tuple | list) and len(period) == 2:  # noqa: PLR2004 - first and last
        return Period(*period)
    raise _of_another_type(
        "period",
        period,
        Phrase("a Period", "en Period"),
        Phrase(
            "write Period.year(2019), or Period.parse for text such as 2019-H1",
            "skriv Period.year(2019), eller Period.parse för text som 2019-H1",
        ),
    )


def as_span(value: object, where: str) -> Span | None:
    """Return calendar time, of which days may be given as their number; None stays None.

    Raises:
        InputError: It is something else.
        UsageError: It is negative.
    """
    if value is None:
        return None
    span = Span(days=value) if isinstance(value, int) else value
    if not isinstance(span, Span) or isinstance(value, bool):
        raise _of_another_type(
            where,
            value,
            Phrase("whole days, or a Span", "hela dagar, eller en Span"),
            Phrase("write 28, or Span(months=2)", "skriv 28, eller Span(months=2)"),
        )
    if span.months < 0 or span.days < 0:
        message = Phrase(
            f"{where} is {value!r}; expected 0 days or more",
            f"{where} är {value!r}; väntade 0 dagar eller mer",
        )
        raise UsageError(message)
    return span


def _code_set(code_set: object) -> CodeSet:
    if isinstance(code_set, CodeSet):
        return code_set
    raise _of_another_type(
        "code_set",
        code_set,
        Phrase("a CodeSet", "en CodeSet"),
        Phrase(
            "take it with kvacodes.load().code_set(…)", "ta den med kvacodes.load().code_set(…)"
        ),
    )


def _names(by: object) -> tuple[str, ...]:
    names = each_of(by)
    for name in names:
        if not isinstance(name, str):
            raise _of_another_type(
                "by",
                name,
                Phrase("names of stratifiers", "namn på indelningar"),
                Phrase("leave it out to divide by nothing", "utelämna det för ingen indelning"),
            )
    return cast("tuple[str, ...]", names)


def each_of(names: object) -> tuple[object, ...]:
    """Return what was given as one name or several; what is neither is for the caller to refuse."""
    is_one = isinstance(names, str) or not isinstance(names, Iterable)
    return (names,) if is_one else tuple(cast("Iterable[object]", names))


def _groups(groups: object, names: tuple[str, ...]) -> tuple[tuple[object, ...], ...]:
    found = each_of(groups)
    for group in found:
        if not isinstance(group, tuple) or len(group) != len(names):
            has = a_value(group)
            if isinstance(group, tuple):
                has = Phrase(f"{len(group)} values", f"{len(group)} värden")
            raise InputError(
                where="groups",
                found=has,
                expected=Phrase(
                    f"a tuple with a value for each of: {', '.join(names) or 'nothing'}",
                    f"en tuple med ett värde för vart och ett av: {', '.join(names) or 'inget'}",
                ),
            )
    return cast("tuple[tuple[object, ...], ...]", found)


def _of_another_type(where: str, value: object, expected: Phrase, hint: Phrase) -> InputError:
    return InputError(where=where, found=a_value(value), expected=expected, hint=hint)


def _hint(name: str) -> Phrase:
    if name not in CONTACT_FIELDS:
        return NOTHING
    return Phrase(
        "a column of contacts, which stratifies visits and lead_time alone",
        "en kolumn om kontakter, som bara delar upp visits och lead_time",
    )


def _member(kind: type[_E], value: str, argument: str) -> _E:
    try:
        return kind(value)
    except ValueError:
        allowed = [repr(str(m)) for m in kind]
        message = Phrase(
            f"{argument} is {value!r}; expected {' or '.join(allowed)}",
            f"{argument} är {value!r}; väntade {' eller '.join(allowed)}",
        )
        raise UsageError(message) from None


def _check(names: tuple[str, ...], columns: Columns, *, has_contracts: bool) -> None:
    keys = IDENTIFIERS | columns.sources_of(IDENTIFIERS)
    for name in names:
        if not keys.isdisjoint({name} | columns.sources_of({name})):
            message = Phrase(
                f"by holds {name}, which singles out persons; figures are aggregates",
                f"by har {name}, som pekar ut personer; mått är sammanräknade",
            )
            raise UsageError(message)
    if len(set(names)) < len(names):
        twice = next(n for n in names if names.count(n) > 1)
        message = Phrase(f"by holds {twice} more than once", f"by har {twice} mer än en gång")
        raise UsageError(message)
    require_not_taken(names, RESULT_COLUMNS)
    if "contract_id" in names and not has_contracts:
        message = Phrase(
            "by holds contract_id; give the contracts too (contracts=…)",
            "by har contract_id; ge också avtalen (contracts=…)",
        )
        raise UsageError(message)


def require_not_taken(names: Iterable[str], columns: Iterable[str]) -> None:
    """Check that no stratifier has the name of a column that the result has already.

    Raises:
        UsageError: One has.
    """
    for name in names:
        if name in columns:
            message = Phrase(
                f"by holds {name}, which is a column of the result; rename your column, "
                f"for example to own_{name}",
                f"by har {name}, som är en kolumn i resultatet; byt namn på din kolumn, "
                f"till exempel till own_{name}",
            )
            raise UsageError(message)
