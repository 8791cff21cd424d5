"""Captions and picture credits that stand in the text as if they were paragraphs of it."""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from auditor.detector import Example, Info, Measure, Neighbours, Options
from auditor.document import Article, Block, Role, Span
from auditor.document.forms import likely
from auditor.document.lines import set_lines
from auditor.finding import Finding

_BODY = frozenset({Role.PARAGRAPH, Role.LIST_ITEM, Role.STANDFIRST, Role.QUOTATION})
_LEAST_BY_FORM = 0.3
_LONGEST = 60
"""A caption of more words is taken to be a paragraph with a caption grown onto it."""

_AGENCY = (
    "AP|AFP|EPA|UPI|PA|EFE|ANSA|dpa|REUTERS|Reuters|Getty|Bloomberg|Shutterstock|NurPhoto|Xinhua|TASS|"
    "Sipa|Zuma|ZUMA|Alamy|iStock|Anadolu|ANP|Belga|Keystone|imago|IMAGO|Unsplash|Pixabay|Rex|WireImage"
)
_CREDITED = (
    "(?:Photo|Photos|Photograph|Photographs|Photography|Picture|Image|Images|Illustration|"
    "Screenshot|Graphic|Artwork|Interior [Dd]esign|Prop styling)(?: [Cc]redits?)?|Credits?|Sources?|"
    "Foto|Fotos|Bild|Bilder|Quelle|Fonte|Fuente|Crédit photo|Crédito|Bron|Beeld|Imagem|Fotoğraf|Kuva|Фото"
)
"""What names of makers follow at the end of a caption."""
_HEAD = re.compile(
    r"(?:Image copyright|Image source|Image caption|Media caption|Enlarge this image|toggle caption|"
    r"Facebook Twitter Pinterest|"
    r"FILE ?(?:PHOTO|PIC|IMAGE)? ?[-–—:]|FILE PHOTO\b|File (?:photo|picture|image|pic)\b|"
    r"(?:An? |This )(?:\w+ )?(?:file|undated|handout|archive|archival|library|stock|booking|combination) "
    r"(?:photo|photograph|picture|image|combo)\b|"
    r"In (?:this|an?) (?:[\w.,]+ ){0,7}(?:file photo|file picture|file image|handout photo|photo provided|"
    r"photo released|photo taken|photo made|image released|image provided|image made|image taken|"
    r"frame grab|frame from|image from video|courtroom sketch|artist sketch|satellite image)|"
    r"(?:Pictured|Picture|Photo|Photos|Photograph|Image|Foto|Fotos|Bild|Bildquelle|Photo credit|Credit|"
    r"Picture credit|Image credit|Crédit photo|Crédit|Crédito|Crédits|Fotografía|Fotograf|Beeld|Immagine|Imagem|"
    r"Bildrechte|Bilder|Fotoğraf|Kuva|Kuvat|Billede|Bilde|Zdjęcie|Фото|Φωτογραφία|Kép|写真|图|圖)"
    r" ?[:：] ?\S|"
    r"(?:Im Bild|Auf dem (?:Bild|Foto)|Sur la photo|En la (?:foto|imagen)|Na (?:foto|imagem|zdjęciu)|(?:In|Nella) foto|"
    r"На (?:фото|снимке)|Op de foto) ?: ?\S|"
    r"Fot\. [\w./]+(?: \S+){0,3}$|"
    r"(?:Pictured|Seen) here\b|Pictured (?:above|below|left|right)\b|"
    r"(?:Clockwise from|From) (?:the )?(?:top |far |bottom )?(?:left|right)(?: to right)?[:,] [A-Z]|"
    r"(?:Archivbild|Archivfoto|Foto de archivo|Photo d'archives?|Foto d'archivio|Foto de arquivo|"
    r"Archieffoto|Symbolbild|Imagen de archivo)\b)"
)
_TAIL = re.compile(
    rf"(?:\b(?:{_AGENCY})(?:[ /]|/\w+ )?(?:[Pp]hoto|[Ii]mages|[Pp]ictures|[Ff]ile)\b[^.!?]{{0,60}}\W{{0,3}}$|"
    r"\b(?:REUTERS|AFP|EPA|EFE|ANSA|AP|PA|Xinhua|NurPhoto)/[A-Z][^!?]{0,50}$|"
    rf"[\w.]/(?:{_AGENCY})(?: (?:Images|News|Photo|via [\w ]{{1,20}}))?\W{{0,3}}$|"
    rf"[\w.]/[\w ]{{1,25}} via (?:{_AGENCY})[\w ]{{0,10}}\W{{0,3}}$|"
    r"\((?:[\w./-]+ ){0,3}(?:[Pp]hoto|[Pp]hotos|[Pp]hotograph|[Ii]mage|[Pp]icture|[Ff]oto|[Cc]redit|"
    r"[Ff]ile [Pp]hoto|[Bb]ild)(?: ?:| by | credit| courtesy| via )[^()]{0,80}\)\W{0,3}$|"
    r"\([\w ./,-]{2,60} (?:file )?photo\)\W{0,3}$|"
    rf"(?:[.!?)”\"|/—–] |^)(?:{_CREDITED})"
    r"(?: ?[:|] ?| ?[–—-] (?=[A-Z])| by (?=[A-Z])| courtesy (?:of )?)[^!?:]{2,80}$|"
    r"[.!?)”\"|/] (?:Fot\.|Beeld) [A-Z][\w.'’-]*(?:(?: ?/ ?| )(?:[A-Z&]|(?:van|de|den|der|via|i) )[\w.'’-]*){0,5}$|"
    rf"[.!?)”\"] ?© ?(?:{_AGENCY})(?:[ /][^!?:]{{2,60}})?$|"
    r"\| ?© ?(?:\d{4} )?[A-Z][^!?:]{2,60}$|"
    r"(?:^|[.!?)”\"|/(,;:–—-]) ?(?:(?:en|in) una )?"
    r"(?:[Pp]hoto d[’']illustration|Symbolbild|Archivbild|Archivfoto|[Ff]oto de archivo|[Ff]oto d[’']archivio)\W{0,3}$|"
    r"\bPicture taken (?:on )?\w+ \d{1,2}, \d{4}\.?(?: \S+){0,3}$|"
    r"\b(?:file photo|file picture)\W{0,3}$)"
)
_TAIL_HINTS = re.compile(
    "/|©|[Pp]hoto|mage|icture|file|File|redit|rédit|ource|llustration|creenshot|raphic|rtwork|esign|styling|Foto|Bild|"
    "Quelle|Fonte|Fuente|Bron|Beeld|bild|foto|Fot|Kuva|Фото"
)
"""Each credit has one of these, which are quicker to look for."""
_TAIL_REACH = 140
"""Signs before the end of a line among which a credit is looked for."""
_FILE_PHOTO = re.compile(
    r"\bfile photo\b|\bhandout (?:photo|picture)\b|\bin this undated (?:photo|image)\b"
)
_SIDES = re.compile(
    r"[A-Z][\w.’'-]{1,30}(?:, [A-Z]-\w{1,8}\.?)? \((?:L|2nd L|2nd R|far L|left|far left|top left|C-L)\)|"
    r"[A-Z][\w.’'-]{1,30}, (?:far |top |bottom |front |second from )?(?:left|right|center|centre)"
    r"(?=,? (?:and|with|is|are|in|at|on)\b|, [a-z]+s\b|, [A-Z])"
)
_SIDE_HINTS = ("(L", "(R", "(2nd", "(far", "(C-L)", "left", "right", "center", "centre")
_SEEN = re.compile(
    r"\b(?:is|are) (?:seen|pictured) (?:here\b|(?:in|at|on|during|outside|inside|near|above|below|walking|"
    r"leaving|arriving)\b)|\b(?:seen|pictured) here\b|^\W{0,3}[^.]{0,80}\bshown here\b|"
    r"^\W{0,3}[^.,\"“]{2,60}, pictured (?:in|at|on|with|here|above|below|during|outside|inside|by|left|right)\b[^,]*$"
)

