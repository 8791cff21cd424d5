"""Where sentences and paragraphs begin and end: a table of hard cases, ``|`` between sentences."""

import time

import pytest

from auditor.document.segment import is_hard_wrapped, paragraphs, sentences
from auditor.document.span import Span

SENTENCES = """
The ferry left at dawn.| Nobody saw it go.
Mr. Orlan met Mrs. Tave and Dr. Quist on Monday.| They agreed.
Gov. Lind and Sen. Pardo spoke.| Rep. Ames did not.
Lt. Col. Varga took command.| Gen. Stoll resigned.
He lives in St. Alban with his dog.| It barks.
They climbed Mt. Corran in Ft. Hale county.| It rained.
J. Harker wrote it.| A. B. Moss read it.
John F. Harker wrote it.
The U.S. Army left.| So did the others.
He was sent to the U.S.| The border was shut.
The U.S. Senate voted.| The U.N. Security Council did not.
Talks in Washington, D.C. ended.| In D.C. Mayor Holm was angry.
She holds a Ph.D. in physics.| He holds an M.A. from Tarn.
Prices rose 3.5 percent.| Rents rose 12.75 percent.
It cost $1.5 million.| 1,000 people paid.
The meeting began at 5 p.m.| The mayor spoke first.
The meeting began at 5 p.m.| Police were there.
It starts at 8 a.m. Monday at the pier.
It starts at 8 a.m. EST on the radio.
It starts at 9 p.m. Eastern and ends late.
He is ranked No. 5 in the world.| No. 6 is his brother.
Was he glad?| No.| He was not.
He said no.| The court said yes.
See Fig. 3 and Vol. 2 for more.| Pages follow.
It happened on Jan. 20 in Corran.| On Feb. 3 it happened again.
Am 5. Mai kam er an.| Er blieb bis zum 12. Juni in Tarn.
The works of Acme Inc. were shut.| Acme Corp. Chief Executive Jan Moss left.
He works for Acme Inc.| The firm makes nails.
Sammy Davis Jr. sang.| So did King Jr. Academy pupils.
Boats, nets, etc. were lost.| The sea was high.
Moss et al. found the same.| Others did not.
It was Corran vs. Tarn.| Tarn won.
"We lost."| He sat down.
“We lost.”| He sat down.
“We lost,” he said.| “We will win.”
“Will it rain?” he asked.| Nobody knew.
“Stop!” she cried.| “Now!”
“Will it rain?” Harker asked.| Nobody knew.
“Where were you?” Mayor Holm said.| The man shrugged.
“Where were you?”| The mayor wanted an answer.
(He did not answer.)| The trial goes on.
He left (so they say).| She stayed.
They met [in Tarn.]| They spoke.
He waited ... and waited.| Then he left.
He thought so …| The end came soon.
“We will ... Corran is lost,” he said.
“We waited. . . .| They came,” he said.
Really?!| Yes.| No way!!!| Good.
Shares of Yahoo! Inc. fell.| They rose later.
Jeopardy! was on.| He won on Jeopardy!| The prize was large.
LONDON (Wire) - The bank cut rates.| Markets rose.
WASHINGTON, Jan. 5 (Wire) — The bank cut rates.| Markets rose.
CORRAN, Mass. — A boat sank.| Nobody died.
1. Wash the pan.| 2. Dry it.
a. Wash the pan.
iv. Wash the pan.
He left in 1999.| April was cold.
Visit example.com or tarn.org.uk today.| Read node.js docs.
The e.g. and i.e. of it, e.g. Corran, i.e. here.| Done.
He ran version 2.0.1.| It broke.
He got a C.| The others got a B.
He walked to 5th Ave. and Main St. yesterday.
After World War II.| Peace came.
His name is J.R.R. Pell.| He writes.
The sun.| The sat.| He is in.
“Go.”| “No.”| “Why?”
‘It is over.’| The crowd left.
He said: ‘It is over.’| The crowd left.
¿Dónde está?| ¡Aquí!| Bien.
Il est parti.| « Oui. »| Elle reste.
他走了。|她留下。|为什么？|没人知道！
“他走了。”|她说。
彼は「行く。」と言った。|彼女は残った。
雨が降った。|「そうか。」|彼は去った。
वह चला गया।| वह रुक गई।| क्यों?
ذهب الرجل.| لماذا؟| لا أحد يعلم.
وہ چلا گیا۔| وہ رہ گئی۔
Он ушёл.| Она осталась!| Почему?
Նա գնաց։| Նա մնաց։
ሄደ።| ቀረ።
He bought shares in Moss & Co.| The price fell.
She said the No. 10 bus came at 10 a.m.| It left at once.
Sgt. Pell of Dept. K spoke.
They sang.\u2060\u2060| They danced.
He lives in Fla.| The sun shines.
Rep. Ann Pell, D-Calif., voted no.| Sen. Bo Tarn, R-Ga., voted yes.
He was born c. 1890.| He died in 1950.
The actor (b. 1950) left.| The end.
Prof. A. N. Other taught.| Nobody came.
Adm. Stoll's ship sank.| Capt. Moss swam.
The score was 3-2.| 20,000 people saw it.
He asked: Why?| Because.
"""


