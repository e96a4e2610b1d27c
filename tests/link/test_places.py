"""Places in the world: which bearer of a name is meant, and places given by distance and direction."""

from __future__ import annotations

import pytest
from geographiclib.geodesic import Geodesic

from rasad.document import Article, Dateline, Document, Event, Place, Span
from rasad.link.places import resolve


def place(text: str, words: str, nth: int = 0, dateline: str = "", others: tuple[str, ...] = ()) -> Place:
    """Return the nth place `words` of a text, resolved together with the places `others`."""
    doc = Document(Article("a", text))
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    wanted = Place(at, at + len(words), "place")
    doc.mentions = [wanted, *(Place(i := text.index(o), i + len(o), "place") for o in others)]
    if dateline:
        start = text.index(dateline)
        doc.dateline = Dateline(start, start + len(dateline), place=Span(start, start + len(dateline)))
    resolve(doc)
    return wanted


def test_a_town_gets_all_its_fields() -> None:
    mosul = place("انفجرت قنبلة في الموصل.", "الموصل")
    assert (mosul.resolved_place, mosul.name_en, mosul.city, mosul.province) == ("الموصل", "Mosul", "الموصل", "نينوى")
    assert (mosul.country_code, mosul.country_alpha2, mosul.geonameid, mosul.resolution) == ("IRQ", "IQ", 99072, 4)


def test_countries_and_divisions() -> None:
    yemen = place("سافر إلى اليمن.", "اليمن")
    assert (yemen.country_code, yemen.resolution, yemen.city, yemen.feature_code) == ("YEM", 1, None, "PCLI")
    anbar = place("في محافظة الأنبار.", "الأنبار")
    assert (anbar.province, anbar.resolution, anbar.country_alpha2) == ("الأنبار", 2, "IQ")


def test_a_name_of_town_and_division_is_the_town_unless_the_word_says_otherwise() -> None:
    assert place("قصف في حلب.", "حلب").resolution == 4
    assert place("قصف في محافظة حلب.", "حلب").resolution == 2
    assert place("قصف في ريف حلب.", "حلب").resolution == 3
    assert place("وصل إلى تونس.", "تونس").resolution == 1
    assert place("وصل إلى مدينة تونس.", "تونس").resolution == 4


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("اشتباكات في طرابلس بين فصائل ليبية.", "LY"),
        ("اشتباكات في طرابلس شمالي لبنان بين عائلات لبنانية.", "LB"),
        ("اعتداء في طرابلس اللبنانية.", "LB"),
        ("اعتداء في طرابلس.", None),
        ("هجوم للمستوطنين على دوما قرب نابلس الفلسطينية.", "PS"),
        ("قصف على دوما في ريف دمشق السورية.", "SY"),
        ("وصل إلى لندن.", "GB"),
    ],
)
def test_ambiguous_names_go_by_what_the_article_says(text: str, country: str | None) -> None:
    word = text.split()[2] if "دوما" not in text else "دوما"
    others = tuple(w for w in ("لبنان", "نابلس", "دمشق") if w in text.split())
    assert place(text, word, others=others).country_alpha2 == country


def test_one_sense_an_article() -> None:
    text = "اشتباكات في طرابلس اللبنانية.\nوقال شهود إن الهدوء عاد إلى طرابلس."
    doc = Document(Article("a", text))
    starts = [text.index("طرابلس"), text.rindex("طرابلس")]
    doc.mentions = [Place(s, s + 6, "place") for s in starts]
    resolve(doc)
    assert [m.country_alpha2 for m in doc.mentions if isinstance(m, Place)] == ["LB", "LB"]


def test_amman_is_the_city_and_oman_stands_among_countries() -> None:
    assert place("وصل إلى عمان.", "عمان").country_alpha2 == "JO"
    assert place("السعودية وقطر وعمان والكويت", "عمان", others=("قطر", "الكويت")).country_alpha2 == "OM"


def test_events_places_are_resolved_too() -> None:
    text = "انفجار في بغداد."
    doc = Document(Article("a", text))
    event = Event(0, 6, 0, "ASSAULT", place=Place(10, 15, "place"))
    doc.events = [event]
    resolve(doc)
    assert event.place is not None and event.place.country_code == "IRQ"


