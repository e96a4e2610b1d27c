"""Who phrases name: code, sector, office, number and known actors, each read by itself."""

from __future__ import annotations

import pytest

from rasad import ontology
from rasad.link.lexicon import lexicon
from rasad.link.phrase import tokens
from rasad.link.reading import read
from rasad.link.transliterate import transliterate
from rasad.vocabulary import load, load_all


@pytest.mark.parametrize(
    ("phrase", "code", "sector"),
    [
        ("وزير المالية الياباني", "JPN", "GOV"),
        ("للحكومة الأردنية", "JOR", "GOV"),
        ("الجيش اللبناني", "LBN", "MIL"),
        ("عناصر الشرطة التونسية", "TUN", "COP"),
        ("رئيس المحكمة الدستورية الإيطالية", "ITA", "JUD"),
        ("رئيس البرلمان الكويتي", "KWT", "LEG"),
        ("نواب في مجلس الأمة الكويتي", "KWT", "LEG"),
        ("حزب معارض في السنغال", "SEN", "PTY"),
        ("متظاهرون سودانيون", "SDN", "CVL"),
        ("قوات النظام السوري", "SYR", "MIL"),
        ("قوات المعارضة السورية", "SYR", "REB"),
        ("مسلحون مجهولون", None, "UAF"),
        ("صحفيون أتراك", "TUR", "JRN"),
        ("لاجئين أفغان", "AFG", "REF"),
        ("نقابة المعلمين", None, "LAB"),
        ("أطباء المستشفى", None, "MED"),
        ("شركة نفط بريطانية", "GBR", "BUS"),
        ("جنديين كوريين جنوبيين", "KOR", "MIL"),
        ("السفير الروسي في أنقرة", "RUS", "GOV"),
        ("المبعوث الأممي إلى ليبيا", "UNO", "GOV"),
        ("سفير مصر لدى الولايات المتحدة", "EGY", "GOV"),
        ("الرئيس الفرنسي السابق", "FRA", "ELI"),
        ("المتحدث باسم الشرطة", None, "COP"),
        ("الحكومة في تايلاند", "THA", "GOV"),
        ("القوات المسلحة", None, "MIL"),
        ("واشنطن", "USA", "GOV"),
        ("فرنسا", "FRA", None),
        ("المخابرات الألمانية", "DEU", "SPY"),
        ("قادة في حركة حماس", "PSE", "REB"),
    ],
)
def test_code_and_sector(phrase: str, code: str | None, sector: str | None) -> None:
    reading = read(phrase)
    assert (reading.code, reading.sector) == (code, sector)


@pytest.mark.parametrize(
    ("phrase", "known"),
    [
        ("الأمم المتحدة", "org:un"),
        ("للأمم المتحدة", "org:un"),
        ("حلف الناتو", "org:nato"),
        ("تنظيم «داعش»", "org:isis"),
        ("الدولة الإسلامية", "org:isis"),
        ("مقاتلو طالبان", "org:taliban"),
        ("حركة «فتح»", "org:fatah"),
        ("جماعة أنصار الله", "org:houthis"),
        ("سورية", "country:SYR"),
        ("لأميركا", "country:USA"),
        ("موسكو", "country:RUS"),
        ("أوباما", "person:barack-obama"),
        ("باراك اوباما", "person:barack-obama"),
        ("عبدالفتاح السيسى", "person:abdel-fattah-el-sisi"),
        ("محمد ابن سلمان", "person:mohammed-bin-salman"),
        ("الرئيس التركي رجب طيب إردوغان", "person:recep-tayyip-erdogan"),
        ("أنغيلا ميركل، المستشارة الألمانية", "person:angela-merkel"),
        ("قوات حلف شمال الأطلسي", "org:nato"),
        ("دول مجلس التعاون الخليجي", "org:gcc"),
        ("نجل القذافي", None),
        ("الحكومة الفرنسية", None),
        ("محامي ترامب", None),
        ("إدارة أوباما", None),
        ("الموفد الخاص لترامب", None),
        ("خبراء الأمم المتحدة", None),
        ("ماهر الأسد", None),
        ("القاعدة البحرية", None),
        ("الشباب", None),
        ("أنصار الشريعة", "org:ansar-al-sharia"),
        ("تنظيم أنصار الشريعة في ليبيا", "org:ansar-al-sharia-libya"),
        ("تنظيم الدولة", "org:isis"),
        ("قسد", "org:sdf"),
        ("ميليشيا قسد", "org:sdf"),
        ("داعش في غرب أفريقيا", "org:iswap"),
        ("حزب قلب تونس", "org:qalb-tounes"),
        ("قلب تونس", None),
        ("حركة التمرد", None),
        ("جماعة أحرار الشام المتشددة", "org:ahrar-al-sham"),
        ("حركة «حسم»", "org:hasm"),
        ("حزب «البيت اليهودي»", "org:jewish-home"),
        ("البيت اليهودي", None),
        ("بن سلمان", "person:mohammed-bin-salman"),
        ("إيمانويل ماكرون", "person:emmanuel-macron"),
        ("ايمانويل ماكرون", "person:emmanuel-macron"),
        ("ألكسندر لوكاشينكو", "person:alexander-lukashenko"),
        ("جيريمى هانت", "person:jeremy-hunt"),
    ],
)
def test_known_actors(phrase: str, known: str | None) -> None:
    assert read(phrase).known == known


