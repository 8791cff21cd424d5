"""Finding and reading inputs: every format, every way in which an input can be wrong."""

import gzip
import io
import json
import os
import socket
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.document import Article, Position, Role
from auditor.errors import InputError
from auditor.sources import Batch, FieldNames, Limits, read_articles, read_batches, read_text
from auditor.sources.decode import decode
from auditor.sources.discover import Found, discover

BODY = "The ferry left Oldhaven at noon.\n\nNobody was hurt, the harbour master said.\n"
PLAIN = f"Ferry leaves on time\n\n{BODY}"


def write(path: Path, content: str | bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return str(path)


def one(path: str, **more: object) -> Article:
    (article,) = read_articles([path], **more)  # type: ignore[arg-type]  # one test helper for all options
    assert isinstance(article, Article), article
    return article


def problem(path: str, **more: object) -> str:
    (error,) = read_articles([path], **more)  # type: ignore[arg-type]  # as above
    assert isinstance(error, InputError)
    return str(error)


def rows(path: str, **more: object) -> list[Article | InputError]:
    return list(read_articles([path], **more))  # type: ignore[arg-type]  # as above


# Where inputs come from


def test_folders_are_read_to_the_bottom_in_order_without_hidden_files(tmp_path: Path) -> None:
    for name in (
        "b.txt",
        "a/z.md",
        "a/y.txt",
        ".hidden.txt",
        ".git/x.txt",
        "notes.xyz",
        "a/c/d.html",
    ):
        write(tmp_path / name, PLAIN)
    found = [item.label for item in discover([str(tmp_path)]) if isinstance(item, Found)]
    assert [Path(f).relative_to(tmp_path).as_posix() for f in found] == [
        "b.txt",
        "a/y.txt",
        "a/z.md",
        "a/c/d.html",
    ]


def test_a_file_named_itself_is_always_tried_and_none_is_read_twice(tmp_path: Path) -> None:
    path = write(tmp_path / "draft.xyz", PLAIN)
    assert [a.id for a in read_articles([path, path]) if isinstance(a, Article)] == [path]


def test_a_pattern_that_the_shell_left_alone(tmp_path: Path) -> None:
    write(tmp_path / "a1.txt", PLAIN)
    write(tmp_path / "a2.txt", PLAIN)
    assert len(rows(str(tmp_path / "a*.txt"))) == 2
    assert "no file matches" in problem(str(tmp_path / "b*.txt"))


def test_what_is_no_file_is_an_error_and_never_waits(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loose.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "sock.txt"))
        said = [
            str(error)
            for error in read_articles([str(tmp_path), "/dev/null", str(tmp_path / "gone.txt")])
        ]
    assert ["pipe" in said[2], "socket" in said[3], "device" in said[4]] == [True] * 3
    assert "leads nowhere" in said[1]
    assert said[5] == f"{tmp_path / 'gone.txt'}: there is no such file"


def test_a_name_that_is_no_unicode_can_be_printed(tmp_path: Path) -> None:
    name = os.fsencode(str(tmp_path)) + b"/caf\xe9.txt"
    with open(name, "wb") as file:  # noqa: PTH123 - a name of bytes
        file.write(PLAIN.encode())
    one(str(tmp_path)).id.encode()


@pytest.mark.parametrize(
    ("content", "role"),
    [
        (PLAIN, Role.HEADLINE),
        ("# Ferry leaves\n\n" + BODY, Role.HEADLINE),
        ("<!doctype html><h1>Ferry leaves</h1><p>It left.</p>", Role.HEADLINE),
        (json.dumps({"text": PLAIN}), Role.HEADLINE),
        (json.dumps({"text": PLAIN}, indent=1), Role.HEADLINE),
        (f"{json.dumps({'text': PLAIN})}\n", Role.HEADLINE),
        ('id,text\n1,"The ferry left."\n', Role.PARAGRAPH),
        (gzip.compress(PLAIN.encode()), Role.HEADLINE),
    ],
)
def test_standard_input_is_told_by_its_content(content: str | bytes, role: Role) -> None:
    data = content.encode() if isinstance(content, str) else content
    article = one("-", stdin=io.BytesIO(data))
    assert article.blocks[0].role is role


