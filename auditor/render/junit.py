"""The report as JUnit XML: an article is a suite, a finding a test case that failed."""

from typing import TextIO
from xml.sax.saxutils import escape, quoteattr

from auditor.render.place import name_of, region
from auditor.render.renderer import RenderOptions
from auditor.render.safe import one_line, safe
from auditor.report import Report, ReportedFinding, RunInfo, Status, Summary, Verdict


class JunitRenderer:
    """Writes a suite for each article. What does not touch the gate passes, what was decided is skipped."""

    def __init__(self, out: TextIO, options: RenderOptions) -> None:
        del options
        self._out = out

    def begin(self, run: RunInfo) -> None:
        """Open the document."""
        del run
        self._out.write('<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="auditor">\n')

    def add(self, report: Report) -> None:
        """Write the suite of one article."""
        name = name_of(report.article)
        cases = [_case(report, finding, name) for finding in report.findings]
        failed = sum(_fails(finding) for finding in report.findings)
        skipped = sum(finding.status is not Status.NEW for finding in report.findings)
        cases += [
            f"  <testcase {_attributes(name=f.rule, classname=name)}>\n"
            f"   <error {_attributes(type='failure', message=f.message)}/>\n  </testcase>\n"
            for f in report.failures
        ]
        if not cases:
            cases = [f"  <testcase {_attributes(name='no findings', classname=name)}/>\n"]
        counts = _attributes(
            name=name,
            tests=len(cases),
            failures=failed,
            errors=len(report.failures),
            skipped=skipped,
        )
        self._out.write(f" <testsuite {counts}>\n{''.join(cases)} </testsuite>\n")

    def end(self, summary: Summary) -> None:
        """Write what could not be read, and close the document."""
        if summary.unreadable:
            count = len(summary.unreadable)
            counts = _attributes(name="unreadable inputs", tests=count, failures=0, errors=count)
            self._out.write(f" <testsuite {counts}>\n")
            for line in summary.unreadable:
                self._out.write(
                    f"  <testcase {_attributes(name=line, classname='unreadable inputs')}>\n"
                    f"   <error {_attributes(type='unreadable', message=line)}/>\n  </testcase>\n"
                )
            self._out.write(" </testsuite>\n")
        self._out.write("</testsuites>\n")


def _fails(finding: ReportedFinding) -> bool:
    return finding.status is Status.NEW and finding.gate is not Verdict.PASS


def _case(report: Report, finding: ReportedFinding, name: str) -> str:
    place = region(report.article, finding.span)
    line, column = finding.position
    where = "" if finding.span is None else f" {line}:{column}"
    attributes: dict[str, str | int] = {"name": f"{finding.rule}{where}", "classname": name}
    if place is not None:
        attributes |= {"file": report.article.path, "line": place.start.line}
    text = _body(finding)
    if finding.status is not Status.NEW:
        said = f"{finding.status.value}: {finding.reason or finding.message}"
        inside = f"   <skipped {_attributes(message=said)}/>\n"
    elif _fails(finding):
        told = _attributes(type=finding.severity.value, message=finding.message)
        inside = f"   <failure {told}>{text}</failure>\n"
    else:
        inside = f"   <system-out>{text}</system-out>\n"
    return f"  <testcase {_attributes(**attributes)}>\n{inside}  </testcase>\n"


def _body(finding: ReportedFinding) -> str:
    parts = [f"{finding.severity.value}: {finding.message}"]
    if finding.text:
        parts.append(finding.text)
    if finding.suggestions:
        parts.append("→ " + " | ".join(s or "(leave it out)" for s in finding.suggestions))
    return escape("\n".join(safe(part, keep="\n\t") for part in parts))


def _attributes(**values: str | int) -> str:
    return " ".join(f"{name}={quoteattr(one_line(str(value)))}" for name, value in values.items())
