"""Every example that a detector carries: what is marked is found, at that place, and nothing else."""

import pytest

from auditor.detector import Detector, Example
from auditor.detectors import CATALOGUE
from tests.support import run_example

CASES = [
    pytest.param(detector, example, id=f"{detector.info.id}-{number}")
    for detector in CATALOGUE
    for number, example in enumerate(detector.info.examples)
]


@pytest.mark.parametrize(("detector", "example"), CASES)
def test_example(detector: type[Detector], example: Example) -> None:
    wanted, found, article = run_example(detector, example)

    if example.whole:
        assert [f.span for f in found] == [None]
        return
    got = [f.span for f in found]
    assert wanted == got, [f.span.of(article.text) for f in found if f.span]
    if example.suggestion is not None:
        assert found[0].suggestions[0] == example.suggestion


@pytest.mark.parametrize("detector", CATALOGUE, ids=lambda d: d.info.id)
def test_findings_carry_what_the_detector_says(detector: type[Detector]) -> None:
    """Measures and values of every finding are the ones that ``info`` names, each once."""
    for example in detector.info.examples:
        for finding in run_example(detector, example)[1]:
            names = [name for name, _ in finding.measures]
            assert sorted(names) == sorted(m.name for m in detector.info.measures)
            assert sorted(k for k, _ in finding.values) == sorted(detector.info.values)
            assert 0 <= finding.confidence <= 1
