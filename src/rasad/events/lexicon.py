"""The event-type vocabulary as a look-up: which triggers a written word may be.

`vocabulary/events/README.md` describes the files. The lexicon is compiled once a process; a look-up of a word that was
seen before costs one dictionary access.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from typing import Any, NamedTuple

from rasad import vocabulary
from rasad.arabic.clitics import Cut, cuts, stem
from rasad.arabic.inflect import Form, noun_forms, participle_forms, verb_forms
from rasad.arabic.letters import fold_word
from rasad.errors import VocabularyError

STRENGTHS = ("sure", "likely", "weak")
_TRIGGER_KEYS = frozenset(
    "verb present nouns plurals participles phrase frame prepositions mode context strength with without then".split()
) | {"light", "except"}


@dataclass(frozen=True, slots=True)
class Frame:
    """Who is who around a trigger; see `vocabulary/frames.toml`."""

    name: str
    subject: str
    object: str
    genitive: str
    prepositions: dict[str, str] = field(hash=False)


@dataclass(frozen=True, slots=True, eq=False)
class Trigger:
    """A trigger of the vocabulary; sets hold light stems (`rasad.arabic.clitics.stem`)."""

    event_type: str
    lemma: str
    strength: str
    frame: Frame
    mode: str | None
    context: tuple[str, ...]
    evidence: frozenset[str]
    blocked: frozenset[str]
    then: frozenset[str]
    light: frozenset[str]
    homographs: frozenset[str]

    @property
    def name(self) -> str:
        """The trigger's name in reasons and features."""
        return f"{self.event_type}:{self.lemma}"


class Hit(NamedTuple):
    """A trigger that a written word may be: by which form, under which cut."""

    trigger: Trigger
    form: Form
    cut: Cut


class LightVerb(NamedTuple):
    """A form of a light verb (`vocabulary/light_verbs.toml`)."""

    lemma: str
    form: Form
    empty: bool
    passive: bool


@dataclass(frozen=True, slots=True)
class EventType:
    """One file of the vocabulary."""

    name: str
    description: str
    definition: str
    modes: dict[str, frozenset[str]]
    triggers: tuple[Trigger, ...]
    examples: tuple[dict[str, Any], ...]
    counters: tuple[dict[str, Any], ...]


