"""The judge `llm` and what a server answers: only what stands in the article becomes a record."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from rasad import ontology, record
from rasad.coder import Coder, Config
from rasad.document import Article, Document
from rasad.events.llm import answers
from rasad.events.llm.placing import Placing
from rasad.events.llm.settings import names
from tests.events.conftest import Code
from tests.events.llm_server import GOOD, KEY, TEXT, Asked, Endpoint, Reply, codes, completion, event, told

# what a good answer becomes


def test_a_good_answer_is_a_whole_record(code: Code) -> None:
    coded = code()
    assert not coded.problems
    (made,) = coded.records
    assert (made["event_type"], made["status"], made["mode"], made["context"]) == (
        "COERCE",
        "actual",
        ["arrest"],
        ["legal"],
    )
    assert [a["entity_text"] for a in made["actor"]] == ["الشرطة"]
    assert [a["entity_text"] for a in made["recipient"]] == ["12 متظاهرا"]
    assert made["event_loc"]["name_en"] == "Az Zubayr"
    assert (made["date"], made["date_info"]["text"]) == ("2019-12-01", "أمس")  # the grammar's day, not the model's
    assert made["size"]["arrested"] or made["size"]["people"]
    assert [s["text"] for s in made["attribution"]] == ["وزارة الداخلية العراقية"]
    assert made["text_info"]["sequence"] == 1
    assert made["confidence"] == 0.9
    assert "rules+llm:test-model:" in made["coder"]


def test_ids_are_those_of_the_other_judges(code: Code) -> None:
    (made,) = code().records
    assert made["id"] in {e["id"] for e in Coder(Config("rules", "rules")).code(Article("a", TEXT)).records}
    assert made["id"] == code().records[0]["id"]


def test_what_a_copyist_changes_is_found_and_particles_are_cut(code: Code, endpoint: Endpoint) -> None:
    text = "وتظاهر آلافُ العُمال أمام مبنى الحكومة."
    endpoint.behave = lambda asked: told(asked, event("تظاهر", actors=["الاف العمّال"], place="مبنى الحكومه"))
    (made,) = code(text).records
    assert made["trigger"] == {"text": "تظاهر", "start": 1, "end": 6}
    assert made["actor"][0]["entity_text"] == "آلافُ العُمال"
    assert made["event_loc"]["extracted_place"] == "مبنى الحكومة"
    assert made["event_loc"]["geonameid"] is None


def test_the_request_holds_the_ontology_and_one_article(code: Code, endpoint: Endpoint) -> None:
    code()
    code("تظاهر العمال في تونس.", "b")
    first, second = endpoint.asked
    system = first.body["messages"][0]["content"]
    assert system == second.body["messages"][0]["content"]
    assert "The use of physical force" in system
    assert first.body["response_format"]["type"] == "json_schema"
    assert first.key == f"Bearer {KEY}"
    assert "الزبير" not in second.body["messages"][1]["content"]
    assert len(second.body["messages"]) == 2


def test_an_answer_in_a_fence_with_words_around_it(code: Code, endpoint: Endpoint) -> None:
    def fenced(asked: Asked) -> Reply:
        return completion(f"Here:\n```json\n{json.dumps({'article': asked.article['article'], 'events': [GOOD]})}\n```")

    endpoint.behave = fenced
    assert len(code().records) == 1


# what is refused


def test_invented_quotations_are_refused_counted_and_named(code: Code, endpoint: Endpoint) -> None:
    invented = event("قصفت", "ASSAULT", sentence=1, actors=["الطائرات"])
    partly = GOOD | {"actors": ["قوات التحالف"], "place": "بغداد", "time": "غدا", "attribution": ["رويترز"]}
    endpoint.behave = lambda asked: told(asked, invented, partly)
    coded = code()
    (made,) = coded.records
    assert (made["actor"], made["event_loc"], made["date"], made["event_type"]) == ([], None, None, "COERCE")
    assert codes(coded) == ["llm-not-in-text"] * 5
    assert "قصفت" in coded.problems[0].message
    assert all(word not in json.dumps(made, ensure_ascii=False) for word in ("قوات التحالف", "رويترز", "غدا"))


def test_wrong_offsets_are_not_believed(code: Code, endpoint: Endpoint) -> None:
    wrong = GOOD | {"sentence": 0, "start": 3, "end": 900, "actors": [{"text": "الشرطة", "start": 1, "end": 2}]}
    endpoint.behave = lambda asked: told(asked, GOOD | {"sentence": 0, "start": 3, "end": 900}, wrong)
    coded = code()
    assert [m["trigger"]["text"] for m in coded.records] == ["اعتقلت"]
    assert coded.records[0]["text_info"]["sequence"] == 1
    assert codes(coded) == ["llm-bad-event"]  # an actor that is no string
    endpoint.behave = lambda asked: told(asked, GOOD | {"sentence": 77}, GOOD | {"sentence": -1})
    assert len(code(TEXT + " نعم.", "b").records) == 1


def test_an_answer_for_another_article_is_no_answer(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: completion(json.dumps({"article": "0badf00d", "events": [GOOD]}))
    coded = code()
    assert not coded.records
    assert codes(coded) == ["llm-other-article"]
    assert len(endpoint.asked) == 2


def test_another_articles_words_are_not_in_this_one(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(asked, GOOD)
    coded = code("تظاهر العمال في تونس.")
    assert not coded.records
    assert codes(coded) == ["llm-not-in-text"]


def test_codes_that_plover_does_not_have(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(
        asked,
        GOOD | {"type": "ATTACK"},
        GOOD | {"status": "maybe"},
        GOOD | {"confidence": 7},
        GOOD | {"mode": ["flying"]},
        GOOD | {"mode": ["visit"]},
        {"trigger": "اعتقلت"},
        "no object",  # type: ignore[arg-type]
    )
    coded = code()
    assert [m["mode"] for m in coded.records] == [[]]
    assert codes(coded) == ["llm-bad-event"] * 7


def test_strange_characters_end_nowhere(code: Code, endpoint: Endpoint) -> None:
    endpoint.behave = lambda asked: told(asked, event("\ud800\x00\u202e"), event(""), event("،"), event(" "))
    coded = code()
    assert not coded.records
    assert codes(coded) == ["llm-not-in-text"] * 4
    assert all(p.message.isprintable() for p in coded.problems)


@cache
def document() -> Document:
    return Coder(Config("rules", "rules")).document(Article("a", TEXT, date(2019, 12, 2)))


PIECE = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 30)).map(lambda p: TEXT[p[0] : p[0] + p[1]])
WORDS = st.one_of(
    PIECE, PIECE.map(lambda piece: piece.replace("ة", "ه")), st.text(max_size=12), st.sampled_from(TEXT.split())
)
ANYTHING = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS), lambda inner: st.lists(inner, max_size=3)
)
TOLD = st.fixed_dictionaries(
    {"sentence": st.integers(-2, 5), "type": st.sampled_from(ontology.types()), "trigger": WORDS},
    optional={
        "status": st.sampled_from([*ontology.STATUSES, "maybe"]),
        "actors": st.lists(WORDS, max_size=3),
        "recipients": st.one_of(st.lists(WORDS, max_size=3), ANYTHING),
        "mode": ANYTHING,
        "place": st.one_of(WORDS, ANYTHING),
        "time": WORDS,
        "numbers": st.lists(WORDS, max_size=3),
        "attribution": st.lists(WORDS, max_size=3),
        "confidence": ANYTHING,
    },
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(TOLD.map(lambda told: {"status": "actual", **told}), TOLD, ANYTHING), max_size=4))
def test_whatever_is_answered_every_record_is_sound(events: list[object]) -> None:
    doc = replace(document(), events=[], problems=[])
    told, faults = answers.read(json.dumps({"article": "x", "events": events}), "x")
    assert len(told) + len(faults) == len(events)
    placing = Placing(doc, "a test")
    for one in told:
        placing.add(one, [0, 1])
    doc.events = placing.events
    made = record.event_records(doc, "test")  # checks each
    assert len({r["id"] for r in made}) == len(made)
    for each in made:
        for _, quoted, start, _ in record.spans(each):
            assert start == 0 or not (TEXT[start - 1].isalpha() and quoted[0].isalpha()) or TEXT[start - 1] in "وفبلكس"


def test_the_page_names_every_setting_and_problem() -> None:
    root = Path(__file__).parents[2]
    page = (root / "docs" / "llm.md").read_text(encoding="utf8")
    for name in names():
        assert f"_{name.upper()}`" in page, name
    sources = [*root.glob("src/rasad/events/llm/*.py"), *root.glob("src/rasad/events/judges/*.py")]
    used = {code for path in sources for code in re.findall(r'"(llm-[a-z-]+)"', path.read_text(encoding="utf8"))}
    assert used == set(re.findall(r"`(llm-[a-z-]+)`", page))
