"""What the gazetteer knows about a place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Record:
    """A place.

    Attributes:
        kind: `country division region settlement`.
        name: Arabic name, as written.
        name_en: English name.
        country: ISO 3166 alpha-2, `None` where it lies in several countries or in none.
        lat: Latitude in degrees, `None` where the name is too wide for a point (seas, continents).
        lon: Longitude in degrees.
        feature: GeoNames feature code.
        resolution: 5 sub-city, 4 city, 3 district, 2 province, 1 country; `None` where none fits.
        geonameid: GeoNames id, `None` where it has none or it is not known.
        admin1: GeoNames code of the first-level division, empty where not known.
        population: 0 where not known.
        radius: Kilometres from the point within which the place lies, where the table says so.
    """

    kind: str
    name: str
    name_en: str
    country: str | None
    lat: float | None
    lon: float | None
    feature: str
    resolution: int | None
    geonameid: int | None = None
    admin1: str = ""
    population: int = 0
    radius: float | None = None

    @property
    def seat(self) -> bool:
        """Whether it is a capital or the seat of a division."""
        return self.feature in ("PPLC", "PPLA")

    @property
    def town(self) -> bool:
        """Whether people live there: a town, a village, a quarter."""
        return self.feature.startswith("PPL")
