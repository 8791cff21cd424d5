"""Reports made by hand from invented articles, for the tests of the renderers."""

from collections import Counter
from dataclasses import replace
from typing import Any

from auditor.document import Article, Block, Note, Role, Span
from auditor.finding import Related
from auditor.report import (
    Deduction,
    Failure,
    Report,
    ReportedFinding,
    RuleSummary,
    RunInfo,
    Severity,
    Status,
    Summary,
    Verdict,
)
from tests.support import article

RUN = RunInfo(
    version="0.1.0",
    packs=("core 1",),
    rules_digest="5d41402abc4b2a76b9719d911017c592",
    stage="publish",
    rules=(
        RuleSummary("typo", "spelling", Severity.WARNING, "A word misspelt.", "Readers see it."),
    ),
)

_CATEGORIES = {
    "repeated-headline": "duplication",
    "near-duplicate-paragraph": "duplication",
    "repeated-paragraph": "duplication",
    "duplicate-article": "duplication",
    "reused-passage": "duplication",
    "typo": "spelling",
    "doubled-word": "spelling",
    "leftover-furniture": "topic",
    "truncated-quote": "quotation",
    "number-conflict": "consistency",
    "form-variant": "consistency",
    "spacing": "mechanics",
    "invisible-character": "mechanics",
    "thin-article": "structure",
}
_GATES = {
    Severity.ERROR: Verdict.BLOCK,
    Severity.WARNING: Verdict.WARN,
    Severity.INFO: Verdict.PASS,
}
_WHY = {
    "near-duplicate-paragraph": "Two versions of one paragraph are left when an update is pasted in "
    "and the old text is not taken out. Readers lose trust, and the figures may disagree.",
    "typo": "A misspelt word is the first thing that a reader writes in about.",
    "repeated-headline": "The page prints the headline already; the body should begin with news.",
}


def finding(
    read: Article, rule: str, severity: Severity, words: str | None, message: str, **more: Any
) -> ReportedFinding:
    """Return a finding at the first place of ``words`` after ``after``, or about the whole article."""
    after = more.pop("after", 0)
    span = None
    if words is not None:
        at = read.text.index(words, after)
        span = Span(at, at + len(words))
    block = read.block_at(span.start) if span else None
    fields: dict[str, Any] = {
        "rule": rule,
        "category": _CATEGORIES.get(rule, "style"),
        "severity": severity,
        "gate": _GATES[severity],
        "points": severity.points,
        "confidence": 0.9,
        "message": message,
        "why": _WHY.get(rule, ""),
        "block": block,
        "span": span,
        "position": read.position(span.start if span else read.body_start),
        "text": words or "",
        "suggestions": (),
        "related": (),
        "measures": (),
        "fingerprint": f"{rule}-{read.id}-{span.start if span else 'whole'}",
    }
    return ReportedFinding(**(fields | more))


def report(read: Article, *findings: ReportedFinding, failures: tuple[Failure, ...] = ()) -> Report:
    """Return a report with its verdict and its score, as the policy would make it."""
    fresh = [f for f in findings if f.status is Status.NEW]
    counts = Counter(f.rule for f in fresh)
    points = {f.rule: f.points * counts[f.rule] for f in fresh}
    deductions = tuple(Deduction(rule, counts[rule], points[rule]) for rule in sorted(points))
    verdict = max((f.gate for f in fresh), key=lambda v: v.rank, default=Verdict.PASS)
    ordered = tuple(sorted(findings, key=lambda f: f.span or Span(-1, -1)))
    return Report(read, verdict, max(100 - sum(points.values()), 0), deductions, ordered, failures)


def summary(
    *reports: Report, unreadable: tuple[str, ...] = (), skipped: tuple[str, ...] = ()
) -> Summary:
    """Return what ``reports`` come to."""
    fresh = [f for r in reports for f in r.findings if f.status is Status.NEW]
    verdicts = Counter(r.verdict for r in reports)
    severities = Counter(f.severity for f in fresh)
    worst = sorted(reports, key=lambda r: (-r.verdict.rank, r.score))[:10]
    return Summary(
        articles=len(reports),
        words=sum(r.article.word_count for r in reports),
        verdicts=tuple((v, verdicts[v]) for v in Verdict),
        severities=tuple((s, severities[s]) for s in Severity),
        categories=tuple(sorted(Counter(f.category for f in fresh).items())),
        rules=tuple(sorted(Counter(f.rule for f in fresh).items())),
        worst=tuple((r.article.id, r.verdict, r.score, len(r.findings)) for r in worst),
        unreadable=unreadable,
        skipped=skipped,
        failures=sum(len(r.failures) for r in reports),
    )


