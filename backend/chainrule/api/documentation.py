"""The documentation of the REST interface: one HTML page made from its OpenAPI description.

No script, nothing from another host: it works offline, prints well, and every problem type, setting
and limit has a paragraph that links can lead to.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from html import escape
from pathlib import Path
from typing import Any

from chainrule.api.limits import listing
from chainrule.api.problems import PROBLEMS
from chainrule.api.settings import PREFIX, Settings
from chainrule.program import Limits, functions
from chainrule.program.catalogue import CATALOGUE
from chainrule.training import TrainingLimits

STYLE = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")


def page(description: Mapping[str, Any]) -> str:
    """The whole page, from the OpenAPI description and the declarations in the code."""
    sections = {
        "Endpoints": _endpoints(description),
        "Schemas": _schemas(description["components"]["schemas"]),
        "Problems": _problems(),
        "Program errors": _program_errors(),
        "Functions": _functions(),
        "Settings": _settings(),
        "Limits": _limits(),
    }
    links = "".join(f'<a href="#{_anchor(title)}">{title}</a>' for title in sections)
    body = "".join(
        f'<section><h2 id="{_anchor(title)}">{title}</h2>{"".join(entries)}</section>'
        for title, entries in sections.items()
    )
    info = description["info"]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(info['title'])} REST interface</title><style>{STYLE}</style></head><body>"
        f"<main><h1>{escape(info['title'])} REST interface</h1>"
        f"<p>{escape(info['description'])}</p><p>Version {escape(info['version'])}; "
        'machine-readable: <a href="openapi.json">openapi.json</a>.</p>'
        f'<nav aria-label="Sections">{links}</nav>{body}</main></body></html>'
    )


def _endpoints(description: Mapping[str, Any]) -> Iterable[str]:
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            yield (
                f'<details id="{escape(operation["operationId"])}"><summary>'
                f'<h3><span class="method">{method.upper()}</span> <code>{escape(path)}</code></h3>'
                f"<p>{escape(operation.get('description', ''))}</p></summary>"
                f"{_parameters(operation)}{_request(operation)}{_responses(operation)}</details>"
            )


def _parameters(operation: Mapping[str, Any]) -> str:
    rows = [
        (
            f"<code>{escape(p['name'])}</code>",
            p["in"] + (", required" if p.get("required") else ""),
            _type(p["schema"]),
            escape(p.get("description", "")),
        )
        for p in operation.get("parameters", ())
    ]
    return _table(("parameter", "in", "type", ""), rows)


def _request(operation: Mapping[str, Any]) -> str:
    html = ""
    for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
        html += f"<p>Reads {escape(media_type)}: {_type(content['schema'])}</p>"
        if "example" in content:
            html += f"<pre>{escape(json.dumps(content['example'], indent=2))}</pre>"
    return html


def _responses(operation: Mapping[str, Any]) -> str:
    rows = [
        (
            f"<strong>{status}</strong>",
            ", ".join(f"<code>{escape(kind)}</code>" for kind in response.get("content", ())),
            escape(response["description"]).replace("`", ""),
        )
        for status, response in operation["responses"].items()
    ]
    return _table(("status", "answers", ""), rows)


def _schemas(schemas: Mapping[str, Any]) -> Iterable[str]:
    for name, schema in schemas.items():
        required = schema.get("required", ())
        rows = [
            (
                f"<code>{escape(member)}</code>" + (" *" if member in required else ""),
                _type(part),
                escape(part.get("description", "")),
            )
            for member, part in schema.get("properties", {}).items()
        ]
        yield (
            f'<details id="schema-{escape(name)}"><summary><h3><code>{escape(name)}</code></h3>'
            f"<p>{escape(schema.get('description', ''))}</p></summary>"
            f"{_table(('member', 'type', ''), rows)}</details>"
        )


def _type(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#schema-{name}">{name}</a>'
    for several in ("anyOf", "oneOf", "allOf"):
        if several in schema:
            return " or ".join(dict.fromkeys(map(_type, schema[several])))
    if "enum" in schema:
        return ", ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"])
    if "const" in schema:
        return f"<code>{escape(str(schema['const']))}</code>"
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(str(schema.get("type", "anything")))


def _problems() -> Iterable[str]:
    for p in PROBLEMS.values():
        yield _entry(f"problem-{p.code}", p.code, f"{p.status}: {p.title}.", p.advice)


def _settings() -> Iterable[str]:
    for f in fields(Settings):
        variable = PREFIX + f.name.upper()
        yield _entry(f"setting-{f.name}", variable, f.metadata["doc"], f"Default: {f.default}")


def _limits() -> Iterable[str]:
    for limit in listing(Limits(), Settings(), TrainingLimits()):
        unit = f" {limit.unit}" if limit.unit else ""
        yield _entry(
            f"limit-{limit.name}",
            limit.variable,
            f"{limit.name.replace('_', ' ')} ({limit.area}): {limit.reason}",
            f"Default: {limit.default:,}{unit}",
        )


def _program_errors() -> Iterable[str]:
    for entry in CATALOGUE:
        yield _entry(f"code-{entry.code}", entry.code, entry.meaning, "")


def _functions() -> Iterable[str]:
    for function in functions():
        also = f"Also: {', '.join(function.aliases)}." if function.aliases else ""
        yield _entry(f"function-{function.name}", function.signature, function.summary, also)


def _entry(anchor: str, name: str, text: str, more: str) -> str:
    return (
        f'<div class="entry" id="{escape(anchor)}"><h3><code>{escape(name)}</code></h3>'
        f'<p>{escape(text)}</p><p class="soft">{escape(more)}</p></div>'
    )


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    if not rows:
        return ""
    cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    titles = "".join(f"<th>{title}</th>" for title in head)
    return f"<table><thead><tr>{titles}</tr></thead><tbody>{cells}</tbody></table>"


def _anchor(title: str) -> str:
    return title.lower().replace(" ", "-")
