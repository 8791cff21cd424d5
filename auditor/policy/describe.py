"""What a rule says of itself: the same text in ``auditor rules show`` and in ``docs/rules/``."""

from collections.abc import Iterable, Iterator

from auditor.detector import Detector, Info
from auditor.policy.rule import STAGES, Rule, Threshold
from auditor.text.marked import unmark


def describe(rule: Rule, catalogue: Iterable[type[Detector]]) -> str:
    """Return a page in Markdown on one rule and on the detector behind it."""
    infos = {detector.info.id: detector.info for detector in catalogue}
    return "\n".join(_lines(rule, infos[rule.detector])).rstrip() + "\n"


def _lines(rule: Rule, info: Info) -> Iterator[str]:
    state = str(rule.severity) if rule.enabled else f"off ({rule.severity} when switched on)"
    yield f"# {rule.id}"
    yield ""
    yield rule.summary
    yield ""
    yield f"{rule.category} · {state} · pack {rule.pack}"
    if rule.note:
        yield ""
        yield f"**Note.** {rule.note}"
    yield ""
    yield f"**Why.** {rule.why}"
    if info.method:
        yield ""
        yield f"**How it decides.** {info.method}"
    yield ""
    yield f"**Gate.** {', '.join(f'{stage}: {rule.gate(stage)}' for stage in STAGES)}."
    if rule.info_when:
        limits = " and ".join(f"`{name}` is {_threshold(limit)}" for name, limit in rule.info_when)
        yield ""
        yield f"**Only info.** Where {limits}; such a finding passes every gate."
    if info.languages or rule.languages:
        yield ""
        yield f"**Languages.** {', '.join(rule.languages or info.languages)}."
    if info.measures:
        yield ""
        yield "| measure | what it says | threshold |"
        yield "|---|---|---|"
        wanted = dict(rule.when)
        for measure in info.measures:
            yield f"| `{measure.name}` | {_cell(measure.doc)} | {_threshold(wanted.get(measure.name))} |"
    if info.options:
        yield ""
        yield "| option | what it does | default |"
        yield "|---|---|---|"
        for option in info.options:
            default = "required" if option.required else _cell(repr(option.default))
            yield f"| `{option.name}` ({option.kind}) | {_cell(option.doc)} | {default} |"
    yield from _examples(rule, info)
    yield ""
    yield f"**Silence it.** `--ignore {rule.id}`, or in `auditor.toml`:"
    yield ""
    yield "```toml"
    yield f"[rules.{rule.id}]"
    yield "enabled = false"
    yield "```"


def _examples(rule: Rule, info: Info) -> Iterator[str]:
    hits = [e.text for e in rule.examples if e.hit]
    passes = [e.text for e in rule.examples if not e.hit]
    hits += [e.text for e in info.examples if e.whole or unmark(e.text)[1]]
    passes += [e.text for e in info.examples if not e.whole and not unmark(e.text)[1]]
    for title, texts in (("Found", hits), ("Left alone", passes)):
        if texts:
            yield ""
            yield f"**{title}.**"
            for text in list(dict.fromkeys(texts))[:6]:
                yield ""
                yield from (f"    {line}" for line in text.strip().splitlines())


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _threshold(threshold: Threshold | None) -> str:
    if threshold is None:
        return ""
    low = "" if threshold.min is None else f"at least {threshold.min:g}"
    high = "" if threshold.max is None else f"at most {threshold.max:g}"
    return ", ".join(part for part in (low, high) if part)
