"""Which format an input has: by its ending, and by how its content begins where the ending is silent."""

import re
from enum import StrEnum


class Kind(StrEnum):
    """A format that is read; the value is what people call it."""

    TEXT = "plain text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    JSON = "JSON"
    JSONL = "JSONL"
    CSV = "CSV"
    TSV = "TSV"
    PARQUET = "Parquet"


ENDINGS = {
    ".txt": Kind.TEXT,
    ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".mdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".json": Kind.JSON,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".csv": Kind.CSV,
    ".tsv": Kind.TSV,
    ".parquet": Kind.PARQUET,
    ".pq": Kind.PARQUET,
}
PACKED = (".gz", ".zst")
UNSUPPORTED = {
    ".docx": "a Word document",
    ".doc": "a Word document",
    ".odt": "an OpenDocument text",
    ".rtf": "a Rich Text document",
    ".pdf": "a PDF document",
    ".rss": "an RSS feed",
    ".atom": "an Atom feed",
    ".xml": "an XML document",
    ".warc": "a WARC archive",
}
_NAMED_IN_FOLDERS = (".docx", ".rss", ".atom", ".warc")

_MAGIC = (
    (b"\x89PNG\r\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"PK\x05\x06", "ZIP"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "Windows program"),
    (b"\xd0\xcf\x11\xe0", "old Office document"),
    (b"SQLite format 3\x00", "SQLite"),
    (b"7z\xbc\xaf", "7z"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"OggS", "Ogg"),
    (b"RIFF", "RIFF"),
    (b"\x00\x00\x00\x18ftyp", "MP4"),
    (b"\x00\x00\x00 ftyp", "MP4"),
    (b"ID3", "MP3"),
    (b"wOFF", "font"),
    (b"\x00asm", "WebAssembly"),
    (b"\xca\xfe\xba\xbe", "Java class or Mach-O"),
)
_HTML = re.compile(
    rb"\s*+(?:<!--.{0,4000}?-->\s*+)*+(?:<\?xml[^>]{0,200}>\s*+)?"
    rb"<(?:!doctype\s+html|(?:html|head|body|article|main|title|meta|div|h1|p|section)[\s/>])",
    re.I | re.S,
)
_FEED = re.compile(
    rb"\s*+(?:<\?xml[^>]{0,200}>\s*+)?(?:<!--.{0,4000}?-->\s*+)*+<(rss|feed|rdf:RDF)[\s>]",
    re.I | re.S,
)
_FRONT = re.compile(rb"(?:---[ \t]*\r?\n[\w-]+[ \t]*:|\+\+\+[ \t]*\r?\n[\w-]+[ \t]*=)")
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")


def ending_of(name: str) -> tuple[str, str]:
    """Return the ending that tells the format and the one that tells the packing, both in lower case."""
    low = name.lower().replace("\\", "/").rpartition("/")[2]
    packed = next((p for p in PACKED if low.endswith(p)), "")
    low = low[: len(low) - len(packed)] if packed else low
    stem, dot, last = low.rpartition(".")
    return (f".{last}" if dot and stem else ""), packed


def is_known(name: str) -> bool:
    """Whether a file found in a folder is taken for an input."""
    ending, _ = ending_of(name)
    return ending in ENDINGS or ending in _NAMED_IN_FOLDERS


def binary_kind(head: bytes) -> str | None:
    """Return the name of the binary format that ``head`` shows, ``data`` for an unknown one, or None."""
    for magic, name in _MAGIC:
        if head.startswith(magic) and (not magic.isalnum() or _CONTROL.search(head[:256])):
            return name
    return None


def unsupported(head: bytes, ending: str) -> str | None:
    """Say what an input is that cannot be read yet, or None."""
    if ending in UNSUPPORTED:
        return UNSUPPORTED[ending]
    if head.startswith(b"WARC/"):
        return UNSUPPORTED[".warc"]
    if head.startswith(b"{\\rtf"):
        return UNSUPPORTED[".rtf"]
    if match := _FEED.match(head):
        return UNSUPPORTED[".atom" if match[1].lower() == b"feed" else ".rss"]
    return None


def sniff(head: bytes, text_fields: tuple[str, ...]) -> Kind:
    """Tell the format by how the content begins; plain text where nothing speaks for another one."""
    head = head.removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"PAR1"):
        return Kind.PARQUET
    if _HTML.match(head):
        return Kind.HTML
    start = head.lstrip()[:1]
    if start in (b"{", b"[") and (kind := _json_kind(head)):
        return kind
    if _FRONT.match(head) or re.match(rb"\s*# \S", head):
        return Kind.MARKDOWN
    first = head.split(b"\n", 1)[0].decode("utf-8", "replace").strip().lower()
    for mark, kind in ((",", Kind.CSV), ("\t", Kind.TSV)):
        cells = [cell.strip(' "') for cell in first.split(mark)]
        if len(cells) > 1 and any(name.lower() in cells for name in text_fields):
            return kind
    return Kind.TEXT


def _json_kind(head: bytes) -> Kind | None:
    import json

    text = head.decode("utf-8", "replace").strip()
    first, newline, rest = text.partition("\n")
    try:
        if isinstance(json.loads(first), dict):
            return Kind.JSONL if newline and rest.strip() else Kind.JSON
    except (ValueError, RecursionError):
        pass
    # Only the beginning is known: a key, or an array of objects, or an end right away is JSON.
    return (
        Kind.JSON
        if re.match(r'\{\s*(?:"(?:[^"\\]|\\.){0,200}"\s*:|\})|\[\s*(?:\{|\])', text)
        else None
    )


def looks_binary(head: bytes) -> bool:
    """Whether the content is no text: control characters make a good part of it."""
    return len(_CONTROL.findall(head)) > 0.2 * len(head) if head else False
