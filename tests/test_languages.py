"""A sentence is known again after a light edit, and not taken for another, in any script."""

import pytest

import auditor

SENTENCES = {
    "ar": (
        "وصلت العبارة القديمة إلى ميناء لندمار قبل الفجر وعلى متنها تسعون راكبا",
        "وصلت السفينة القديمة إلى ميناء لندمار قبل الفجر وعلى متنها تسعون راكبا",
        "فتحت المكتبة العامة أبوابها للأطفال في مساء يوم ماطر من أيام الخريف",
    ),
    "hi": (
        "पुराना पुल बाढ़ में बह गया और गाँव के लोग नाव से नदी पार करते हैं",
        "पुराना पुल बाढ़ में बह गया और शहर के लोग नाव से नदी पार करते हैं",
        "नई पाठशाला में इस वर्ष पहली बार संगीत की कक्षा शुरू की जाएगी",
    ),
    "th": (
        "เรือข้ามฟากลำเก่าออกจากท่าเรือลินด์มาร์ก่อนรุ่งสางพร้อมผู้โดยสารเก้าสิบคน",
        "เรือข้ามฟากลำใหม่ออกจากท่าเรือลินด์มาร์ก่อนรุ่งสางพร้อมผู้โดยสารเก้าสิบคน",
        "ห้องสมุดประชาชนเปิดให้เด็กเข้าชมนิทรรศการภาพวาดในบ่ายวันฝนตก",
    ),
    "zh": (
        "天亮以前，舊渡輪載著九十名乘客離開了林德馬港，船上沒有人受傷。",
        "天亮以前，新渡輪載著九十名乘客離開了林德馬港，船上沒有人受傷。",
        "公共圖書館在一個下雨的秋天傍晚第一次為孩子們開放了閱覽室。",
    ),
    "ja": (
        "古い連絡船は夜明け前に九十人の乗客を乗せて静かな港を出ました。",
        "新しい連絡船は夜明け前に九十人の乗客を乗せて静かな港を出ました。",
        "市の図書館は雨の降る秋の夕方に初めて子どもたちに開かれました。",
    ),
    "ko": (
        "낡은 나룻배는 동이 트기 전에 승객 아흔 명을 태우고 조용한 항구를 떠났다",
        "낡은 나룻배는 동이 트기 전에 승객 아흔 명을 태우고 조용한 마을을 떠났다",
        "시립 도서관은 비 오는 가을 저녁에 처음으로 아이들에게 문을 열어 주었다",
    ),
    "ru": (
        "Старый паром вышел из гавани до рассвета, и на борту было девяносто пассажиров.",
        "Старый катер вышел из гавани до рассвета, и на борту было девяносто пассажиров.",
        "Городская библиотека впервые открыла двери для детей дождливым осенним вечером.",
    ),
    "tr": (
        "Eski vapur şafaktan önce doksan yolcuyla limandan ayrıldı ve İğdeli kıyısına ıssız vardı.",
        "Eski vapur şafaktan önce doksan yolcuyla limandan ayrıldı ve İğdeli koyuna ıssız vardı.",
        "Şehir kütüphanesi yağmurlu bir güz akşamında kapılarını ilk kez çocuklara açtı.",
    ),
    "de": (
        "Die alte Fähre verließ vor dem Morgengrauen mit neunzig Fahrgästen den Hafen.",
        "Die neue Fähre verließ vor dem Morgengrauen mit neunzig Fahrgästen den Hafen.",
        "Die Stadtbücherei öffnete an einem verregneten Herbstabend erstmals für Kinder.",
    ),
    "en": (
        "The old ferry left the harbour before dawn with ninety passengers.",
        "The old ferry left the landing before dawn with ninety passengers.",
        "The town library opened its doors to children on a rainy autumn evening.",
    ),
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_sentence_is_known_again_after_a_light_edit(language: str) -> None:
    text, edit, other = SENTENCES[language]
    assert auditor.compare(text, edit).relation == "near-duplicate"
    if language != "tr":  # its small letter of I is no small letter elsewhere
        assert auditor.compare(text, text.upper()).relation == "identical"
    assert auditor.compare(text, other).relation == "unrelated"


def test_a_short_text_with_another_figure_is_another_report() -> None:
    one = "Lindmar Ferries pays 12 crowns a share for the year."
    other = "Lindmar Ferries pays 15 crowns a share for the year."
    found = auditor.compare(one, other)
    assert found.relation == "template"
    assert [(fact.a, fact.b) for fact in found.facts_differ] == [("12", "15")]


def test_short_texts_without_five_words_in_a_row_in_common_are_still_compared() -> None:
    one = "The mayor opened a bridge over the river."
    other = "The mayor opened a quay over the river."
    assert auditor.compare(one, other).relation == "near-duplicate"
