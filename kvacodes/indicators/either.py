"""One public function for objects and for tables."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import Any, Concatenate, ParamSpec, Protocol, cast, overload

from kvacodes.errors import Phrase, UsageError
from kvacodes.extracts import Person, Visit, as_objects
from kvacodes.results import IndicatorResult, IndicatorRows

__all__ = ["Indicator", "are_objects", "takes_tables"]

P = ParamSpec("P")

_Visits = Iterable[Visit] | None
_Persons = Iterable[Person]


class Indicator(Protocol[P]):
    """An indicator: objects give rows, tables give a table."""

    __name__: str
    __doc__: str | None

    @overload
    def __call__(
        self, contacts: _Visits, persons: _Persons, /, *args: P.args, **kwargs: P.kwargs
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


def are_objects(contacts: object, persons: object) -> bool:
    """Say whether the arguments are objects; otherwise both are tables. None is either.

    Raises:
        UsageError: One is a table and the other holds objects.
    """
    kinds = {
        isinstance(argument, (Sequence, AbstractSet, Iterator))
        for argument in (contacts, persons)
        if argument is not None
    }
    if len(kinds) > 1:
        message = Phrase(
            "one of contacts and persons is a table, the other is not; give both alike",
            "en av contacts och persons är en tabell, den andra inte; ge båda på samma sätt",
        )
        raise UsageError(message)
    return kinds != {False}


def takes_tables(
    function: Callable[Concatenate[_Visits, _Persons, P], IndicatorRows],
) -> Indicator[P]:
    """Let a function on objects take tables too, by its namesake among the table forms.

    What is written in the function is the specification; the table form is held equal.
    """
    name = function.__name__

    @functools.wraps(function)
    def dispatched(
        contacts: Any,  # noqa: ANN401
        persons: Any,  # noqa: ANN401
        *args: Any,  # noqa: ANN401
        **kwargs: Any,  # noqa: ANN401
    ) -> IndicatorRows | IndicatorResult:
        if are_objects(contacts, persons):
            visits = None if contacts is None else as_objects(contacts, Visit, "contacts")
            people = as_objects(persons, Person, "persons")
            return function(visits, people or (), *args, **kwargs)
        tables = importlib.import_module("kvacodes.indicators.tables")
        on_tables: Callable[..., IndicatorResult] = getattr(tables, name)
        return on_tables(contacts, persons, *args, **kwargs)

    return cast("Indicator[P]", dispatched)
