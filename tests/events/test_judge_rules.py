"""The judge that weighs by the vocabulary alone: strength, evidence, exclusions, the field of the article."""

from __future__ import annotations

import pytest

from rasad import analyse, clean
from rasad.coder import Coder, Config
from rasad.document import Article, Document
from rasad.events import selection
from rasad.events.candidates import Candidate
from rasad.events.context import Context, contexts
from rasad.events.judges.rules import Judge
from rasad.events.judging import Verdict
from rasad.events.lexicon import lexicon
from rasad.record import Record

SPORT = (
    "سجل اللاعب هدف الفوز لفريقه في مرمى الحارس خلال الشوط الثاني من المباراة على ملعب النادي. "
    "وقال المدرب إن لاعبي المنتخب يستحقون كأس البطولة والدوري. "
)
PLAIN = "تقع البلدة القديمة على ضفة النهر، وفيها بيوت من الحجر وحدائق واسعة وسوق صغير تباع فيه الفواكه والخضروات. " * 5
MEETING = "اجتمع الوزير مع السفير في القصر صباح اليوم. "
SHELLING = "قصفت الطائرات الحربية القرية صباح اليوم. "


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder(Config("rules", "rules"))


def found(coder: Coder, text: str) -> list[Record]:
    coded = coder.code(Article("j", text))
    assert not coded.problems
    return coded.records


def fired(coder: Coder, text: str) -> list[tuple[str, str]]:
    return [(r["event_type"], r["trigger"]["text"]) for r in found(coder, text)]


def verdicts(text: str, lemma: str) -> list[Verdict]:
    doc = Document(Article("j", text))
    clean.clean(doc)
    analyse.analyse(doc, "rules")
    judge = Judge()
    pairs = [(context, c) for context in contexts(doc, lexicon()) for c in context.candidates]
    return [judge.weigh(context, c) for context, c in pairs if c.trigger.lemma == lemma]


@pytest.mark.parametrize(
    ("bare", "told", "event"),
    [
        ("أغار اللص على المتجر في القرية.", "أغارت مقاتلات على المتجر في القرية.", ("ASSAULT", "أغارت")),
        ("سخر الرجل من جاره أمام المتجر.", "سخر الرجل من تصريحات جاره أمام المتجر.", ("ACCUSE", "سخر")),
    ],
)
def test_a_weak_trigger_fires_only_with_evidence(coder: Coder, bare: str, told: str, event: tuple[str, str]) -> None:
    assert event[0] not in [kind for kind, _ in fired(coder, bare)]
    assert event in fired(coder, told)


def test_evidence_stands_in_the_reason(coder: Coder) -> None:
    (record,) = found(coder, "أغارت مقاتلات على المتجر في القرية.")
    assert "weak trigger أغار" in record["reason"][0]
    assert "with مقاتلات" in record["reason"][0]


def test_evidence_of_another_clause_does_not_count(coder: Coder) -> None:
    assert ("ASSAULT", "أغار") not in fired(coder, "أغار اللص على المتجر. ومرت مقاتلات فوق القرية.")
    assert ("ASSAULT", "أغار") not in fired(coder, "أغار اللص على المتجر؛ ومرت مقاتلات فوق القرية.")


@pytest.mark.parametrize(
    ("plain", "blocked", "event"),
    [
        (MEETING, "اجتمع الوزير مع لاعبين من القرية صباح اليوم.", ("CONSULT", "اجتمع")),
        ("سخر الرجل من تصريحات الوزير.", "سخر فيلم جديد من تصريحات الوزير.", ("ACCUSE", "سخر")),
        ("هاجم مسلحون القرية صباح اليوم.", "هاجم كلب أهل القرية صباح اليوم.", ("ASSAULT", "هاجم")),
    ],
)
def test_words_that_speak_against_a_trigger_block_it(
    coder: Coder, plain: str, blocked: str, event: tuple[str, str]
) -> None:
    assert event in fired(coder, plain)
    assert event not in fired(coder, blocked)


def test_a_block_outweighs_evidence() -> None:
    (verdict,) = verdicts("سخر فيلم جديد من تصريحات الوزير أمام الناس.", "سخر")
    assert verdict.confidence < Judge.threshold
    assert verdict.reason == ["فيلم speaks against it"]


def test_strength_orders_confidence() -> None:
    (sure,), (likely,), (weak,) = (
        verdicts(SHELLING, "قصف"),
        verdicts(MEETING, "اجتمع"),
        verdicts("أغار اللص على المتجر.", "أغار"),
    )
    assert sure.confidence > Judge.quiet_threshold > likely.confidence >= Judge.threshold > weak.confidence


def test_a_light_verb_carries_a_noun() -> None:
    (bare,) = verdicts("انتهى الاجتماع في القصر صباح اليوم أمام الناس.", "اجتماع")
    (carried,) = verdicts("عقد الوزراء اجتماعا في القصر صباح اليوم.", "اجتماع")
    assert carried.confidence > bare.confidence
    assert "carried by عقد" in carried.reason


def test_a_sport_article_does_not_fire(coder: Coder) -> None:
    assert ("CONSULT", "اجتمع") in fired(coder, MEETING)
    assert not fired(coder, SPORT)
    assert not fired(coder, SPORT + MEETING)
    (verdict,) = verdicts(SPORT + MEETING, "اجتمع")
    assert "but the article is of sport" in verdict.reason


def test_a_sure_trigger_fires_in_a_sport_article_too(coder: Coder) -> None:
    assert ("ASSAULT", "قصفت") in fired(coder, SPORT + SHELLING)


def test_a_doubtful_event_is_dropped_from_a_quiet_article_and_a_sure_one_kept(coder: Coder) -> None:
    assert fired(coder, MEETING) == [("CONSULT", "اجتمع")]
    assert fired(coder, PLAIN + MEETING) == []
    assert fired(coder, PLAIN + SHELLING) == [("ASSAULT", "قصفت")]


def test_many_likely_events_keep_each_other(coder: Coder) -> None:
    assert fired(coder, PLAIN + MEETING * 4) == [("CONSULT", "اجتمع")] * 4


class Shelling:
    """A judge to which nothing but shelling is an event, as likely as it is told."""

    threshold = 0.5
    finds_sources = False
    parties = Judge.parties
    status = Judge.status
    settle = Judge.settle

    def __init__(self, confidence: float, quiet: float) -> None:
        self.confidence, self.quiet_threshold = confidence, quiet

    def weigh(self, context: Context, candidate: Candidate) -> Verdict:
        return Verdict(self.confidence if candidate.trigger.lemma == "قصف" else 0.0, ["as told"])


@pytest.mark.parametrize(("confidence", "quiet", "kept"), [(0.6, 0.7, 0), (0.7, 0.7, 1), (0.6, 0.5, 1), (0.4, 0.3, 0)])
def test_the_bar_of_a_quiet_article_is_the_judge_s(confidence: float, quiet: float, kept: int) -> None:
    doc = Document(Article("j", PLAIN + SHELLING))
    clean.clean(doc)
    analyse.analyse(doc, "rules")
    chosen = selection.select_all(contexts(doc, lexicon()), Shelling(confidence, quiet))
    assert len([c for _, c in chosen if c.candidate.trigger.lemma == "قصف"]) == kept
