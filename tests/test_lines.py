"""Lines of JSON are read by compiled code as Python reads them, or left to it."""

import json
import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from auditor.corpus.compiled import sign
from auditor.corpus.sign import entries_of, parted
from auditor.corpus.spill import fetch
from auditor.similarity.compiled.lines import FIELDS, Lines, scan
from auditor.sources.batch import Batch
from auditor.sources.plain import compared_text
from auditor.sources.settings import FieldNames, Limits

NAMES = [FieldNames().names(field) for field in FIELDS]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
VALUE = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXT),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXT, inner, max_size=3)),
    max_leaves=8,
)
KEY = st.sampled_from(
    ["text", "body", "title", "headline", "id", "url", "date", "source", "n", "é"]
)
ROW = st.dictionaries(KEY, VALUE, max_size=6)
LINE = st.builds(
    lambda row, ascii_, tight: json.dumps(
        row, ensure_ascii=ascii_, separators=(",", ":") if tight else (" , ", " : ")
    ).encode(),
    ROW,
    st.booleans(),
    st.booleans(),
)
BROKEN = st.builds(
    lambda line, at, byte: line[: at % len(line)] + bytes([byte]) + line[at % len(line) + 1 :],
    LINE,
    st.integers(0, 400),
    st.integers(0, 255),
)


@given(st.lists(st.one_of(LINE, BROKEN, st.sampled_from([b"", b" \t", b"\x0c"])), max_size=6))
@settings(max_examples=400, deadline=None)
def test_every_line_gives_the_same_article_or_error(lines: list[bytes]) -> None:
    batch = Batch(b"\n".join(lines), 1, 1, "rows.jsonl", FieldNames(), Limits())
    entries, refused = parted(entries_of(batch))
    with tempfile.TemporaryDirectory() as folder:
        signed = sign(batch, Path(folder))
        texts = [data.decode("utf-8", "surrogatepass") for data in fetch(signed.texts)]
    assert [text.split() for text in texts] == [entry.text.split() for entry in entries]
    assert signed.ids == [entry.id for entry in entries]
    assert [(at, str(error)) for at, error in signed.refused] == [
        (at, str(error)) for at, error in refused
    ]


@given(LINE)
@settings(max_examples=300, deadline=None)
def test_what_is_read_is_what_stands_there(line: bytes) -> None:
    found = scan(line + b"\n", NAMES)
    row = json.loads(line)
    if found.odd[0]:
        return
    text = next(row[n] for n in NAMES[0] if row.get(n) not in (None, ""))
    headline = next((row[n] for n in NAMES[1] if row.get(n) not in (None, "")), None)
    _is_read(found, text, headline if isinstance(headline, str) else None)


OPENINGS = st.lists(
    st.sampled_from(
        ["Ferry late", "again", ".", "。", "!", "”", "\n", "\n\n", "\r\n", "\r", " ", "\t", "\u00a0", "\u2028",
         "\u2009", "\u3000", "\x1c", "\x00", "é", "It left at nine.", "x " * 12, "y" * 99, "“", "—"]
    ), min_size=1, max_size=9,
).map("".join)  # fmt: skip


@given(OPENINGS)
@example("Ferry late\n\n\u00a0")
@settings(max_examples=500, deadline=None)
def test_the_same_first_lines_are_headlines(text: str) -> None:
    found = scan(json.dumps({"text": text}).encode(), NAMES)
    if not found.odd[0]:
        _is_read(found, text, None)


def _is_read(found: Lines, text: str, headline: str | None) -> None:
    told = found.source[1 : found.ends[0]].tobytes().decode()
    assert len(told.encode()) == len(text.encode())
    assert told.split() == (text if found.opens[0] else compared_text(text, headline)).split()


def test_a_headline_over_a_text_is_left_out_of_it(tmp_path: Path) -> None:
    texts = [
        "Ferry “late” again\n\nThe ferry left at nine.",
        "  \u00a0Ferry late\r\n\r\nIt left.",
        "No headline.\n\nIt left.",
        "One line",
        "Over two\nlines\n\nIt left.",
        "a: b,\n\nIt left.",
        "x " * 99 + "\n\nIt left.",
        "Ferry late\u2028again\n\nIt left.",
    ]
    rows = [{"text": text} for text in texts] + [{"text": texts[0], "title": "Another"}]
    data = "".join(json.dumps(row) + "\n" for row in rows).encode()
    for odd in (b"", b"[]\n"):
        batch = Batch(odd + data, 1, 1, "rows.jsonl", FieldNames(), Limits())
        signed = sign(batch, tmp_path)
        entries, _ = parted(entries_of(batch))
        told = [part.decode().split() for part in fetch(signed.texts)]
        assert told == [entry.text.split() for entry in entries]
        assert told[0] == "The ferry left at nine.".split()


def test_plain_lines_are_not_odd() -> None:
    rows = [
        {"id": "a", "title": "T", "text": "The “ferry” left\n\nat 9.", "tags": ["x", {"y": None}]},
        {"id": 12, "body": "Zoë 😀", "n": -1.5e7},
    ]  # fmt: skip
    for ascii_ in (True, False):
        data = "".join(json.dumps(row, ensure_ascii=ascii_) + "\n" for row in rows).encode()
        assert not scan(data, NAMES).odd.any()
