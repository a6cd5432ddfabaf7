"""Reading a decision text: what it decides, on which codes, from when.

The texts vary in the order and spelling of their headings. What is not recognised is
never guessed: it becomes an `Unread` with the line, for somebody to look up. No words
are copied but titles, code texts, roles, units and the follow-up's questions, and none
of these where they name a person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from attrs import evolve

from kvacodes.model import StartKind
from kvacodes.proposals.drafts.code_table import CodeTable, read_codes
from kvacodes.proposals.drafts.dates import find_days, has_unread_day
from kvacodes.proposals.drafts.draft import Draft, DraftCode, DraftDecision, Unread
from kvacodes.proposals.drafts.headings import Segment, is_heading, segments
from kvacodes.proposals.drafts.people import People
from kvacodes.proposals.drafts.text import read_text
from kvacodes.proposals.roles import is_role_or_unit

__all__ = ["draft_from_decision", "draft_from_text"]

_DIARY = re.compile(
    r"(?<![\w-])[A-ZÅÄÖ]{1,6}(?:-[A-Z])?[ -]"
    r"(?:§\s?[0-9]+-(?:19|20)[0-9]{2}|(?:19|20)[0-9]{2}-[0-9]{3,6}(?:-[0-9]{1,3})?)"
)
_LATEST = re.compile(r"senast|så fort|snarast|så snart", re.IGNORECASE)
_REGION = re.compile(
    r"Västra Götalandsregionen|Region [A-ZÅÄÖ][a-zåäö]+(?: [A-ZÅÄÖ][a-zåäö]+)?"
    r"|REGION [A-ZÅÄÖ]{3,}(?: [A-ZÅÄÖ]{3,})?"
)
_TITLE = re.compile(
    r"^(?:beslut om |förslag (?:till|på) |begäran om )?(?:(?:en |två |tre )?nya? )?"
    r"(?:och (?:ändrade|utgående|reviderade) )?(?:regionala? )?"
    r"(?:kvå|kmå|kkå)?[- ]?(?:åtgärds)?kod(?:er)? (?:för|till|gällande|avseende|rörande|om) ",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"[Mm]ålgrupp\w*(?:\s+för\s+[^.]{1,40}?)?\s+är\s+(?P<who>[^.,]{3,90}?)(?=\s+och\s+|[.,]|$)"
)
_OTHER_DECISION = re.compile(
    r"\((?P<paragraphs>§+\s?[0-9]+(?:\s?[-–]\s?[0-9]+)?)\).{0,12}?\b(?:fattade|beslutade)\s+"
    r"(?P<body>[A-ZÅÄÖ].{3,90}?)\s+(?:beslut\b|att\b|om\b)"
)
_NO_UNIT = re.compile(
    r"\s*(?:ordförande|beslut|regionala|nya?\b|förslag|\w*chef\b|\w*direktör|[^:]*:)", re.IGNORECASE
)
_NAMES_CODES = re.compile(
    r"\w*kod(?:er)?\b.*\b(?:för|till|gällande|avseende|rörande)\b", re.IGNORECASE
)
_ENDS = re.compile(r"upphör|avsluta|utgå|ersätt|tas bort|inaktiver", re.IGNORECASE)
_CODE = re.compile(r"\b(?:[A-Z]{2}[0-9]{3}|[A-Z]{3}[0-9]{2})\b")
_SENTENCE = 120
_MOST_UNITS = 4
_TOP = 8
_FEW_WORDS = 2
_BULLET = re.compile(r"^\s*(?:[-–•*·]|[0-9]{1,2}[.)])\s+(?P<words>\S.*)$")


def draft_from_decision(path: Path | str) -> Draft:
    """Read a decision from a ``.txt`` or ``.docx`` file.

    Raises:
        InputError: The file is no text that can be read.
    """
    reading, path = _Reading(read_text(path)), Path(path)
    words = re.sub(r"[\W_]+", " ", path.stem)
    # Decisions are often filed under the name of who wrote them.
    is_personal = reading.people.may_be_named_in(words)
    source = f"beslutstext{path.suffix}" if is_personal else path.name
    return evolve(reading.draft(), source=source)


def draft_from_text(text: str) -> Draft:
    """Read a decision from its text; what is missing is among the draft's `unread`."""
    return _Reading(text).draft()