def marked(line: str) -> tuple[str, list[str]]:
    pieces = [piece.strip(" ") for piece in line.split("|")]
    return line.replace("|", ""), pieces


@pytest.mark.parametrize("line", SENTENCES.strip().split("\n"))
def test_sentences(line: str) -> None:
    text, wanted = marked(line)

    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == wanted


PARAGRAPHS = [
    ("One.\n\nTwo.", ["One.", "Two."]),
    ("One.\r\n\r\nTwo.", ["One.", "Two."]),
    ("One,\r\ntwo.\r\n\r\nThree.", ["One,\r\ntwo.", "Three."]),
    ("One.\rTwo.\r\rThree.", ["One.\rTwo.", "Three."]),
    ("One.\nTwo.\nThree.", ["One.", "Two.", "Three."]),
    ("One.\r\nTwo.\r\nThree.", ["One.", "Two.", "Three."]),
    ("  One.  \n \t \n\n  Two.  \n", ["One.", "Two."]),
    ("", []),
    (" \n\n ", []),
]


@pytest.mark.parametrize(("text", "wanted"), PARAGRAPHS)
def test_paragraphs(text: str, wanted: list[str]) -> None:
    assert [s.of(text) for s in paragraphs(text)] == wanted


WRAPPED = """The harbour board of Corran voted late on Monday to close the
old pier for the winter, after an engineer found that eleven of
its posts had rotted through and that two more had gone.
    The ferry to Tarn will leave from the fish quay until spring,
the board said. It will call at the island once a day.
    Nobody was hurt."""


def test_text_broken_to_a_width_is_parted_by_its_indents() -> None:
    assert is_hard_wrapped(WRAPPED)
    assert [s.of(WRAPPED).split()[-1] for s in paragraphs(WRAPPED)] == ["gone.", "day.", "hurt."]


def test_sentences_run_over_the_lines_of_wrapped_text() -> None:
    first, second, *_ = paragraphs(WRAPPED)

    assert len(list(sentences(WRAPPED, first))) == 1
    assert len(list(sentences(WRAPPED, second))) == 2


def test_sentences_run_over_the_lines_of_an_item_that_hangs() -> None:
    text = """- The ferry to Tarn will leave from the fish quay until the
  Corran board says that the old pier can be used again, which
  it means to say before the rent of the quay
  ends."""

    assert len(list(sentences(text, Span(2, len(text))))) == 1


def test_lines_of_a_paragraph_end_sentences() -> None:
    text = "Boats: 3\nNets: 7\nThe catch was poor. It was late."

    assert [s.of(text) for s in sentences(text, Span(0, len(text)))] == [
        "Boats: 3",
        "Nets: 7",
        "The catch was poor.",
        "It was late.",
    ]


@pytest.mark.parametrize(
    "piece",
    ["a. ", "A. ", "(((", ".", '."', ". (", "\r\n", "\n ", "! ", "。」", ". . ", "… ", '"', "x"],
)
def test_hostile_text_takes_linear_time(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    start = time.process_time()
    for paragraph in paragraphs(text):
        for _ in sentences(text, paragraph):
            pass
    assert time.process_time() - start < 2.5