_POSE = frozenset(
    "inspect walk wave stand listen look sit gesture smile watch react greet hug embrace kneel pose "
    "carry shake applaud stroll weep hold raise stare gaze mourn pray "
    "sift examine sweep burn clash chant".split()
)
"""Verbs of what a camera sees; in the present tense with a date they are captions."""
_EVENT = frozenset(
    "speak arrive leave depart address testify attend deliver gather march rally protest demonstrate "
    "patrol board campaign wait search participate perform prepare".split()
)
"""Verbs that news also uses in the present for what is planned; they need a date that is past."""
_VERBS = {
    form: verb
    for verb in _POSE | _EVENT
    for form in (
        verb,
        verb[:-1] + "ies"
        if verb.endswith("y") and verb[-2] not in "aeiou"
        else verb + ("es" if verb.endswith(("s", "sh", "ch", "x")) else "s"),
    )
}
_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?|"
    r"Sept(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PAST = re.compile(
    rf"\b(?:earlier (?:this|in the) (?:week|month|year)|last (?:week|month|year|night|{_DAY}|{_MONTH})|"
    rf"{_MONTH} \d{{1,2}}, \d{{4}}|\d{{1,2}} {_MONTH},? \d{{4}}|in {_MONTH},? \d{{4}}|"
    r"in (?:19|20)\d\d|yesterday|(?:a|two|three|several|few) (?:days|weeks|months|years) ago)(?!\w)"
)
_WHEN = re.compile(rf"\b(?:on |, |late |early )?(?:{_DAY}|{_MONTH} \d{{1,2}})(?!\w)")
_NOT_SUBJECT = frozenset(
    "he she it they we i you this that these those there here what when where while who why how if as "
    "but and or so then now on in at by for from with to after before since until although though "
    "because despite amid like not no yes all some many most more each every both such much just even still "
    "also only let see please meanwhile instead today yesterday tomorrow".split()
)
_NO_CAPTION = frozenset(
    "will would could should may might can cannot must says said told tells according but because if "
    "we i you our my your argues argued believe believes think thinks want wants need needs don't "
    "doesn't didn't won't can't isn't aren't that's it's which contrast".split()
)
_PAST_TELLING = frozenset("said was were had told added".split())