@pytest.mark.parametrize(
    ("phrase", "office"),
    [
        ("وزير الدفاع الأمريكي، أشتون كارتر", "وزير الدفاع"),
        ("للرئيس الفلسطيني", "الرئيس"),
        ("نبيل الصالح، مدير مستشفى المدينة", "مدير مستشفى المدينة"),
        ("الأمين العام للأمم المتحدة", "الأمين العام"),
        ("المتحدث باسم الحكومة", "المتحدث باسم الحكومة"),
        ("وزيرة الصحة", "وزيرة الصحة"),
        ("زوجة الرئيس المصري", None),
        ("متظاهرون", None),
        ("الجيش السوداني", None),
        ("قادتها", None),
    ],
)
def test_office_as_it_stands(phrase: str, office: str | None) -> None:
    assert read(phrase).office == office


@pytest.mark.parametrize(
    ("phrase", "number"),
    [
        ("12 متظاهرا", 12),
        ("ثلاثة من رجال الشرطة", 3),
        ("نحو ألفي مدني", 2000),
        ("الدول الـ15", 15),
        ("جنديين", 2),
        ("مئات المدنيين", None),
        ("متظاهرين", None),
        ("مجموعة السبع", None),
        ("3 في المئة من السكان", None),
        ("الجندي الثاني", None),
    ],
)
def test_number(phrase: str, number: int | None) -> None:
    assert read(phrase).number == number


@pytest.mark.parametrize(
    ("phrase", "name"),
    [
        ("وزير النفط والغاز فؤاد الصافي", "فؤاد الصافي"),
        ("القس الأمريكي جيمس هولدن", "جيمس هولدن"),
        ("القس جيمس هولدن", "جيمس هولدن"),
        ("مرشح المعارضة، فيليب ستاينر", "فيليب ستاينر"),
        ("السوري رامي العطار", "رامي العطار"),
        ("إيفا نوردستروم، نائبة رئيس الوزراء السويدي", "إيفا نوردستروم"),
        ("الدكتور سلطان بن راشد الكعبي", "سلطان بن راشد الكعبي"),
        ("رئيس لجنة حقوق الإنسان", ""),
        ("وزير الشؤون الإسلامية", ""),
        ("محامي سامر الخوري", ""),
    ],
)
def test_personal_name_within_a_phrase(phrase: str, name: str) -> None:
    assert read(phrase).person_text == name


@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("محمد بن عبد العزيز الحربي", "Muhammad ibn Abd al-Aziz al-Harbi"),
        ("أبو بكر الحسن", "Abu Bakr al-Hasan"),
        ("مُحَمَّد سالم", "Muhammad Salim"),
        ("يوسف زيدان", "Yusuf Zidan"),
        ("خلفان وهبي", "Khalfan Wahbi"),
    ],
)
def test_transliteration(name: str, latin: str) -> None:
    assert transliterate(name) == latin


def test_vocabulary_uses_plover_codes_and_known_places() -> None:
    countries = {row["alpha3"] for row in load("countries")["country"]}
    codes = countries | set(ontology.non_state_codes()) | {"ESH"}
    for actor in lexicon().actors.values():
        assert actor.code is None or actor.code in codes, actor.id
        assert actor.sector is None or actor.sector in ontology.sectors(), actor.id


def test_every_known_name_is_found_as_a_whole() -> None:
    tables = [load(f"actors/{name}")[name] for name in ("organisations", "groups")]
    named = {f"org:{key}": row for table in tables for key, row in table.items()}
    for table in load_all("actors/persons").values():
        named |= {f"person:{key}": row for key, row in table["persons"].items() if not row.get("titled")}
    for ident, row in named.items():
        for name in (row["name"], *row.get("names", ()), *row.get("hostile", ())):
            assert read(name).known == ident, name


def test_groups_belong_to_known_ones_and_to_none_of_their_own() -> None:
    for actor in lexicon().actors.values():
        seen = {actor.id}
        above = actor.parent
        while above is not None:
            assert above in lexicon().actors and above not in seen, actor.id
            seen.add(above)
            above = lexicon().actors[above].parent
    assert lexicon().actors["org:qassam"].parent == "org:hamas"


def test_names_of_opponents_find_a_group_but_are_not_shown() -> None:
    for ident, row in load("actors/groups")["groups"].items():
        hostile = row.get("hostile", ())
        assert not {row["name"], row["en"]} & set(hostile), ident
        assert row["sector"] in ontology.sectors(), ident


def test_no_name_means_two_organisations() -> None:
    owner: dict[tuple[str, ...], str] = {}
    for table in ("organisations", "groups"):
        for key, row in load(f"actors/{table}")[table].items():
            for name in (row["name"], *row.get("names", ()), *row.get("hostile", ())):
                assert owner.setdefault(tuple(t.norm for t in tokens(name)), key) == key, name
