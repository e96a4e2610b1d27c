"""The whole way through: spans, ids, processes, and what goes wrong."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from datetime import date

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import rasad
from rasad import record
from rasad.coder import Coded, Coder, Config, code_all
from rasad.document import Article, Document
from rasad.errors import PartError, Problem, RasadError
from rasad.examples import articles as demo_articles

WORDS = (
    'قال وزير الدفاع إن القوات قصفت مدينة في أمس الأحد و10 قتلى جريحا « » " ، . ؟ ( ) بـ نعم!ثم سيجتمع مع لم لن '
    "بحسب رويترز ٢٠١٦ هَجَمَ ﻻ \u200f \u00a0 \n - كم جنوب الموصل و ل ب الذي التي 3.5 @x abc"
).split(" ")


@pytest.fixture(scope="module")
def coder() -> Coder:
    return rasad.load()


@pytest.mark.parametrize("article", demo_articles(), ids=lambda a: a.id)
def test_every_span_of_every_record_is_its_quote(coder: Coder, article: Article) -> None:
    coded = coder.code(article)
    assert not coded.problems
    for made in coded.records:
        for path, quoted, start, end in record.spans(made):
            assert article.text[start:end] == quoted, path


def test_a_wire_story_says_who_when_and_according_to_whom(coder: Coder) -> None:
    text = "نقلت وكالة رويترز عن مسؤول عراقي قوله إن الجيش سيهاجم مسلحي التنظيم في الموصل يوم الخميس المقبل."
    (attack,) = [e for e in coder(text, published="2016-07-18") if e["event_type"] == "ASSAULT"]
    assert attack["status"] == "planned"
    assert [a["entity_text"] for a in attack["actor"]] == ["الجيش"]
    assert attack["event_loc"]["extracted_place"] == "الموصل"
    assert attack["event_loc"]["country_code"] == "IRQ"
    assert (attack["date"], attack["date_info"]["basis"]) == ("2016-07-21", "relative")
    assert "مسؤول عراقي" in [s["text"] for s in attack["attribution"]]


def test_nothing_is_dated_without_words(coder: Coder) -> None:
    for event in coder("اعتقلت الشرطة عشرة متظاهرين في تونس.", published="2018-01-10"):
        assert event["date"] is None
        assert event["date_info"] is None


def test_sport_is_not_war(coder: Coder) -> None:
    article = next(a for a in demo_articles() if a.id == "demo-7")
    assert len(coder.code(article).records) <= 1


def test_two_runs_and_two_processes_give_the_same_bytes(coder: Coder) -> None:
    def run(jobs: int) -> bytes:
        found = code_all(coder, iter(demo_articles()), jobs)
        return b"\n".join(orjson.dumps(r) for item in found if isinstance(item, Coded) for r in item.records)

    assert run(1) == run(1) == run(2)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=40))
def test_any_arabic_text_gives_records_that_hold(coder: Coder, words: list[str]) -> None:
    article = Article("x", "في العراق من على " + " ".join(words), date(2019, 3, 3))
    coded = coder.code(article)
    for problem in coded.problems:
        assert problem.stage == "clean", problem
    for made in coded.records:
        record.check(made, article.text)


def test_the_batch_goes_on_after_a_fault(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = coder.document

    def faulty(article: Article) -> Document:
        if article.id == "bad":
            raise ZeroDivisionError("made to fail")
        return whole(article)

    monkeypatch.setattr(coder, "document", faulty)
    good = demo_articles()[0]
    items: Iterator[Article | Problem] = iter(
        [Article("bad", good.text, origin="f:1"), Problem("read", "bad-json", "f:2", "no JSON"), good]
    )
    results = list(code_all(coder, items))
    assert isinstance(results[0], Coded)
    assert results[0].problems[0].place == "f:1"
    assert "ZeroDivisionError" in results[0].problems[0].message
    assert isinstance(results[1], Problem)
    assert isinstance(results[2], Coded)
    assert results[2].records


class Deadly(str):
    """A text that kills the process that it is handed over to, as a fault in a library would."""

    def __reduce__(self) -> tuple[object, ...]:
        return _die_elsewhere, (os.getpid(), str(self))


def _die_elsewhere(home: int, text: str) -> str:
    if os.getpid() != home:
        os.kill(os.getpid(), signal.SIGKILL)
    return text


def test_an_article_that_kills_its_process_is_a_problem(coder: Coder) -> None:
    good = demo_articles()[1]
    items = [good, Article("deadly", Deadly(good.text), origin="f:9"), Article("after", good.text)]
    coded = [item for item in code_all(coder, iter(items), jobs=2) if isinstance(item, Coded)]
    assert [c.article.id for c in coded] == [good.id, "deadly", "after"]
    assert coded[1].problems[0].code == "process-died"
    assert coded[0].records
    assert coded[2].records


def test_what_cannot_be_coded_says_why(coder: Coder) -> None:
    with pytest.raises(RasadError, match="Arabic"):
        coder("The ministers meet in Washington on Wednesday to plan their next steps.")
    with pytest.raises(RasadError, match="2016-07-20"):
        coder("اجتمع الوزيران.", published="yesterday")
    with pytest.raises(PartError, match="crf"):
        Coder(Config(engine="gpt"))
    with pytest.raises(PartError, match="rules"):
        Coder(Config(judge="coin"))


def test_the_article_as_read_stays_as_it_is(coder: Coder) -> None:
    article = Article("a", demo_articles()[0].text)
    coder.code(article)
    assert article.language is None


def test_without_trained_models(coder: Coder) -> None:
    free = rasad.load(engine="rules", judge="rules")
    kinds = {e["event_type"] for e in free(demo_articles()[1].text, published="2018-11-05")}
    assert {"ASSAULT", "COERCE"} <= kinds
    assert free.name != coder.name


@pytest.mark.parametrize(
    "text", ["قصفت الطائرات \0 القرية \0\0 وقتلت عشرة مدنيين.", "قصفت الطا\0ئرات القرية\x07 وقتلت عشرة."]
)
def test_control_characters_in_a_text_given_from_python_do_no_harm(text: str) -> None:
    events = rasad.load()(text)
    clean = rasad.load()("قصفت الطائرات القرية وقتلت عشرة.")
    assert clean
    assert {e["event_type"] for e in clean} == {"ASSAULT"}
    assert [(e["event_type"], e["status"]) for e in events] == [(e["event_type"], e["status"]) for e in clean]
    assert [e["trigger"]["text"] for e in events] == [e["trigger"]["text"] for e in clean]
    assert all(text[t["start"] : t["end"]] == t["text"] for t in [e["trigger"] for e in events])
