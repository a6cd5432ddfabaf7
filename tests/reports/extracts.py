"""A small extract for reports: units of several sizes, visits, other care."""

from __future__ import annotations

from datetime import date, timedelta

from kvacodes.extracts import Contract, Person, Reported, Visit

AS_OF = date(2020, 12, 31)
SIZES = {"u1": 40, "u2": 36, "u3": 30, "u4": 25, "u5": 20, "u6": 3, "u7": 2}
"""How many children are listed at each unit."""

CODES = ("UX273", "UX274", "UX275", "UX276", "UX277", "UX278")
AGES = (10, 70, 130, 250, 370, 460)
"""At how many days of age the visits are made."""


def persons(sizes: dict[str, int] | None = None) -> list[Person]:
    """Make the children, born through the year 2019 in the same way at every unit."""
    made: list[Person] = []
    for unit, size in (sizes or SIZES).items():
        made += [
            Person(
                person_id=f"p{len(made) + n:03}",
                birth_date=date(2019, 1, 1) + timedelta(days=9 * (n * 7 % 40)),
                unit_id=unit,
                listed_from=date(2019, 1, 1),
                target_group=None if unit == "u1" and n % 6 == 5 else True,
            )
            for n in range(size)
        ]
    return made


def visits(people: list[Person]) -> list[Visit]:
    """Make visits at the child's own unit: most get the first ones, fewer the last."""
    made: list[Visit] = []
    for number, person in enumerate(people):
        birth = person.birth_date or AS_OF
        steps = [s for s in range(6) if (number * 5 + s * 3) % 8 >= s / 2]
        made += [_visit(person, number, s, birth + timedelta(days=AGES[s])) for s in steps]
        made.append(
            Visit(
                person_id=person.person_id,
                contact_id=f"o{number:03}",
                date=date(2020, 1 + number % 6, 1),
                code=("J069", "H669", "Z001")[number % 3],
                unit_id="v1",
                system="icd10se",
            )
        )
    return made


def _visit(person: Person, number: int, step: int, day: date) -> Visit:
    return Visit(
        person_id=person.person_id,
        contact_id=f"c{number:03}-{step}",
        date=day,
        code=CODES[step],
        unit_id=person.unit_id,
        staff_id=f"{person.unit_id}-{(number + step) % 7 == 0:d}",
        staff_role="bhv-sjukskoterska",
        minutes=None if number % 4 == 0 else 60 + 5 * (number % 7),
        joint=None if number % 5 == 0 else number % 3 > 0,
    )


def contracts() -> list[Contract]:
    """Make contracts of all units but two."""
    return [
        Contract(contract_id=f"a{n}", unit_id=f"u{n}", valid_from=date(2019, 1, 1))
        for n in (1, 2, 3, 4, 6)
    ]


def reported() -> list[Reported]:
    """Make the answers of two units."""
    return [
        Reported(unit_id=unit, period="2020", indicator=question, value=value)
        for unit in ("u1", "u2")
        for question, value in (
            ("working-group", "ja"),
            ("training", "delvis"),
            ("evaluation", "ja"),
            ("economy", "inlämnad"),
        )
    ]
