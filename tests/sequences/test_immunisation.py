"""Immunisation schedules written as YAML alone, with the verdict of each dose.

The schedules are in the manner of published ones, and are none of them: their numbers
serve the tests. Each case says for each dose its step, whether it counts and why not,
then the state of the series, and the days of the next dose.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import astuple, evolve, frozen
from sources import contacts_frame, native, persons_frame
from specification import rows_from

import kvacodes
from kvacodes import sequences, synthesize
from kvacodes.extracts import Person, Visit
from kvacodes.model import Sequence

HEAD = """
kvacodes: 1
id: schedule
title: {sv: Schema, en: Schedule}
namespace: {shape: KMA, prefix: DT, owner: national}
decisions:
  - {id: d, body: Test, decided_on: 1990-01-01, source: made up}
codes:
  - {code: "DT030", text: Vaccination, decision: d, valid: {from: 1990-01-01}}
  - {code: "DT031", text: Vaccination again, decision: d, valid: {from: 1990-01-01}}
sequence:
"""

DTAP = """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      window:
        absolute: {from: {weeks: 6}, grace: {days: 4}}
        recommended: {from: {months: 2}, before: {months: 3}}
    - number: 2
      codes: ["DT030"]
      window: {from: {months: 4}, before: {months: 5}}
      gap: {at_least: {weeks: 4}, strength: absolute, grace: {days: 4}, since: visit}
    - number: 3
      codes: ["DT030"]
      window: {from: {months: 6}, before: {months: 7}}
      gap: {at_least: {weeks: 4}, strength: absolute, grace: {days: 4}, since: visit}
    - number: 4
      codes: ["DT030"]
      window:
        absolute: {from: {months: 12}, grace: {days: 4}}
        recommended: {from: {months: 15}, before: {months: 19}}
      gap: {at_least: {months: 6}, strength: absolute, grace: {days: 4}, since: visit}
    - number: 5
      codes: ["DT030"]
      unless: {step: 4, from: {years: 4}}
      window:
        absolute: {from: {years: 4}, before: {years: 7}, grace: {days: 4}}
        recommended: {from: {years: 4}, before: {years: 7}}
      gap: {at_least: {months: 6}, strength: absolute, grace: {days: 4}, since: visit}
"""

MMR = """
  match: ordinal
  gap: {at_least: {days: 28}, strength: absolute, grace: {days: 4}, since: visit}
  steps:
    - number: 1
      codes: ["DT030"]
      window:
        absolute: {from: {months: 12}, grace: {days: 4}}
        recommended: {from: {months: 12}, before: {months: 16}}
    - number: 2
      codes: ["DT030"]
      window: {from: {years: 4}, before: {years: 7}}
"""

MMR_SINCE_STEP = MMR.replace(", since: visit", "")

ROTAVIRUS = """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      window:
        absolute: {from: {weeks: 6}, before: {weeks: 15}, refuses: true}
        recommended: {from: {months: 2}, before: {weeks: 15}}
    - number: 2
      codes: ["DT030"]
      window: {before: {months: 8, days: 1}, strength: absolute, refuses: true}
      gap: {at_least: {weeks: 4}, strength: absolute}
    - number: 3
      codes: ["DT030"]
      window: {before: {months: 8, days: 1}, strength: absolute, refuses: true}
      gap: {at_least: {weeks: 4}, strength: absolute}
"""

ROTAVIRUS_LATE_COUNTS = ROTAVIRUS.replace(", refuses: true", "")

# How many doses there are depends on the age at the first.
HIB = """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      window:
        absolute: {from: {weeks: 6}, grace: {days: 4}}
        recommended: {from: {months: 2}, before: {months: 3}}
    - number: 2
      codes: ["DT030"]
      unless: {step: 1, from: {months: 15}}
      gap:
        - {at_least: {weeks: 4}, strength: absolute, when: {step: 1, before: {months: 12}}}
        - {at_least: {weeks: 8}, strength: absolute, when: {step: 1, from: {months: 12}}}
    - number: 3
      codes: ["DT030"]
      unless: {step: 1, from: {months: 12}}
      window: {from: {months: 12}, strength: absolute, when: {step: 1, from: {months: 7}}}
      gap:
        - {at_least: {weeks: 4}, strength: absolute, when: {step: 1, before: {months: 7}}}
        - {at_least: {weeks: 8}, strength: absolute, when: {step: 1, from: {months: 7}}}
    - number: 4
      codes: ["DT030"]
      unless: {step: 1, from: {months: 7}}
      window: {from: {months: 12}, before: {months: 16}, strength: absolute}
      gap: {at_least: {weeks: 8}, strength: absolute}
