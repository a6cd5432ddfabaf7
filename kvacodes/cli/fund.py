"""``kvacodes fund``: allocate, compensate, reconcile, and the history of parameters."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from kvacodes.cli.console import note, out, write_result
from kvacodes.cli.fund_arguments import add_fund_arguments
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from kvacodes.extracts import Columns
    from kvacodes.funding import Compensation
    from kvacodes.model import CodeSet
    from kvacodes.model.rules import Rules
    from kvacodes.periods import Interval

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "fund"
HELP = "allocate, compensate and reconcile money"
EXAMPLE = (
    "kvacodes fund allocate sjukskrivning-2017-2018 --listing listade.csv --on 2018-01-01 "
    "--format csv"
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of each action."""
    add_fund_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Compute, and write the result; findings do not change the exit code but reconcile's."""
    return _ACTIONS[args.action](args)


def _allocate(args: argparse.Namespace) -> int:
    from kvacodes.funding import allocate
    from kvacodes.funding.tables_listing import LISTING
    from kvacodes.tables_files import read_table

    rules = _rules(args)
    total = rules.parameter(args.total) if args.total else None
    rule = None
    if total is None or args.rule:
        rule = _chosen(args.rule, rules.allocations, on=args.on)
    columns = _columns(args.columns)
    found = allocate(
        read_table(args.listing, LISTING, name="persons", columns=columns),
        rule,
        on=args.on,
        listed_on=args.listed_on,
        total=total,
        method=args.method,
        carry_forward=args.carry_forward,
        columns=columns,
    )
    _write(args, found)
    return 0


def _compensate(args: argparse.Namespace) -> int:
    _write(args, _compensation(args))
    return 0


def _compensation(args: argparse.Namespace) -> Compensation:
    from kvacodes.extracts import CONTACTS
    from kvacodes.funding import compensate
    from kvacodes.tables_files import read_table

    columns = _columns(args.columns)
    period = _period(args.period)
    first = None if period is None else period.first
    return compensate(
        read_table(args.contacts, CONTACTS, name="contacts", columns=columns),
        _chosen(args.rule, _rules(args).payments, on=first),
        codes=_listed(args.codes),
        condition_codes=_listed(args.condition_codes),
        same_contact=not args.condition_anywhere,
        period=period,
        as_of=args.as_of,
        columns=columns,
    )


def _reconcile(args: argparse.Namespace) -> int:
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.funding import reconcile
    from kvacodes.funding.tables_payments import PAYMENTS
    from kvacodes.tables_files import read_table

    columns = _columns(args.columns)
    if (args.registered is None) == (args.contacts is None or args.set is None):
        message = Phrase(
            "give --registered FILE, or a code set with --contacts FILE",
            "ange --registered FIL, eller en kodmängd med --contacts FIL",
        )
        raise UsageError(message)
    registered: Any
    if args.registered is None:
        registered = _compensation(args)
    else:
        registered = read_table(args.registered, PAYMENTS, name="registered", columns=columns)
    paid = read_table(args.paid, PAYMENTS, name="paid", columns=columns)
    found = reconcile(paid, registered, columns=columns)
    _write(args, found)
    return 1 if len(found) else 0


def _history(args: argparse.Namespace) -> int:
    from kvacodes.funding import history

    rules = _code_set(args).rules
    wanted = [rules.parameter(name) for name in args.parameters] or rules.parameters
    rows = history(wanted)
    if args.on is not None:
        rows = tuple(row for row in rows if args.on in row.valid)
    _write(args, rows)
    return 0


_ACTIONS: dict[str, Callable[[argparse.Namespace], int]] = {
    "allocate": _allocate,
    "compensate": _compensate,
    "reconcile": _reconcile,
    "history": _history,
}


def _code_set(args: argparse.Namespace) -> CodeSet:
    import kvacodes

    return kvacodes.load(*args.sources).code_set(args.set)


def _rules(args: argparse.Namespace) -> Rules:
    """Return the rules of the code set, with the values to try in place of decided ones."""
    rules = _code_set(args).rules
    tried = dict(_tried(text) for text in args.tried)
    if tried:
        told = ", ".join(f"{name} = {value}" for name, value in tried.items())
        note(said(f"tried, not decided: {told}", f"prövat, inte beslutat: {told}"))
    return rules.what_if(tried)


