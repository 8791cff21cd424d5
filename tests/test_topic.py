"""What does not belong: cohesion, the table of furniture, and what hostile text must not do."""

import time

import pytest

from auditor.detector import Detector, NoNeighbours
from auditor.detectors.caption_in_body import CaptionInBody
from auditor.detectors.headline_mismatch import HeadlineMismatch
from auditor.detectors.leftover_furniture import LeftoverFurniture
from auditor.detectors.off_topic_insertion import OffTopicInsertion
from auditor.finding import Finding
from auditor.language.furniture import HINT, Furniture, line_of, read_rows, shipped
from auditor.similarity.topic import Topic, stem
from tests.support import article

DETECTORS = (OffTopicInsertion, LeftoverFurniture, CaptionInBody, HeadlineMismatch)


def find(kind: type[Detector], text: str) -> list[Finding]:
    detector = kind({option.name: option.default for option in kind.info.options})
    return list(detector.find(article(text), NoNeighbours()))


def test_forms_of_a_word_share_a_stem() -> None:
    assert stem("repairs") == stem("repaired") == stem("repairing")
    assert stem("harbour's") == stem("harbour")


def test_cohesion_counts_only_other_passages() -> None:
    topic = Topic(
        [{"dam": 1.0, "wall": 1.0}, {"dam": 1.0, "lake": 1.0}, {"song": 1.0, "tour": 1.0}]
    )

    assert topic.of((0,)).share == 0.5
    assert topic.of((2,)).share == 0
    assert topic.of((0, 1)).share == 0
    assert topic.known({"dam", "wall"}, (0,)) == 1


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Read more: Ferry strike called off", "related links"),
        ("Ferry workers vote to call off strike Read more", "related links"),
        ("( Also on HARBOUR NEWS: Ferry strike called off)", "related links"),
        ("Sign up for our Tuesday newsletter", "sign-up"),
        ("-30-", "agency mark"),
        ("[pullquote]", "production note"),
        ("Lees ook: Veerboot vaart weer", "related links"),
        ("À lire aussi : Le ferry repart", "related links"),
        ("Publicidad", "advertisement"),
        ("Tutti i diritti riservati", "rights"),
        ("Leia também: Balsa volta a operar", "related links"),
        ("Alle Rechte vorbehalten.", "rights"),
        ("Dalsza część tekstu pod reklamą", "advertisement"),
        ("Czytaj też: Prom znów pływa", "related links"),
        ("Lue myös: Lautta kulkee taas", "related links"),
        ("Читайте також: Пором знову ходить", "related links"),
        ("Διαβάστε επίσης", "related links"),
        ("延伸閱讀：渡輪復航", "related links"),
        ("この記事は会員限定です", "paywall"),
        ("무단 전재 및 재배포 금지", "rights"),
        ("اقرأ أيضا: عودة العبارة", "related links"),
        ("यह भी पढ़ें: नौका फिर चली", "related links"),
        ("Artikel ini telah tayang di Warta Norhaven", "production note"),
    ],
)
def test_furniture_in_many_languages(line: str, kind: str) -> None:
    hit = shipped().look_up(line_of(line))

    assert hit is not None
    assert hit.kind == kind


