"""What was decided when: the history of parameters, and the chain of decisions behind one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from kvacodes.errors import UnknownNameError
from kvacodes.funding.figures import Figure
from kvacodes.funding.grounds import value_words
from kvacodes.model import CodeSet, Decision
from kvacodes.model.parameters import DatedValue, Parameter
from kvacodes.model.words import Basis, Lang
from kvacodes.periods import Interval

__all__ = ["HistoryRow", "chain", "history"]


@frozen(kw_only=True)
class HistoryRow:
    """One period of a parameter: its value, or the lack of one.

    Attributes:
        parameter: The parameter.
        valid: The days.
        dated: The value; None for days between two values that have none.
    """

    parameter: Parameter
    valid: Interval
    dated: DatedValue | None = None

    @property
    def figure(self) -> Figure | None:
        """The value as a figure; None where it is text or missing."""
        if self.dated is None or isinstance(self.dated.value, str):
            return None
        return Figure(
            self.dated.number,
            self.dated.unit or self.parameter.unit,
            approximate=self.dated.approximate,
            basis=self.dated.basis,
        )

    @property
    def basis(self) -> Basis | None:
        """What the value rests on; None where there is none."""
        return None if self.dated is None else self.dated.basis

    def words(self, lang: Lang = "sv") -> str:
        """Say the value, with about where it is approximate; or that there is none."""
        if self.dated is None:
            return "inget värde" if lang == "sv" else "no value"
        return value_words(self.dated, self.parameter.unit, lang)


def history(parameters: Parameter | Iterable[Parameter]) -> tuple[HistoryRow, ...]:
    """Return all values of parameters over time, and the holes between them.

    Parameters come in the order given, and the periods of each in order of time.
    """
    given = (parameters,) if isinstance(parameters, Parameter) else parameters
    return tuple(row for parameter in given for row in _rows(parameter))


def _rows(parameter: Parameter) -> Iterator[HistoryRow]:
    holes = {hole.end: hole for hole in parameter.holes()}
    for dated in parameter.values:
        if hole := holes.get(dated.valid.start):
            yield HistoryRow(parameter=parameter, valid=hole)
        yield HistoryRow(parameter=parameter, valid=dated.valid, dated=dated)


def chain(code_set: CodeSet, decision: str) -> tuple[Decision, ...]:
    """Return a decision and all that it rests on, each once; what is built on comes first.

    Raises:
        UnknownNameError: The code set has no such decision; names the closest ones.
    """
    known = {d.id: d for d in code_set.decisions}
    if decision not in known:
        raise UnknownNameError("decision", decision, known=known)
    found: dict[str, Decision] = {}
    # Decisions that rest on each other are a finding elsewhere; here they come once each.
    waiting: list[tuple[str, bool]] = [(decision, False)]
    started: set[str] = set()
    while waiting:
        name, ready = waiting.pop()
        if ready:
            found[name] = known[name]
        elif name in known and name not in started:
            started.add(name)
            waiting.append((name, True))
            waiting += [(base, False) for base in reversed(known[name].rests_on)]
    return tuple(found.values())