"""

HPV = """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      window: {from: {years: 9}, strength: absolute}
    - number: 2
      codes: ["DT030"]
      gap: {at_least: {weeks: 4}, strength: absolute, grace: {days: 4}}
    - number: 3
      codes: ["DT030"]
      when:
        - {step: 1, from: {years: 15}}
        - {step: 2, before: {months: 5}, after: 1}
      gap: {at_least: {weeks: 12}, strength: absolute, grace: {days: 4}}
      after: {step: 1, from: {months: 5}, strength: absolute, grace: {days: 4}}
"""

HEPB = """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      window: {from: {days: 0}, before: {days: 2}}
    - number: 2
      codes: ["DT030"]
      window: {from: {months: 1}, before: {months: 3}}
      gap: {at_least: {weeks: 4}, strength: absolute, grace: {days: 4}}
    - number: 3
      codes: ["DT030"]
      window:
        absolute: {from: {weeks: 24}, grace: {days: 4}}
        recommended: {from: {months: 6}, before: {months: 19}}
      gap: {at_least: {weeks: 8}, strength: absolute, grace: {days: 4}}
      after: {step: 1, from: {weeks: 16}, strength: absolute, grace: {days: 4}}
"""

# A dose at birth where it can be had, then three.
BIRTH_DOSE = """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      optional: true
      window: {from: {days: 0}, before: {days: 2}, strength: absolute, refuses: true}
    - {number: 2, codes: ["DT030"], window: {from: {weeks: 6}, strength: absolute}}
    - {number: 3, codes: ["DT030"], gap: {at_least: {weeks: 4}, strength: absolute}}
    - {number: 4, codes: ["DT030"], gap: {at_least: {weeks: 4}, strength: absolute}}
"""

# Three doses at 3, 5 and 12 months, two boosters at school age.
SWEDISH = """
  match: ordinal
  steps:
    - number: 1
      codes: ["DT030"]
      nominal_age: {months: 3}
      window:
        absolute: {from: {months: 2}}
        recommended: {from: {months: 3}, before: {months: 4}}
    - number: 2
      codes: ["DT030"]
      nominal_age: {months: 5}
      window: {from: {months: 5}, before: {months: 6}}
      gap: {at_least: {weeks: 6}, strength: absolute}
    - number: 3
      codes: ["DT030"]
      nominal_age: {months: 12}
      window: {from: {months: 12}, before: {months: 13}}
      gap: {at_least: {months: 6}, strength: absolute}
    - number: 4
      codes: ["DT030"]
      nominal_age: {years: 5}
      window:
        absolute: {from: {years: 4}}
        recommended: {from: {years: 5}, before: {years: 6}}
      gap: {at_least: {years: 3}, strength: absolute}
    - number: 5
      codes: ["DT030"]
      nominal_age: {years: 14}
      window: {from: {years: 14}, before: {years: 16}}
      gap: {at_least: {years: 5}, strength: absolute}
"""

BOOSTERS = """
  match: ordinal
  month_end: clamp
  steps:
    - {number: 1, codes: ["DT030"], window: {from: {years: 18}, strength: absolute}}
    - {number: 2, codes: ["DT030"], gap: {at_least: {months: 1}, strength: absolute}}
    - {number: 3, codes: ["DT030"], gap: {at_least: {months: 6}, at_most: {months: 12}}}
""" + "".join(
    f"""    - number: {number}
      codes: ["DT030"]
      gap:
        absolute: {{at_least: {{years: 5}}}}
        recommended: {{at_least: {{years: 10}}, at_most: {{years: 20}}}}
"""
    for number in (4, 5, 6, 7)
)

BOOSTERS_ROLL = BOOSTERS.replace("clamp", "roll")

# Each dose with its own code: a dose tells its step, and counts whenever it comes.
CODED = """
  steps:
    - number: 1
      codes: ["DT030"]
      window: {from: {weeks: 6}, before: {weeks: 15}, strength: absolute}
    - number: 2
      codes: ["DT031"]
      window: {from: {weeks: 10}, before: {weeks: 32}, strength: absolute}
      gap: {at_least: {weeks: 4}, strength: absolute, since: visit}
