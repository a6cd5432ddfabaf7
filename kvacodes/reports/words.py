"""What a follow-up report says around its figures, in Swedish and in English."""

from __future__ import annotations

from collections.abc import Iterator

from kvacodes.model import Basis, CodeSet, Decision
from kvacodes.model.words import Label, Lang

__all__ = ["SAID", "SEVERITY_WORDS", "assumed", "decided", "said"]

SAID = {
    # the page
    "follow-up": Label("Uppföljning", "Follow-up"),
    "period": Label("Period", "Period"),
    "asked": Label("Frågan ställd", "Asked on"),
    "decision": Label("Beslut", "Decision"),
    "made-from": Label("Underlag", "Made from"),
    "content": Label("Innehåll", "Contents"),
    "skip": Label("Hoppa till innehållet", "Skip to the content"),
    "summary": Label("Svaren i korthet", "The answers in short"),
    "question": Label("Fråga", "Question"),
    "answer": Label("Svar", "Answer"),
    "reported-mark": Label("Besvaras av enheterna själva", "Answered by the units themselves"),
    "computed-mark": Label("Räknas fram ur underlaget", "Computed from the extract"),
    "no-target": Label(
        "Beslutet anger inga målnivåer; därför finns här inga gränser för godkänt.",
        "The decision sets no target levels, so there are no pass marks here.",
    ),
    "hidden-sign": Label(
        "‥ betyder att talet är dolt: det är litet, eller skulle röja ett litet tal. "
        "– betyder att uppgift saknas.",
        "‥ means that the number is hidden: it is small, or would give a small one away. "
        "– means that there is nothing to say.",
    ),
    "hidden": Label("dolt", "hidden"),
    "nothing": Label("uppgift saknas", "nothing to say"),
    "as-table-below": Label(
        "Siffrorna står i tabellen efter diagrammet.",
        "The figures are in the table after the plot.",
    ),
    "as-table": Label("Samma siffror som tabell", "The same figures as a table"),
    "total": Label("Alla", "All"),
    # the units
    "units": Label("Avtal och enheter", "Contracts and units"),
    "units-title": Label(
        "De sju frågorna per avtal och enhet", "The seven questions per contract and unit"
    ),
    "with-contract": Label("Med avtal", "With a contract"),
    "without-contract": Label("Utan avtal", "Without a contract"),
    "unit": Label("Enhet", "Unit"),
    "contract": Label("Avtal", "Contract"),
    "no-unit": Label("Enhet saknas", "No unit"),
    "units-note": Label(
        "Siffran framför kolumnens namn är frågans nummer. Barn räknas vid den enhet där de är "
        "listade på mätdagen, besök vid den enhet där de gjordes.",
        "The number before the name of a column is that of the question. Children count at the "
        "unit where they are listed on the measure date, visits at the unit that made them.",
    ),
    "listed": Label("Listade barn", "Listed children"),
    "visits": Label("Besök", "Visits"),
    "joint": Label("Säkert i samverkan", "Known joint"),
    "minutes": Label("Mediantid, minuter", "Median time, minutes"),
    "same-staff": Label("Samma personal", "Same staff"),
    "all-steps": Label("Alla besök", "All visits"),
    "rate": Label("Utan fel", "Without errors"),
    # completion
    "completion": Label("Genomförda besök", "Completion"),
    "completion-lead": Label(
        "Andel av barnen i målgruppen som har fått besöket, bland dem som på mätdagen är "
        "listade och har nått besökets ålder. Måttet är bibliotekets eget, inte beslutets.",
        "The share of the children in the target group who have had the visit, among those "
        "listed on the measure date who have reached its age. The measure is the library's "
        "own, not the decision's.",
    ),
    "funnel": Label("Från första besöket till det sista", "From the first visit to the last"),
    "step": Label("Besök", "Visit"),
    "had": Label("Har fått besöket", "Have had the visit"),
    "of-children": Label("Av barn", "Of children"),
    "share": Label("Andel", "Share"),
    "interval": Label("95 % intervall", "95 % interval"),
    "interval-low": Label("Intervall, från", "Interval, from"),
    "interval-high": Label("Intervall, till", "Interval, to"),
    "bounds": Label(
        "Strecken visar 95 % konfidensintervall (Wilson).",
        "The lines show 95 % confidence intervals (Wilson).",
    ),
    "by-unit": Label("Enhet för enhet", "Unit by unit"),
    "units-over": Label("Enheterna mot slumpen", "The units against chance"),
    "chance": Label(
        "Varje punkt är en enhet: hur många barn den har (vågrätt) och hur stor andel som har "
        "fått {step} (lodrätt). Inom det mörkare fältet ligger 95 % av enheterna, inom det "
        "ljusare 99,8 %, om bara slumpen skiljer dem åt (exakta binomialgränser). En liten "
        "enhet får därför avvika mer.",
        "Each point is a unit: how many children it has (across) and the share of them who have "
        "had {step} (up). Within the darker band lie 95 % of the units, within the lighter one "
        "99.8 %, if chance alone tells them apart (exact binomial limits). A small unit may "
        "therefore differ more.",
    ),
    "chance-none": Label(
        "Ingen enhet ligger utanför 99,8 %-gränserna.",
        "No unit lies outside the 99.8 % limits.",
    ),
    "chance-some": Label(
        "Utanför 99,8 %-gränserna: {units}.", "Outside the 99.8 % limits: {units}."
    ),
    "across": Label("Antal barn", "Number of children"),
    "not-drawn": Label("{n} enheter visas inte.", "{n} units are not shown."),
    "not-drawn-one": Label("En enhet visas inte.", "One unit is not shown."),
    "answered": Label("{n} av {of}", "{n} of {of}"),
    # change since an earlier period
    "change": Label("Förändring", "Change"),
    "change-lead": Label(
        "Samma mått för perioden och för {period}. Perioderna kan innehålla samma barn; en "
        "skillnad är därför en beskrivning, inte ett test.",
        "The same figures for the period and for {period}. The same children may be in both; a "
        "difference is therefore a description, not a test.",
    ),
    "change-counts": Label("Förändring, antal", "Change, counts"),
    "change-shares": Label("Förändring, andelar", "Change, shares"),
    "figure": Label("Mått", "Figure"),
    "difference": Label("Skillnad", "Difference"),
    "points": Label("Skillnad, procentenheter", "Difference, percentage points"),
    "had-of": Label("Har fått", "Have had"),
    # lead times
    "lead-times": Label("Tid mellan besöken", "Time between the visits"),
    "lead-times-lead": Label(
        "Dagar från det ena besöket till det andra, för dem som fick det första i perioden. "
        "Barn som inte har fått det andra räknas för sig och ingår inte i måtten. Måttet är "
        "bibliotekets eget, inte beslutets.",
        "Days from the one visit to the other, for those who had the first in the period. "
        "Children who have not had the second are counted apart and are not in the figures. "
        "The measure is the library's own, not the decision's.",
    ),
    "lead-times-plot": Label("Dagar från besök till besök", "Days from visit to visit"),
    "lead-times-table": Label("Dagar från besök till besök", "Days from visit to visit"),
    "spread": Label(
        "Det tunna strecket går från percentil 10 till 90, det tjocka från 25 till 75; punkten "
        "är medianen.",
        "The thin line goes from the 10th percentile to the 90th, the thick one from the 25th to "
        "the 75th; the point is the median.",
    ),
    "days": Label("Dagar", "Days"),
    "route": Label("Från–till", "From–to"),
    "measured": Label("Mätta", "Measured"),
    "median": Label("Median", "Median"),
    **{f"p{n}": Label(f"Percentil {n}", f"Percentile {n}") for n in (10, 25, 75, 90)},
    "open": Label("Ej klara", "Open"),
    # the rest
    "over-time": Label("Besök över tid", "Visits over time"),
    "per-month": Label("Besök per månad", "Visits per month"),
    "month": Label("Månad", "Month"),
    "continuity": Label("Samma personal", "Same staff"),
    "continuity-lead": Label(
        "Bland barn med minst två besök i perioden där personalen är känd. Det vanligaste "
        "ansiktets andel av besöken, och Bice–Boxermans index (COC), är medelvärden över "
        "barnen: 1 betyder alltid samma person.",
        "Among children with at least two visits of the period whose staff is known. The usual "
        "provider's share of the visits, and the index of Bice and Boxerman (COC), are means "
        "over the children: 1 means always the same person.",
    ),
    "role": Label("Yrkesroll", "Role"),
    "role-unknown": Label("Okänd roll", "Role not known"),
    "single-staff": Label("En och samma person", "One and the same"),
    "staff-known": Label("Besök med känd personal", "Visits with known staff"),
    "usual-provider": Label("Vanligaste ansiktets andel", "Usual provider"),
    "coc": Label("COC", "COC"),
    "children": Label("Barn", "Children"),
    "other-care": Label("Vad barnen annars har sökt för", "What else the children came for"),
    "other-care-lead": Label(
        "{n} av {of} barn med besök i programmet har haft någon annan vårdkontakt i perioden, "
        "sammanlagt {contacts}.",
        "{n} of {of} children with visits of the programme have had another contact with care "
        "in the period, {contacts} in all.",
    ),
    "chapter-title": Label("Diagnoser efter ICD-10-SE-kapitel", "Diagnoses by ICD-10-SE chapter"),
    "chapter": Label("Kapitel", "Chapter"),
    "category-title": Label("De vanligaste diagnoserna", "The commonest diagnoses"),
    "category": Label("Diagnos (tre tecken)", "Diagnosis (three characters)"),
    "procedure-group-title": Label("De vanligaste åtgärderna", "The commonest procedures"),
    "procedure-group": Label("KVÅ-grupp", "KVÅ group"),
    "other": Label("Övrigt", "Other"),
    "contacts": Label("Kontakter", "Contacts"),
    "findings": Label("Fynd i registreringen", "Findings in the registration"),
    "findings-lead": Label(
        "Allt som avviker från besöksföljden till och med {day}, oavsett period. Vad som vilar "
        "på ett antagande är som mest en varning.",
        "All that departs from the visit sequence up to {day}, whatever the period. What rests "
        "on an assumption is at most a warning.",
    ),
    "findings-title": Label("Fynd efter regel", "Findings by rule"),
    "finding": Label("Fynd", "Finding"),
    "severity": Label("Vikt", "Severity"),
    "persons": Label("Barn", "Children"),
    "number": Label("Antal", "Number"),
    "basis": Label("Vilar på", "Rests on"),
    "no-findings": Label("Inga fynd.", "No findings."),
    "accounting": Label("Vart raderna tog vägen", "Where the rows went"),
    "accounting-lead": Label(
        "Varje rad i underlaget används eller utelämnas av en angiven orsak; den första som "
        "stämmer räknas.",
        "Every row of the extract is used or left out for a stated reason; the first that holds "
        "counts.",
    ),
    "of-contacts": Label("Rader om kontakter", "Rows of contacts"),
    "of-persons": Label("Rader om personer", "Rows of persons"),
    "of-reported": Label("Rader om enheternas svar", "Rows of the units' answers"),
    "rows_read": Label("lästa", "read"),
    "rows_used": Label("använda", "used"),
    "rows": Label("Rader", "Rows"),
    "reason": Label("Vart", "Where"),
    "of-which": Label("därav", "of which"),
    "outside": Label("Utanför 99,8 %", "Outside 99.8 %"),
    "yes": Label("ja", "yes"),
    "no": Label("nej", "no"),
    "q-working-group": Label("Arbetsgrupp", "Working group"),
    "q-training": Label("Utbildning och handledning", "Training and supervision"),
    "q-evaluation": Label("Utvärdering", "Evaluation"),
    "q-economy": Label("Ekonomisk redovisning", "Financial report"),
    "figures": Label("Alla siffror", "All figures"),
    "figures-title": Label(
        "Alla siffror efter skydd av små tal", "All figures, after small numbers are protected"
    ),
    "answer-question": Label("Fråga", "Question"),
    "answer-wording": Label("Ordalydelse", "Wording"),
    "answer-answer": Label("Svar", "Answer"),
    "answer-count": Label("Antal", "Count"),
    "answer-share": Label("Andel", "Share"),
    "answer-of": Label("Av vad", "Of what"),
    "answer-change": Label("Förändring", "Change"),
    "what": Label("Vad", "What"),
    "said": Label("Uppgift", "Told"),
    "provenance": Label("Hur siffrorna kom till", "How the figures were made"),
    "code-set": Label("Kodmängd", "Code set"),
    "hash": Label("Dokumentets SHA-256", "SHA-256 of the document"),
    "version": Label("Version av kvacodes", "Version of kvacodes"),
    "measure-date": Label("Mätdag", "Measure date"),
    "rests-on": Label("Vilar på besluten", "Rests on the decisions"),
    "assumptions": Label("Antaganden", "Assumptions"),
    "assumptions-lead": Label(
        "Detta står inte i något beslut utan är antaget.",
        "These are not in any decision, but assumed.",
    ),
    "disclosure": Label("Små tal", "Small numbers"),
    "exact-start": Label(
        "Koderna beslutades {decided} och gäller från {starts}: perioden börjar dessförinnan.",
        "The codes were decided on {decided} and hold from {starts}: the period begins earlier.",
    ),
    "latest-start": Label(
        "Koderna beslutades {decided} och skulle användas senast {starts}: en period dessförinnan "
        "säger som mest något om dem som började tidigt.",
        "The codes were decided on {decided} and to be used from {starts} at the latest: a period "
        "before that says at most something of those who began early.",
    ),
    "not-over": Label(
        "Perioden slutar {last}. Frågan ställdes {as_of}, så siffrorna gäller längst till den "
        "dagen.",
        "The period ends on {last}. The question was asked on {as_of}, so the figures reach no "
        "further than that day.",
    ),
}
"""Everything that is said, by name."""

