"""OMOP concept sets, as JSON in the form that ATLAS reads.

Regional codes have no concept in the OMOP vocabularies. They are written as source concepts
with the identifier 0, and the caller gives the identifiers of the site where it has any.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from kvacodes.model import CodeSet

__all__ = ["to_omop"]


def to_omop(
    code_set: CodeSet, *, concept_ids: Mapping[str, int] | None = None, vocabulary: str = "KVA"
) -> str:
    """Return the concept set.

    Args:
        code_set: The code set.
        concept_ids: The site's identifiers of its own concepts, by code; a code without one
            has 0, which OMOP reads as no matching concept.
        vocabulary: What the site calls the vocabulary.
    """
    known = concept_ids or {}
    items = [
        {
            "concept": {
                "CONCEPT_ID": known.get(code.code, 0),
                "CONCEPT_NAME": code.text,
                "CONCEPT_CODE": code.code,
                "DOMAIN_ID": "Procedure",
                "VOCABULARY_ID": vocabulary,
                "CONCEPT_CLASS_ID": "Procedure",
                "STANDARD_CONCEPT": "N",
                "INVALID_REASON": "V",
            },
            "isExcluded": False,
            "includeDescendants": False,
            "includeMapped": False,
        }
        for code in code_set.codes
    ]
    concept_set = {"id": 0, "name": code_set.title.sv, "expression": {"items": items}}
    return json.dumps(concept_set, ensure_ascii=False, indent=2) + "\n"
