"""The follow-up report as JSON, and the schema it keeps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from kvacodes.reports.model import (
    Bar,
    Bars,
    Block,
    FollowUpReport,
    Funnel,
    Hidden,
    Kind,
    Multiples,
    Section,
    Spreads,
    Table,
    Text,
    Value,
)
from kvacodes.results import IndicatorRow

__all__ = ["as_json", "json_schema"]

FORMAT = 1
"""The version of the format; a new one only when what was there changes its meaning."""

_HIDDEN = {"hidden": True}
_PLACES = ("p10", "p25", "median", "p75", "p90")


def as_json(report: FollowUpReport) -> str:
    """Return the report as JSON that keeps `json_schema`.

    Numbers are not rounded. A hidden number is ``{"hidden": true}`` in tables and plots, and
    null on a figure whose ``suppressed`` is true.
    """
    return json.dumps(_report(report), ensure_ascii=False, indent=2) + "\n"


def _report(report: FollowUpReport) -> dict[str, Any]:
    made = report.provenance
    return {
        "kvacodes_report": FORMAT,
        "lang": report.lang,
        "title": report.title,
        "period": {
            "label": report.period.label,
            "first": str(report.period.first),
            "last": str(report.period.last),
        },
        "occasion": report.occasion,
        "as_of": str(report.as_of),
        "made_from": report.made_from,
        "notes": list(report.notes),
        "answers": [
            {
                "number": answer.number,
                "id": answer.id,
                "question": answer.wording,
                "answer": answer.text,
                "figure": _value(answer.figure),
                "kind": str(answer.kind),
                "of": answer.of,
                "change": answer.change,
                "reported": answer.reported,
            }
            for answer in report.answers
        ],
        "sections": [_section(section) for section in report.sections],
        "figures": [_figure(row) for row in report.figures],
        "disclosure": {"threshold": report.threshold, "text": report.disclosure},
        "provenance": {
            "code_set": made.code_set,
            "content_hash": made.content_hash,
            "decisions": list(report.decisions),
            "library_version": made.library_version,
            "assumptions": list(report.assumptions),
        },
    }


def _section(section: Section) -> dict[str, Any]:
    blocks = [_block(block) for block in section.blocks]
    return {"id": section.id, "title": section.title, "blocks": blocks}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Text):
        return {"type": "text", "text": block.text}
    if isinstance(block, Table):
        return {
            "type": "table",
            "id": block.id,
            "title": block.title,
            "note": block.note,
            "columns": [{"id": c.id, "title": c.title, "kind": str(c.kind)} for c in block.columns],
            "rows": [
                {
                    "cells": [_value(v) for v in row.cells],
                    "group": row.group,
                    "total": row.is_total,
                }
                for row in block.rows
            ],
        }
    told = {"id": block.id, "title": block.title, "description": block.description}
    if isinstance(block, Bars):
        return {"type": "bars", **told, "kind": str(block.kind), "bars": _bars(block.bars)}
    if isinstance(block, Multiples):
        panels = [{"label": p.label, "bars": _bars(p.bars)} for p in block.panels]
        return {"type": "multiples", **told, "kind": str(block.kind), "panels": panels}
    if isinstance(block, Spreads):
        spreads = [
            {"label": s.label, **dict(zip(_PLACES, map(_value, s.values), strict=True))}
            for s in block.spreads
        ]
        return {"type": "spreads", **told, "spreads": spreads}
    return {"type": "funnel", **told, **_funnel(block)}


def _funnel(block: Funnel) -> dict[str, Any]:
    names = ("size", "low_95", "high_95", "low_998", "high_998")
    return {
        "centre": block.centre,
        "points": [
            {
                "label": p.label,
                "denominator": p.denominator,
                "share": p.share,
                "outside": p.is_outlier,
            }
            for p in block.points
        ],
        "limits": [dict(zip(names, limit, strict=True)) for limit in block.limits],
    }


def _bars(bars: Iterable[Bar]) -> list[dict[str, Any]]:
    return [
        {"label": b.label, "value": _value(b.value), "lower": b.lower, "upper": b.upper}
        for b in bars
    ]


def _value(value: Value) -> object:
    return _HIDDEN if value is Hidden.SMALL else value


def _figure(row: IndicatorRow) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "period": row.period,
        "by": {name: None if value is None else str(value) for name, value in row.by},
        "numerator": row.numerator,
        "denominator": row.denominator,
        "value": row.value,
        "lower": row.lower,
        "upper": row.upper,
        "bound": row.bound,
        "n_missing": row.n_missing,
        "suppressed": row.suppressed,
        "basis": str(row.basis),
    }


# --- the schema ----------------------------------------------------------------------------


def _object(**properties: object) -> dict[str, Any]:
    """Say an object that has just these members."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: object) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_TRUTH = {"type": "boolean"}
