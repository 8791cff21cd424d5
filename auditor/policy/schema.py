"""The JSON Schema of a rule file, made from what the loader knows, for editors that complete and check."""

from collections.abc import Sequence
from typing import Any

from auditor.detector import CATEGORIES, Detector, Option
from auditor.document import Role
from auditor.policy.fields import OVERRIDE_KEYS, RULE_KEYS
from auditor.policy.loader import REQUIRED
from auditor.policy.rule import SPEECH, STAGES
from auditor.report import Severity, Verdict

_TEXT = {"type": "string", "minLength": 1}
_TEXTS = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "number"]}}]}
_KINDS: dict[str, dict[str, Any]] = {
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "str": {"type": ["string", "number"]},
    "list": _TEXTS,
    "groups": {"type": "array", "items": _TEXTS},
    "map": {"type": "object", "additionalProperties": _TEXTS},
    "pattern-map": {"type": "object", "additionalProperties": _TEXTS},
    "table": {"type": "string"},
    "pattern": {"type": "string"},
    "patterns": _TEXTS,
}


def rule_schema(catalogue: Sequence[type[Detector]]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a file with one rule or with a list of ``rules``."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Rules of auditor",
        "anyOf": [{"$ref": "#/$defs/rule"}, {"$ref": "#/$defs/rules"}],
        "$defs": {
            "rule": _rule(catalogue),
            "rules": {
                "type": "object",
                "anyOf": [{"required": [key]} for key in ("rules", "extends", "override")],
                "additionalProperties": False,
                "properties": {
                    "pack": _TEXT,
                    "version": {"type": ["string", "number"]},
                    "summary": _TEXT,
                    "extends": _TEXTS,
                    "rules": {"type": "array", "items": {"$ref": "#/$defs/rule"}},
                    "override": {
                        "type": "object",
                        "additionalProperties": {
                            "type": "object",
                            "properties": {key: _properties()[key] for key in OVERRIDE_KEYS},
                            "additionalProperties": False,
                        },
                    },
                },
            },
        },
    }


def _rule(catalogue: Sequence[type[Detector]]) -> dict[str, Any]:
    properties = _properties()
    properties["detector"] = {"enum": [kind.info.id for kind in catalogue]}
    return {
        "type": "object",
        "required": list(REQUIRED),
        "properties": {key: properties[key] for key in RULE_KEYS},
        "additionalProperties": False,
        "allOf": [_of_detector(kind) for kind in catalogue],
    }


def _of_detector(kind: type[Detector]) -> dict[str, Any]:
    """Return what a rule of this detector may say: its measures and its options."""
    info = kind.info
    threshold = {
        "type": "object",
        "properties": {"min": {"type": "number"}, "max": {"type": "number"}},
        "additionalProperties": False,
        "minProperties": 1,
    }
    thresholds = {
        "type": "object",
        "properties": {m.name: {"description": m.doc, **threshold} for m in info.measures},
        "additionalProperties": False,
    }
    return {
        "if": {"properties": {"detector": {"const": info.id}}, "required": ["detector"]},
        "then": {
            "properties": {
                "when": thresholds,
                "info-when": thresholds,
                "options": {
                    "type": "object",
                    "properties": {o.name: _option(o) for o in info.options},
                    "required": [o.name for o in info.options if o.required],
                    "additionalProperties": False,
                },
            }
        },
    }


def _option(option: Option) -> dict[str, Any]:
    schema = dict(_KINDS[option.kind])
    if option.choices:
        words = {"enum": list(option.choices)}
        schema = (
            words if option.kind == "str" else {"anyOf": [words, {"type": "array", "items": words}]}
        )
    return {"description": option.doc, **schema}


def _properties() -> dict[str, dict[str, Any]]:
    roles = {"enum": [role.value for role in Role]}
    verdict = {"enum": [v.value for v in Verdict]}
    return {
        "id": {"type": "string", "pattern": "^[a-z0-9-]+$"},
        "detector": _TEXT,
        "category": {"enum": list(CATEGORIES)},
        "summary": _TEXT,
        "severity": {"enum": [s.value for s in Severity]},
        "message": _TEXT,
        "why": _TEXT,
        "enabled": {"type": "boolean"},
        "note": _TEXT,
        "when": {"type": "object"},
        "info-when": {"type": "object"},
        "options": {"type": "object"},
        "weight": {"type": "integer", "minimum": 0, "maximum": 100},
        "gate": {
            "type": "object",
            "properties": dict.fromkeys(STAGES, verdict),
            "additionalProperties": False,
        },
        "scope": {
            "type": "object",
            "properties": {
                "in": {"anyOf": [roles, {"type": "array", "items": roles}]},
                "out": {"anyOf": [roles, {"type": "array", "items": roles}]},
                "direct-speech": {"enum": list(SPEECH)},
            },
            "additionalProperties": False,
        },
        "languages": _TEXTS,
        "yields-to": _TEXTS,
        "examples": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "properties": {
                    "hit": {"type": "string"},
                    "pass": {"type": "string"},
                    "headline": {"type": "string"},
                    "others": _TEXTS,
                    "whole": {"type": "boolean"},
                },
                "additionalProperties": False,
                "oneOf": [{"required": ["hit"]}, {"required": ["pass"]}],
            },
        },
    }
