"""What can be wrong with the form of a document: one register of ids, weights and words.

The checks of meaning have their own modules elsewhere; this register holds what the
reader itself finds. Ids are for ever. A message may name its parts in braces: ``{at}``
is the path of keys to the place, the others come from the reader.
"""

from __future__ import annotations

from attrs import frozen

from kvacodes.documents.rules_of_money import RULES_OF_MONEY
from kvacodes.findings import Severity
from kvacodes.model.words import Label, Lang

__all__ = ["RULES_OF_FORM", "RuleOfForm"]


@frozen(kw_only=True)
class RuleOfForm:
    """One way in which the form of a document can be wrong.

    Attributes:
        id: Names the wrong thing, in kebab-case.
        severity: How much it matters.
        meaning: What it says, in a sentence.
        message: What is said at the place, with named parts.
        hint: What to do next, with named parts; may be empty.
    """

    id: str
    severity: Severity
    meaning: Label
    message: Label
    hint: Label = Label("")

    def message_in(self, lang: Lang, parts: dict[str, str | Label]) -> str:
        """Return the message with its parts filled in."""
        return _filled(self.message, lang, parts)

    def hint_in(self, lang: Lang, parts: dict[str, str | Label]) -> str:
        """Return the hint with its parts filled in; a part named ``hint`` goes first."""
        own = parts.get("hint", "")
        said = own.in_language(lang) if isinstance(own, Label) else own
        return said or _filled(self.hint, lang, parts)


def _filled(template: Label, lang: Lang, parts: dict[str, str | Label]) -> str:
    chosen = {
        name: part.in_language(lang) if isinstance(part, Label) else part
        for name, part in parts.items()
    }
    return template.in_language(lang).format_map(chosen)


def _rule(
    rule_id: str,
    meaning: tuple[str, str],
    message: tuple[str, str],
    hint: tuple[str, str] = ("", ""),
    severity: Severity = Severity.ERROR,
) -> RuleOfForm:
    """Make a rule of pairs in Swedish and English."""
    return RuleOfForm(
        id=rule_id,
        severity=severity,
        meaning=Label(*meaning),
        message=Label(*message),
        hint=Label(*hint),
    )


_FILE = (
    _rule(
        "not-utf8",
        ("Filen är inte UTF-8.", "The file is not UTF-8."),
        ("byten {byte} är inte UTF-8", "the byte {byte} is not UTF-8"),
        ("spara filen som UTF-8", "save the file as UTF-8"),
    ),
    _rule(
        "too-large",
        ("Dokumentet är större än vad som läses.", "The document is larger than is read."),
        ("{found}, högst {most} läses", "{found}, at most {most} are read"),
        ("dela upp dokumentet i flera", "split the document into several"),
    ),
    _rule(
        "too-deep",
        ("Nivåerna är fler än vad som läses.", "The nesting is deeper than is read."),
        ("fler än {most} nivåer i varandra", "more than {most} levels inside each other"),
        ("läsningen slutar här", "nothing after this place was read"),
    ),
    _rule(
        "too-many-findings",
        ("Fler fynd än vad som visas.", "There are more findings than are shown."),
        (
            "fler än {most} fynd; läsningen slutade vid det sista",
            "more than {most} findings; reading stopped at the last",
        ),
        ("rätta de som visas och kör igen", "repair those shown and run again"),
    ),
    _rule(
        "document-empty",
        ("Dokumentet är tomt.", "The document is empty."),
        ("dokumentet är tomt", "the document is empty"),
        ("börja med raden kvacodes: 1", "begin with the line kvacodes: 1"),
    ),
    _rule(
        "invisible-character",
        (
            "Ett tecken som inte syns, eller som liknar ett blanksteg.",
            "A character that cannot be seen, or looks like a blank.",
        ),
        ("osynligt tecken {name}", "invisible character {name}"),
        ("skriv om stället för hand", "retype this place by hand"),
    ),
)

