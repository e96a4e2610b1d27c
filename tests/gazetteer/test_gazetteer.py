"""The gazetteer: names to places, countries and their words, and the shape of its data."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from geographiclib.geodesic import Geodesic

import rasad.gazetteer
from rasad import gazetteer
from rasad.arabic.letters import fold_word
from rasad.gazetteer.words import doubt, view
from rasad.vocabulary import load

FOLDER = Path(rasad.gazetteer.__file__).parent / "data"


def test_a_town_has_its_geonames_entry() -> None:
    (mosul,) = (r for r in gazetteer.lookup(fold_word("الموصل")) if r.kind == "settlement")
    assert (mosul.geonameid, mosul.country, mosul.admin1, mosul.name_en) == (99072, "IQ", "15", "Mosul")
    assert mosul.lat == pytest.approx(36.34, abs=0.05) and mosul.lon == pytest.approx(43.13, abs=0.05)


def test_a_name_keeps_all_its_bearers_the_most_populous_first() -> None:
    towns = [r for r in gazetteer.lookup(fold_word("طرابلس")) if r.kind == "settlement"]
    assert {"LY", "LB"} <= {r.country for r in towns}
    assert [r.population for r in towns] == sorted((r.population for r in towns), reverse=True)


def test_names_of_other_languages_are_left_out() -> None:
    assert not gazetteer.lookup(fold_word("پیرانشهر"))
    assert not gazetteer.lookup("لا مكان بهذا الاسم")


def test_only_one_place_of_a_country_is_its_capital() -> None:
    capitals = [r for r in gazetteer.lookup(fold_word("واشنطن")) if r.feature == "PPLC"]
    assert [(r.country, r.admin1) for r in capitals] == [("US", "DC")]


@pytest.mark.parametrize(
    ("word", "country"),
    [
        ("السورية", "SY"),
        ("سعوديون", "SA"),
        ("سعوديين", "SA"),
        ("أتراك", "TR"),
        ("الأميركية", "US"),
        ("أمريكي", "US"),
        ("الروس", "RU"),
        ("مدرسي", None),
        ("الخارجية", None),
    ],
)
def test_nationalities(word: str, country: str | None) -> None:
    assert gazetteer.nationality(fold_word(word)) == country


def test_every_country_has_a_point_within_the_world_and_unique_codes() -> None:
    rows = load("countries")["country"]
    assert len({r["alpha2"] for r in rows}) == len({r["alpha3"] for r in rows}) == len(rows) > 200
    assert all(-90 <= r["lat"] <= 90 and -180 <= r["lon"] <= 180 for r in rows)


def test_every_division_belongs_to_a_known_country_and_lies_near_it() -> None:
    rows = load("divisions")["division"]
    assert len({(r["country"], r["admin1"]) for r in rows}) == len(rows)
    for row in rows:
        country = gazetteer.country(row["country"])
        assert row["country"] == "US" or abs(row["lat"] - country["lat"]) < 17, row["name_en"]
    assert gazetteer.division("IQ", "15") is not None and gazetteer.division("IQ", "99") is None


def test_regions_have_both_coordinates_or_none() -> None:
    for row in load("divisions")["region"]:
        assert ("lat" in row) == ("lon" in row) == ("country" in row) == ("resolution" in row), row["name"]


def test_capitals_with_arabic_names_are_in_the_gazetteer() -> None:
    missing = [
        row["capital"]
        for row in load("countries")["country"]
        if "capital" in row and not any(r.country == row["alpha2"] for r in gazetteer.lookup(fold_word(row["capital"])))
    ]
    assert len(missing) <= 8, missing


def test_begins_knows_first_words_only() -> None:
    assert gazetteer.begins("خان") and gazetteer.begins(fold_word("الموصل"))
    assert not gazetteer.begins("يونسيي")


@pytest.mark.parametrize(
    ("word", "core", "preposition"),
    [
        ("بالموصل", "الموصل", "ب"),
        ("وبغداد", "بغداد", ""),
        ("للموصل", "الموصل", "ل"),
        ("وللاذقيه", "اللاذقيه", "ل"),
        ("فلدمشق", "دمشق", "ل"),
        ("وبالقاهره", "القاهره", "ب"),
    ],
)
def test_particles_are_cut_off(word: str, core: str, preposition: str) -> None:
    cut = view(word).cuts[0]
    assert (cut.core, cut.preposition) == (core, preposition)


@pytest.mark.parametrize(("name", "grade"), [("دمشق", 1), ("مدريد", 2), ("الخبر", 3), ("خان شيخون", 1)])
def test_doubt(name: str, grade: int) -> None:
    assert doubt(fold_word(name)) == grade


def test_own_places_do_not_repeat_the_country_tables() -> None:
    places = tomllib.loads((FOLDER / "spellings.toml").read_text(encoding="utf8"))["places"]
    assert all(
        len(row) >= 5 and row[1] in {r["alpha2"] for r in load("countries")["country"]} for row in places.values()
    )


def test_data_stay_small() -> None:
    assert sum(p.stat().st_size for p in FOLDER.iterdir()) < 3_000_000


def test_localities_lie_in_their_countries_divisions_and_are_as_sure_as_their_radius() -> None:
    tables = tomllib.loads((FOLDER / "localities.toml").read_text(encoding="utf8"))
    seen = 0
    for country, features in tables.items():
        for feature, places in features.items() if isinstance(features, dict) else ():
            for arabic, (_, admin1, lat, lon, radius, *others) in places.items():
                known = gazetteer.division(country, admin1)
                assert known is not None, arabic
                away = Geodesic.WGS84.Inverse(lat, lon, known.lat, known.lon)["s12"] / 1000
                assert away < 450, arabic  # a wrong sign or a swapped pair lies farther
                assert 1 <= radius <= 100
                for name in (arabic, *others):
                    found = gazetteer.lookup(fold_word(name))
                    assert any((r.country, r.feature, r.radius) == (country, feature, radius) for r in found), name
                seen += 1
    assert seen > 500