def _tried(text: str) -> tuple[str, Decimal | str]:
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.funding.figures import exactly

    name, equals, value = text.partition("=")
    if not equals or not value.strip():
        msg = Phrase(
            f"--set: expected PARAMETER=VALUE, found {text!r}",
            f"--set: väntade PARAMETER=VÄRDE, fann {text!r}",
        )
        raise UsageError(msg)
    value = value.strip()
    try:
        return name.strip(), exactly(value)
    except UsageError:
        return name.strip(), value


def _chosen(name: str | None, rules: Iterable[Any], *, on: date | None) -> Any:  # noqa: ANN401
    """Return the rule of the id, or the only one in force on the day."""
    from kvacodes.errors import Phrase, UnknownNameError, UsageError

    by_id = {rule.id: rule for rule in rules}
    if name is not None:
        if name not in by_id:
            raise UnknownNameError("rule", name, known=by_id)
        return by_id[name]
    holding = [rule for rule in by_id.values() if on is None or _holds(rule.valid, on)]
    if len(holding) == 1:
        return holding[0]
    known = ", ".join(by_id) or "–"
    if not holding:
        told = Phrase(f"no rule is in force on {on}", f"ingen regel gäller {on}")
    else:
        told = Phrase("several rules are in force", "flera regler gäller")
    msg = Phrase(
        f"{told}; say which with --rule: {known}", f"{told.sv}; säg vilken med --rule: {known}"
    )
    raise UsageError(msg)


def _holds(valid: Interval, on: date) -> bool:
    return on in valid


def _columns(text: str) -> Columns | None:
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.extracts import COLUMN_ARGUMENTS, Columns

    pairs: dict[str, Any] = {}
    for part in filter(None, text.split(",")):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column or name not in COLUMN_ARGUMENTS:
            known = ", ".join(a for a in COLUMN_ARGUMENTS if a not in {"persons", "contacts"})
            msg = Phrase(
                f"--columns: expected NAME=COLUMN with a NAME of {known}; {part!r}",
                f"--columns: väntade NAMN=KOLUMN med NAMN av {known}; {part!r}",
            )
            raise UsageError(msg)
        pairs[name] = column
    return Columns(**pairs) if pairs else None


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _period(text: str | None) -> Any:  # noqa: ANN401 - a Period; imported late
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.periods import Period

    if text is None:
        return None
    try:
        return Period.parse(text)
    except UsageError as error:
        msg = Phrase(f"--period: {error}", f"--period: {error.in_language('sv')}")
        raise UsageError(msg) from error


def _write(args: argparse.Namespace, result: Any) -> None:  # noqa: ANN401 - any result
    """Write the result in the form asked for."""
    from kvacodes.errors import Phrase, UsageError
    from kvacodes.funding.sheets import report_of, to_csv, to_json, to_workbook

    lang = language()
    if args.format == "text":
        write_result(_text(result, lang), args.out)
        return
    report = report_of(result, "sv" if lang == "sv" else "en")
    if args.format == "json":
        write_result(to_json(report), args.out)
    elif args.format == "excel":
        if args.out is None:
            message = Phrase(
                "a workbook is no text: give --out FILE", "ange --out FIL för en arbetsbok"
            )
            raise UsageError(message)
        args.out.parent.mkdir(parents=True, exist_ok=True)
        args.out.write_bytes(to_workbook(report))
        out(str(args.out))
    else:
        dialect = "swedish" if args.format == "csv-sv" else "comma"
        write_result(to_csv(report, dialect=dialect), args.out)
        for finding in report.findings:
            note(finding["message"])


def _text(result: Any, lang: str) -> str:  # noqa: ANN401 - any result
    if isinstance(result, tuple):
        return "\n".join(
            f"{row.parameter.id}  {row.valid}  {row.words(lang)}{_reference(row)}" for row in result
        )
    told = result.explain(lang)
    accounting = getattr(result, "accounting", None)
    if accounting is not None:
        counts = ", ".join(f"{reason} {count}" for reason, count in accounting.items())
        told += f"\n{said('rows', 'rader')}: {counts}"
    return str(told)


def _reference(row: Any) -> str:  # noqa: ANN401 - a HistoryRow
    from kvacodes.funding.grounds import basis_words
    from kvacodes.model import Basis

    if row.dated is None:
        return ""
    told = [row.dated.reference] if row.dated.reference else []
    if row.dated.basis is not Basis.DECISION:
        told.append(basis_words(row.dated.basis, "sv" if language() == "sv" else "en"))
    return f"  ({', '.join(told)})" if told else ""
