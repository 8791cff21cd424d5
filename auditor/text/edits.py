"""Words one slip away: a letter too many, too few or wrong, or two letters that changed places."""

from collections.abc import Iterator

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONGEST = 40


def one_slip_away(word: str) -> Iterator[str]:
    """Yield the words, each once, that one slip after the first letter makes of ``word``, in lower case.

    Some 53 for each letter; a word of more than forty letters has none.
    """
    size = len(word)
    if size > _LONGEST:
        return
    seen = {word}
    for at in range(1, size + 1):
        head, tail = word[:at], word[at:]
        made = [head + letter + tail for letter in _LETTERS]
        if tail:
            made.append(head + tail[1:])
            made += [head + letter + tail[1:] for letter in _LETTERS]
        if len(tail) > 1:
            made.append(head + tail[1] + tail[0] + tail[2:])
        for other in made:
            if other not in seen:
                seen.add(other)
                yield other
