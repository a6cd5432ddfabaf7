"""Exports: what other systems read back must be what the document says."""

from __future__ import annotations

import csv
import io
import json
import sys
import xml.etree.ElementTree as ET

import openpyxl
import pytest

import kvacodes
from kvacodes import exports
from kvacodes.errors import MissingExtraError
from kvacodes.model import CodeSet

fhir = pytest.importorskip("fhir.resources.R4B.bundle", reason="fhir.resources is not installed")

CHANGED = """
kvacodes: 1
id: changed
title: {sv: Ändrad, en: Changed}
namespace: {shape: KMA, prefix: UX}
decisions:
  - id: d
    diary_number: RS 2020-1
    body: STOK
    decided_on: 2019-12-01
    starts: {exact: 2020-01-01}
codes:
  - code: "UX901"
    text: [{text: "=old", to: 2020-12-31}, {text: new, from: 2021-01-01}]
    decision: d
    valid: [{from: 2020-01-01, to: 2021-06-30}, {from: 2022-01-01}]
"""


@pytest.fixture(scope="module")
def programme() -> CodeSet:
    """Return the shipped programme."""
    return kvacodes.load().code_set("utokat-hembesok-bvc")


@pytest.fixture(scope="module")
def changed() -> CodeSet:
    """Return a set whose code ended, came back and changed its text."""
    return kvacodes.load(text=CHANGED).code_set("changed")


def test_csv_has_a_row_for_each_interval_and_text(changed: CodeSet) -> None:
    """The last valid day is included; an open end is empty."""
    rows = list(csv.DictReader(io.StringIO(exports.to_csv(changed))))
    assert [(r["text"], r["valid_from"], r["valid_to"]) for r in rows] == [
        ("=old", "2020-01-01", "2020-12-31"),
        ("new", "2021-01-01", "2021-06-30"),
        ("new", "2022-01-01", ""),
    ]


def test_swedish_csv_has_semicolons(programme: CodeSet) -> None:
    """The dialect that Swedish spreadsheets open."""
    first = exports.to_csv(programme, dialect="swedish").splitlines()[1]
    assert first.startswith("UX273;Utökat hembesök nr 1 (BVC);;2019-01-01;;stok-2018-00133;RS 2018")


def test_fhir_resources_validate(programme: CodeSet) -> None:
    """The models of the standard accept every resource, and hold the codes."""
    bundle = fhir.bundle.Bundle if hasattr(fhir, "bundle") else None
    from fhir.resources.R4B.bundle import Bundle

    read = (bundle or Bundle).model_validate_json(exports.to_fhir(programme))
    kinds = [entry.resource.__resource_type__ for entry in read.entry]
    assert kinds == ["CodeSystem", "ValueSet", "Measure"]
    system = read.entry[0].resource
    assert [c.code for c in system.concept] == [c.code for c in programme.codes]
    assert len(read.entry[2].resource.group) == 7


def test_fhir_names_the_callers_addresses(programme: CodeSet) -> None:
    """Identifiers are configuration."""
    addresses = exports.Addresses(base="https://fhir.example", system="urn:oid:1.2.3")
    bundle = json.loads(exports.to_fhir(programme, addresses=addresses))
    assert bundle["entry"][0]["resource"]["url"] == "urn:oid:1.2.3"
    assert bundle["entry"][1]["resource"]["url"] == (
        "https://fhir.example/ValueSet/utokat-hembesok-bvc"
    )


def test_genericode_holds_the_rows(changed: CodeSet) -> None:
    """Every row refers to declared columns, and the key names two of them."""
    root = ET.fromstring(exports.to_genericode(changed))  # noqa: S314 - our own text
    columns = {column.get("Id") for column in root.iter("Column")}
    values = [value.get("ColumnRef") for value in root.iter("Value")]
    assert set(values) <= columns
    assert [ref.get("Ref") for ref in root.iter("ColumnRef")] == ["code", "valid_from"]
    assert len(list(root.iter("Row"))) == 3


def test_omop_takes_the_sites_identifiers(programme: CodeSet) -> None:
    """Where the site has none, the concept is 0."""
    items = json.loads(exports.to_omop(programme, concept_ids={"UX273": 2_000_000_001}))[
        "expression"
    ]["items"]
    assert [i["concept"]["CONCEPT_ID"] for i in items[:2]] == [2_000_000_001, 0]


def test_workbook_has_real_days_and_no_formulas(changed: CodeSet) -> None:
    """A text that begins with an equals sign stays text."""
    book = openpyxl.load_workbook(io.BytesIO(exports.to_workbook(changed)))
    assert book.sheetnames == ["codes", "decisions"]
    sheet = book["codes"]
    assert sheet.freeze_panes == "B2"
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("=old", "s")
    assert sheet["D2"].is_date


NATIONAL = CHANGED.replace("{shape: KMA, prefix: UX}", "{shape: KMA, owner: national}").replace(
    "    diary_number: RS 2020-1\n", "    source: the authority\n"
).replace("decided_on: 2019-12-01", "decided_on: unknown")  # fmt: skip
DESCRIBED = (
    CHANGED.replace("prefix: UX}", "prefix: UX, region: VGR}")
    .replace("    decision: d\n", "    decision: d\n    description: I hemmet\n")
    .replace("codes:\n", "description: Om besök\ncodes:\n")
    + """
  - code: "UX902"
    text: other
    decision: d
    valid: {from: 2020-01-01}
sequence:
  steps:
    - {number: 1, codes: ["UX901"], requires: {add_ons: [ZV025, UX902]}}
"""
)


def test_fhir_of_a_set_without_a_plan() -> None:
    """No Measure, and nothing is said of what the document does not say."""
    bundle = json.loads(exports.to_fhir(kvacodes.load(text=NATIONAL).code_set("changed")))
    resources = [entry["resource"] for entry in bundle["entry"]]
    assert [resource["resourceType"] for resource in resources] == ["CodeSystem", "ValueSet"]
    system, value_set = resources
    assert not {"date", "publisher", "description"} & system.keys()
    assert system["url"] == exports.Addresses().kva
    assert [i["system"] for i in value_set["compose"]["include"]] == [exports.Addresses().kva]


def test_fhir_tells_what_a_document_describes() -> None:
    """Descriptions and region; add-on codes that are the set's own are listed once."""
    bundle = json.loads(exports.to_fhir(kvacodes.load(text=DESCRIBED).code_set("changed")))
    system, value_set = (entry["resource"] for entry in bundle["entry"][:2])
    assert (system["publisher"], system["description"]) == ("VGR", "Om besök")
    assert [c.get("definition") for c in system["concept"]] == ["I hemmet", None]
    own, others = value_set["compose"]["include"]
    assert [c["code"] for c in own["concept"]] == ["UX901", "UX902"]
    assert others["concept"] == [{"code": "ZV025"}]


def test_without_the_writer_of_workbooks_the_extra_is_named(
    programme: CodeSet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who lacks it is told what to install."""
    monkeypatch.setitem(sys.modules, "xlsxwriter", None)
    with pytest.raises(MissingExtraError) as raised:
        exports.to_workbook(programme)
    assert str(raised.value) == (
        "xlsxwriter is not installed; install it with: pip install 'kvacodes[report]'"
    )