_WHOLE = {"type": "integer", "minimum": 0}
_SHARE = {"type": "number", "minimum": 0, "maximum": 1}
_DAY = {"type": "string", "format": "date"}
_KIND = {"enum": [str(kind) for kind in Kind]}
_COUNT = {"type": ["integer", "null"], "minimum": 0}
_NUMBER = {"type": ["number", "null"]}
_CELL = {
    "anyOf": [
        {"type": ["string", "number", "null"]},
        {
            "description": "A number that is hidden: small, or giving a small one away.",
            **_object(hidden={"const": True}),
        },
    ]
}


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `as_json` writes."""
    bars = _list(_object(label=_TEXT, value=_CELL, lower=_NUMBER, upper=_NUMBER))
    plot = {"id": _TEXT, "title": _TEXT, "description": _TEXT}
    limit = _object(size=_WHOLE, low_95=_SHARE, high_95=_SHARE, low_998=_SHARE, high_998=_SHARE)
    point = _object(label=_TEXT, denominator=_WHOLE, share=_SHARE, outside=_TRUTH)
    blocks = [
        _object(type={"const": "text"}, text=_TEXT),
        _object(
            type={"const": "table"},
            id=_TEXT,
            title=_TEXT,
            note=_TEXT,
            columns=_list(_object(id=_TEXT, title=_TEXT, kind=_KIND)),
            rows=_list(_object(cells=_list(_CELL), group=_TEXT, total=_TRUTH)),
        ),
        _object(type={"const": "bars"}, **plot, kind=_KIND, bars=bars),
        _object(
            type={"const": "multiples"},
            **plot,
            kind=_KIND,
            panels=_list(_object(label=_TEXT, bars=bars)),
        ),
        _object(
            type={"const": "spreads"},
            **plot,
            spreads=_list(_object(label=_TEXT, **dict.fromkeys(_PLACES, _CELL))),
        ),
        _object(
            type={"const": "funnel"},
            **plot,
            centre=_SHARE,
            points=_list(point),
            limits=_list(limit),
        ),
    ]
    answer = _object(
        number=_WHOLE,
        id=_TEXT,
        question=_TEXT,
        answer=_TEXT,
        figure=_CELL,
        kind=_KIND,
        of=_TEXT,
        change=_TEXT,
        reported=_TRUTH,
    )
    figure = _object(
        indicator=_TEXT,
        period=_TEXT,
        by={"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        numerator=_COUNT,
        denominator=_COUNT,
        value=_NUMBER,
        lower=_NUMBER,
        upper=_NUMBER,
        bound={"enum": ["", "wilson", "band"]},
        n_missing=_COUNT,
        suppressed=_TRUTH,
        basis=_TEXT,
    )
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "kvacodes follow-up report",
        **_object(
            kvacodes_report={"const": FORMAT},
            lang={"enum": ["sv", "en"]},
            title=_TEXT,
            period=_object(label=_TEXT, first=_DAY, last=_DAY),
            occasion=_TEXT,
            as_of=_DAY,
            made_from=_TEXT,
            notes=_list(_TEXT),
            answers=_list(answer),
            sections=_list(_object(id=_TEXT, title=_TEXT, blocks=_list({"anyOf": blocks}))),
            figures=_list(figure),
            disclosure=_object(threshold=_WHOLE, text=_TEXT),
            provenance=_object(
                code_set=_TEXT,
                content_hash=_TEXT,
                decisions=_list(_TEXT),
                library_version=_TEXT,
                assumptions=_list(_TEXT),
            ),
        ),
    }