"""

# After an exposure, on day 0, 3, 7 and 14.
EXPOSURE = """
  anchor: given
  match: ordinal
  steps:
    - {number: 1, codes: ["DT030"], window: {from: {days: 0}, before: {days: 1}}}
    - {number: 2, codes: ["DT030"], window: {from: {days: 3}, before: {days: 4}},
       gap: {at_least: {days: 3}, strength: absolute}}
    - {number: 3, codes: ["DT030"], window: {from: {days: 7}, before: {days: 8}},
       gap: {at_least: {days: 4}, strength: absolute}}
    - {number: 4, codes: ["DT030"], window: {from: {days: 14}, before: {days: 29}},
       gap: {at_least: {days: 7}, strength: absolute}}
"""

# Two doses, or one where the first comes after the ninth birthday.
INFLUENZA = """
  match: ordinal
  steps:
    - {number: 1, codes: ["DT030"], window: {from: {months: 6}, strength: absolute, refuses: false}}
    - number: 2
      codes: ["DT030"]
      unless: {step: 1, from: {years: 9}}
      gap: {at_least: {weeks: 4}, strength: absolute, grace: {days: 4}}
"""

ZOSTER = """
  match: ordinal
  steps:
    - {number: 1, codes: ["DT030"], window: {from: {years: 50}, strength: absolute}}
    - number: 2
      codes: ["DT030"]
      gap:
        absolute: {at_least: {weeks: 4}, grace: {days: 4}}
        recommended: {at_least: {months: 2, weeks: 1}, at_most: {months: 6}}
"""

SCHEDULES = {
    "dtap": DTAP,
    "mmr": MMR,
    "mmr-since-step": MMR_SINCE_STEP,
    "rotavirus": ROTAVIRUS,
    "rotavirus-late-counts": ROTAVIRUS_LATE_COUNTS,
    "hib": HIB,
    "hpv": HPV,
    "hepb": HEPB,
    "birth-dose": BIRTH_DOSE,
    "swedish": SWEDISH,
    "boosters": BOOSTERS,
    "boosters-roll": BOOSTERS_ROLL,
    "coded": CODED,
    "exposure": EXPOSURE,
    "influenza": INFLUENZA,
    "zoster": ZOSTER,
}

# The schedule, birth (or the day given), the day of the question. For each dose its step,
# whether it counts, and the findings about it. The series; the next dose with its earliest,
# recommended and last day.
CASES = """
# Six weeks after 31 January is 14 March; four days of grace.
dtap 2018-01-31, on 2018-03-20:
  2018-03-10 1 yes visit-too-early
  on-track; next 2 2018-04-07 2018-05-31 2018-06-29

dtap 2018-01-31, on 2018-03-20:
  2018-03-09 1 no visit-too-early
  on-track; next 1 2018-03-14 2018-03-31 2018-04-29

# The second dose 20 days after the first is refused; the next counts from it.
dtap 2018-01-31, on 2018-05-01:
  2018-03-31 1 yes
  2018-04-20 2 no gap-too-short
  2018-05-01 2 no gap-too-short
  on-track; next 2 2018-05-29 2018-05-31 2018-06-29

dtap 2018-01-31, on 2022-03-01:
  2018-03-31 1 yes
  2018-05-31 2 yes
  2018-07-31 3 yes
  2019-05-01 4 yes
  2022-02-01 5 yes
  complete

# The fourth after the fourth birthday: no fifth is needed, and one given is surplus.
dtap 2018-01-31, on 2022-12-01:
  2018-03-31 1 yes
  2018-05-31 2 yes
  2018-07-31 3 yes
  2022-01-31 4 yes visit-too-late
  complete

dtap 2018-01-31, on 2022-12-01:
  2018-03-31 1 yes
  2018-05-31 2 yes
  2018-07-31 3 yes
  2022-01-31 4 yes visit-too-late
  2022-10-01 4 no duplicate-visit
  complete

dtap 2018-01-31, on 2022-12-01:
  2018-03-31 1 yes
  2018-05-31 2 yes
  2018-07-31 3 yes
  2022-01-30 4 yes visit-too-late
  on-track; next 5 2022-07-30 2022-07-30 2025-01-30

# Too young at eleven months; the next must come 28 days after that dose too.
mmr 2019-02-28, on 2020-03-10:
  2020-02-01 1 no visit-too-early
  2020-02-24 1 no gap-too-short
  2020-03-10 1 no gap-too-short
  on-track; next 1 2020-04-07 2020-04-07 2020-06-27