class _Sight(NamedTuple):
    span: Span
    form: str
    certainty: float


class CaptionInBody:
    """Finds captions and picture credits among the paragraphs."""

    info: ClassVar[Info] = Info(
        id="caption-in-body",
        category="topic",
        summary="A caption or a picture credit left among the paragraphs.",
        method=(
            "Credits (an agency's or a photographer's, at the end), the marks of captions (file "
            "photo, pictured, left and right), and scenes: a paragraph of one sentence that tells "
            "in the present tense what a camera sees, with a date that is past, in an article told "
            "in the past tense. Blocks that the source knows to be captions are left alone."
        ),
        measures=(
            Measure("certainty", "how surely it is a caption, 0 to 1"),
            Measure("words", "how many words it has"),
        ),
        values=("form",),
        languages=(),
        examples=(
            Example(
                "The dam broke on Monday.\n\n«A file photo of the Oldmere dam before it was repaired.»\n\n"
                "Two villages were cleared, the council said."
            ),
            Example(
                "The dam broke on Monday, the council said.\n\n"
                "«Engineers inspect the wall of the dam after a storm earlier this month.»\n\n"
                "“We were lucky,” the mayor said. It was late and nobody was there."
            ),
            Example(
                "The minister resigned on Monday.\n\n«Ann Poole at the town hall. (Photo: Joe Hart)»\n\n"
                "She had been in office for two years."
            ),
            Example(
                "The dam holds.\n\n«FILE - In this May 4, 2031, file photo, a crew looks at the wall of the dam above "
                "the village of Skell, where three weeks of heavy rain had filled the lake to the brim and families "
                "had left. Engineers of the state found cracks in the wall that month, and the council of Oldmere had "
                "it repaired before the winter came. (Photo: Joe Hart)»\n\nIt rained."
            ),
            Example(
                "The clubs met again.\n\n«Coach Joe Hart (L) and Ann Poole (R) shake hands.»\n\nIt rained."
            ),
            Example(
                "The vote was close.\n\n«From left: Ann Poole, Joe Hart and Mara Quill after the vote.»\n\n"
                "Poole will speak on Monday."
            ),
            Example(
                "The boat stays.\n\n«The old ferry, pictured in the harbour of Oldmere in 1931.»\n\n"
                "Joe Hart, pictured with his crew, said he was glad."
            ),
            Example(
                "The photo shows the dam, the mayor said.\n\nThe court hears the case on Monday.\n\n"
                "She pictured the valley without a lake."
            ),
            Example(
                "The protests were held in the valley in May 2031.\n\nHe walks to work on Mondays.\n\n"
                "The left, he said, was right.\n\nEngineers inspect the dam twice a year."
            ),
            Example(
                "Auf der Seite stand statt des Bildes nur ein Symbolbild.\n\nHij was boos. Beeld U dat eens in.\n\n"
                "«Die Fähre im Hafen (Symbolbild)»\n\n«De haven van Tarn. Beeld Anna de Wit»"
            ),
        ),
    )

    def __init__(self, options: Options) -> None:
        del options

    def find(self, article: Article, neighbours: Neighbours) -> Iterator[Finding]:
        """Yield each caption."""
        del neighbours
        shown = {_ink(article, b.span) for b in article.body if b.role is Role.CAPTION}
        likely = _by_form(article)
        for block in article.body:
            if block.role is Role.CAPTION and not block.pictured:
                yield _finding(article, _Sight(block.span, "a caption without a figure", 0.9))
            if block.role not in _BODY:
                continue
            lines = set_lines(article, block)
            for line in lines:
                sight = credit(article, line)
                if sight is None and len(lines) == 1:
                    sight = _scene(article, block)
                if sight is None and shown and _ink(article, line) in shown:
                    sight = _Sight(line, "the words of a picture's caption again", 0.95)
                if sight is None and line in likely:
                    sight = _Sight(line, "its form", likely[line])
                if sight is not None:
                    yield _finding(article, sight)