SEVERITY_WORDS = {
    "error": Label("fel", "error"),
    "warning": Label("varning", "warning"),
    "information": Label("upplysning", "information"),
}


def said(name: str, lang: Lang, **parts: object) -> str:
    """Return what is said by that name, with the parts put in."""
    text = SAID[name].in_language(lang)
    return text.format(**parts) if parts else text


def decided(decision: Decision, lang: Lang) -> str:
    """Return a decision in words: what is cited, who decided and when."""
    day = "" if decision.decided_on is None else f" {decision.decided_on}"
    cited = decision.diary_number or decision.paragraphs or decision.source
    about = f": {decision.title}" if decision.title else ""
    unknown = "" if decision.decided_on else Label(" (dagen inte känd)", " (day not known)")
    tail = unknown.in_language(lang) if isinstance(unknown, Label) else unknown
    return f"{decision.body}{day}{tail}, {cited}{about}"


def assumed(code_set: CodeSet, lang: Lang) -> tuple[str, ...]:
    """Return in words what the figures rest on that is assumed."""
    return tuple(label.in_language(lang) for label in _assumed(code_set))


def _assumed(code_set: CodeSet) -> Iterator[Label]:
    sequence, follow = code_set.sequence, code_set.follow_up
    if sequence is not None:
        joint = sequence.joint
        if joint is not None and joint.basis is Basis.ASSUMPTION and joint.add_ons:
            codes = ", ".join(joint.add_ons)
            yield Label(
                f"{codes} på kontakten betyder att besöket gjordes i samverkan.",
                f"{codes} on the contact means that the visit was joint.",
            )
        sources = sorted({s.nominal_source for s in sequence.steps if s.nominal_source})
        if sources:
            yield Label(
                f"Åldrarna för besöken är de publicerade, inte beslutets ({'; '.join(sources)}).",
                f"The ages of the visits are as published, not the decision's "
                f"({'; '.join(sources)}).",
            )
        if any(w.basis is Basis.ASSUMPTION for s in sequence.steps for w in s.windows):
            yield Label(
                "Tidsfönstren för besöken är bibliotekets egna; inga är publicerade.",
                "The windows of the visits are the library's own; none are published.",
            )
        if sequence.order.basis is Basis.ASSUMPTION:
            yield Label(
                "Besöken kommer i nummerordning; beslutet numrerar dem och säger inte mer.",
                "The visits come in order of number; the decision numbers them and says no more.",
            )
        if any(code.early is not None for code in sequence.codes):
            yield Label(
                "Koderna var tillåtna från beslutet till senaste startdag.",
                "The codes were permitted from the decision until their latest start.",
            )
    if follow is not None and any(q.basis is Basis.ASSUMPTION for q in follow.questions):
        yield Label(
            "Vilket mått som besvarar vilken fråga, och vilka svar en enhet får ge.",
            "Which measure answers which question, and which answers a unit may give.",
        )
    if follow is not None and any(o.basis is Basis.ASSUMPTION for o in follow.occasions):
        yield Label(
            "Vilka månader delårsuppföljningen sker.", "The months of the interim follow-up."
        )
