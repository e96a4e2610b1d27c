"""Who is who within an article: parts of names, titles that stand for somebody, ids that stay the same."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rasad.document import Article, Document, Event, Mention, Name, Place, Source
from rasad.link import resolve
from tests.link.documents import document


def _actors(doc: Document) -> list[Name]:
    resolve(doc)
    return doc.events[0].actor


def test_name_in_apposition_takes_the_title() -> None:
    (actor,) = _actors(document("قال وزير الري السوداني، ياسر عباس", actors=("وزير الري السوداني، ياسر عباس",)))
    assert (actor.office, actor.code, actor.sector) == ("وزير الري", "SDN", "GOV")
    assert actor.identifier_id is not None and actor.identifier_id.startswith("name:")
    assert (actor.identifier_text, actor.name_en) == ("ياسر عباس", "Yasir Abbas")


def test_surname_takes_the_identity_of_the_fuller_name() -> None:
    text = "اعتقلت الشرطة نورمان هيوستن، وأكدت أن هيوستن سيحاكم"
    doc = document(text, persons=("نورمان هيوستن",), actors=("نورمان هيوستن", "هيوستن سيحاكم"))
    doc.events[0].actor[1].end -= len(" سيحاكم")
    full, short = _actors(doc)
    assert full.identifier_id == short.identifier_id is not None
    assert short.identifier_text == "نورمان هيوستن"


def test_fuller_name_of_the_article_goes_before_a_known_byname() -> None:
    text = "قال ماهر الأسد، وهو تاجر من عكا، وأضاف الأسد"
    doc = document(text, persons=("ماهر الأسد",))
    doc.events[0].actor.append(Name(text.rindex("الأسد"), len(text), kind="group"))
    (actor,) = _actors(doc)
    (mention,) = (m for m in doc.mentions if isinstance(m, Name))
    assert actor.identifier_id == mention.identifier_id
    assert (actor.code, actor.sector) == (None, None)


def test_surname_of_two_persons_stays_open() -> None:
    text = "التقى كمال الدرويش وسامي الدرويش، ثم غادر الدرويش"
    doc = document(text)
    starts = [text.index("كمال"), text.index("سامي"), text.rindex("الدرويش")]
    ends = [s + len(w) for s, w in zip(starts, ("كمال الدرويش", "سامي الدرويش", "الدرويش"), strict=True)]
    mentions: list[Mention] = [Name(s, e, kind="person") for s, e in zip(starts, ends, strict=True)]
    doc.mentions = mentions
    resolve(doc)
    first, second, open_one = (m for m in doc.mentions if isinstance(m, Name))
    assert first.identifier_id != second.identifier_id
    assert open_one.identifier_id is None


def test_title_before_a_mention_gives_code_and_sector() -> None:
    doc = document("وصل وزير النقل المغربي عزيز الفاسي إلى تونس", persons=("عزيز الفاسي",))
    resolve(doc)
    (name,) = (m for m in doc.mentions if isinstance(m, Name))
    assert (name.code, name.sector, name.office) == ("MAR", "GOV", "وزير النقل")


def test_person_named_as_part_of_another_body_is_still_that_person() -> None:
    doc = document("انتقدت إدارة الرئيس الأمريكي دونالد ترامب القرار", persons=("دونالد ترامب",))
    resolve(doc)
    (name,) = (m for m in doc.mentions if isinstance(m, Name))
    assert name.identifier_id == "person:donald-trump"


def test_ali_is_a_name_and_the_preposition_is_none() -> None:
    doc = document("وصل علي رضا حكمت وأكد على ضرورة التعاون", persons=("علي رضا حكمت", "على ضرورة"))
    resolve(doc)
    ali, none = (m for m in doc.mentions if isinstance(m, Name))
    assert ali.name_en is not None and ali.name_en.startswith("Ali Rida")
    assert none.identifier_id is None


def test_unknown_organisations_are_told_apart_by_country() -> None:
    ids = []
    for text in ("اتحاد المصارعة الإيراني", "اتحاد المصارعة التركي", "وزارة الإسكان", "وزارة الإسكان المصرية"):
        doc = Document(Article("t", text), mentions=[Name(0, len(text), kind="organisation")])
        resolve(doc)
        (name,) = (m for m in doc.mentions if isinstance(m, Name))
        ids.append(name.identifier_id)
    iran, turkey, ministry, egypt = ids
    assert len({iran, turkey, egypt}) == 3
    assert ministry is None


def test_title_stands_for_the_nearest_that_fits() -> None:
    text = "بحث وزير الطاقة الجزائري منير العمري مع وزيرة البيئة ليلى الخطيب الملف، وقال الوزير وأضافت الوزيرة"
    actors = ("وزير الطاقة الجزائري منير العمري", "وزيرة البيئة ليلى الخطيب", "الوزير", "الوزيرة")
    doc = document(text, persons=("منير العمري", "ليلى الخطيب"), actors=actors[:2])
    for word in ("الوزير ", "الوزيرة"):
        start = text.rindex(word)
        doc.events[0].actor.append(Name(start, start + len(word.strip()), kind="group"))
    him, her, he, she = _actors(doc)
    assert he.identifier_id == him.identifier_id
    assert she.identifier_id == her.identifier_id
    assert him.identifier_id != her.identifier_id
    assert he.code == "DZA"


def test_title_without_anybody_it_fits_names_nobody() -> None:
    for phrase in ("الوزير", "التنظيم", "الحركة", "رئيس أمريكي"):
        (actor,) = _actors(document(f"رفض {phrase} ذلك", actors=(phrase,)))
        assert actor.identifier_id is None


def test_nouns_stand_for_organisations() -> None:
    text = "هاجمت حركة الشباب قاعدة للجيش الصومالي، وأعلنت الحركة ذلك ورد الجيش"
    actors = ("حركة الشباب", "للجيش الصومالي", "الحركة", "الجيش")
    group, army, movement, forces = _actors(document(text, actors=actors))
    assert group.identifier_id == movement.identifier_id == "org:shabaab"
    assert army.identifier_id == forces.identifier_id == "role:SOM-MIL"
    assert (movement.code, movement.sector) == ("SOM", "REB")


def test_the_army_is_no_armed_group_with_army_in_its_name() -> None:
    text = "هاجم الجيش السوري الحر حاجزا، وقال الجيش السوري إن الجيش رد"
    doc = document(text, actors=("الجيش السوري الحر", "الجيش السوري إن", "الجيش رد"))
    for name, rest in zip(doc.events[0].actor[1:], (" إن", " رد"), strict=True):
        name.end -= len(rest)
    free, army, short = _actors(doc)
    assert [free.identifier_id, army.identifier_id, short.identifier_id] == ["org:fsa", "role:SYR-MIL", "role:SYR-MIL"]


def test_office_is_resolved_only_where_it_did_not_change() -> None:
    phrase = "الرئيس الأمريكي"
    for day, expected in (("2014-06-15", "barack-obama"), ("2017-01-15", None), ("2017-06-15", "donald-trump")):
        doc = document(f"أعلن {phrase}", published=date.fromisoformat(day), actors=(phrase,))
        assert _actors(doc)[0].identifier_id == (f"person:{expected}" if expected else None), day
    assert _actors(document(f"أعلن {phrase}", actors=(phrase,)))[0].identifier_id is None


def test_office_of_an_organisation_is_resolved_by_year() -> None:
    phrase = "الأمين العام للأمم المتحدة"
    for year, expected in ((2012, "person:ban-ki-moon"), (2020, "person:antonio-guterres"), (2031, None)):
        (actor,) = _actors(document(f"دعا {phrase} إلى الهدوء", year=year, actors=(phrase,)))
        assert actor.identifier_id == expected, year


def test_former_official_by_year() -> None:
    for year, sector in ((2010, "GOV"), (2020, "ELI")):
        (actor,) = _actors(document("زار ساركوزي بيروت", year=year, actors=("ساركوزي",)))
        assert (actor.identifier_id, actor.sector) == ("person:nicolas-sarkozy", sector)


def test_office_completes_a_short_name() -> None:
    text = "استقبل العاهل الأردني الملك عبد الله الوفد"
    (actor,) = _actors(document(text, year=2018, actors=("العاهل الأردني الملك عبد الله",)))
    assert actor.identifier_id == "person:abdullah-ii"


def test_generic_groups_have_no_identity_but_those_of_a_country() -> None:
    text = "قتل عشرة جنود وجرح ثلاثة جنود عراقيين وشاهد مسؤول أمريكي متظاهرين"
    actors = ("عشرة جنود", "ثلاثة جنود عراقيين", "مسؤول أمريكي", "متظاهرين")
    ids = [a.identifier_id for a in _actors(document(text, actors=actors))]
    assert ids == [None, "role:IRQ-MIL", None, None]


def test_ministries_differ_from_their_government() -> None:
    text = "نددت الحكومة العمانية ووزارة الخارجية العمانية والخارجية العمانية"
    actors = ("الحكومة العمانية", "وزارة الخارجية العمانية", "الخارجية العمانية")
    government, ministry, short = _actors(document(text, actors=actors))
    assert government.identifier_id == "role:OMN-GOV"
    assert ministry.identifier_id == "role:OMN-GOV:foreign-ministry"
    assert (ministry.identifier_text, ministry.name_en) == ("وزارة الخارجية (سلطنة عمان)", "Foreign ministry (Oman)")
    assert short.code == "OMN"


def test_same_person_in_other_spellings_has_the_same_id() -> None:
    spellings = ("أحمد بن عبد الرحمن القاضي", "احمد ابن عبدالرحمن القاضى", "أَحمد عبد الرحمن القاضي")
    ids = set()
    for name in spellings:
        doc = document(f"قال {name} ذلك", persons=(name,))
        resolve(doc)
        (mention,) = (m for m in doc.mentions if isinstance(m, Name))
        ids.add(mention.identifier_id)
    assert len(ids) == 1 and None not in ids


def test_resolved_place_gives_the_country() -> None:
    doc = document("أعلنت شرطة الموصل", actors=("شرطة الموصل",))
    start = doc.text.index("الموصل")
    doc.mentions = [Place(start, start + 6, kind="place", country_code="IRQ")]
    (actor,) = _actors(doc)
    assert (actor.code, actor.sector) == ("IRQ", "COP")


def test_sources_get_ids() -> None:
    text = "نقلت رويترز عن وزارة الدفاع التركية أن"
    doc = Document(Article("t", text))
    event = Event(0, 4, 0, "ASSAULT")
    ministry = text.index("وزارة")
    event.attribution = [Source(ministry, ministry + 20), Source(5, 11, kind="outlet")]
    doc.events = [event]
    resolve(doc)
    assert [s.identifier_id for s in event.attribution] == ["role:TUR-GOV:defence-ministry", "outlet:reuters"]


_WORDS = st.sampled_from(
    "الرئيس وزير الدفاع الأمريكي أشتون كارتر جنود 12 الأمم المتحدة داعش في من بن محمد علي واشنطن السابق ، و «فتح» "
    "للجيش عبد الله المعارضة حكومة نظيره ثلاثة العراقيين".split()
)


@given(st.lists(_WORDS, min_size=1, max_size=14), st.data())
def test_any_words_resolve_alike_twice_and_spans_stay(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    cut = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(cut, cut).map(lambda c: (min(c), max(c))), min_size=1, max_size=5))
    kinds = data.draw(st.lists(st.sampled_from(("person", "organisation", "group")), min_size=5, max_size=5))
    results = []
    for _ in range(2):
        doc = Document(Article("t", text))
        named = [Name(*span, kind=kind) for span, kind in zip(spans, kinds, strict=False)]
        doc.mentions = sorted([n for n in named if n.kind != "group"], key=lambda m: (m.start, m.end, m.kind))
        doc.events = [Event(0, 1, 0, "CONSULT", actor=[n for n in named if n.kind == "group"])]
        resolve(doc)
        assert [(n.start, n.end) for n in named] == spans
        assert doc.text == text
        results.append(named)
    assert results[0] == results[1]


def test_an_outlet_whose_name_is_an_ordinary_phrase_has_its_id_too() -> None:
    doc = document("قال المزارع لموقع بغداد اليوم إن المحصول وفير")
    outlet = doc.text.index("بغداد")
    doc.events[0].attribution = [Source(outlet, outlet + len("بغداد اليوم"), kind="outlet")]
    resolve(doc)
    assert doc.events[0].attribution[0].identifier_id == "outlet:baghdad-today"
