"""The catalogue of detectors is complete, and every detector is ruled and documented."""

from importlib import import_module
from pathlib import Path

import pytest

import auditor.detectors
from auditor.detector import CATEGORIES, Detector
from auditor.detectors import CATALOGUE
from auditor.policy.loader import load, pack_names

GENERAL = {"existence", "substitution", "consistency", "occurrence", "repetition", "metric"}
KINDS = {
    "int",
    "float",
    "bool",
    "str",
    "list",
    "groups",
    "map",
    "table",
    "pattern",
    "patterns",
    "pattern-map",
}


def test_ids_are_unique() -> None:
    ids = [kind.info.id for kind in CATALOGUE]

    assert len(ids) == len(set(ids))


def test_every_detector_of_the_folder_is_in_the_catalogue() -> None:
    folder = Path(auditor.detectors.__file__).parent
    modules = [
        import_module(f"auditor.detectors.{f.stem}")
        for f in folder.glob("*.py")
        if f.stem != "__init__"
    ]
    found = {
        v
        for m in modules
        for v in vars(m).values()
        if isinstance(v, type) and v.__module__ == m.__name__ and hasattr(v, "info")
    }

    assert found == set(CATALOGUE)


def test_every_detector_is_ruled_or_general() -> None:
    ruled = {rule.detector for rule in load(pack_names(), CATALOGUE).rules}

    assert {kind.info.id for kind in CATALOGUE} - ruled <= GENERAL


@pytest.mark.parametrize("kind", CATALOGUE, ids=lambda kind: kind.info.id)
def test_detector_says_what_it_is(kind: type[Detector]) -> None:
    info = kind.info

    assert info.category in CATEGORIES
    assert info.summary.endswith(".")
    assert len(info.examples) >= 3
    assert all(option.kind in KINDS and option.doc for option in info.options)
    assert all(measure.doc for measure in info.measures)
