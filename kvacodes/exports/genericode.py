"""OASIS genericode 1.0: the codes as a code list in XML."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from kvacodes.exports.rows import COLUMNS, code_rows
from kvacodes.model import CodeSet

__all__ = ["to_genericode"]

_NAMESPACE = "http://docs.oasis-open.org/codelist/ns/genericode/1.0/"


def to_genericode(code_set: CodeSet) -> str:
    """Return the code list. The key is the code with its first valid day.

    A code that came back or changed its text has several rows, so the code alone is no key.
    """
    ET.register_namespace("gc", _NAMESPACE)
    root = ET.Element(f"{{{_NAMESPACE}}}CodeList")
    identification = ET.SubElement(root, "Identification")
    for name, value in (
        ("ShortName", code_set.id),
        ("LongName", code_set.title.sv),
        ("Version", code_set.content_hash[:12] or "0"),
        ("CanonicalUri", f"urn:kvacodes:{code_set.id}"),
        ("CanonicalVersionUri", f"urn:kvacodes:{code_set.id}:{code_set.content_hash[:12] or 0}"),
    ):
        ET.SubElement(identification, name).text = value
    columns = ET.SubElement(root, "ColumnSet")
    for name in COLUMNS:
        use = "required" if name in {"code", "text"} else "optional"
        column = ET.SubElement(columns, "Column", Id=name, Use=use)
        ET.SubElement(column, "ShortName").text = name
        ET.SubElement(column, "Data", Type="string")
    key = ET.SubElement(columns, "Key", Id="key")
    ET.SubElement(key, "ShortName").text = "key"
    for name in ("code", "valid_from"):
        ET.SubElement(key, "ColumnRef", Ref=name)
    rows = ET.SubElement(root, "SimpleCodeList")
    for row in code_rows(code_set):
        element = ET.SubElement(rows, "Row")
        for name, value in row.items():
            if value:
                cell = ET.SubElement(element, "Value", ColumnRef=name)
                ET.SubElement(cell, "SimpleValue").text = value
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