_YAML = (
    _rule(
        "yaml-syntax",
        ("Texten är inte YAML.", "The text is not YAML."),
        ("kan inte läsas som YAML: {problem}", "cannot be read as YAML: {problem}"),
        ("inget efter detta ställe är läst", "nothing after this place was read"),
    ),
    _rule(
        "yaml-alias",
        ("Ankare och alias används inte.", "Anchors and aliases are not used."),
        ("{found} är ett ankare eller alias", "{found} is an anchor or alias"),
        (
            "skriv ut innehållet, eller sätt texten inom citattecken",
            "write the content out, or put the text in quotes",
        ),
    ),
    _rule(
        "yaml-tag",
        ("Typmärken används inte.", "Tags are not used."),
        ("typmärket {found} används inte", "the tag {found} is not used here"),
        (
            "ta bort det; typerna följer av formatet",
            "remove it; the types follow from the format",
        ),
    ),
    _rule(
        "yaml-merge",
        ("Sammanfogning med << används inte.", "Merging with << is not used."),
        ("nyckeln << används inte", "the key << is not used here"),
        ("skriv ut nycklarna", "write the keys out"),
    ),
    _rule(
        "yaml-directive",
        ("Direktiv används inte.", "Directives are not used."),
        ("raden {found} är ett direktiv", "the line {found} is a directive"),
        ("ta bort raden", "remove the line"),
    ),
    _rule(
        "yaml-documents",
        ("En fil har ett dokument.", "A file holds one document."),
        ("ett andra dokument börjar här", "a second document begins here"),
        ("flytta det till en egen fil", "move it to a file of its own"),
    ),
    _rule(
        "key-not-text",
        ("En nyckel är inte text.", "A key is not text."),
        ("nyckeln är {found}, väntade text", "the key is {found}, expected text"),
    ),
    _rule(
        "duplicate-key",
        ("En nyckel står två gånger.", "A key is written twice."),
        (
            "nyckeln {key} står redan på rad {line}",
            "the key {key} is already on line {line}",
        ),
        ("behåll en av dem", "keep one of them"),
    ),
)

_KEYS_AND_VALUES = (
    _rule(
        "unknown-key",
        ("Nyckeln finns inte i formatet.", "The format has no such key."),
        (
            "nyckeln {at} finns inte; här finns {known}",
            "there is no key {at}; the keys here are {known}",
        ),
    ),
    _rule(
        "missing-key",
        ("En nyckel som krävs saknas.", "A required key is missing."),
        ("{at}: nyckeln {key} saknas", "{at}: the key {key} is missing"),
        ("lägg till {key}: {expected}", "add {key}: {expected}"),
    ),
    _rule(
        "wrong-type",
        ("Värdet är av fel slag.", "The value is of the wrong kind."),
        ("{at} är {found}, väntade {expected}", "{at} is {found}, expected {expected}"),
    ),
    _rule(
        "value-missing",
        ("Nyckeln har inget värde.", "The key has no value."),
        ("{at} har inget värde, väntade {expected}", "{at} has no value, expected {expected}"),
        (
            'ta bort nyckeln, eller skriv "" om texten är tom i beslutet',
            'remove the key, or write "" where the decision leaves the text empty',
        ),
    ),
    _rule(
        "empty-text",
        ("Texten är tom.", "The text is empty."),
        ("{at} är tom, väntade {expected}", "{at} is empty, expected {expected}"),
    ),
    _rule(
        "empty-list",
        ("Listan är tom.", "The list is empty."),
        ("{at} är tom, väntade minst en post", "{at} is empty, expected at least one entry"),
    ),
    _rule(
        "date-unreadable",
        ("Dagen kan inte läsas.", "The day cannot be read."),
        (
            "{at} är {found}, väntade en dag som 2019-01-31",
            "{at} is {found}, expected a day such as 2019-01-31",
        ),
    ),
    _rule(
        "number-unreadable",
        ("Talet kan inte läsas.", "The number cannot be read."),
        ("{at} är {found}, väntade {expected}", "{at} is {found}, expected {expected}"),
    ),
    _rule(
        "unknown-value",
        ("Värdet är inget av dem som finns.", "The value is none of those there are."),
        (
            "{at} är {found}, väntade något av {known}",
            "{at} is {found}, expected one of {known}",
        ),
    ),
    _rule(
        "id-malformed",
        ("Ett id har andra tecken än tillåtet.", "An id has characters it may not have."),
        (
            "{at} är {found}, väntade {expected}",
            "{at} is {found}, expected {expected}",
        ),
    ),
    _rule(
        "prefix-malformed",
        ("Ett prefix som ingen kod kan börja med.", "A prefix that no code can begin with."),
        (
            "{at} är {found}, väntade {expected}",
            "{at} is {found}, expected {expected}",
        ),
    ),
    _rule(
        "exclusive-keys",
        ("Nycklar som utesluter varandra.", "Keys that exclude each other."),
        (
            "{at} har både {first} och {second}",
            "{at} has both {first} and {second}",
        ),
        ("behåll en av dem", "keep one of them"),
    ),
    _rule(
        "format-version-unknown",
        ("Formatversionen är okänd.", "The version of the format is unknown."),
        ("kvacodes är {found}, väntade 1", "kvacodes is {found}, expected 1"),
    ),
    _rule(
        "code-unquoted",
        ("En kod står utan citattecken.", "A code is written without quotes."),
        ("{at} är {code} utan citattecken", "{at} is {code} without quotes"),
        ('skriv "{code}"', 'write "{code}"'),
        Severity.WARNING,
    ),
    _rule(
        "code-not-text",
        (
            "En kod utan citattecken som andra läsare tar för något annat än text.",
            "A code without quotes that other readers take for something else than text.",
        ),
        (
            "{at} är {code} utan citattecken, som andra YAML-läsare inte tar för text",
            "{at} is {code} without quotes, which other YAML readers do not take for text",
        ),
        ('skriv "{code}"', 'write "{code}"'),
    ),
    _rule(
        "span-empty",
        ("En tidslängd utan enhet.", "A length of time without a unit."),
        (
            "{at} säger ingen enhet, väntade till exempel {{months: 2}}",
            "{at} names no unit, expected for example {{months: 2}}",
        ),
        ("noll skrivs {{days: 0}}", "zero is written {{days: 0}}"),
    ),
    _rule(
        "period-reversed",
        ("En period slutar innan den börjar.", "A period ends before it starts."),
        ("{at}: {last} är före {first}", "{at}: {last} is before {first}"),
        (
            "byt plats på dagarna, eller utelämna to så länge perioden pågår",
            "swap the two days, or leave to out while the period is open",
        ),
    ),
)

