"""Terms: the values that an allocation goes by on a day, found once and told with the result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from attrs import field, frozen

from kvacodes.errors import OutsidePeriodsError, Phrase, UsageError
from kvacodes.funding.grounds import Ground, Quantity, ground, positive
from kvacodes.funding.listing import Ages
from kvacodes.model.rules import AllocationRule
from kvacodes.model.words import Lang

__all__ = ["Terms", "terms_of"]

_YES = {"yes": True, "ja": True, "no": False, "nej": False}


@frozen(kw_only=True)
class Terms:
    """What an allocation goes by on a day: every value found, with its ground.

    Attributes:
        on: The day for which parameters are read.
        norm: How many listed persons give one post.
        amount: Kronor per post.
        total: What is shared, where there is no norm.
        ages: The ages that count; None for all.
        of_ages: The grounds of the ages.
        carried_to: The day, where the rule itself had ended and was used on request.
        title: What is allocated, in Swedish and English.
    """

    on: date
    norm: Ground | None = None
    amount: Ground | None = None
    total: Ground | None = None
    ages: Ages | None = None
    of_ages: tuple[Ground, ...] = ()
    carried_to: date | None = None
    title: Mapping[Lang, str] = field(factory=dict)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """All grounds, in the order in which they are told."""
        mine = (self.norm, self.amount, self.total, *self.of_ages)
        return tuple(g for g in mine if g is not None)


def terms_of(
    rule: AllocationRule | None = None,
    *,
    on: date,
    norm: Quantity | None = None,
    amount: Quantity | None = None,
    total: Quantity | None = None,
    ages: Ages | tuple[int, int | None] | None = None,
    carry_forward: bool = False,
) -> Terms:
    """Find the values that an allocation goes by on a day.

    What is given beside a rule takes the place of what the rule says.

    Args:
        rule: A rule of a document.
        on: The day for which parameters are read.
        norm: How many listed persons give one post.
        amount: Kronor per post.
        total: What is shared in proportion to the listed, instead of by a norm.
        ages: The ages that count, in completed years, both included.
        carry_forward: Whether a parameter's last value is used after its end; told in the
            result.

    Raises:
        OutsidePeriodsError: The rule is not in force on the day, or a parameter has no value.
        UsageError: There is neither a norm nor a total, or there are both.
    """
    if total is not None and amount is not None:
        message = Phrase(
            "an amount per post goes with a norm, not with a total",
            "ett belopp per tjänst hör till en norm, inte till en summa",
        )
        raise UsageError(message)
    carried = None
    if rule is not None:
        carried = _require_in_force(rule, on, carry_forward=carry_forward)
        norm = norm if norm is not None or total is not None else rule.norm
        total = total if total is not None or norm is not None else rule.total
        amount = amount if amount is not None else rule.amount
    if (norm is None) == (total is None):
        message = Phrase(
            "an allocation goes by a norm or by a total; give one of them",
            "en fördelning görs efter en norm eller en summa; ange en av dem",
        )
        raise UsageError(message)

    def found(quantity: Quantity | None, role: str, unit: str) -> Ground | None:
        if quantity is None:
            return None
        return ground(quantity, role=role, on=on, unit=unit, carry_forward=carry_forward)

    range_, of_ages = _ages(rule, ages, on, carry_forward=carry_forward)
    by_norm = found(norm, "norm", "listed per post")
    return Terms(
        on=on,
        norm=by_norm and positive(by_norm),
        amount=found(amount, "amount", "kr per post and year") if by_norm else None,
        total=found(total, "total", "kr"),
        ages=range_,
        of_ages=of_ages,
        carried_to=carried,
        title={"sv": rule.title.sv, "en": rule.title.in_language("en")} if rule else {},
    )


def _is_yes(said: Ground) -> bool:
    word = str(said.dated.value).casefold()
    if word not in _YES:
        message = Phrase(
            f"{said.name or said.role} is {said.dated.value}; expected yes or no",
            f"{said.name or said.role} är {said.dated.value}; väntade yes eller no",
        )
        raise UsageError(message)
    return _YES[word]


def _require_in_force(rule: AllocationRule, on: date, *, carry_forward: bool) -> date | None:
    """Return the day to which the rule is carried forward; None where it is in force."""
    if on in rule.valid:
        return None
    if carry_forward and (rule.valid.start is None or rule.valid.start <= on):
        return on
    raise OutsidePeriodsError(
        rule.id, on, nearest=Phrase(f"the rule of {rule.valid}", f"regeln för {rule.valid}")
    )


def _ages(
    rule: AllocationRule | None,
    ages: Ages | tuple[int, int | None] | None,
    on: date,
    *,
    carry_forward: bool,
) -> tuple[Ages | None, tuple[Ground, ...]]:
    if ages is not None:
        return ages if isinstance(ages, Ages) else Ages(*ages), ()
    if rule is None or rule.age_from is None:
        return None, ()
    first = ground(rule.age_from, role="age", on=on, carry_forward=carry_forward)
    used, last = [first], None
    if rule.age_to is not None:
        to = ground(rule.age_to, role="age", on=on, carry_forward=carry_forward)
        used.append(to)
        last = int(to.dated.number)
        if rule.age_to_included is not None:
            said = ground(rule.age_to_included, role="age", on=on, carry_forward=carry_forward)
            used.append(said)
            last -= not _is_yes(said)
    return Ages(int(first.dated.number), last), tuple(used)