def _finding(article: Article, sight: _Sight) -> Finding:
    words = len(article.words_in(sight.span))
    return Finding(
        sight.span,
        measures=(("certainty", sight.certainty), ("words", float(words))),
        values=(("form", sight.form),),
        confidence=sight.certainty,
    )


def _ink(article: Article, span: Span) -> str:
    return " ".join(span.of(article.prose).casefold().split())


def _by_form(article: Article) -> dict[Span, float]:
    """Return the lines that the trees take for captions, and how surely."""
    found = likely(article, "caption", _LEAST_BY_FORM)
    return {passage.span: round(probability, 3) for passage, probability in found}


def credit(article: Article, line: Span) -> _Sight | None:
    """Return the caption that a credit or a mark of captions gives away."""
    prose = article.prose
    start = line.start
    while start < line.end and prose[start] in "•*—–-|>[( \u2060":
        start += 1
    head = prose[start : min(line.end, start + 120)]
    size = len(article.words_in(line))
    text = line.of(prose)
    end = max(0, len(text) - _TAIL_REACH)
    tail = _TAIL.search(text, end) if _TAIL_HINTS.search(text, end) else None
    if _HEAD.match(head):
        # What begins as one and ends with a credit is one from end to end.
        span = line if tail else _part(article, line, line.start, size)
        return _Sight(span, "a caption's opening", 0.95)
    if tail:
        mark = line.start + tail.start()
        return _Sight(_part(article, line, mark, size), "a picture credit", 0.95)
    if size > _LONGEST:
        return None
    if '"' in text or "“" in text:
        return None
    if _FILE_PHOTO.search(text):
        return _Sight(line, "a file photo", 0.85)
    low = {w.text.lower() for w in article.words_in(line)}
    if low & _NO_CAPTION:
        return None
    if any(side in text for side in _SIDE_HINTS) and _SIDES.search(text):
        return _Sight(line, "left and right in a picture", 0.85)
    if size <= 35 and _SEEN.search(text):
        return _Sight(line, "a picture described", 0.7)
    return None


