"""Detectors, one file each. The catalogue names them all, in the order they run."""

from auditor.detector import Detector
from auditor.detectors.caption_in_body import CaptionInBody
from auditor.detectors.consistency import Consistency
from auditor.detectors.doubled_word import DoubledWord
from auditor.detectors.duplicate_article import DuplicateArticle
from auditor.detectors.existence import Existence
from auditor.detectors.form_variant import FormVariant
from auditor.detectors.headline_mismatch import HeadlineMismatch
from auditor.detectors.input_note import InputNote
from auditor.detectors.invisible_character import InvisibleCharacter
from auditor.detectors.joined_words import JoinedWords
from auditor.detectors.leftover_furniture import LeftoverFurniture
from auditor.detectors.low_quality_text import LowQualityText
from auditor.detectors.metric import Metric
from auditor.detectors.missing_headline import MissingHeadline
from auditor.detectors.mixed_script_word import MixedScriptWord
from auditor.detectors.mojibake import Mojibake
from auditor.detectors.name_variant import NameVariant
from auditor.detectors.near_duplicate_paragraph import NearDuplicateParagraph
from auditor.detectors.number_conflict import NumberConflict
from auditor.detectors.occurrence import Occurrence
from auditor.detectors.off_topic_insertion import OffTopicInsertion
from auditor.detectors.orphan_attribution import OrphanAttribution
from auditor.detectors.overlong_paragraph import OverlongParagraph
from auditor.detectors.placeholder_text import PlaceholderText
from auditor.detectors.redundant_statement import RedundantStatement
from auditor.detectors.repeated_headline import RepeatedHeadline
from auditor.detectors.repeated_paragraph import RepeatedParagraph
from auditor.detectors.repeated_quote import RepeatedQuote
from auditor.detectors.repeated_sentence import RepeatedSentence
from auditor.detectors.repetition import Repetition
from auditor.detectors.reused_passage import ReusedPassage
from auditor.detectors.spacing import Spacing
from auditor.detectors.split_word import SplitWord
from auditor.detectors.spun_phrase import SpunPhrase
from auditor.detectors.substitution import Substitution
from auditor.detectors.thin_article import ThinArticle
from auditor.detectors.truncated_quote import TruncatedQuote
from auditor.detectors.typo import Typo
from auditor.detectors.unbalanced_quote import UnbalancedQuote
from auditor.detectors.unintroduced_name import UnintroducedName

CATALOGUE: tuple[type[Detector], ...] = (
    DoubledWord,
    Typo,
    SplitWord,
    JoinedWords,
    NameVariant,
    SpunPhrase,
    FormVariant,
    LeftoverFurniture,
    CaptionInBody,
    OffTopicInsertion,
    HeadlineMismatch,
    RepeatedHeadline,
    RepeatedParagraph,
    NearDuplicateParagraph,
    RepeatedSentence,
    DuplicateArticle,
    ReusedPassage,
    NumberConflict,
    RedundantStatement,
    Spacing,
    Mojibake,
    InvisibleCharacter,
    MixedScriptWord,
    PlaceholderText,
    MissingHeadline,
    ThinArticle,
    OverlongParagraph,
    LowQualityText,
    InputNote,
    UnbalancedQuote,
    TruncatedQuote,
    OrphanAttribution,
    RepeatedQuote,
    UnintroducedName,
    Consistency,
    Existence,
    Metric,
    Occurrence,
    Repetition,
    Substitution,
)
"""Every detector that ships."""