HARBOUR = """\
Harbour wall at Velden to be rebuilt before winter

Harbour wall at Velden to be rebuilt before winter

The council of Velden voted on Tuesday to rebuild the harbour wall that the January storm broke, and to \
pay for it from the reserve that was meant for the swimming baths.

By Ilse Marant

The wall, which is 340 metres long, protects the the lower town and some 1,200 homes. Engineers said that \
a second storm of the same force would flood every street below the church.

"We cannot wait for the ministry," the mayor, Jorun Hald, told a full town hall. "The sea will not wait \
either".

What it will cost

The work will cost 4.2 million crowns, the council said, and is to begin in the first week of Septembre , \
when the fishing fleet is at sea.

Velden's harbour wall, 340 metres long, protects the lower town and about 1,400 homes. Engineers said a \
second storm of that force would flood every street below the church.

s direction, the port authority closed the outer basin on Friday", the authority said in a statement.

The harbour wall at Velden after the storm of 9 January. Photograph: Sten Aabel

Residents of the Kaistraat, where forty cellars stood under water, had asked for the wall since 2019. "We \
were told to buy sandbags," said Mieke Tolen, who runs a bakery there and lost both of her ovens. "Nobody \
here wants to buy sandbags again."

Sign up to our morning letter and never miss a story
"""


def harbour() -> Report:
    """Return the report of an article with most kinds of defects, some on top of each other."""
    read = article(HARBOUR, id="harbour", date="2031-03-04")
    read = replace(
        read, path="desk/harbour.txt", source="The Velden Courier", declared_language="en"
    )
    roles = {3: Role.BYLINE, 6: Role.SUBHEADING, 10: Role.CAPTION, 2: Role.STANDFIRST}
    blocks = tuple(Block(b.index, roles.get(b.index, b.role), b.span) for b in read.blocks)
    read = replace(read, blocks=blocks)
    wall = read.blocks[4].span
    again = read.blocks[8].span
    return report(
        read,
        finding(
            read,
            "repeated-headline",
            Severity.ERROR,
            "Harbour wall at Velden to be rebuilt before winter",
            "The headline stands again as the first paragraph",
            after=10,
            related=(Related(read.blocks[0].span, read.headline_text, "headline", block=0),),
            confidence=0.99,
        ),
        finding(
            read,
            "near-duplicate-paragraph",
            Severity.WARNING,
            again.of(read.text),
            "This paragraph says again what block 4 says, in nearly the same words",
            related=(Related(wall, wall.of(read.text), "near-duplicate", block=4),),
            measures=(("jaccard", 0.712345678), ("containment", 0.9), ("words", 31)),
        ),
        finding(
            read,
            "number-conflict",
            Severity.ERROR,
            "about 1,400 homes",
            "1,400 homes here, 1,200 homes in block 4",
            related=(Related(None, "some 1,200 homes", "conflict", block=4),),
            suggestions=("about 1,200 homes",),
        ),
        finding(
            read,
            "doubled-word",
            Severity.WARNING,
            "the the",
            "“the” stands twice in a row",
            suggestions=("the",),
        ),
        finding(
            read,
            "typo",
            Severity.WARNING,
            "Septembre",
            "“Septembre” is not a word that we know; “September” is",
            suggestions=("September",),
            measures=(("distance", 1),),
        ),
        finding(read, "spacing", Severity.INFO, "Septembre ,", "A space before the comma"),
        finding(
            read,
            "truncated-quote",
            Severity.WARNING,
            's direction, the port authority closed the outer basin on Friday"',
            "A quotation that lost its beginning",
        ),
        finding(
            read,
            "leftover-furniture",
            Severity.ERROR,
            "Sign up to our morning letter and never miss a story",
            "A sign-up line of the page stands in the text",
            suggestions=("",),
        ),
        finding(
            read,
            "reused-passage",
            Severity.INFO,
            "Residents of the Kaistraat, where forty cellars stood under water, had asked for the wall since 2019.",
            "26 words stand in an earlier article",
            related=(
                Related(
                    Span(210, 300),
                    "The residents of the Kaistraat, where some forty cellars stood under water, "
                    "have asked for a wall since 2019.",
                    "rewrite",
                    article="https://courier.example/2031/02/11/cellars",
                    title="Forty cellars under water",
                    date="2031-02-11",
                    source="The Velden Courier",
                ),
            ),
        ),
        finding(
            read,
            "form-variant",
            Severity.INFO,
            "the council said",
            "“the council” here, “the Council” elsewhere",
            status=Status.BASELINE,
        ),
    )


