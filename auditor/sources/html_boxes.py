"""The boxes of a page: parts inside the article whose name says that they are not the story's."""

from collections.abc import Iterator, Sequence

from auditor.document.block import HEADINGS, Box
from auditor.language.boxes import LINES, LINKS, OWN, TEXT, Named, look_up
from auditor.sources.html_tree import INLINE, Element, Page

_ATTRIBUTES = (
    "class",
    "id",
    "role",
    "data-component",
    "data-component-name",
    "data-component-type",
    "data-module",
    "data-module-name",
    "data-module-type",
    "data-block-name",
    "data-widget",
    "data-widget-type",
    "data-testid",
    "data-test-id",
    "data-qa",
    "data-area",
    "data-type",
    "data-name",
)
"""The attributes that name a part of a page, those that name it oftenest first."""
_ANCHORS = INLINE | HEADINGS.keys() | {"p", "li", "dt", "dd", "td", "tr"}
"""Elements whose ``id`` is a place to jump to, made of the words that stand there."""
_MOST_NAMES = 20
"""Classes of an element that are looked at."""
_MOST_SIGNS = 2000
"""Signs of an attribute that are looked at."""
_LITTLE = 100
"""Signs of running text that a box of lines may hold: a sentence that asks for something."""
_MOST_PROSE = 0.5
"""Share of the article's prose from which a part holds the story, whatever its name."""
_MOST_COMMENTS = 0.9
"""The same for what readers wrote, which may well be longer than the story."""
_MOST_TEXT = 0.6
"""Share of the article's signs from which a part holds the story, comments set aside."""


def boxes_of(page: Page, part: Element) -> dict[int, Box]:
    """Return the box of each element inside ``part`` that stands in one, by ``id`` of the element.

    The outermost box counts. Linear in the page's elements.
    """
    found: dict[int, Box] = {}
    tops: dict[str, list[Element]] = {}
    """The elements that are boxes, by kind."""
    number = 0
    for element in page.elements:  # in the order of their beginnings: parents come first
        if element.parent is None or not part.first < element.first < part.last:
            continue
        box = found.get(id(element.parent))
        if box is None and element.characters and (said := _said(element, part)):
            box = Box(number, *said)
            number += 1
            tops.setdefault(box.kind, []).append(element)
        if box is not None:
            found[id(element)] = box
    # Where the boxes of a kind hold the story together, its paragraphs bear the name.
    untrue = {kind for kind, elements in tops.items() if _hold_the_story(elements, part, kind)}
    return {at: box for at, box in found.items() if box.kind not in untrue}


def _said(element: Element, part: Element) -> tuple[str, str] | None:
    """Return the name of an element that is not the story's, and what the name says it is."""
    found: tuple[str, str] | None = None
    if element.name == "blockquote":
        return None  # a post of a social medium, whatever its classes
    for name, is_slug in _names(element):
        said = look_up(name, is_slug=is_slug)
        if said is None:
            continue
        if said.kind == OWN:
            return None
        if not found and _fits(element, said) and not _hold_the_story([element], part, said.kind):
            found = name, said.kind
    return found


def _names(element: Element) -> Iterator[tuple[str, bool]]:
    """Yield what a page calls an element, and whether that may be made of the words of its heading."""
    for attribute in _ATTRIBUTES:
        value = element.attributes.get(attribute)
        if value and not (attribute == "id" and element.name in _ANCHORS):
            for name in value[:_MOST_SIGNS].split()[:_MOST_NAMES]:
                yield name, attribute == "id" and element.name == "section"
    if element.name == "aside" or "-" in element.name:
        yield element.name, False


def _fits(element: Element, said: Named) -> bool:
    """Whether the element is what its name needs."""
    if said.needs == LINKS:
        return element.linked > 0.5 * element.characters
    if said.needs == LINES:
        return element.prose <= _LITTLE
    return said.needs != TEXT or element.prose > 0


def _hold_the_story(elements: Sequence[Element], part: Element, kind: str) -> bool:
    prose = sum(element.prose for element in elements)
    if kind == "reader comments":
        return prose > _MOST_COMMENTS * part.prose
    ink = sum(element.characters for element in elements)
    return prose > _MOST_PROSE * part.prose or ink > _MOST_TEXT * part.characters