mmr 2019-02-28, on 2020-03-10:
  2020-01-31 1 no visit-too-early
  2020-02-25 1 yes visit-too-early
  2020-03-10 2 no gap-too-short
  on-track; next 2 2020-04-07 2023-02-28 2026-02-27

mmr-since-step 2019-02-28, on 2020-03-10:
  2020-02-20 1 no visit-too-early
  2020-02-24 1 yes visit-too-early
  2020-03-10 2 no gap-too-short
  on-track; next 2 2020-03-23 2023-02-28 2026-02-27

# Fourteen weeks and six days is the last day of a first dose; who was late gets none.
rotavirus 2020-01-01, on 2020-05-01:
  2020-04-14 1 yes
  on-track; next 2 2020-05-12 2020-05-12 2020-09-01

rotavirus 2020-01-01, on 2020-05-01:
  2020-04-15 1 no visit-too-late
  aged-out

rotavirus 2020-01-01, on 2020-05-01:
  aged-out

rotavirus 2020-01-01, on 2020-04-14:
  on-track; next 1 2020-02-12 2020-03-01 2020-04-14

# Eight months and no days is the last day of the others.
rotavirus 2020-01-01, on 2020-09-02:
  2020-02-12 1 yes visit-too-early
  2020-03-11 2 yes
  2020-09-01 3 yes
  complete

rotavirus 2020-01-01, on 2020-09-02:
  2020-02-12 1 yes visit-too-early
  2020-03-11 2 yes
  2020-09-02 3 no visit-too-late
  aged-out

rotavirus-late-counts 2020-01-01, on 2020-05-01:
  2020-04-15 1 yes visit-too-late
  on-track; next 2 2020-05-13 2020-05-13 2020-09-01

# The younger at the first, the more doses.
hib 2019-01-15, on 2020-06-01:
  2020-04-15 1 yes visit-too-late
  complete

hib 2019-01-15, on 2020-04-15:
  2020-03-15 1 yes visit-too-late
  2020-04-15 2 no gap-too-short
  on-track; next 2 2020-05-10 2020-05-10 -

hib 2019-01-15, on 2020-05-10:
  2020-03-15 1 yes visit-too-late
  2020-05-10 2 yes
  complete

hib 2019-01-15, on 2019-12-01:
  2019-09-15 1 yes visit-too-late
  2019-10-13 2 yes
  2019-12-01 3 no visit-too-early gap-too-short
  on-track; next 3 2020-01-15 2020-01-15 -

hib 2019-01-15, on 2020-02-01:
  2019-03-15 1 yes
  2019-04-15 2 yes
  2019-05-15 3 yes
  2020-01-15 4 yes
  complete

hib 2019-01-15, on 2019-03-01:
  on-track; next 1 2019-02-26 2019-03-15 2019-04-14

# Two doses for the young, unless they came too close; three for the others.
hpv 2008-02-29, on 2020-12-01:
  2020-03-01 1 yes
  2020-09-01 2 yes
  complete

hpv 2008-02-29, on 2020-12-01:
  2020-03-01 1 yes
  2020-08-01 2 yes
  complete

hpv 2008-02-29, on 2020-08-01:
  2020-03-01 1 yes
  2020-07-31 2 yes
  on-track; next 3 2020-10-23 2020-10-23 -

hpv 2008-02-29, on 2020-06-01:
  2020-03-01 1 yes
  2020-04-01 2 yes
  2020-06-01 3 no visit-too-early gap-too-short
  on-track; next 3 2020-08-01 2020-08-01 -

hpv 2008-02-29, on 2023-12-01:
  2023-02-28 1 yes
  2023-09-01 2 yes
  on-track; next 3 2023-11-24 2023-11-24 -

hpv 2008-02-29, on 2023-12-01:
  2023-02-27 1 yes
  2023-09-01 2 yes
  complete

# Between the first and the third sixteen weeks, whatever the second.
hepb 2020-01-01, on 2020-07-01:
  2020-01-01 1 yes
  2020-02-01 2 yes
  2020-06-12 3 no visit-too-early
  on-track; next 3 2020-06-17 2020-07-01 2021-07-31

hepb 2020-01-01, on 2020-07-01:
  2020-01-01 1 yes
  2020-02-01 2 yes
  2020-06-13 3 yes visit-too-early
  complete

