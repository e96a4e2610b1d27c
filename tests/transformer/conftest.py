"""The scripts of scripts/transformer, and a small body of news that we write: stories that several papers tell.

What needs PyTorch, transformers or scikit-learn is skipped where they are not installed (the extra `train`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "scripts" / "transformer"
sys.path.append(str(SCRIPTS))

PLACES = "الموصل حلب عدن طرابلس بنغازي صنعاء الخرطوم تعز درعا الرمادي كركوك سرت غزة نابلس مأرب الحديدة".split()
PEOPLE = "الهاشمي الكردي السعدون الطرابلسي المنصوري الحمداني الزبيدي العلواني القيسي الدليمي الشمري الجبوري".split()
ACTS = (
    ("قصفت مدفعية الجيش حي النور في {place}", "سقطت قذائف الجيش على حي النور بمدينة {place}", "قتيلا"),
    ("تظاهر عمال مصنع النسيج في {place}", "احتجاج لعاملي مصنع النسيج وسط {place}", "متظاهرا"),
    ("اعتقلت الشرطة خلية مسلحة في {place}", "ضبط أفراد خلية مسلحة على يد الشرطة قرب {place}", "موقوفا"),
    ("وصلت قافلة إغاثة إلى {place}", "مساعدات إنسانية تدخل {place} بعد حصار", "شاحنة"),
)


def articles() -> list[dict[str, str]]:
    """Return some hundred articles; those with ids `aN` and `bN` tell the same story in different words."""
    found = []
    for number in range(90):
        place, person = PLACES[number % len(PLACES)], PEOPLE[number % len(PEOPLE)]
        first, second, counted = ACTS[number % len(ACTS)]
        count, day = 101 + 7 * number, f"2016-05-{1 + number % 18:02}"
        post = number + 5000
        name = f"{person} {PEOPLE[(number // 3 + 5) % len(PEOPLE)]}"
        one = (
            f"{first.format(place=place)} يوم الأحد، وقال العقيد {name} إن الحصيلة {count} {counted} عند {post}.\n"
            f"وأضاف العقيد {name} أن فوج الحدود رقم {number + 2000} باشر البحث في قرية الزيتون{number} وجوارها{number}."
        )
        two = (
            f"{second.format(place=place)}، حسبما أفاد العقيد {name} الذي تحدث عن {count} {counted} قرب {post}.\n"
            f"وباشر فوج الحدود {number + 2000} أعماله لتمشيط قرية الزيتون{number} وجوارها{number} منذ الفجر."
        )
        titles = f"{place}: {count} {counted}", f"العقيد {name} يتحدث عن أحداث {place}"
        for key, text, title, source in (("a", one, titles[0], "صحيفة أولى"), ("b", two, titles[1], "صحيفة ثانية")):
            found.append({"id": f"{key}{number}", "text": text, "title": title, "published": day, "source": source})
    return found


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of the articles."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in articles()), encoding="utf8")
    return path


@pytest.fixture(scope="session")
def prepared(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return what prepare.py makes of the articles, a fifth of the stories held out to measure on."""
    for name in ("transformers", "tokenizers", "sklearn"):
        pytest.importorskip(name)
    import prepare
    import texts

    out = tmp_path_factory.mktemp("prepared")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prepare, "HELD_OUT", 0.2)
        patch.setattr(prepare, "RIVALS", 5)
        prepare.prepare(list(texts.stories([news])), out, Namespace(vocabulary=600, tokenizer=None, length=64))
    return out


def run(name: str, *arguments: object, check: bool = True) -> subprocess.CompletedProcess[str]:
    """Run a script on one thread, as a user would."""
    return subprocess.run(command(name, *arguments), env=environment(), check=check, capture_output=True, text=True)


def command(name: str, *arguments: object) -> list[str]:
    return [sys.executable, str(SCRIPTS / f"{name}.py"), *map(str, arguments)]


def environment() -> dict[str, Any]:
    """Return an environment without network, with one thread."""
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "OMP_NUM_THREADS": "1", "HF_HUB_OFFLINE": "1"}