class Lexicon:
    """All triggers by written form; phrases by the stem of their first word."""

    def __init__(self) -> None:
        """Compile the vocabulary.

        Raises:
            VocabularyError: A file uses an unknown key, frame or strength, or gives a verb without its imperfect.
        """
        self.frames = {name: Frame(name, **table) for name, table in vocabulary.load("frames").items()}
        self.types: dict[str, EventType] = {}
        self._forms: dict[str, list[tuple[Trigger, Form]]] = defaultdict(list)
        self.phrases: dict[str, list[tuple[tuple[str, ...], Trigger]]] = defaultdict(list)
        for file, table in vocabulary.load_all("events").items():
            self._add_type(file, table)
        self._light: dict[str, list[LightVerb]] = defaultdict(list)
        for lemma, row in vocabulary.load("light_verbs")["verbs"].items():
            for form in verb_forms(lemma, row["present"]):
                self._light[form.text].append(
                    LightVerb(lemma, form, row.get("empty", False), row.get("passive", False))
                )
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._light_hits: dict[str, tuple[LightVerb, ...]] = {}

    def hits(self, norm: str) -> tuple[Hit, ...]:
        """Return every trigger that a folded word may be, phrases aside."""
        found = self._hits.get(norm)
        if found is None:
            whole = {cut.core + cut.enclitic for cut in cuts(norm)}  # the word under every reading of its particles
            found = tuple(
                Hit(trigger, form, cut)
                for cut in cuts(norm)
                for trigger, form in self._forms.get(cut.core, ())
                if _fits(form, cut) and not whole & trigger.homographs
            )
            if len(self._hits) < 80_000:  # the commoner words of any archive; rarer ones are looked up again
                self._hits[norm] = found
        return found

    def light_verbs(self, norm: str) -> tuple[LightVerb, ...]:
        """Return the light verbs that a folded word may be."""
        found = self._light_hits.get(norm)
        if found is None:
            found = tuple(
                v for cut in cuts(norm) if cut.verbal for v in self._light.get(cut.core, ()) if _fits(v.form, cut)
            )
            self._light_hits[norm] = found
        return found

    def _add_type(self, file: str, table: dict[str, Any]) -> None:
        name = table.get("type", "")
        if name != file.upper():
            raise VocabularyError(f"vocabulary/events/{file}.toml: its `type` must be {file.upper()!r}, not {name!r}")
        triggers = [self._trigger(name, row) for row in table.get("trigger", ())]
        self.types[name] = EventType(
            name,
            table.get("description", ""),
            table.get("definition", ""),
            {mode: frozenset(stem(w) for w in words) for mode, words in table.get("modes", {}).items()},
            tuple(triggers),
            tuple(table.get("example", ())),
            tuple(table.get("counter", ())),
        )

    def _trigger(self, event_type: str, row: dict[str, Any]) -> Trigger:
        lemma = row.get("verb") or row.get("phrase") or (row.get("nouns") or row.get("participles") or [""])[0]
        where = f"vocabulary/events/{event_type.lower()}.toml, trigger {lemma!r}"
        if unknown := set(row) - _TRIGGER_KEYS:
            raise VocabularyError(f"{where}: unknown keys {sorted(unknown)}; allowed: {sorted(_TRIGGER_KEYS)}")
        if row.get("strength", "likely") not in STRENGTHS:
            raise VocabularyError(f"{where}: strength must be one of {', '.join(STRENGTHS)}")
        if row.get("frame") not in self.frames:
            raise VocabularyError(f"{where}: frame must be one of {', '.join(self.frames)}, not {row.get('frame')!r}")
        if ("verb" in row) != ("present" in row):
            raise VocabularyError(f"{where}: a verb needs `verb` (perfect) and `present` (imperfect)")
        frame = self.frames[row["frame"]]
        if row.get("prepositions"):
            changed = {fold_word(k): v for k, v in row["prepositions"].items()}
            frame = Frame(frame.name, frame.subject, frame.object, frame.genitive, frame.prepositions | changed)
        evidence, blocked, then = (frozenset(stem(w) for w in row.get(key, ())) for key in ("with", "without", "then"))
        trigger = Trigger(
            event_type=event_type,
            lemma=lemma,
            strength=row.get("strength", "likely"),
            frame=frame,
            mode=row.get("mode"),
            context=tuple(row.get("context", ())),
            evidence=evidence,
            blocked=blocked,
            then=then,
            light=frozenset(row.get("light", ())),
            homographs=frozenset(fold_word(w) for w in row.get("except", ())),
        )
        self._index(trigger, row)
        return trigger

    def _index(self, trigger: Trigger, row: dict[str, Any]) -> None:
        forms: list[Form] = []
        if "verb" in row:
            forms += verb_forms(row["verb"], row["present"])
        plurals = tuple(row.get("plurals", ()))
        for at, noun in enumerate(row.get("nouns", ())):
            forms += noun_forms(noun, plurals if at == 0 else (), sound=True)
        for participle in row.get("participles", ()):
            forms += participle_forms(participle)
        for form in dict.fromkeys(forms):
            self._forms[form.text].append((trigger, form))
        if "phrase" in row:
            words = tuple(stem(w) for w in row["phrase"].split())
            self.phrases[words[0]].append((words, trigger))


def _fits(form: Form, cut: Cut) -> bool:
    if form.pos == "VERB":
        if not cut.verbal or (form.aspect == "Perf" and cut.proclitics[-1:] in (("س",), ("ل",))):
            return False
    elif not cut.nominal or (form.bare and "ال" in cut.proclitics):
        return False
    if form.suffixed is not None and form.suffixed != bool(cut.enclitic):
        return False
    return not (cut.enclitic in ("ني",) and form.pos == "NOUN")


@cache
def lexicon() -> Lexicon:
    """Return the compiled vocabulary, one for the process."""
    return Lexicon()