# Rows


def test_lines_of_json_with_a_broken_one_between(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"text": BODY, "title": "Ferry  leaves", "url": "u1", "date_publish": "2026-01-02"}
        )
    ]
    lines += [
        "",
        "{broken",
        json.dumps({"body": BODY, "language": "en", "source": "Post"}),
        "[1]",
        '{"text": NaN}',
    ]
    read = rows(write(tmp_path / "c.jsonl", "\n".join(lines)))
    first, broken, second, listed, nan = read
    assert isinstance(first, Article)
    assert (first.id, first.headline_text, first.date) == ("u1", "Ferry leaves", "2026-01-02")
    assert first.text[first.body_start :] == BODY
    assert isinstance(second, Article)
    assert (second.id, second.declared_language, second.source) == (
        f"{tmp_path}/c.jsonl#3",
        "en",
        "Post",
    )
    assert [e.problems[0].line for e in (broken, listed, nan) if isinstance(e, InputError)] == [
        3,
        5,
        6,
    ]


def test_a_row_without_text_says_what_is_there(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", json.dumps({"story": BODY, "id": 7}) + "\n")
    assert "did you mean --text-field story?" in problem(path)
    assert one(path, fields=FieldNames(text="story")).id == "7"
    assert "is a number" in problem(write(tmp_path / "d.jsonl", '{"text": 3}'))
    assert "is empty" in problem(write(tmp_path / "e.jsonl", '{"text": " "}'))


def test_a_line_beyond_the_limit_is_passed_over(tmp_path: Path) -> None:
    content = json.dumps({"text": "x" * 5000}) + "\n" + json.dumps({"text": BODY}) + "\n"
    too_long, article = rows(write(tmp_path / "c.jsonl", content), limits=Limits(row=1000))
    assert isinstance(too_long, InputError)
    assert too_long.problems[0].line == 1
    assert isinstance(article, Article)


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: {"articles": r}])
def test_one_json_document(tmp_path: Path, wrap: object) -> None:
    content = json.dumps(wrap([{"text": BODY}, 5, {"text": BODY}]))  # type: ignore[operator]  # two lambdas
    read = rows(write(tmp_path / "c.json", content))
    assert [getattr(a, "id", "?")[-2:] for a in read] == ["#1", "?", "#3"]


@pytest.mark.parametrize(
    "content", ["[" * 100_000, '{"a":' * 5000, "[1" + "0" * 5000 + "]", '{"text": "a" "b"}', "nul"]
)
def test_broken_json_is_one_error(tmp_path: Path, content: str) -> None:
    assert "c.json" in problem(write(tmp_path / "c.json", content))


def test_json_lines_under_the_name_of_json(tmp_path: Path) -> None:
    assert len(rows(write(tmp_path / "c.json", f"{json.dumps({'text': BODY})}\n" * 3))) == 3


def test_lone_surrogates_become_replacement_characters(tmp_path: Path) -> None:
    article = one(
        write(tmp_path / "c.jsonl", '{"text": "The \\ud800 ferry left.", "id": "\\udc00"}')
    )
    assert (article.text, article.id) == ("The \ufffd ferry left.", "\ufffd")
    assert article.notes[0].code == "surrogates-replaced"


def test_csv(tmp_path: Path) -> None:
    content = 'id,title,text\r\n1,Ferry,"He said ""no"".\r\n\r\nThen left."\r\n\r\n'
    content += '2,Boat,a\0b\r\n3,x,y,z\r\n4,,"open\r\n'
    first, second, ragged, unclosed = rows(write(tmp_path / "c.csv", content))
    assert isinstance(first, Article)
    assert first.text[first.body_start :] == 'He said "no".\r\n\r\nThen left.'
    assert isinstance(second, Article)
    assert "a\0b" in second.text
    assert "has 4 fields, the header 3" in str(ragged)
    assert str(unclosed).startswith(f"{tmp_path}/c.csv:8: ")
    assert "never closed" in str(unclosed)
    assert (
        one(write(tmp_path / "d.tsv", "id\ttext\n1\tThe ferry, he said.\n")).text
        == "The ferry, he said."
    )
    assert "no rows" in problem(write(tmp_path / "e.csv", "id,text\n"))