def test_facilities_and_territories() -> None:
    airport = place("أغلق مطار الحديدة الدولي.", "مطار الحديدة الدولي")
    assert (airport.city, airport.country_alpha2) == ("الحديدة", "YE")
    assert place("دخلت الأراضي السورية.", "الأراضي السورية").country_alpha2 == "SY"
    capital = place("غادر العاصمة السورية.", "العاصمة السورية")
    assert (capital.city, capital.resolution) == ("دمشق", 4)


def test_the_kingdom_is_the_one_that_the_article_speaks_of() -> None:
    assert place("قال الوزير السعودي إن الوافدين بالمملكة كثيرون", "المملكة").country_alpha2 == "SA"
    assert place("بحث السعودي والأردني الأوضاع في المملكة", "المملكة").country_alpha2 is None


def test_names_too_wide_for_a_point_get_none() -> None:
    sea = place("في البحر الأحمر.", "البحر الأحمر")
    assert (sea.name_en, sea.lat, sea.country_alpha2, sea.resolution) == ("Red Sea", None, None, None)


def test_unknown_places_take_the_province_named_right_after_and_no_point() -> None:
    village = place("قصفت قرية الزرزورية بريف حلب.", "الزرزورية", others=("حلب",))
    assert (village.country_alpha2, village.province, village.lat) == ("SY", "حلب", None)
    assert place("قصفت قرية الزرزورية. ووصلت إلى حلب.", "الزرزورية", others=("حلب",)).country_alpha2 is None


@pytest.mark.parametrize(
    ("text", "distance", "bearing"),
    [
        ("على بعد 40 كيلومترا جنوب الموصل", 40, 180),
        ("على بعد 40 كم شمال شرقي الموصل", 40, 45),
        ("على مسافة خمسة عشر كيلومترا شرقي مدينة الموصل", 15, 90),
        ("٢٥ كلم جنوب غرب الموصل", 25, 225),
        ("على بعد كيلومترين شمال غربي الموصل", 2, 315),
        ("تبعد عن الموصل بنحو 40 كيلومترا جنوبا", 40, 180),
        ("في جنوب غربي الموصل", None, 225),
        ("شمال الموصل", None, 0),
    ],
)
def test_offsets(text: str, distance: float | None, bearing: float) -> None:
    mosul = place("انفجار في الموصل.", "الموصل")
    found = place(text, "الموصل")
    assert found.offset is not None
    assert (found.offset.distance_km, found.offset.bearing, found.offset.origin) == (distance, bearing, "الموصل")
    line = Geodesic.WGS84.Inverse(mosul.lat, mosul.lon, found.lat, found.lon)
    assert line["s12"] / 1000 == pytest.approx(distance or 0, abs=0.05)
    if distance:
        assert line["azi1"] % 360 == pytest.approx(bearing, abs=1)
        assert (found.city, found.province, found.resolution) == (None, None, 3)


def test_the_offset_belongs_to_the_place_whose_position_is_told() -> None:
    text = "في بلدة الزرزورية (على بعد 20 كلم جنوب حلب)"
    village = place(text, "الزرزورية", others=("حلب",))
    assert village.offset is not None and village.offset.origin == "حلب" and village.country_alpha2 == "SY"
    assert place(text, "حلب", others=("الزرزورية",)).offset is None


def test_the_countryside_on_one_side() -> None:
    found = place("قصف على ريف حلب الشمالي", "حلب")
    assert found.offset is not None and (found.offset.bearing, found.resolution) == (0, 3)


