"""The JSON documents by the commands that give them, and ``docs/json.schema.json``.

``python -m tests.rendering.documents`` writes that file anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from pydantic.json_schema import models_json_schema

from assistant.rendering.json import Form, answers, articles, news, tasks, telling

DIALECT = "https://json-schema.org/draft/2020-12/schema"
PATH = Path(__file__).parents[2] / "docs" / "json.schema.json"
DOCUMENTS: Mapping[str, type[Form]] = {
    "add": tasks.Added,
    "app": tasks.Address,
    "ask": answers.Answer,
    "backup": tasks.Backup,
    "brief": news.Briefing,
    "changes": news.Changes,
    "collection": articles.CollectionShown,
    "collection add": articles.Collection,
    "collections": articles.Collections,
    "config get": tasks.Setting,
    "config list": tasks.Configuration,
    "config unset": tasks.Unset,
    "coverage": telling.Coverage,
    "demo": tasks.Demo,
    "doctor": tasks.Checks,
    "export": tasks.Exported,
    "feeds": tasks.Feeds,
    "figures": telling.Figures,
    "history": articles.History,
    "import": tasks.Imported,
    "list": articles.Listing,
    "list --text": articles.FoundListing,
    "list --clusters": articles.Clusters,
    "models": tasks.Models,
    "prune": articles.Pruned,
    "quotes": telling.Quotes,
    "refresh": tasks.Refreshed,
    "reindex": tasks.Reindexed,
    "remove": articles.Removal,
    "search": articles.Search,
    "show": articles.ShownArticle,
    "summarise": answers.Summary,
    "summarise --coverage": telling.CoveredSummary,
    "stories": articles.Stories,
    "story": articles.Story,
    "timeline": telling.Timeline,
    "watch": news.Watched,
    "verify": answers.Verification,
    "version": tasks.Version,
    "an error": tasks.Error,
    "a conversation": answers.Conversation,
}


def schema() -> str:
    """A JSON Schema of every document, a line each; readers take further keys, which may come."""
    named, held = models_json_schema([(form, "serialization") for form in DOCUMENTS.values()])
    parts = {
        "properties": {name: named[form, "serialization"] for name, form in DOCUMENTS.items()},
        "$defs": held["$defs"],
    }
    lines = ["{", f' "$schema": "{DIALECT}",']
    for part, members in parts.items():
        lines += [f' "{part}": {{', ",\n".join(map(_line, members, members.values())), " },"]
    return "\n".join([*lines[:-1], " }", "}", ""])


def _line(name: str, form: object) -> str:
    return f'  "{name}": {json.dumps(_plain(form), ensure_ascii=False)}'


def _plain(value: object) -> object:
    """A schema without the titles that pydantic makes of the keys, open to further ones."""
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if not isinstance(value, dict):
        return value
    kept = {key: each for key, each in value.items() if key != "additionalProperties" or each}
    return {
        key: {name: _plain(each) for name, each in held.items()}
        if key == "properties"
        else _plain(held)
        for key, held in kept.items()
        if key != "title"
    }


if __name__ == "__main__":
    PATH.write_text(schema(), encoding="utf-8")