hepb 2020-01-01, on 2020-08-01:
  2020-05-01 1 yes visit-too-late
  2020-06-01 2 yes visit-too-late
  2020-07-30 3 no visit-too-early
  on-track; next 3 2020-08-21 2020-08-21 2021-07-31

# Who went without the dose at birth begins with the next.
birth-dose 2020-02-28, on 2020-05-01:
  2020-02-29 1 yes
  2020-04-09 2 no visit-too-early
  2020-04-11 2 yes
  on-track; next 3 2020-05-09 2020-05-09 -

birth-dose 2020-02-28, on 2020-07-01:
  2020-03-01 2 no visit-too-early
  2020-04-11 2 yes
  2020-05-09 3 yes
  2020-06-06 4 yes
  2020-07-01 4 no duplicate-visit
  complete

swedish 2016-02-29, on 2021-03-01:
  2016-05-29 1 yes
  2016-07-29 2 yes
  2017-02-28 3 yes
  on-track; next 4 2020-02-29 2021-02-28 2022-02-27

swedish 2016-02-29, on 2022-02-28:
  2016-05-29 1 yes
  2016-07-29 2 yes
  2017-02-28 3 yes
  behind; next 4 2020-02-29 2021-02-28 2022-02-27

swedish 2016-02-29, on 2022-03-01:
  2016-05-29 1 yes
  2016-06-29 2 no gap-too-short
  2016-07-29 2 yes
  2017-01-28 3 no gap-too-short
  2017-02-28 3 yes
  2021-03-01 4 yes
  on-track; next 5 2026-03-01 2030-02-28 2032-02-28

# Ten years after 29 February, and one month after 31 January.
boosters 1994-01-31, on 2013-01-01:
  2012-01-31 1 yes
  2012-02-29 2 yes
  2012-08-29 3 yes
  on-track; next 4 2017-08-29 2022-08-29 2032-08-29

boosters-roll 1994-01-31, on 2012-03-02:
  2012-01-31 1 yes
  2012-02-29 2 no gap-too-short
  2012-03-01 2 yes
  on-track; next 3 2012-09-01 2012-09-01 2013-03-01

boosters 1994-02-28, on 2040-01-01:
  2012-02-29 1 yes
  2012-03-29 2 yes
  2013-03-30 3 yes gap-too-long
  2018-03-29 4 no gap-too-short
  2018-03-30 4 yes gap-too-short
  2028-03-30 5 yes
  2038-03-30 6 yes
  on-track; next 7 2043-03-30 2048-03-30 2058-03-30

# A code for each dose: an error, and it counts.
coded 2020-01-01, on 2020-04-01:
  2020-02-11 1 yes visit-too-early
  2020-03-11 2 yes
  complete

coded 2020-01-01, on 2020-04-01:
  2020-02-12 1 yes
  2020-03-01 1 no duplicate-visit
  2020-03-11 2 yes gap-too-short
  complete

coded 2020-01-01, on 2020-09-01:
  2020-02-12 1 yes
  2020-08-12 2 yes visit-too-late
  complete

exposure 2020-02-27, on 2020-03-12:
  2020-02-27 1 yes
  2020-03-01 2 yes
  2020-03-05 3 yes
  on-track; next 4 2020-03-12 2020-03-12 2020-03-26

exposure 2020-02-27, on 2020-03-12:
  2020-02-27 1 yes
  2020-02-29 2 no gap-too-short
  2020-03-01 2 yes
  2020-03-05 3 yes
  2020-03-12 4 yes
  complete

influenza 2010-05-31, on 2020-01-01:
  2010-11-29 1 yes visit-too-early
  on-track; next 2 2010-12-27 2010-12-27 -

influenza 2010-05-31, on 2020-01-01:
  2019-05-31 1 yes
  complete

influenza 2010-05-31, on 2020-01-01:
  2019-05-30 1 yes
  on-track; next 2 2019-06-27 2019-06-27 -

zoster 1960-02-29, on 2011-01-01:
  2010-02-28 1 yes
  2010-03-23 2 no gap-too-short
  behind; next 2 2010-03-28 2010-05-05 2010-08-28

zoster 1960-02-29, on 2011-01-01:
  2010-02-28 1 yes
  2010-03-24 2 yes gap-too-short
  complete

zoster 1960-02-29, on 2011-01-01:
  2010-02-28 1 yes
  2010-08-29 2 yes gap-too-long
  complete