_REFERENCES = (
    _rule(
        "duplicate-id",
        ("Ett id används två gånger.", "An id is used twice."),
        ("{at}: {found} finns redan på rad {line}", "{at}: {found} is already on line {line}"),
        ("ge en av dem ett annat id", "give one of them another id"),
    ),
    _rule(
        "duplicate-code-set",
        ("Två dokument har samma id.", "Two documents have the same id."),
        ("id {found} har redan {other}", "the id {found} is already that of {other}"),
        ("ge ett av dokumenten ett annat id", "give one of the documents another id"),
    ),
    _rule(
        "unknown-decision",
        ("Beslutet finns inte i dokumentet.", "The document has no such decision."),
        (
            "{at}: inget beslut har id {found}; det finns {known}",
            "{at}: no decision has the id {found}; there are {known}",
        ),
    ),
    _rule(
        "undated-decision",
        (
            "Ett beslut utan känd dag vilar inte på något.",
            "A decision without a known day rests on nothing.",
        ),
        (
            "{at}: decided_on är unknown, men varken rests_on eller source finns",
            "{at}: decided_on is unknown, but there is neither rests_on nor source",
        ),
        (
            "skriv vilka beslut det vilar på, eller var det kan läsas",
            "say which decisions it rests on, or where it can be read",
        ),
    ),
)

