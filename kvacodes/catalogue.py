"""Many documents as one: look-up, search, as of a day, known on a day, changes."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from kvacodes.errors import NOTHING, AmbiguousNameError, Phrase, UnknownNameError, UsageError
from kvacodes.model.changes import Change, changes_of
from kvacodes.model.code import Code, Force, code_key
from kvacodes.model.decision import Decision, diary_key
from kvacodes.model.document import CodeSet
from kvacodes.model.parameters import Parameter
from kvacodes.model.views import in_force_on, known_on
from kvacodes.model.words import Label

__all__ = ["Catalogue"]

_T = TypeVar("_T")
_CODE_SET = "code set"
MOST_VIEWS = 64
"""How many days' views a catalogue keeps, so that asking again for a day costs nothing."""


class Catalogue:
    """Code sets with everything in them, looked up by name. It never changes.

    Iterating gives the code sets; `len` counts them; ``in`` asks for a code or a code set.

    ```pycon
    >>> import kvacodes
    >>> kvacodes.load().code("ux 273").text
    'Utökat hembesök nr 1 (BVC)'

    ```
    """

    __slots__ = ("_by_code", "_code_sets", "_decisions", "_haystack", "_views", "_when", "_whole")

    def __init__(self, code_sets: Iterable[CodeSet] = ()) -> None:
        """Take the code sets.

        Raises:
            UsageError: Two of them have one id.
        """
        self._code_sets: dict[str, CodeSet] = {}
        for code_set in code_sets:
            if code_set.id in self._code_sets:
                message = Phrase(
                    f"two code sets have the id {code_set.id!r}",
                    f"två kodmängder har id {code_set.id!r}",
                )
                raise UsageError(message)
            self._code_sets[code_set.id] = code_set
        homes = _grouped((code.code, code) for code in self.codes)
        # A code that several sets have is looked up only where one of them owns it.
        owners = {text: self._owner(codes) for text, codes in homes.items()}
        self._by_code = {text: code for text, code in owners.items() if code is not None}
        self._decisions: dict[str, list[Decision]] | None = None
        self._haystack: tuple[tuple[str, Code], ...] | None = None
        self._views: dict[tuple[str, date], Catalogue] = {}
        self._whole: Catalogue | None = None
        self._when: tuple[str, date] | None = None

    def _owner(self, codes: list[Code]) -> Code | None:
        """Return the code of the set whose namespace it lies in, if there is just one.

        A set that runs the very code, from its first to its last, goes before one that has
        the prefix alone.
        """
        if len({code.code_set for code in codes}) == 1:
            return codes[0]
        spaces = [(self._code_sets[code.code_set].namespace, code) for code in codes]
        running = [c for space, c in spaces if space.run is not None and c.code in space.run]
        inside = [code for space, code in spaces if code.code in space]
        for owners in (running, inside):
            if owners:
                return owners[0] if len(owners) == 1 else None
        return None

    def code(self, code: str) -> Code:
        """Return a code; case and blanks do not matter.

        A code that several sets have is that of the set whose namespace it lies in.

        Raises:
            UnknownNameError: There is no such code; names the closest ones, or the days on
                which it is in force where this is the view of another day.
            AmbiguousNameError: Several sets have the code and none of them owns it.
        """
        try:
            return self._by_code[code]
        except KeyError:
            return self._other_code(code)

    def _other_code(self, code: str) -> Code:
        key = code_key(code)
        if key in self._by_code:
            return self._by_code[key]
        sets = [s.id for s in self if any(c.code == key for c in s.codes)]
        if sets:
            hint = Phrase(
                f"ask one of them: code_set({sets[0]!r}).code({key!r})",
                f"fråga en av dem: code_set({sets[0]!r}).code({key!r})",
            )
            raise AmbiguousNameError("code", code, homes=sets, hint=hint)
        raise UnknownNameError(
            "code", code, known=(c.code for c in self.codes), hint=self._why_not(key)
        )

    def _why_not(self, key: str) -> Phrase:
        """Say when a code is in force, or decided on, that this day's view does not have."""
        if self._whole is None or self._when is None or key not in self._whole._by_code:  # noqa: SLF001
            return NOTHING
        found, (view, day) = self._whole._by_code[key], self._when  # noqa: SLF001
        if view == "known":
            decided = found.decision.decided_on
            return Phrase(
                f"decided on {decided}, so not known on {day}",
                f"beslutad {decided}, alltså inte känd {day}",
            )
        days = "; ".join(str(interval) for interval in found.validity)
        if found.early is not None and found.force_on(day) is Force.EARLY:
            return Phrase(
                f"on {day} permitted, not yet required; in force {days}",
                f"{day} tillåten, ännu inte obligatorisk; gäller {days}",
            )
        return Phrase(
            f"not in force on {day}; in force {days}", f"gäller inte {day}; gäller {days}"
        )

    @property
    def code_sets(self) -> tuple[CodeSet, ...]:
        """The code sets, in the order in which they were read."""
        return tuple(self._code_sets.values())

    @property
    def codes(self) -> tuple[Code, ...]:
        """All codes of all code sets, in order."""
        return tuple(code for code_set in self for code in code_set.codes)

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """All decisions of all code sets, in order."""
        return tuple(decision for code_set in self for decision in code_set.decisions)

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters of all code sets, in order."""
        return tuple(p for code_set in self for p in code_set.rules.parameters)

    def code_set(self, name: str) -> CodeSet:
        """Return a code set by its id.

        Raises:
            UnknownNameError: There is no such code set; names the closest ones.
        """
        try:
            return self._code_sets[name]
        except KeyError:
            raise UnknownNameError(_CODE_SET, name, known=self._code_sets) from None

    def decision(self, name: str) -> Decision:
        """Return a decision by its diary number, however spelt, or by its id.

        Raises:
            UnknownNameError: There is no such decision; names the closest ones.
            AmbiguousNameError: Several different decisions have the name.
        """
        if self._decisions is None:
            self._decisions = _grouped(
                (key, decision) for decision in self.decisions for key in _names(decision)
            )
        found = self._decisions.get(diary_key(name)) or self._decisions.get(f"id:{name}")
        if not found:
            known = [word for d in self.decisions for word in (d.diary_number, d.id) if word]
            raise UnknownNameError("decision", name, known=known)
        if any(decision != found[0] for decision in found):
            homes = [f"{decision.id} ({decision.title or decision.body})" for decision in found]
            raise AmbiguousNameError(
                "decision",
                name,
                homes=homes,
                hint=Phrase("ask for one by its id", "fråga efter ett av dem med dess id"),
            )
        return found[0]

    def parameter(self, name: str) -> Parameter:
        """Return a parameter by its id.

        Raises:
            UnknownNameError: There is no such parameter; names the closest ones.
            AmbiguousNameError: Several code sets have a parameter of that id.
        """
        homes = [(s, p) for s in self for p in s.rules.parameters if p.id == name]
        if not homes:
            raise UnknownNameError("parameter", name, known=(p.id for p in self.parameters))
        if len(homes) > 1:
            sets = [code_set.id for code_set, _ in homes]
            hint = Phrase(
                f"ask one of them: code_set({sets[0]!r}).rules.parameter({name!r})",
                f"fråga en av dem: code_set({sets[0]!r}).rules.parameter({name!r})",
            )
            raise AmbiguousNameError("parameter", name, homes=sets, hint=hint)
        return homes[0][1]

    def search(self, text: str) -> tuple[Code, ...]:
        """Return the codes that hold all the words, in order; none for an empty text.

        Looks in code, text, description and step title, and in title, description and model
        of the code set. Case and the marks on letters do not matter: å and a are the same.
        """
        if self._haystack is None:
            self._haystack = tuple(pair for code_set in self for pair in _searched(code_set))
        words = folded(text).split()
        if not words:
            return ()
        return tuple(code for hay, code in self._haystack if all(word in hay for word in words))

    def as_of(self, day: date) -> Catalogue:
        """Return what was in force on the day: its codes, texts, limits and values.

        A code that was permitted but not yet required is left out; `Code.force_on` tells.
        """
        return self._view("in force", day, in_force_on)

    def known_on(self, day: date) -> Catalogue:
        """Return what had been decided by the day, the day included.

        A decision may set a start in the future, or be younger than the start it sets. One
        whose own day is not known counts as made once all that it rests on has been made.
        """
        return self._view("known", day, known_on)

    def _view(self, name: str, day: date, of_day: Callable[[CodeSet, date], CodeSet]) -> Catalogue:
        view = self._views.get((name, day))
        if view is None:
            view = Catalogue(of_day(code_set, day) for code_set in self)
            view._whole, view._when = self, (name, day)
            if len(self._views) >= MOST_VIEWS:
                self._views.clear()
            self._views[name, day] = view
        return view

    def changes(self, from_day: date, to_day: date) -> tuple[Change, ...]:
        """Return what came, ended or changed its text from one day to another, both included.

        A change has the first day of the new state, so an end has the day after the last.

        Raises:
            UsageError: The last day is before the first.
        """
        if to_day < from_day:
            message = Phrase(
                f"changes from {from_day} to {to_day}: the last day is before the first",
                f"ändringar från {from_day} till {to_day}: sista dagen är före den första",
            )
            raise UsageError(message)
        changes = [c for code_set in self for c in changes_of(code_set, from_day, to_day)]
        return tuple(sorted(changes, key=lambda change: (change.day, change.code, change.kind)))

    def __iter__(self) -> Iterator[CodeSet]:
        """Give the code sets."""
        return iter(self._code_sets.values())

    def __len__(self) -> int:
        """Return the number of code sets."""
        return len(self._code_sets)

    def __contains__(self, name: object) -> bool:
        """Say whether there is such a code, or such a code set."""
        if not isinstance(name, str):
            return False
        key = code_key(name)
        return name in self._code_sets or any(code.code == key for code in self.codes)

    def __repr__(self) -> str:
        """Show what is inside, in one line."""
        when = f" {self._when[0]} on {self._when[1]}" if self._when else ""
        sets = ", ".join(f"{s.id} ({len(s.codes)} codes)" for s in self)
        return f"<Catalogue{when}: {sets or 'empty'}>"

    def _repr_html_(self) -> str:
        """Return the code sets as tables, for notebooks."""
        return "".join(code_set._repr_html_() for code_set in self)


def _grouped(pairs: Iterable[tuple[str, _T]]) -> dict[str, list[_T]]:
    groups: dict[str, list[_T]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _names(decision: Decision) -> Iterator[str]:
    yield f"id:{decision.id}"
    if decision.diary_number is not None:
        yield diary_key(decision.diary_number)


def folded(text: str) -> str:
    """Return a text without case and without marks on its letters, for searching."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def _searched(code_set: CodeSet) -> Iterator[tuple[str, Code]]:
    """Give each code with everything it can be found by."""
    about = _both(code_set.title), _both(code_set.description), code_set.model
    steps = code_set.sequence.steps if code_set.sequence is not None else ()
    titles = _grouped((code, _both(step.title)) for step in steps for code in step.codes)
    for code in code_set.codes:
        texts = (text.text for text in code.texts)
        own = (code.code, code.text, code.description or "", *texts, *titles.get(code.code, ()))
        yield folded("\n".join((*own, *about))), code


def _both(label: Label) -> str:
    return f"{label.sv}\n{label.en}"