def _part(article: Article, line: Span, mark: int, size: int) -> Span:
    """Return the caption: the whole line or, of a long paragraph, the sentences from ``mark`` on."""
    if size <= _LONGEST:
        return line
    block = article.block_at(line.start)
    sentences = article.sentences_in(block) if block else ()
    inside = [s for s in sentences if s.start >= line.start and s.end <= line.end]
    for sentence in inside:
        if sentence.start <= mark < sentence.end:
            return Span(sentence.start, line.end if mark > line.start else sentence.end)
    return Span(max(line.start, mark), line.end)


def _scene(article: Article, block: Block) -> _Sight | None:
    """Return the caption that tells in the present tense what a camera saw on a day that is past."""
    if article.language not in ("en", "und") or len(article.sentences_in(block)) != 1:
        return None
    words = article.words_in(block.span)
    if not 6 <= len(words) <= 45 or not words[0].text[0].isupper():
        return None
    text = block.span.of(article.prose)
    low = [w.text.lower().replace("’", "'") for w in words]
    if low[0] in _NOT_SUBJECT or '"' in text or "“" in text or text[-1] in "?!:":
        return None
    if ":" in text[:40] or "@" in text or "http" in text or ";" in text:
        return None
    if _NO_CAPTION.intersection(low):
        return None
    verb = _verb(low)
    if verb is None:
        return None
    past = _PAST.search(text)
    if past is None and (verb not in _POSE or not _WHEN.search(text)):
        return None
    if sum(w.text in _PAST_TELLING for w in article.words) < 3:
        return None
    return _Sight(block.span, "a scene in the present tense", 0.8 if past else 0.7)


def _verb(low: Sequence[str]) -> str | None:
    """Return the scene verb that the sentence's subject comes with, if it is the first verb."""
    for at, word in enumerate(low[1:14], start=1):
        verb = _VERBS.get(word)
        after = low[at + 1] if at + 1 < len(low) else ""
        noun = low[at - 1] in _BEFORE_NOUN or after in _WERE
        if verb is not None and not noun and _agrees(low, at, word, verb):
            return verb
        if word in _FINITE or (word.endswith("ed") and len(word) > 4):
            return None
    return None


def _agrees(low: Sequence[str], at: int, word: str, verb: str) -> bool:
    """Whether the form fits the subject: ``walks`` after a singular, ``walk`` after a plural."""
    before = low[at - 1]
    if word != verb:
        return not before.endswith("s") or before in _SINGULAR or len(before) > 3
    return (before.endswith("s") and not before.endswith("'s")) or before in _PLURALS


_BEFORE_NOUN = frozenset(
    "to the a an of his her its their this that these those and or in on at for by from no".split()
)
_FINITE = frozenset(
    "is are was were has have had do does did be been being found broke ran came went got saw took held "
    "led made gave began met put set hit won lost spoke wrote became said say says stood rose fell grew "
    "to".split()
)
"""Forms that show the sentence's own verb to be another one."""
_WERE = frozenset("is are was were has have had".split())
"""What makes a noun of the word before (the protests were)."""
_SINGULAR = frozenset("us".split())
_PLURALS = frozenset(
    "people police men women children troops staff crew personnel media left right".split()
)