class _Reading:
    """One text and what has been read of it so far."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.people = People(self.lines)
        self.unread: list[Unread] = []
        self.table: CodeTable = read_codes(self.lines)
        self.used_days: set[tuple[int, date]] = set()
        self.segments = segments(self.lines, without=self.table.lines)
        self.labelled = {n for s in self.segments if s.key != "decision" for n in s.lines}

    def miss(self, line: int, en: str, sv: str, key: str = "decisions") -> None:
        self.unread.append(Unread(line, en, sv, key))

    def draft(self) -> Draft:
        """Put the parts together."""
        self.unread += self.table.unread
        decision = self.decision()
        title = self.title()
        codes = tuple(self.without_people(code) for code in self.table.codes)
        if not codes:
            self.miss(0, "no table of codes was found", "ingen tabell med koder hittades", "codes")
        last_day = self.last_day()
        region = next((m[0] for line in self.lines if (m := _REGION.search(line))), "")
        region = region.title() if region.isupper() else region
        if not region:
            self.miss(0, "the region is not named", "regionen är inte nämnd", "namespace")
        decisions = (evolve(decision, title=title), *self.other_decisions())
        questions = self.questions()
        target_group = self.target_group()
        self.other_days()
        self.other_codes()
        return Draft(
            title=_bare_title(title),
            region=region,
            decisions=decisions,
            codes=codes,
            last_day=last_day,
            target_group=target_group,
            questions=questions,
            unread=tuple(sorted(set(self.unread), key=lambda u: (u.line, u.key, u.en))),
        )

    def of(self, *keys: str) -> list[Segment]:
        """Return the labelled parts with one of the keys, in the order of the keys."""
        return [s for key in keys for s in self.segments if s.key == key]

    def day_in(self, segment: Segment) -> date | None:
        """Return the first day of a part, and remember that it is used."""
        found = next(find_days(segment.rest), None)
        if found is None:
            return None
        self.used_days |= {(line, found.day) for line in segment.lines}
        return found.day

    def decision(self) -> DraftDecision:
        """Return the decision on the codes."""
        diary = self.diary_number()
        decided_on = self.first_day("decided_on", "decided") or self.first_day("decision")
        approved_on, prepared_by = self.approval()
        body = self.body() or prepared_by
        if not body:
            self.miss(0, "who decided", "vem som beslutade", "body")
        kind, starts_on = self.start()
        decided_on = decided_on or self.day_at_the_top()
        if decided_on is None:
            self.miss(0, "the day of the decision", "beslutets dag", "decided_on")
        return DraftDecision(
            body=body,
            diary_number=diary,
            requested_by=self.requested_by(),
            prepared_by=prepared_by,
            approved_on=approved_on,
            issued_by=self.issued_by(),
            decided_on=decided_on,
            start_kind=kind,
            starts_on=starts_on,
        )

    def first_day(self, *keys: str) -> date | None:
        """Return the day of the first labelled part that has one; others are told of."""
        days = [(s, day) for s in self.of(*keys) if (day := self.day_in(s)) is not None]
        for segment, day in days[1:]:
            if day != days[0][1]:
                self.miss(
                    segment.line,
                    f"another day of decision, {day}; {days[0][1]} was taken",
                    f"en annan beslutsdag, {day}; {days[0][1]} togs",
                    "decided_on",
                )
        return days[0][1] if days else None

    def day_at_the_top(self) -> date | None:
        """Return a day that stands nearly alone at the top, and tell that it was taken."""
        for number, line in enumerate(self.lines[:_TOP], start=1):
            days = tuple(find_days(line))
            others = re.findall(r"[^\W\d]+", line)
            is_free = number not in self.labelled and not self.used_days & {
                (number, found.day) for found in days
            }
            if len(days) == 1 and len(others) <= _FEW_WORDS and is_free:
                self.used_days.add((number, days[0].day))
                self.miss(
                    number,
                    f"the day {days[0].day} at the top was taken for that of the decision",
                    f"dagen {days[0].day} överst togs för beslutets dag",
                    "decided_on",
                )
                return days[0].day
        return None

    def diary_number(self) -> str:
        for segment in self.of("diary"):
            known = tuple(_DIARY.finditer(segment.rest))
            if known:
                for other in known[1:]:
                    self.miss(
                        segment.line,
                        f"another diary number, {other[0]}; {known[0][0]} was taken",
                        f"ett annat diarienummer, {other[0]}; {known[0][0]} togs",
                        "diary_number",
                    )
                return known[0][0]
            diary = re.split(r"\s{2,}|\t", segment.rest.strip())[0].rstrip(".,;")
            if any(c.isdigit() for c in diary) and not self.people.is_named_in(diary):
                return diary
        for line in self.lines[:25]:
            match = _DIARY.search(line)
            if match:
                return match[0]
        at = next((s.line for s in self.of("diary")), 0)
        self.miss(at, "the diary number", "diarienumret", "diary_number")
        return ""

    def day_from(self, number: int) -> tuple[int, date | None]:
        """Return the day on a line, or on the next where the line goes on there."""
        for at in (number, number + 1):
            line = self.lines[at - 1] if at <= len(self.lines) else ""
            if not line.strip() or (at > number and at in self.labelled):
                break
            found = next(find_days(line), None)
            if found is not None:
                return at, found.day
        return number, None

    def approval(self) -> tuple[date | None, str]:
        """Return when the preparation approved, and who did."""
        for number, line in enumerate(self.lines, start=1):
            match = re.search(r"^(?P<who>.{0,60}?)\s*\b(?:godkän|tillstyrk|bifall)", line)
            at, found = self.day_from(number) if match else (number, None)
            if match and found:
                self.used_days.add((at, found))
                who = match["who"].rpartition(":")[2]
                who = re.split(r"\s(?:har|vid|den|på|i)\s|\s[0-9]", who)[0].strip(" ,-–")
                allowed = who and self.people.allows(who)
                return found, who if allowed else ""
        for segment in self.of("approved"):
            day = self.day_in(segment)
            if day is not None:
                return day, ""
        return None, ""

    def body(self) -> str:
        """Return who decided: from the heading, from whom the signer chairs, or a sentence."""
        patterns = (
            r"^\s*Beslut+s?(?:underlag)?\s*[-–—:]\s*(?P<body>.{2,80}?)\s*(?:\s{3}.*|\t.*)?$",
            r"^\s*Beslut\s+(?P<body>[A-ZÅÄÖ]{2,8})\b",
            r"^\s*Ordförande,?\s+(?:i\s+)?(?P<body>.{2,60}?)\s*$",
            r"^\s*(?:[0-9]{1,2}[.)]\s+)?(?P<body>[A-ZÅÄÖ].{1,80}?)\s+(?:beslutar|fastställer)\b",
        )
        for pattern in patterns:
            for line in self.lines:
                match = re.search(pattern, line, re.IGNORECASE)
                if match and self.is_body(match["body"]):
                    return match["body"]
        return ""

    def is_body(self, words: str) -> bool:
        acronym = re.fullmatch(r"[A-ZÅÄÖ]{2,8}", words) is not None
        return (acronym or is_role_or_unit(words)) and not self.people.is_named_in(words)

    def start(self) -> tuple[StartKind, date | None]:
        """Return from when the decision applies, and whether that is the latest day."""
        for segment in self.of("start"):
            day = self.day_in(segment)
            if day is None and segment.rest:
                at, day = self.day_from(segment.line)
                self.used_days |= {(at, day)} if day else set()
            if day is not None:
                said = " ".join(self.lines[n - 1] for n in segment.lines)
                kind = StartKind.LATEST if _LATEST.search(said) else StartKind.EXACT
                return kind, day
        for number, line in enumerate(self.lines, start=1):
            words = re.search(
                r"(?:gäller|införs|börja\w*|träder i kraft|används?|startar?)\b(?P<rest>.*)", line
            )
            found = next(find_days(words["rest"]), None) if words else None
            if (
                words
                and found
                and not re.search(r"till och med|t\.?\s?o\.?\s?m", words["rest"][: found.start])
            ):
                self.used_days.add((number, found.day))
                kind = StartKind.LATEST if _LATEST.search(line) else StartKind.EXACT
                return kind, found.day
        line_number = next((s.line for s in self.of("start")), 0)
        self.miss(line_number, "the day it starts", "dagen då det börjar gälla", "starts")
        return StartKind.EXACT, None

    def last_day(self) -> date | None:
        for segment in self.of("end"):
            day = self.day_in(segment)
            if day is not None:
                return day
        for segment in self.of("start"):
            match = re.search(
                r"(?:till och med|t\.?\s?o\.?\s?m\.?)\s*(?P<rest>.*)", segment.rest, re.IGNORECASE
            )
            found = next(find_days(match["rest"]), None) if match else None
            if found:
                self.used_days |= {(line, found.day) for line in segment.lines}
                return found.day
        return None

    def requested_by(self) -> str:
        """Return the roles and units that asked for the codes."""
        for segment in self.of("requester"):
            parts = [segment.rest] if segment.rest else []
            number = segment.lines[-1]
            # A blank line may stand between the heading and the block, and ends the block.
            while number < len(self.lines):
                line = self.lines[number].strip()
                if (not line and parts) or is_heading(line):
                    break
                if line:
                    parts.append(line)
                number += 1
            kept = self.allowed(parts, segment.line)
            if kept:
                return ", ".join(kept)
        self.miss(0, "who asked for the codes", "vem som önskade koderna", "requested_by")
        return ""

    def allowed(self, lines: Sequence[str], number: int) -> list[str]:
        kept = []
        for part in (p.strip(" .:;") for line in lines for p in re.split(r"[,;\t]", line)):
            if not self.people.allows(part):
                # The role beside a name that is known as one can be kept.
                part = self.people.without_names(part)  # noqa: PLW2901
            if self.people.allows(part):
                kept.append(part)
            elif part and not self.people.is_named_in(part):
                self.miss(
                    number,
                    "words about who asked are left out, as they may name a person",
                    "ord om vem som önskade utelämnades, då de kan namnge en person",
                    "requested_by",
                )
        return kept

    def issued_by(self) -> str:
        """Return the units that sign, or else the units at the top."""
        after = max((s.line for s in self.of("decision")), default=len(self.lines))
        lines_of = tuple(enumerate(self.lines, start=1))
        last = max((s.lines[-1] for s in self.segments), default=0)
        for lines in (lines_of[last:], lines_of[after:], lines_of[:12]):
            units = [
                line.strip()
                for number, line in lines
                if number not in self.table.lines
                and len(line) < 80  # noqa: PLR2004 - a unit, not a sentence
                and self.people.allows(line)
                and not line.rstrip().endswith((".", ":"))
                and not _NO_UNIT.match(line)
                and not _REGION.fullmatch(line.strip())
                and next(find_days(line), None) is None
            ]
            if len(set(units)) > _MOST_UNITS:
                break  # a list of units, and no signature
            if units:
                return ", ".join(dict.fromkeys(units))
        self.miss(0, "which unit issued it", "vilken enhet som utfärdade det", "issued_by")
        return ""

    def title(self) -> str:
        """Return the heading that names the codes."""
        for line in self.lines:
            words = line.strip().rstrip(":")
            is_title = (
                _NAMES_CODES.search(words) is not None
                and len(words) < 150  # noqa: PLR2004 - a heading, not a paragraph
                and not line.rstrip().endswith(".")
                and not re.search(r"inkommit|önskemål", words, re.IGNORECASE)
                and not self.people.may_be_named_in(words)
            )
            if is_title and not re.match(
                r"förslag till (?:nya )?(?:regionala )?koder$", words, re.IGNORECASE
            ):
                return words
        for line in self.lines:
            match = re.match(
                r"\s*(?:regionala?\s+)?(?:KVÅ-?\s?)?koder(?:na)?\s+(?P<what>.{3,90}?),?\s+fastställs",
                line,
                re.IGNORECASE,
            )
            if match and not self.people.is_named_in(line):
                return re.sub(r"^(?:för|till|gällande|avseende|rörande)\s+", "", match["what"])
        self.miss(0, "what the codes are for", "vad koderna avser", "title")
        return ""

    def without_people(self, code: DraftCode) -> DraftCode:
        for key in ("text", "description"):
            if self.people.may_be_named_in(getattr(code, key) or ""):
                self.miss(
                    0,
                    f"{key} of {code.code} is left out, as it may name a person",
                    f"{key} för {code.code} utelämnades, då den kan namnge en person",
                    "codes",
                )
                code = evolve(code, text="") if key == "text" else evolve(code, description=None)
        return code

    def target_group(self) -> str:
        for line in self.lines:
            match = _TARGET.search(line)
            # What follows counts too: a full stop may be that of an initial.
            if match and not self.people.may_be_named_in(line[match.start("who") :][:_SENTENCE]):
                return match["who"].strip()
        return ""

    def questions(self) -> tuple[str, ...]:
        """Return the listed questions under a line that speaks of following up."""
        found: list[str] = []
        inside = False
        for number, line in enumerate(self.lines, start=1):
            bullet = _BULLET.match(line)
            if bullet and inside and not _CODE.match(bullet["words"]):
                if self.people.may_be_named_in(bullet["words"]):
                    self.miss(
                        number,
                        "a question is left out, as it may name a person",
                        "en fråga utelämnades, då den kan namnge en person",
                        "follow_up",
                    )
                else:
                    found.append(bullet["words"].strip())
            elif line.strip():
                if found:
                    break
                inside = line.rstrip().endswith(":") and bool(
                    re.search(r"indikator|följ\w* upp|uppfölj|frågor", line, re.IGNORECASE)
                )
        return tuple(found)

    def other_decisions(self) -> tuple[DraftDecision, ...]:
        """Return further decisions that the text names with body, day and paragraphs."""
        made = []
        for number, line in enumerate(self.lines, start=1):
            for found in find_days(line):
                match = _OTHER_DECISION.match(line[found.end :].lstrip())
                if match is None or not self.is_body(match["body"]):
                    continue
                self.used_days.add((number, found.day))
                self.miss(
                    number,
                    f"a decision of {found.day} was read from the running text; look it through",
                    f"ett beslut {found.day} lästes ur löptexten; se över det",
                )
                made.append(
                    DraftDecision(
                        body=match["body"],
                        decided_on=found.day,
                        paragraphs=match["paragraphs"],
                    )
                )
        return tuple(made)

    def other_days(self) -> None:
        """Tell of each day that was not put to use, and of days without a year."""
        for number, line in enumerate(self.lines, start=1):
            for found in find_days(line):
                if (number, found.day) not in self.used_days:
                    self.miss(
                        number,
                        f"the day {found.day}: what it means was not read",
                        f"dagen {found.day}: vad den betyder lästes inte",
                    )
            if has_unread_day(line):
                self.miss(number, "a day without a year", "en dag utan år")

    def other_codes(self) -> None:
        """Tell of codes that the running text names: they may end, or be replaced."""
        own = {code.code for code in self.table.codes}
        for number, line in enumerate(self.lines, start=1):
            if number in self.table.lines:
                continue
            named = sorted(set(_CODE.findall(line)) - own)
            ended = sorted(set(_CODE.findall(line)) & own) if _ENDS.search(line) else []
            for code in (*named, *ended):
                if own:
                    en = f"{code} is named outside the table; see whether it ends or is replaced"
                    sv = f"{code} nämns utanför tabellen; se om den upphör eller ersätts"
                else:
                    en = f"{code} is named in the running text; see whether it is decided on"
                    sv = f"{code} nämns i löptexten; se om den beslutas"
                self.miss(number, en, sv, "codes")


def _bare_title(title: str) -> str:
    """Return what the codes are for: ``Nya KVÅ-koder för …`` without its first words."""
    bare = _TITLE.sub("", title).strip()
    return bare[:1].upper() + bare[1:]