def twin() -> Report:
    """Return the report of an article that stands elsewhere as a whole, its headline in a field."""
    read = article(
        "The ferry to Little Sund will run twice a day from April.\n\nTickets cost the same.",
        id="rows.jsonl#2",
        headline="Ferry to to run again",
    )
    read = replace(read, path="rows.jsonl", declared_language="en")
    return report(
        read,
        finding(
            read,
            "duplicate-article",
            Severity.WARNING,
            None,
            "The whole article stands in an earlier one",
            related=(
                Related(
                    None,
                    "The ferry to Little Sund will run twice a day from April.",
                    "near-duplicate",
                    article="rows.jsonl#1",
                    title="Sund ferry back in April",
                    date="2031-03-01",
                ),
            ),
            measures=(("jaccard", 0.94),),
        ),
        finding(read, "thin-article", Severity.INFO, None, "Only 15 words"),
        finding(
            read,
            "doubled-word",
            Severity.WARNING,
            "to to",
            "“to” stands twice in a row",
            suggestions=("to",),
        ),
        failures=(Failure("form-variant", "IndexError: list index out of range"),),
    )


def clean() -> Report:
    """Return the report of an article without findings."""
    read = article(
        "Library at Osk opens on Sundays\n\nThe library at Osk opens on Sundays from May.",
        id="osk.txt",
    )
    return report(replace(read, path="osk.txt", declared_language="en"))


def foreign() -> Report:
    """Return the report of an article in Hebrew and Chinese, with wide and combining characters."""
    read = article(
        "העירייה תבנה מחדש את חומת הנמל\n\n"
        "מועצת העיר החליטה ביום שלישי לבנות מחדש את את חומת הנמל שנהרסה בסערה של ינואר.\n\n"
        "市议会周二投票决定重建被一月风暴摧毁的港口防波堤，费用来自原定用于游泳馆的储备金。"
        "市议会周二投票决定重建被一月风暴摧毁的港口防波堤。\n\n"
        "Le cafe\u0301 du port rouvre 👩\u200d🚒 samedi samedi matin.",
        id="foreign.txt",
    )
    read = replace(read, path="foreign.txt", declared_language="he")
    return report(
        read,
        finding(read, "doubled-word", Severity.WARNING, "את את", "“את” stands twice in a row"),
        finding(
            read,
            "repeated-paragraph",
            Severity.WARNING,
            "重建被一月风暴摧毁的港口防波堤",
            "Said twice",
        ),
        finding(read, "doubled-word", Severity.WARNING, "samedi samedi", "“samedi” stands twice"),
    )


PAYLOAD = "</script><img src=x onerror=alert(1)>\"'><svg/onload=alert(2)>{{7*7}}&lt;b&gt;"
CONTROLS = "\x1b]52;c;aGk=\x07\x1b[2J\x9b31m\u202egnp.exe\u2066\u200b\x00\r\x85\u2028\ud800"


def hostile(payload: str = PAYLOAD + CONTROLS) -> Report:
    """Return a report with ``payload`` in every field that others fill."""
    text = f"Quiet headline {payload} here\n\nA passage of the text {payload} and more words follow here.\n\nEnd."
    read = article(text, id=f"id {payload}", date=payload)
    read = replace(
        read,
        path=f"dir/{payload}",
        source=payload,
        declared_language=payload,
        notes=(Note("n", payload),),
    )
    words = f"passage of the text {payload} and more words follow"
    other = Related(
        Span(0, 4),
        words.replace("more", "fewer"),
        payload,
        article=payload,
        title=payload,
        date=payload,
        source=payload,
    )
    return report(
        read,
        finding(
            read,
            payload,
            Severity.ERROR,
            words,
            f"message {payload}",
            category=payload,
            why=payload,
            suggestions=(payload,),
            related=(other, replace(other, text=payload)),
            measures=((payload, 1.5),),
            fingerprint=payload,
        ),
        finding(read, "typo", Severity.INFO, payload[:9], payload),
        finding(read, "thin-article", Severity.WARNING, None, payload, related=(other,)),
        failures=(Failure(payload, payload),),
    )


def fingerprint(report: Report, rule: str) -> str:
    """Return the fingerprint of a rule's first finding."""
    return next(f.fingerprint for f in report.findings if f.rule == rule)
