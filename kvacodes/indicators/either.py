"""One public function for objects and for tables."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar, cast, overload

from kvacodes.errors import InputError, Phrase, UsageError
from kvacodes.extracts import Columns, Contract, Person, Visit, as_objects
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = ["Indicator", "contracts_of", "objects_of", "takes_tables", "takes_tables_of_persons"]

P = ParamSpec("P")
V_contra = TypeVar("V_contra", contravariant=True)

_Persons = Iterable[Person]


class Indicator(Protocol[V_contra, P]):
    """An indicator: objects give rows, tables give a table."""

    __name__: str
    __doc__: str | None

    @overload
    def __call__(
        self, contacts: V_contra, persons: _Persons, /, *args: P.args, **kwargs: P.kwargs
    ) -> IndicatorRows: ...
    @overload
    def __call__(
        self,
        contacts: Any,  # noqa: ANN401 - a table of any kind
        persons: Any,  # noqa: ANN401
        /,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> IndicatorResult: ...


def objects_of(
    contacts: object, persons: object, *, needs_contacts: bool = True
) -> tuple[tuple[Visit, ...], tuple[Person, ...]] | None:
    """Return visits and persons, or None where both must be tables.

    Raises:
        InputError: One is None, or holds something else.
        UsageError: One is a table and the other holds objects.
    """
    for where, given in (("contacts", contacts), ("persons", persons)):
        if given is None and (needs_contacts or where == "persons"):
            raise InputError(
                where=where,
                found=Phrase("None", "None"),
                expected=Phrase("objects, or a table", "objekt, eller en tabell"),
                hint=Phrase(
                    "give an empty list, or a table without rows, where there are none",
                    "ge en tom lista, eller en tabell utan rader, om det inte finns några",
                ),
            )
    people = as_objects(persons, Person, "persons")
    visits = as_objects(contacts, Visit, "contacts")
    if contacts is None:
        visits = None if people is None else ()
    if (visits is None) is not (people is None):
        message = Phrase(
            "one of contacts and persons is a table, the other is not; give both alike",
            "en av contacts och persons är en tabell, den andra inte; ge båda på samma sätt",
        )
        raise UsageError(message)
    return None if visits is None or people is None else (visits, people)


def contracts_of(contracts: object, columns: Columns | None) -> tuple[Contract, ...] | None:
    """Return contracts as objects, whatever they come in; they are few. None stays None."""
    if contracts is None:
        return None
    objects = as_objects(contracts, Contract, "contracts")
    if objects is not None:
        return objects
    tables = importlib.import_module("kvacodes.indicators.tables")
    made: tuple[Contract, ...] = tables.contracts_from(contracts, columns)
    return made


def takes_tables(
    function: Callable[Concatenate[V_contra, _Persons, P], IndicatorRows],
) -> Indicator[V_contra, P]:
    """Let a function on objects take tables too, by its namesake among the table forms.

    What is written in the function is the specification; the table form is held equal.
    """
    return _dispatched(function, needs_contacts=True)


def takes_tables_of_persons(
    function: Callable[Concatenate[V_contra, _Persons, P], IndicatorRows],
) -> Indicator[V_contra, P]:
    """Do the same for a function that does not look at contacts."""
    return _dispatched(function, needs_contacts=False)


def _dispatched(
    function: Callable[Concatenate[V_contra, _Persons, P], IndicatorRows], *, needs_contacts: bool
) -> Indicator[V_contra, P]:
    name = function.__name__

    @functools.wraps(function)
    def dispatched(
        contacts: Any,  # noqa: ANN401
        persons: Any,  # noqa: ANN401
        *args: Any,  # noqa: ANN401
        contracts: Any = None,  # noqa: ANN401
        **options: Any,  # noqa: ANN401
    ) -> IndicatorRows | IndicatorResult:
        objects = objects_of(contacts, persons, needs_contacts=needs_contacts)
        signed = contracts_of(contracts, options.get("columns"))
        if objects is not None:
            on_objects = cast("Callable[..., IndicatorRows]", function)
            return on_objects(*objects, *args, contracts=signed, **options)
        tables = importlib.import_module("kvacodes.indicators.tables")
        on_tables: Callable[..., IndicatorResult] = getattr(tables, name)
        return on_tables(contacts, persons, *args, contracts=signed, **options)

    return cast("Indicator[V_contra, P]", dispatched)
