"""Bytes to text: what the file says of itself, else UTF-8, else a guess that is owned up to."""

import codecs
import re
from typing import NamedTuple

from auditor.document import Note

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is the first half of this one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.I,
)
# What pages call Latin-1 and ASCII is windows-1252 to every browser.
_WESTERN = frozenset({"iso8859-1", "ascii", "latin-1", "cp1252", "iso8859-15", "iso8859-9"})
# Codecs that are no encodings of text, or that are only ever declared by an attacker.
_REFUSED = re.compile(r"utf-7|utf_7|idna|punycode|escape|undefined|mbcs|oem|charmap", re.I)
_SAMPLE = 1 << 16
_HIGH = re.compile(rb"[\x80-\xff]")
_HIGH_TEXT = re.compile("[^\x00-\x7f]")


class Decoded(NamedTuple):
    """Text, the encoding it was read in, and what had to be guessed or replaced."""

    text: str
    encoding: str
    notes: tuple[Note, ...]


def decode(data: bytes, *, markup: bool = False) -> Decoded:
    """Decode a whole document; ``markup`` looks for a declaration as HTML and XML write it."""
    mark, encoding, notes = detect(data, markup=markup)
    body = data[mark:]
    try:
        return Decoded(body.decode(encoding), encoding, notes)
    except UnicodeDecodeError as error:
        text = body.decode(encoding, "replace")
        before = body[: error.start].decode(encoding, "replace")
        bad = max(text.count("\ufffd") - _real(body, encoding), 1)
        line = len(re.findall(r"\r\n|\r|\n", before)) + 1
        note = Note(
            "bytes-replaced",
            f"{bad} {'place is' if bad == 1 else 'places are'} not valid {_shown(encoding)} and "
            f"{'was' if bad == 1 else 'were'} replaced, the first in line {line}",
        )
        return Decoded(text, encoding, (*notes, note))


def detect(data: bytes, *, markup: bool = False) -> tuple[int, str, tuple[Note, ...]]:
    """Return the length of a byte order mark, the encoding, and a note where it is a guess."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return len(mark), encoding, ()
    if wide := _wide(data):
        return 0, wide, (_guessed(wide),)
    declared = _declared(data) if markup else None
    if not _HIGH.search(data):
        # Seven bits: only the encodings that shift (ISO-2022-JP) read it otherwise, where declared.
        return 0, declared if declared and "2022" in declared else "utf-8", ()
    good, bad = _weigh_utf8(data)
    if not bad:
        if declared and declared != "utf-8" and not _strange(declared):
            # Saved again by a tool that changed the bytes and left the declaration.
            return (
                0,
                "utf-8",
                (
                    Note(
                        "encoding-guessed",
                        f"The file declares {_shown(declared)} but is valid UTF-8; read as that",
                    ),
                ),
            )
        return 0, "utf-8", ()
    if declared and declared != "utf-8":
        return 0, declared, ()
    if good >= bad:
        return 0, "utf-8", ()
    guess = _guess(data)
    return 0, guess, (_guessed(guess),)


def _guessed(encoding: str) -> Note:
    return Note(
        "encoding-guessed",
        f"The file is not UTF-8 and does not say what it is; read as {_shown(encoding)}",
    )


def _shown(encoding: str) -> str:
    return {"cp1252": "windows-1252", "cp1251": "windows-1251"}.get(encoding, encoding.upper())


def _strange(encoding: str) -> bool:
    return "2022" in encoding or encoding.startswith(("utf-16", "utf-32"))


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page declares near its top, as a codec of text, or None."""
    match = _DECLARED.search(data[:4096])
    if not match:
        return None
    label = (match[1] or match[2]).decode("ascii", "replace")
    if _REFUSED.search(label):
        return None
    try:
        codec = codecs.lookup(label)
        b"".decode(codec.name)  # refuses what is no text (hex, rot13)
    except (LookupError, ValueError):
        return None
    if codec.name in _WESTERN:
        return "cp1252"
    # A page whose declaration can be read in ASCII is not UTF-16, whatever it declares.
    return "utf-8" if codec.name.startswith(("utf-16", "utf-32", "utf-8")) else codec.name


def _wide(data: bytes) -> str | None:
    """Recognise UTF-16 without a mark: every other byte of Western text, and of its spaces, is zero."""
    head = data[:4096]
    head = head[: len(head) // 2 * 2]
    if len(head) < 4 or len(data) % 2:
        return None
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.4 * half and others < 0.02 * half + 1 and zeros > 2 * others:
            return encoding
    return None


def _weigh_utf8(data: bytes) -> tuple[int, int]:
    """Count the characters beyond ASCII that are good UTF-8, and the places that are not."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
        real = _real(data, "utf-8")
        bad = max(text.count("\ufffd") - real, 1)
        return len(_HIGH_TEXT.findall(text)) - bad, bad
    return 1, 0


def _real(data: bytes, encoding: str) -> int:
    """Count the replacement characters that stand in the file itself."""
    return data.count("\ufffd".encode()) if encoding == "utf-8" else 0


def _guess(data: bytes) -> str:
    """Guess an old encoding: windows-1252 unless the text is plainly in another script.

    A library's guess is taken only where it yields text that is largely not Latin: among the Western
    code pages it is no better than a coin, and a wrong one spoils every accent.
    """
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE], enable_fallback=False).best()
    if best is None:
        return "cp1252"
    encoding = codecs.lookup(best.encoding).name
    letters = [char for char in str(best) if char.isalpha()]
    foreign = sum(ord(char) > 0x036F for char in letters)
    if len(letters) < 20 or foreign < 0.3 * len(letters) or _REFUSED.search(encoding):
        return "cp1252"
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        if data.decode(encoding, "replace").count("\ufffd") > 0.01 * len(data):
            return "cp1252"
    return encoding
