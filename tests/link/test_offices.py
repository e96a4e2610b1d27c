"""Who held which office when: the data are well formed, and titles are resolved by month."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest

from rasad import ontology
from rasad.document import Name
from rasad.link import resolve
from rasad.link.lexicon import lexicon
from rasad.link.offices import Office, month_of
from rasad.link.personal import normal
from rasad.link.phrase import tokens
from rasad.link.reading import read
from rasad.vocabulary import load, load_all
from tests.link.documents import document

PERSONS = load_all("actors/persons")
# Heads of state (or of the council that stands for one) and of government, and two ministers, of these countries.
_ARAB = "DZA BHR COM DJI EGY IRQ JOR KWT LBN LBY MRT MAR OMN PSE QAT SAU SOM SDN SYR TUN ARE YEM".split()
_OTHERS = "IRN ISR TUR USA RUS CHN FRA GBR".split()
_HEADS = ("president", "king", "emir", "sultan", "leader", "council-president")


def _month(text: str) -> int:
    return month_of(date.fromisoformat(f"{text}-15"))


def _known(offices: tuple[str, ...], places: list[str]) -> float:
    """Return the share of the months of 2000-2025 in which it is known who held one of the offices of a place."""
    months = range(_month("2000-01"), _month("2025-12") + 1)
    held = [[o for office in offices for o, _ in lexicon().holders.get((office, p), ())] for p in places]
    return sum(any(o.certain(m) for o in row) for row in held for m in months) / (len(places) * len(months))


@pytest.mark.parametrize("table", PERSONS.values(), ids=PERSONS)
def test_every_line_is_well_formed(table: dict[str, object]) -> None:
    fields = {"name", "names", "short", "titled", "en", "code", "sector", "offices"}
    rows = table["persons"]
    assert isinstance(rows, dict) and table["source"]
    for key, row in rows.items():
        assert {"name", "en", "code"} <= set(row) <= fields, key
        assert row.get("sector", "GOV") in ontology.sectors(), key
        assert key == key.lower() and " " not in key
        assert not (row.get("titled") and (row.get("short") or not row.get("offices"))), key


def test_no_person_is_in_two_files() -> None:
    keys = [key for table in PERSONS.values() for key in table["persons"]]
    assert len(keys) == len(set(keys))


def test_offices_are_titles_held_somewhere_in_sane_years() -> None:
    titles = {row["key"] for row in load("actors/roles")["title"]}
    countries = {row["alpha3"] for row in load("countries")["country"]}
    for (key, place), held in lexicon().holders.items():
        assert key in titles
        assert place in countries or f"org:{place}" in lexicon().actors, place
        for office, actor in held:
            assert _month("1940-01") < office.taken[0] <= office.taken[1], actor.id
            assert office.taken[0] <= office.left[1], actor.id
            assert office.taken[1] <= _month("2026-12"), actor.id


def test_nobody_holds_an_office_while_another_does() -> None:
    for place, held in lexicon().holders.items():
        for (one, first), (two, second) in combinations([(o, a.id) for o, a in held if not o.beside], 2):
            begin, end = max(one.taken[1], two.taken[1]), min(one.left[0], two.left[0])
            assert begin + 1 >= end, (place, first, second)


def test_no_name_means_two_persons() -> None:
    owner: dict[tuple[str, ...], str] = {}
    for table in PERSONS.values():
        for key, row in table["persons"].items():
            for name in () if row.get("titled") else (row["name"], *row.get("names", ()), *row.get("short", ())):
                assert owner.setdefault(normal([t.norm for t in tokens(name)]), key) == key, name


def test_short_names_are_no_other_words_of_the_vocabulary() -> None:
    for table in PERSONS.values():
        for key, row in table["persons"].items():
            for name in row.get("short", ()):
                assert read(name).known == f"person:{key}", name


@pytest.mark.parametrize(
    ("offices", "places", "share"),
    [
        (_HEADS, [*_ARAB, *_OTHERS], 0.95),
        (("premier",), "EGY IRQ JOR KWT LBN MAR TUN DZA ARE QAT BHR ISR FRA GBR RUS CHN".split(), 0.93),
        (("foreign-minister",), "EGY SAU IRQ JOR KWT LBN SYR TUN DZA MAR QAT ARE".split() + _OTHERS, 0.9),
        (("defence-minister",), ["EGY", "SAU", "SYR", "LBN", *_OTHERS], 0.9),
        (("secretary-general",), ["un", "nato", "arab-league"], 0.95),
    ],
    ids=("heads", "premiers", "foreign", "defence", "organisations"),
)  # fmt: skip
def test_offices_are_known_nearly_throughout(offices: tuple[str, ...], places: list[str], share: float) -> None:
    assert _known(offices, places) >= share


@pytest.mark.parametrize(
    ("text", "certain", "uncertain"),
    [
        ("premier JOR 2016/06-2018/06", ("2016-07", "2018-05"), ("2016-06", "2018-06", "2015-01", "2019-01")),
        ("premier JOR 2016-2018", ("2017-01", "2017-12"), ("2016-12", "2018-01")),
        ("premier JOR 2016/06-", ("2016-07", "2024-12"), ("2016-06", "2025-01")),
        ("premier JOR 2016/06-2018/06 beside", (), ("2017-01",)),
    ],
)
def test_certainty(text: str, certain: tuple[str, ...], uncertain: tuple[str, ...]) -> None:
    office = Office.read(text, "2024/12")
    assert all(office.certain(_month(m)) for m in certain)
    assert not any(office.certain(_month(m)) for m in uncertain)


def test_an_office_may_be_held_in_the_months_of_change() -> None:
    office = Office.read("premier JOR 2016-2018/06", "2024/12")
    assert [office.possible(_month(m)) for m in ("2015-12", "2016-01", "2018-06", "2018-07")] == [
        False,
        True,
        True,
        False,
    ]
    assert Office.read("king JOR 1999/02-", "2024/12").possible(_month("2031-01"))


@pytest.mark.parametrize(
    "text", ["premier JOR 2016", "premier JOR 2016-2018 rival", "premier JOR 2016/13-2018", "premier 2016-"]
)
def test_a_line_that_tells_no_office_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Office.read(text, "2024/12")


def _actor(phrase: str, day: str) -> Name:
    doc = document(f"أعلن {phrase} ذلك", actors=(phrase,), published=date.fromisoformat(day))
    resolve(doc)
    return doc.events[0].actor[0]


@pytest.mark.parametrize(
    ("phrase", "day", "expected"),
    [
        ("رئيس الوزراء الأردني", "2018-05-20", "person:hani-mulki"),
        ("رئيس الوزراء الأردني", "2018-06-20", None),
        ("رئيس الوزراء الأردني", "2018-07-20", "person:omar-razzaz"),
        ("وزير الخارجية الأمريكي", "2018-02-02", "person:rex-tillerson"),
        ("وزير الخارجية الأميركي", "2018-11-02", "person:mike-pompeo"),
        ("وزيرة الدفاع الفرنسية", "2019-03-09", "person:florence-parly"),
        ("وزير الدفاع التركي", "2020-03-09", "person:hulusi-akar"),
        ("رئيس المفوضية الأوروبية", "2016-03-09", "person:jean-claude-juncker"),
        ("أمير الكويت", "2003-03-09", "person:jaber-al-ahmad"),
        ("ولي العهد السعودي", "2016-03-09", "person:muhammad-bin-nayef"),
        ("ولي ولي العهد السعودي", "2016-03-09", "person:mohammed-bin-salman"),
        ("رئيس مجلس السيادة السوداني", "2022-03-09", "person:abdel-fattah-al-burhan"),
        ("رئيس مجلس القيادة الرئاسي اليمني", "2023-03-09", "person:rashad-al-alimi"),
        ("رئيس الوزراء الليبي", "2018-03-09", "person:fayez-al-sarraj"),
        ("رئيس الوزراء المصري", "2031-03-09", None),
        ("الأمين العام لحلف شمال الأطلسي", "2018-03-09", "person:jens-stoltenberg"),
        ("الأمين العام لحزب الله", "2018-03-09", "person:hassan-nasrallah"),
        ("الأمين العام لحزب الله العراقي", "2018-03-09", None),
        ("زعيم تنظيم الدولة الإسلامية", "2018-03-09", "person:abu-bakr-al-baghdadi"),
        ("زعيم تنظيم الدولة الإسلامية في ليبيا", "2018-03-09", None),
        ("الأمين العام السابق لحلف شمال الأطلسي", "2018-03-09", None),
        ("الأمين العام المساعد لجامعة الدول العربية", "2018-03-09", None),
        ("وكيل الأمين العام للأمم المتحدة", "2018-03-09", None),
        ("مدير مكتب منظمة الصحة العالمية", "2018-03-09", None),
        ("وزراء خارجية الاتحاد الأوروبي", "2018-03-09", None),
        ("وزراء خارجية مصر", "2018-03-09", "role:EGY-GOV"),
    ],
)
def test_titles_by_month(phrase: str, day: str, expected: str | None) -> None:
    assert _actor(phrase, day).identifier_id == expected


def test_a_common_name_is_known_by_the_title_before_it() -> None:
    assert _actor("رئيس الوزراء الفلسطيني محمد مصطفى", "2024-10-10").identifier_id == "person:mohammad-mustafa"
    assert _actor("الطبيب محمد مصطفى", "2024-10-10").identifier_id != "person:mohammad-mustafa"


def test_code_and_sector_are_those_of_the_time() -> None:
    found = [_actor("أحمد أبو الغيط", day) for day in ("2008-03-01", "2013-03-01", "2018-03-01")]
    assert {a.identifier_id for a in found} == {"person:ahmed-aboul-gheit"}
    assert [(a.code, a.sector) for a in found] == [("EGY", "GOV"), ("IGO", "ELI"), ("IGO", "GOV")]


def test_a_son_is_not_his_father() -> None:
    assert read("الأمير فواز بن سلطان بن عبد العزيز", "person").known is None
    assert read("الأمير سلطان بن عبد العزيز", "person").known == "person:sultan-bin-abdulaziz"
