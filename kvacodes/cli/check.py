"""``kvacodes check``: check documents, every finding at its place."""

from __future__ import annotations

import argparse
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from kvacodes.cli.console import day, has_colour, note, out, write_result
from kvacodes.cli.words import language, said

if TYPE_CHECKING:
    from kvacodes.findings import Finding
    from kvacodes.proposals import CheckResult
    from kvacodes.proposals.pages import RulePage

__all__ = ["EXAMPLE", "HELP", "NAME", "add_arguments", "run"]

NAME = "check"
HELP = "check documents, every finding at its place"
EXAMPLE = "kvacodes check codesets/ --against origin/main --national kva-2026.xlsx"
FORMATS = ("human", "json", "github", "sarif", "junit")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help=said(
            "documents, or folders of them; without any, those that come with kvacodes",
            "dokument, eller mappar med dem; utan sökväg de som följer med kvacodes",
        ),
    )
    parser.add_argument(
        "--against",
        metavar="BASE",
        help=said("folder or git revision in force", "mapp eller git-revision som gäller"),
    )
    parser.add_argument(
        "--national",
        metavar="FILE",
        help=said("national edition: file or name", "nationell utgåva: fil eller namn"),
    )
    parser.add_argument(
        "--format",
        choices=FORMATS,
        help=said("human, or github in GitHub Actions", "human, eller github i GitHub Actions"),
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help=said("where to write it", "var det ska skrivas")
    )
    parser.add_argument(
        "--on",
        type=day,
        metavar="DAY",
        help=said("day of the check; today", "dag för granskningen; i dag"),
    )
    parser.add_argument(
        "--strict",
        action="store_true",
        help=said("warnings fail as well", "också varningar ger slutkod 1"),
    )
    parser.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="RULES",
        help=said("run these rules alone", "kör bara dessa regler"),
    )
    parser.add_argument(
        "--ignore",
        action="append",
        default=[],
        metavar="RULES",
        help=said("leave these rules out", "utelämna dessa regler"),
    )
    parser.add_argument(
        "--baseline",
        type=Path,
        metavar="FILE",
        help=said("hide the findings in it", "dölj fynden i filen"),
    )
    parser.add_argument(
        "--write-baseline",
        type=Path,
        metavar="FILE",
        help=said("keep today's findings and stop", "spara dagens fynd och sluta"),
    )
    parser.add_argument(
        "--list-rules", action="store_true", help=said("list all rules", "lista alla regler")
    )
    parser.add_argument(
        "--explain", metavar="RULE", help=said("explain a rule", "förklara en regel")
    )


def run(args: argparse.Namespace) -> int:
    """Check, and say what was found; 1 where something must be repaired."""
    if args.list_rules:
        return _list_rules(args)
    if args.explain:
        return _explain(args.explain)
    from kvacodes import proposals
    from kvacodes.proposals.baseline import new_findings, read_baseline, write_baseline

    result = proposals.check(
        *args.paths,
        against=args.against or "",
        national=args.national or "",
        on=args.on or datetime.now().astimezone().date(),
        select=_names(args.select),
        ignore=_names(args.ignore),
    )
    findings = result.findings
    if args.write_baseline:
        write_result(write_baseline(findings), args.write_baseline)
        note(said(f"{len(findings)} findings kept", f"{len(findings)} fynd sparade"))
        return 0
    if args.baseline:
        findings = new_findings(findings, read_baseline(args.baseline))
    _print(args, result, findings)
    return _exit_code(findings, is_strict=args.strict)


def _names(values: list[str]) -> list[str]:
    return [name for value in values for name in value.replace(",", " ").split()]


def _exit_code(findings: tuple[Finding, ...], *, is_strict: bool) -> int:
    failing = {"error", "warning"} if is_strict else {"error"}
    return int(any(finding.severity in failing for finding in findings))


def _print(args: argparse.Namespace, result: CheckResult, findings: tuple[Finding, ...]) -> None:
    from kvacodes.reports.findings import FindingsReport, sources_of, write_findings

    in_actions = os.environ.get("GITHUB_ACTIONS") == "true"
    name = args.format or ("github" if in_actions and args.out is None else "human")
    report = FindingsReport(
        findings=findings,
        files=tuple(document.file for document in result.documents),
        rules=_pages() if name == "sarif" else {},
        lang=language(),
        source_lines=sources_of({d.file: d.text for d in result.documents}),
        has_colour=args.out is None and has_colour(sys.stdout),
    )
    text = write_findings(report, to=name)
    if text or args.out is not None:
        write_result(text, args.out)
    if result.suppressed and name == "human":
        count = len(result.suppressed)
        note(said(f"{count} let pass by comments", f"{count} tillåtna av kommentarer"))


def _pages() -> dict[str, RulePage]:
    from kvacodes.proposals.pages import rule_pages

    return {page.id: page for page in rule_pages(language())}


def _list_rules(args: argparse.Namespace) -> int:
    from kvacodes.proposals.pages import rule_pages

    pages = rule_pages(language())
    if args.format == "json":
        import json

        rows = [
            {"rule": p.id, "severity": p.severity, "summary": p.summary, "help": p.help}
            for p in pages
        ]
        out(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    width = max(len(page.id) for page in pages)
    for page in pages:
        out(f"{page.id:<{width}}  {page.severity:<11}  {page.summary}")
    return 0


def _explain(rule: str) -> int:
    from kvacodes.proposals.pages import explain

    out(explain(rule, language()))
    return 0