def test_parquet(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table({"text": [BODY, None], "headline": ["Ferry", "x"], "n": [1, 2]})
    pq.write_table(table, tmp_path / "c.parquet")
    article, error = rows(str(tmp_path / "c.parquet"))
    assert isinstance(article, Article)
    assert article.headline_text == "Ferry"
    assert "row 2 holds no text" in str(error)
    (again, _) = read_articles(["-"], stdin=io.BytesIO((tmp_path / "c.parquet").read_bytes()))
    assert isinstance(again, Article)
    assert again.text == article.text
    pq.write_table(pa.table({"n": [1]}), tmp_path / "d.parquet")
    assert "has no column" in problem(str(tmp_path / "d.parquet"))
    assert "not a sound Parquet" in problem(write(tmp_path / "e.parquet", b"PAR1" + b"x" * 50))


# Packed files


def test_packed_files(tmp_path: Path) -> None:
    import zstandard

    line = json.dumps({"text": BODY}).encode()
    assert one(write(tmp_path / "a.jsonl.gz", gzip.compress(line))).text == BODY
    assert one(write(tmp_path / "b.jsonl.zst", zstandard.compress(line))).text == BODY
    assert one(write(tmp_path / "c.txt.gz", gzip.compress(PLAIN.encode()))).text == PLAIN
    assert "cannot be unpacked" in problem(
        write(tmp_path / "d.txt.gz", gzip.compress(PLAIN.encode())[:-12])
    )


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl.gz", gzip.compress(b"\n" * 5_000_000))
    assert "unpacks to more than 1 MiB" in problem(path, limits=Limits(unpacked=1 << 20))
    assert "larger than 1 MiB" in problem(
        write(tmp_path / "a.txt", "word " * 300_000), limits=Limits(file=1 << 20)
    )


# What is not read


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t", "nothing but white space"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "binary file (PNG)"),
        ("a.txt", b"%PDF-1.7\n\x01", "binary file (PDF)"),
        ("a", b"PK\x03\x04\x14\0", "binary file (ZIP)"),
        ("a.txt", bytes(range(32)) * 20, "binary file"),
        ("a.docx", b"PK\x03\x04", "a Word document, which is not read yet"),
        ("a.xml", b"<?xml version='1.0'?><x/>", "an XML document"),
        ("a", b"<?xml version='1.0'?>\n<rss version='2'>", "an RSS feed"),
        ("a", b"WARC/1.0\r\n", "a WARC archive"),
        ("a.html", b"<html><body><script>x</script></body></html>", "without any text"),
        ("a.md", b"![x](y.png)\n", "without any text"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    assert said in problem(write(tmp_path / name, content))


def test_one_bad_input_stops_no_other(tmp_path: Path) -> None:
    for name, content in (("a.txt", PLAIN), ("b.txt", ""), ("c.md", PLAIN)):
        write(tmp_path / name, content)
    assert [type(a).__name__ for a in rows(str(tmp_path))] == ["Article", "InputError", "Article"]


# Encodings

FRENCH = (
    "Le café de la gare a rouvert à midi, a dit Mme Élise Héraud. «Déjà», dit-elle — enfin.\n" * 3
)
RUSSIAN = "Паром вышел из гавани ровно в полдень, сообщил начальник порта. Пострадавших нет. " * 5


@pytest.mark.parametrize(
    "codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings_of_western_text(codec: str) -> None:
    decoded = decode(FRENCH.encode(codec))
    assert decoded.text == FRENCH
    assert bool(decoded.notes) == (codec in ("utf-16-le", "utf-16-be", "cp1252"))


def test_other_encodings() -> None:
    assert decode(RUSSIAN.encode("cp1251")).text == RUSSIAN
    page = f'<meta charset="iso-8859-2"><p>{"Zażółć gęślą jaźń"}'
    assert decode(page.encode("iso-8859-2"), markup=True).text == page
    stale = f'<meta charset="iso-8859-1"><p>{FRENCH}'
    assert decode(stale.encode(), markup=True).text == stale
    assert decode(b'<meta charset="utf-7">+ADw-b+AD4-', markup=True).text.startswith("<meta")


def test_a_few_bad_bytes_are_replaced_and_told() -> None:
    data = FRENCH.encode() + b"bad \xff byte\n"
    decoded = decode(data)
    assert decoded.text == FRENCH + "bad \ufffd byte\n"
    assert decoded.notes[0].code == "bytes-replaced"
    assert "line 4" in decoded.notes[0].message


@given(st.binary(max_size=300))
def test_any_bytes_are_decoded(data: bytes) -> None:
    decode(data).text.encode("utf-8", "surrogatepass")


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=200),
    st.sampled_from(["", "{", "<html>", "id,text\n", "---\na: b\n", "PAR1", "\x1f\x8b"]),
)
def test_any_bytes_on_standard_input_give_articles_or_errors(data: bytes, start: str) -> None:
    for item in read_articles(["-"], stdin=io.BytesIO(start.encode("latin-1") + data)):
        assert isinstance(item, Article | InputError)


# Plain text


def check_blocks(article: Article) -> None:
    at = 0
    for index, block in enumerate(article.blocks):
        piece = block.span.of(article.text)
        assert block.index == index
        assert piece
        assert piece == piece.strip()
        assert block.span.start >= at
        at = block.span.end
        for link in block.links:
            assert block.span.contains(link)
    assert at <= len(article.text)
    assert len(article.prose) == len(article.text)


@given(st.text(max_size=400) | st.text(alphabet="ab .\n\r\t—\u2028", max_size=200))
def test_blocks_of_any_plain_text(text: str) -> None:
    article = read_text(text)
    assert len(article.text) == len(text)
    check_blocks(article)


@given(st.text(alphabet="ab \r\n\u2028\x0b", max_size=60))
def test_line_and_column_are_those_of_the_file(text: str) -> None:
    article = read_text(text)
    line = column = 1
    for offset, char in enumerate(text):
        assert article.position(offset) == Position(line, column)
        ends = char == "\n" or (char == "\r" and text[offset + 1 : offset + 2] != "\n")
        line, column = (line + 1, 1) if ends else (line, column + 1)


def test_reading_imports_nothing_heavy(tmp_path: Path) -> None:
    import subprocess
    import sys

    path = write(tmp_path / "a.txt", PLAIN)
    code = (
        "import sys; from auditor.sources import read_articles; list(read_articles([sys.argv[1]]));"
        "heavy = {'pyarrow', 'zstandard', 'charset_normalizer', 'yaml', 'html', 'csv', 'json'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_rows_stream(tmp_path: Path) -> None:
    path = write(tmp_path / "c.jsonl", (json.dumps({"text": BODY}) + "\n") * 20_000)
    begin = time.process_time()
    assert isinstance(next(iter(read_articles([path]))), Article)
    assert time.process_time() - begin < 0.2


PIECES = st.sampled_from(
    [b"a", b"b" * 9, b"c" * 30, b"d" * 90, b" ", b"\n", b"\n\n", b"\r\n", b"\v"]
)


@given(st.lists(PIECES))
@settings(deadline=None)
def test_lines_are_numbered_alike_wherever_batches_are_cut(pieces: list[bytes]) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        path, limits = write(Path(folder, "rows.jsonl"), b"".join(pieces)), Limits(row=24)
        whole = [str(error) for error in read_articles([path], limits=limits)]
        patch.setattr("auditor.sources.batch.SIZE", 16)
        cut = list(read_batches([path], limits=limits))
        rows = [row for one in cut for row in (one.rows() if isinstance(one, Batch) else [one])]
    assert [str(row) for row in rows] == whole