"""


def _sequence(name: str) -> Sequence:
    sequence = kvacodes.load(text=HEAD + SCHEDULES[name]).code_set("schedule").sequence
    assert sequence is not None
    return sequence


@frozen
class Case:
    """One person's doses against a schedule."""

    schedule: str
    start: dt.date
    as_of: dt.date
    doses: tuple[str, ...]
    outcome: str

    @classmethod
    def read(cls, text: str) -> Case:
        """Read a case as it is written above."""
        head, *doses, outcome = (line.strip() for line in text.splitlines() if line[0] != "#")
        schedule, start, _, as_of = head.removesuffix(":").replace(",", "").split()
        days = dt.date.fromisoformat(start), dt.date.fromisoformat(as_of)
        return cls(schedule, *days, tuple(doses), outcome)


READ = [Case.read(text) for text in CASES.strip().split("\n\n")]


def _visits(case: Case, person: str = "p") -> list[Visit]:
    """Return a visit for each dose; where each has its own code, that of its step."""
    visits = []
    for number, dose in enumerate(case.doses, start=1):
        day, step, *_ = dose.split()
        code = "DT031" if case.schedule == "coded" and step == "2" else "DT030"
        visits.append(
            Visit(
                person_id=person,
                contact_id=f"c{number}",
                date=dt.date.fromisoformat(day),
                code=code,
            )
        )
    return visits


def _verdict(verdict: sequences.VisitVerdict) -> str:
    counts = "yes" if verdict.is_counted else "no"
    return " ".join([str(verdict.date), str(verdict.step), counts, *verdict.reasons])


def _outcome(result: sequences.Evaluation) -> str:
    status, due = str(result.status[0].status), result.next_due
    if due is None:
        return status
    days = ("-" if day is None else str(day) for day in (due.earliest, due.recommended, due.last))
    return f"{status}; next {due.step} {' '.join(days)}"


@pytest.mark.parametrize("case", READ, ids=[f"{i} {c.schedule}" for i, c in enumerate(READ)])
def test_each_dose_has_its_verdict(case: Case) -> None:
    """The step of each dose, whether it counts and why not; the series; the next dose."""
    result = sequences.evaluate(
        _visits(case),
        _sequence(case.schedule),
        birth_date=case.start,
        anchor_date=case.start,
        as_of=case.as_of,
    )
    assert tuple(map(_verdict, result.verdicts)) == case.doses
    assert _outcome(result) == case.outcome


@pytest.mark.parametrize("engine", ["polars", "pandas", "pyarrow", "duckdb"])
@pytest.mark.parametrize("name", SCHEDULES)
def test_tables_say_the_same(name: str, engine: str, request: pytest.FixtureRequest) -> None:
    """All cases of a schedule as one extract: findings, status and next dose as for one."""
    if engine not in request.config.getoption("--backends").split(","):
        pytest.skip(f"{engine} is not among --backends")
    sequence, as_of = _sequence(name), dt.date(2100, 1, 1)
    visits: list[Visit] = []
    persons: list[Person] = []
    for number, case in enumerate(READ):
        if case.schedule == name:
            visits += _visits(case, f"p{number}")
            person = Person(person_id=f"p{number}", birth_date=case.start, target_group=True)
            persons.append(evolve(person, anchor_date=case.start, listed_to=case.as_of))
    wanted = sequences.conformance(visits, persons, sequence, as_of=as_of)
    found = sequences.conformance(
        native(contacts_frame(visits), engine),
        native(persons_frame(persons), engine),
        sequence,
        as_of=as_of,
    )
    for part in ("findings", "steps"):
        rows = rows_from(getattr(found, part))
        assert [_plain(row.values()) for row in rows] == [
            _plain(astuple(row)) for row in getattr(wanted, part)
        ]


def _plain(values: Any) -> list[str]:
    """Return values as text, whatever the kind of table makes of nulls and days."""
    plain = [str(value).removesuffix(" 00:00:00").removesuffix(".0") for value in values]
    return ["None" if text in {"nan", "NaT", "<NA>"} else text for text in plain]


def test_what_does_not_count_is_said_where_a_person_is_explained() -> None:
    """The step's line names the days of visits that fill it not, in text and on the page."""
    case = next(c for c in READ if c.schedule == "mmr" and "2020-02-01" in c.doses[0])
    for lang, words in (("sv", "räknas inte:"), ("en", "not counted:")):
        explanation = sequences.explain(
            _visits(case),
            _sequence(case.schedule),
            birth_date=case.start,
            as_of=case.as_of,
            lang=lang,
        )
        said = f"{words} 2020-02-01, 2020-02-24, 2020-03-10"
        assert said in explanation.text
        assert said in explanation.html