_SEQUENCES = (
    _rule(
        "unknown-step",
        ("Steget finns inte i sekvensen.", "The sequence has no such step."),
        (
            "{at}: det finns inget steg {found}; det finns {known}",
            "{at}: there is no step {found}; there are {known}",
        ),
    ),
    _rule(
        "duplicate-step",
        ("Två steg har samma nummer.", "Two steps have the same number."),
        (
            "steg {number} finns redan på rad {line}",
            "step {number} is already on line {line}",
        ),
        ("ge steget ett eget nummer", "give the step a number of its own"),
    ),
    _rule(
        "duplicate-question",
        ("Två frågor har samma nummer.", "Two questions have the same number."),
        (
            "fråga {number} finns redan på rad {line}",
            "question {number} is already on line {line}",
        ),
        ("ge frågan ett eget nummer", "give the question a number of its own"),
    ),
    _rule(
        "code-in-two-steps",
        ("En kod leder till två steg.", "A code leads to two steps."),
        (
            "koden {code} hör redan till steg {number}",
            "the code {code} already belongs to step {number}",
        ),
        (
            "låt koden höra till ett steg, eller skriv match: ordinal",
            "let the code belong to one step, or write match: ordinal",
        ),
    ),
    _rule(
        "window-empty",
        ("Ett fönster utan gränser.", "A window without limits."),
        (
            "{at} har ingen gräns, väntade {expected}",
            "{at} has no limit, expected {expected}",
        ),
    ),
    _rule(
        "window-unreachable",
        ("Ingen dag kan ligga i fönstret.", "No day can lie in the window."),
        ("steg {number}: {why}", "step {number}: {why}"),
        ("ändra en av gränserna", "change one of the limits"),
    ),
    _rule(
        "window-on-itself",
        ("Ett steg räknas från sig självt.", "A step is counted from itself."),
        (
            "steg {number} räknas från sig självt",
            "step {number} is counted from itself",
        ),
        ("räkna från ett annat steg", "count from another step"),
    ),
    _rule(
        "counted-from-later-step",
        (
            "Ett steg räknas från ett steg som kommer efter i ordningen.",
            "A step is counted from one that comes after it in the order.",
        ),
        (
            "steg {number} räknas från steg {origin}, som kommer senare i ordningen",
            "step {number} is counted from step {origin}, which comes later in the order",
        ),
        (
            "räkna från ett tidigare steg, byt nummer, eller skriv ordered: false på ett av dem",
            "count from an earlier step, renumber, or write ordered: false on one of them",
        ),
    ),
    _rule(
        "gap-without-effect",
        (
            "Ett mellanrum där inget att räkna från finns.",
            "A gap where there is nothing to count from.",
        ),
        ("steg {number}: gap har ingen verkan, {why}", "step {number}: gap has no effect, {why}"),
        ("ta bort gap", "leave out gap"),
    ),
    _rule(
        "never-valid",
        (
            "En version som ingen episod har, när alla börjar en viss dag.",
            "A version that no episode has, where all start on one day.",
        ),
        (
            "steg {number}: {at} är {days}, men alla episoder börjar {date} (anchor)",
            "step {number}: {at} is {days}, but every episode starts on {date} (anchor)",
        ),
        (
            "ändra dagarna eller ankaret, eller ta bort det som aldrig gäller",
            "change the days or the anchor, or leave out what never holds",
        ),
    ),
    _rule(
        "steps-never-together",
        (
            "Ett steg nämns där det aldrig finns.",
            "A step is named where it is never there.",
        ),
        (
            "{at}: steg {number} gäller {own} och steg {other} {days}, så de möts aldrig",
            "{at}: step {number} holds {own} and step {other} {days}, so they never meet",
        ),
        (
            "nämn steget som gäller då, eller ändra valid",
            "name the step that holds then, or change valid",
        ),
    ),
    _rule(
        "recommended-outside-absolute",
        (
            "Det rekommenderade går utanför det absoluta.",
            "What is recommended goes beyond what is absolute.",
        ),
        (
            "steg {number}: rekommenderat {recommended} ligger utanför absolut {absolute}",
            "step {number}: recommended {recommended} goes beyond absolute {absolute}",
        ),
        (
            "låt det rekommenderade rymmas i det absoluta",
            "keep what is recommended within what is absolute",
        ),
    ),
    _rule(
        "inner-limit-exceeds-outer",
        (
            "En inre gräns är längre än den yttre som omfattar den.",
            "An inner limit is longer than the outer one around it.",
        ),
        (
            "steg {number} inom {inner} från steg {origin}, men steg {outer_number} inom {outer}",
            "step {number} within {inner} of step {origin}, but step {outer_number} within {outer}",
        ),
        ("ändra en av gränserna", "change one of the limits"),
    ),
    _rule(
        "inner-limits-exceed-outer",
        (
            "Inre gränser är tillsammans längre än den yttre.",
            "Inner limits together are longer than the outer one.",
        ),
        (
            "gränserna genom stegen {chain} blir {inner}, men hela vägen ska ta högst {outer}",
            "the limits by way of steps {chain} add up to {inner}, the whole way has {outer}",
        ),
        (
            "den som håller de inre gränserna kan ändå bryta den yttre",
            "one who keeps the inner limits may still break the outer one",
        ),
        Severity.WARNING,
    ),
    _rule(
        "step-after-end",
        (
            "Ett steg räknas från ett steg som avslutar episoden.",
            "A step is counted from a step that ends the episode.",
        ),
        (
            "steg {number} räknas från steg {origin}, som avslutar episoden",
            "step {number} is counted from step {origin}, which ends the episode",
        ),
        (
            "räkna från ett tidigare steg, eller ta bort {origin} ur episodes.end",
            "count from an earlier step, or take {origin} out of episodes.end",
        ),
    ),
    _rule(
        "start-ends-episode",
        ("Ett steg både öppnar och avslutar.", "A step both opens and closes an episode."),
        (
            "steg {number} står både i start och i end",
            "step {number} is both in start and in end",
        ),
        ("låt det stå på ett av ställena", "keep it in one of the two"),
    ),
    _rule(
        "step-beyond-end",
        (
            "Ett steg som krävs ligger efter ett krävt steg som avslutar episoden.",
            "A required step comes after a required one that ends the episode.",
        ),
        (
            "steg {number} krävs efter steg {end}, som avslutar episoden: det räknas aldrig",
            "step {number} is required after step {end}, which ends the episode: it never counts",
        ),
        (
            "gör steget valfritt, eller ta bort {end} ur episodes.end",
            "make the step optional, or take {end} out of episodes.end",
        ),
    ),
    _rule(
        "episodes-without-start",
        (
            "Episoder i en sekvens som inte räknas från ett steg.",
            "Episodes in a sequence that is not counted from a step.",
        ),
        (
            "episoder anges, men sekvensen räknas inte från ett steg, så var och en har bara en",
            "episodes are given, but the sequence is not counted from a step, so there is one each",
        ),
        (
            "räkna från ett steg (anchor), eller ta bort episodes",
            "count from a step (anchor), or leave out episodes",
        ),
    ),
    _rule(
        "before-start-without-start",
        (
            "Ett steg före start, i en sekvens utan startsteg.",
            "A step before the start, in a sequence without a start step.",
        ),
        (
            "steg {number} ska komma före start, men sekvensen har inget startsteg",
            "step {number} is to come before the start, but the sequence has no start step",
        ),
        (
            "ta bort before_start, eller räkna från ett steg (anchor)",
            "leave out before_start, or count from a step (anchor)",
        ),
    ),
    _rule(
        "condition-on-itself",
        ("Ett villkor beror på sitt eget steg.", "A condition depends on its own step."),
        (
            "{at}: {what} för steg {number} beror på om steg {number} finns",
            "{at}: {what} of step {number} depends on whether step {number} is there",
        ),
        (
            "välj ett annat steg, eller ta bort villkoret",
            "name another step, or leave the condition out",
        ),
    ),
    _rule(
        "condition-on-later-step",
        (
            "Steg fylls i datumordning, men ett av dem beror på ett senare.",
            "Steps are filled in order of date, but one of them depends on a later one.",
        ),
        (
            "steg {number} beror på steg {other}, som fylls senare",
            "step {number} depends on step {other}, which is filled later",
        ),
        (
            "låt steget bero på ett med lägre nummer",
            "let the step depend on one with a lower number",
        ),
    ),
    _rule(
        "condition-unreachable",
        ("Ett villkor som ingen dag uppfyller.", "A condition that no day fulfils."),
        ("steg {number}: {why}", "step {number}: {why}"),
        ("ändra en av gränserna", "change one of the limits"),
    ),
    _rule(
        "refusal-without-effect",
        (
            "refuses anges där ett besök alltid räknas.",
            "refuses is given where a visit always counts.",
        ),
        ("steg {number}: refuses gäller inte {why}", "step {number}: refuses does not hold {why}"),
        ("{do}", "{do}"),
    ),
    _rule(
        "end-shares-code",
        (
            "Ett steg som avslutar delar kod med ett annat.",
            "A step that ends an episode shares a code with another.",
        ),
        (
            "steg {number} avslutar episoden men delar kod med steg {other}: slutet syns inte",
            "step {number} ends the episode but shares a code with step {other}: it cannot be told",
        ),
        ("ge slutsteget en egen kod", "give the end step a code of its own"),
    ),
    _rule(
        "contradicting-conditions",
        ("Villkor som aldrig kan gälla.", "Conditions that can never hold."),
        (
            "{at}: när steg {number} både ska finnas och saknas gäller {what} aldrig",
            "{at}: step {number} must be both present and absent, so {what} never holds",
        ),
        ("behåll when eller unless", "keep when or unless"),
    ),
)

_MONEY = tuple(_rule(*entry) for entry in RULES_OF_MONEY)

RULES_OF_FORM: dict[str, RuleOfForm] = {
    rule.id: rule
    for rule in (*_FILE, *_YAML, *_KEYS_AND_VALUES, *_REFERENCES, *_SEQUENCES, *_MONEY)
}
"""All rules of form by id, in the order in which a document is read."""