@pytest.mark.parametrize(
    "line",
    [
        "Also on Wednesday, two ferries collided off Oldmere.",
        "More people signed up for the newsletter than the council had hoped.",
        "The firm said it would share this with regulators.",
        "Related industries lost 300 jobs.",
        "Read more slowly, the teacher told the class.",
        "Reporting by the Herald led to the inquiry.",
        "Ends of the rope were found on the beach.",
        "Folgen Sie dann den Anweisungen des Hafens.",
        "Publié le 12 mars, le rapport ne dit rien du port.",
        "Zobacz, jak prom płynie przez zatokę.",
        "更多的人在港口等候渡輪。",
        "Recibe las noticias con calma y no quiere hablar del puerto.",
        "Descarga la app del puerto y sigue los pasos.",
        "Téléchargez l’application du port et présentez-vous au quai.",
        "Baixe o app do porto e confira o horário da balsa.",
        "Zaloguj się do systemu i złóż wniosek do końca maja.",
        "Urmărește știrile de la ora șapte și tace.",
        "Iratkozzon fel a választói névjegyzékbe, kérik a hivatalban.",
        "Kirjaudu sisään verkkopankkiin ja valitse maksut.",
        "Tilaa on vähän, kertoo sataman uutiskirje.",
        "Цей сайт використовує шахрайські методи, каже поліція.",
        "Đăng ký nhận trợ cấp trực tuyến bắt đầu từ tháng năm.",
        "Artikel ini ditulis oleh seorang mahasiswa pada 1931.",
        "Εγγραφείτε στο μητρώο έως τον Μάιο, ζητεί το λιμάνι.",
        "Halaman: 320",
        "Apa?",
        "Efe:",
        "共同",
    ],
)
def test_sentences_are_no_furniture(line: str) -> None:
    assert shipped().look_up(line_of(line)) is None


@pytest.mark.parametrize(
    "caption",
    [
        "Der Hafen von Norhaven am Montag. (Foto: Poole)",
        "Le port de Norhaven, photo d’illustration.",
        "El puerto de Norhaven, el lunes. EFE/Juan Poole",
        "O porto de Norhaven, na segunda-feira — Foto: Reprodução",
        "De haven van Norhaven. Beeld Poole",
        "Prom w porcie Norhaven. / Fot. Poole",
        "На снимке: порт Норхейвен",
        "写真：港",
    ],
)
def test_captions_in_many_languages(caption: str) -> None:
    found = find(CaptionInBody, f"The harbour opened.\n\n{caption}\n\nThe ferry left at noon.")

    assert [f.span.end - f.span.start for f in found if f.span] == [len(caption)]


def test_rows_of_a_house_are_added() -> None:
    rows = read_rows("# a comment\nsign-up\ten\tstart\tjoin the … circle\n")

    hit = Furniture(rows).look_up(line_of("Join the Oldmere Readers' Circle today"))

    assert hit is not None
    assert hit.where == "start"


def test_a_hint_alone_is_no_furniture() -> None:
    line = line_of("We may earn a commission, the shop told the court, if readers buy the lamp.")

    hit = shipped().look_up(line)

    assert hit is not None
    assert hit.where == HINT
    text = f"The shop told the court of its trade on Monday.\n\n{line.text}\n\nThe judge asked who paid."
    assert not find(LeftoverFurniture, text)


def test_a_hint_does_not_hide_what_is_furniture() -> None:
    line = line_of("We may earn a commission. Sign up for our newsletter now")

    hit = shipped().look_up(line)

    assert hit is not None
    assert (hit.kind, hit.where) == ("sign-up", "has")


def test_sentences_under_related_articles_are_none_in_chinese() -> None:
    story = "渡輪今天復航，市長說，港口已經修好，居民都很高興。"

    found = find(LeftoverFurniture, f"{story}\n\n延伸閱讀\n\n{story}\n\n{story}")

    assert [f.span.end - f.span.start for f in found if f.span] == [4]


def test_headlines_under_related_articles_are_furniture() -> None:
    text = "The dam broke on Monday.\n\nRelated articles\n\nFerry runs aground off Skell\n\nMayor to resign in May"

    assert len(find(LeftoverFurniture, text)) == 3


@pytest.mark.parametrize("kind", DETECTORS, ids=lambda d: d.info.id)
@pytest.mark.parametrize(
    "piece",
    [
        "a",
        '"',
        "(",
        "A ",
        "A. ",
        "Photo ",
        "is a ",
        "word word\n",
        "Read More\n\n",
        "[",
        "Ann Poole, ",
    ],
)
def test_hostile_text_takes_linear_time(kind: type[Detector], piece: str) -> None:
    text = "Headline of it all\n\n" + piece * (200_000 // len(piece))
    read = article(text)
    _ = read.words, read.sentences
    detector = kind({option.name: option.default for option in kind.info.options})

    began = time.process_time()
    list(detector.find(read, NoNeighbours()))

    assert time.process_time() - began < 5