@pytest.mark.parametrize("text", ["جنوب شمال الموصل", "40 شخصا في الموصل", "يبعد 40 كيلومترا عن الموصل"])
def test_no_offset_where_the_words_give_none(text: str) -> None:
    assert place(text, "الموصل").offset is None


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("انفجار على الطريق بين الموصل وكركوك", "الموصل", "كركوك"),
        ("في قرية تقع بين مدينة الموصل ومدينة كركوك", "الموصل", "كركوك"),
        ("اشتباكات في المنطقة الواقعة بين الموصل وكركوك", "الموصل", "كركوك"),
    ],
)
def test_between_two_places_is_the_middle_of_the_way(text: str, one: str, other: str) -> None:
    first, second = place(f"انفجار في {one}.", one), place(f"انفجار في {other}.", other)
    found = place(text, one, others=(other,))
    whole = Geodesic.WGS84.Inverse(first.lat, first.lon, second.lat, second.lon)["s12"] / 1000
    for end in (first, second):
        line = Geodesic.WGS84.Inverse(found.lat, found.lon, end.lat, end.lon)
        assert line["s12"] / 1000 == pytest.approx(whole / 2, abs=0.1)
    assert found.offset is not None and found.offset.distance_km == pytest.approx(whole / 2, abs=0.1)
    assert found.radius_km == pytest.approx(whole / 2, abs=0.1)
    assert (found.resolution, found.city, found.country_alpha2) == (3, None, "IQ")


@pytest.mark.parametrize("text", ["مباحثات بين الموصل وكركوك", "الطريق بين الموصل. وكركوك", "خلاف بين الموصل وكركوك"])
def test_between_without_a_place_moves_nothing(text: str) -> None:
    assert place(text, "الموصل", others=("كركوك",)).offset is None


def test_radius_says_how_far_the_place_may_lie() -> None:
    assert place("قصف في الموصل.", "الموصل").radius_km == 10
    assert place("سافر إلى اليمن.", "اليمن").radius_km is None
    assert place("قصف في قرية سرمدا السورية.", "سرمدا").radius_km == 3
    near, far = (place(f"على بعد {n} كم جنوب الموصل", "الموصل").radius_km for n in (10, 60))
    assert near is not None and far is not None and 10 < near < far < 60
    assert place("قصف على ريف حلب الشمالي", "حلب").radius_km == 50
    assert place("انفجار شمال شرقي بغداد", "بغداد").radius_km == 50


def test_camps_bases_and_crossings_have_their_own_points() -> None:
    camp = place("اقتحمت القوات مخيم جنين الفلسطيني.", "مخيم جنين")
    assert (camp.name_en, camp.city, camp.feature_code, camp.resolution) == ("Jenin camp", "جنين", "CMPRF", 5)
    base = place("قصف قاعدة الحبانية الجوية في العراق.", "قاعدة الحبانية الجوية", others=("العراق",))
    assert (base.name_en, base.feature_code, base.country_alpha2) == ("Habbaniyah base", "AIRB", "IQ")
    field = place("أغلق مطار الضمير العسكري الجديد.", "مطار الضمير العسكري الجديد")
    assert field.name_en == "Dumayr Airport"


def test_a_seat_of_the_articles_country_is_meant_rather_than_a_large_namesake_abroad() -> None:
    text = "قالت الحكومة اليمنية إن الجيش اليمني دخل زنجبار. ورحب السفير اليمني بذلك."
    assert place(text, "زنجبار").country_alpha2 == "YE"
    assert place("وصل إلى زنجبار.", "زنجبار").country_alpha2 == "TZ"


@pytest.mark.parametrize(
    ("text", "distance", "bearing"),
    [
        ("على بعد 40 كيلومترا إلى الجنوب الغربي من مدينة الموصل", 40, 225),
        ("إلى الشمال الشرقي من الموصل", None, 45),
        ("الريف الجنوبي للموصل", None, 180),
        ("بالريف الجنوبي الغربي لمدينة الموصل", None, 225),
    ],
)
def test_directions_with_the_article(text: str, distance: float | None, bearing: float) -> None:
    words = "للموصل" if "للموصل" in text else "الموصل"
    offset = place(text, words).offset
    assert offset is not None and (offset.distance_km, offset.bearing) == (distance, bearing)


def test_a_distance_without_a_direction_widens_the_radius_only() -> None:
    found = place("هجوم على بعد 40 كيلومترا من الموصل", "الموصل")
    assert (found.offset, found.resolution, found.radius_km) == (None, 3, 50)
    assert place("سار 40 كيلومترا من الموصل", "الموصل").radius_km == 10
