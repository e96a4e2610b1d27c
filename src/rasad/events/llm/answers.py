"""The form of an answer, and what of a model's text has it; needs pydantic, which comes with `rasad[llm]`."""

from __future__ import annotations

import json
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, ValidationError

from rasad import ontology
from rasad.errors import AnswerError


def _known(values: tuple[str, ...]) -> Any:
    return Field(json_schema_extra={"enum": list(values)})


def _modes() -> tuple[str, ...]:
    return tuple(sorted({mode for kind in ontology.types() for mode in ontology.modes(kind)}))


def _some(value: object) -> object:
    """Return what stands for nothing as an empty list, and a lone string as a list: what models write for lists."""
    if value is None or value == "":
        return []
    return [value] if isinstance(value, str) else value


_Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else value), Field(default="")]
_Texts = Annotated[list[str], BeforeValidator(_some), Field(default_factory=list)]


class Told(BaseModel):
    """An event as a model tells it: codes, and quotations yet to be found in the article."""

    sentence: int
    type: Annotated[str, _known(ontology.types())]
    status: Annotated[str, _known(ontology.STATUSES)]
    mode: Annotated[list[Annotated[str, _known(_modes())]], BeforeValidator(_some), Field(default_factory=list)]
    context: Annotated[
        list[Annotated[str, _known(ontology.contexts())]], BeforeValidator(_some), Field(default_factory=list)
    ]
    trigger: str
    actors: _Texts
    recipients: _Texts
    place: _Text
    time: _Text
    numbers: _Texts
    attribution: _Texts
    confidence: Annotated[float, Field(ge=0, le=1, default=0.5)]


class _Answer(BaseModel):
    article: str
    events: list[Told]


def schema() -> dict[str, Any]:
    """Return the JSON schema of an answer, in OpenAI's strict form: every field required, no other allowed."""
    made: dict[str, Any] = _strict(_Answer.model_json_schema())
    return made


def read(content: str, article: str) -> tuple[list[Told], list[str]]:
    """Return the events of an answer, and what is wrong with those that do not have the form.

    Args:
        content: What the model wrote; words or a code fence around the JSON object are passed over.
        article: The mark of the article that was asked about.

    Raises:
        AnswerError: It is no such object (`llm-malformed`), or the answer for another article (`llm-other-article`).
    """
    begin, end = content.find("{"), content.rfind("}")
    try:
        answer = json.loads(content[begin : end + 1])
    except (ValueError, RecursionError) as error:
        raise AnswerError(
            f"the answer is no valid JSON: {error}; it begins {shown(content)}", code="llm-malformed"
        ) from None
    events = answer.get("events") if isinstance(answer, dict) else None
    if not isinstance(events, list):
        raise AnswerError(f'the answer has no list "events"; it begins {shown(content)}', code="llm-malformed")
    if answer.get("article") != article:
        message = f"the answer is for the article marked {shown(str(answer.get('article')))}, not {article}"
        raise AnswerError(message, code="llm-other-article")
    told, faults = [], []
    for event in events:
        try:
            told.append(_checked(Told.model_validate(event)))
        except ValidationError as error:
            first = error.errors()[0]
            faults.append(f"{'.'.join(map(str, first['loc'])) or 'event'}: {first['msg']}")
        except ValueError as error:
            faults.append(str(error))
    return told, faults


def shown(text: str, most: int = 60) -> str:
    """Return the beginning of a foreign text, quoted, without characters that a store or a terminal cannot take."""
    safe = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text[:most])
    return f"«{safe}{'…' if len(text) > most else ''}»"


def _checked(told: Told) -> Told:
    for name, value, known in (
        ("type", told.type, ontology.types()),
        ("status", told.status, ontology.STATUSES),
        *(("mode", mode, _modes()) for mode in told.mode),
        *(("context", context, ontology.contexts()) for context in told.context),
    ):
        if value not in known:
            raise ValueError(f"{name} {shown(value)} is none of {', '.join(known)}")
    return told


def _strict(node: Any) -> Any:
    if isinstance(node, list):
        return [_strict(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: _strict(value) for key, value in node.items() if key not in ("default", "title", "description")}
    if isinstance(node.get("properties"), dict):
        # A field may be called `title`: names of fields are kept, whatever they are.
        made["properties"] = {name: _strict(value) for name, value in node["properties"].items()}
        made["required"] = list(node["properties"])
        made["additionalProperties"] = False
    return made


__all__ = ["Told", "read", "schema", "shown"]
