"""The rules of a run: every rule of its packs, which are on, and a digest that names them all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import blake2b

from auditor.assets import asset
from auditor.detector import CATEGORIES
from auditor.errors import ConfigurationError, Problem
from auditor.policy.rule import Rule
from auditor.report import RuleSummary
from auditor.text.suggest import did_you_mean


def ships(rule: str) -> bool:
    """Whether a rule of that name is in a pack that ships, be that pack in the run or not."""
    return any(path.stem == rule for path in asset("rules").glob("*/*.yaml"))


@dataclass(frozen=True)
class RuleSet:
    """Rules in order of their names. Pickles, so that worker processes need no files."""

    rules: tuple[Rule, ...]
    packs: tuple[str, ...] = ()

    @cached_property
    def enabled(self) -> tuple[Rule, ...]:
        """The rules that are on."""
        return tuple(rule for rule in self.rules if rule.enabled)

    def get(self, name: str) -> Rule:
        """Return the rule of that name.

        Raises:
            ConfigurationError: there is none.

        """
        for rule in self.rules:
            if rule.id == name:
                return rule
        hint = did_you_mean(name, [rule.id for rule in self.rules])
        raise ConfigurationError(f"there is no rule {name!r}{hint}")

    def summaries(self) -> tuple[RuleSummary, ...]:
        """Return the rules that are on, as reports show them."""
        return tuple(
            RuleSummary(rule.id, rule.category, rule.severity, rule.summary, rule.why)
            for rule in self.enabled
        )

    @cached_property
    def digest(self) -> str:
        """What names the rules that are on, with every setting: equal digests judge alike."""
        digest = blake2b(digest_size=8)
        for rule in self.enabled:
            shown = (
                rule.id,
                rule.detector,
                rule.category,
                str(rule.severity),
                rule.message,
                rule.when,
                rule.info_when,
                sorted(rule.options.items()),
                rule.weight,
                [(stage, str(verdict)) for stage, verdict in rule.gates],
                sorted(rule.scope.inside),
                sorted(rule.scope.outside),
                rule.scope.speech,
                rule.languages,
                rule.yields_to,
            )
            digest.update(repr(shown).encode("utf-8", "replace"))
        return digest.hexdigest()

    def narrowed(self, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> "RuleSet":
        """Return the rules with only those on that ``select`` names (all, if empty), less ``ignore``.

        Both name rules or categories. A rule named in ``select`` is switched on where it ships off.

        Raises:
            ConfigurationError: a name is neither a rule nor a category.

        """
        if not select and not ignore:
            return self
        names = {rule.id for rule in self.rules}
        known = names | set(CATEGORIES)
        wrong = [name for name in select if name not in known]
        wrong += [name for name in ignore if name not in known and not ships(name)]
        if wrong:
            raise ConfigurationError(
                *(
                    Problem(f"no rule or category {w!r}{did_you_mean(w, known)}")
                    for w in dict.fromkeys(wrong)
                )
            )
        chosen = set(select)
        dropped = set(ignore)

        def is_on(rule: Rule) -> bool:
            if rule.id in dropped or (rule.category in dropped and rule.id not in chosen):
                return False
            return rule.id in chosen or (rule.enabled and (not chosen or rule.category in chosen))

        return RuleSet(tuple(replace(rule, enabled=is_on(rule)) for rule in self.rules), self.packs)