def test_a_dose_too_soon_after_a_refused_one_is_told_in_days() -> None:
    """The message names the visit before, and how many days there were between."""
    case = next(c for c in READ if c.schedule == "mmr" and "2020-02-01" in c.doses[0])
    sequence = _sequence(case.schedule)
    found = sequences.check_visits(
        _visits(case), sequence, birth_date=case.start, as_of=case.as_of
    )[1]
    assert found.finding == "gap-too-short"
    assert sequences.message(found, sequence, "en").startswith(
        "step 1: 2020-02-24 is too soon after the visit before on 2020-02-01, 23 days later, "
        "earliest 2020-02-29"
    )
    assert "för tätt inpå besöket före den 2020-02-01, 23 dagar efter" in sequences.message(
        found, sequence
    )


def test_conditions_are_said() -> None:
    """On what a step or a limit depends, whether it refuses, and from what a gap is counted."""
    hpv, hib = (sequences.describe(_sequence(n), "en") for n in ("hpv", "hib"))
    assert (
        "part of it only if step 1 was done from 15 years after birth or step 2 was done before "
        "5 months after step 1."
    ) in hpv
    assert "(absolute limit) if step 1 was done before 12 months after birth" in hib
    assert "no part of it if step 1 was done from 15 months after birth." in hib
    assert "ingår inte om steg 4 gjordes från 4 år efter födelsen." in sequences.describe(
        _sequence("dtap")
    )
    assert "no part of it if step 4 was done" in sequences.draw_sequence(_sequence("dtap"), "en")
    late, early = (sequences.describe(_sequence(n)) for n in ("rotavirus", "influenza"))
    assert "före 15 veckor (absolut gräns) (det som ligger utanför räknas inte)" in late
    assert "från 6 månader (absolut gräns) (det som ligger utanför räknas)" in early
    assert "efter föregående besök, även ett som inte räknas" in sequences.describe(
        _sequence("mmr")
    )


@pytest.mark.parametrize("name", ["hpv", "influenza"])
def test_cases_are_made_for_each_number_of_doses(name: str) -> None:
    """Conforming cases have few doses and many, by what the schedule asks for."""
    sequence = _sequence(name)
    made = [e for e in sequences.examples(sequence) if e.finding is None]
    complete = {len(e.visits) for e in made if e.evaluated(sequence).status[0].status == "complete"}
    assert len(complete) > 1


def test_without_a_birth_date_no_condition_on_age_is_so() -> None:
    """What `unless` says holds until the opposite is known; `when` does not."""
    visits = [Visit(contact_id="c", date=dt.date(2020, 4, 15), code="DT030")]
    for name, steps in (("hib", [1, 2, 3, 4]), ("hpv", [1, 2]), ("birth-dose", [1, 2, 3, 4])):
        result = sequences.evaluate(
            visits, _sequence(name), birth_date=None, as_of=dt.date(2020, 6, 1)
        )
        assert [step.step for step in result.steps] == steps


def test_nothing_is_due_outside_the_target_group() -> None:
    """Who the schedule is not meant for has no next dose."""
    asked = {"birth_date": dt.date(2019, 1, 15), "as_of": dt.date(2019, 6, 1)}
    for target_group, step in ((None, 1), (True, 1), (False, None)):
        due = sequences.evaluate((), _sequence("hib"), target_group=target_group, **asked).next_due
        assert (None if due is None else due.step) == step


@pytest.mark.parametrize("name", ["dtap", "hib", "hpv", "mmr", "rotavirus", "exposure"])
def test_artificial_extracts_keep_the_limits(name: str) -> None:
    """Doses that depend on others, and distances from any dose, are made as they should be."""
    code_set = kvacodes.load(text=HEAD + SCHEDULES[name]).code_set("schedule")
    extract = synthesize.extract(code_set, children=200, seed=1)
    assert code_set.sequence is not None
    result = sequences.conformance(
        extract.contacts, extract.persons, code_set.sequence, as_of=dt.date(2030, 1, 1)
    )
    assert {row["severity"] for row in rows_from(result.findings)} <= {"warning", "information"}
    assert max(row["done"] for row in rows_from(result.status)) >= 1
