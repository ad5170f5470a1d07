"""The description of the JSON API: OpenAPI 3.1, written by hand, held to what is served by a test."""

from __future__ import annotations

from typing import Any

from bot import __version__, wording

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_TEXTS = {"type": "array", "items": _TEXT}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(name: str, of: str, **more: Any) -> dict[str, Any]:
    return _object({name: {"type": "array", "items": {"$ref": f"#/components/schemas/{of}"}}, **more})


_NEXT = {"type": ["integer", "null"]}
_BRIEF = {"id": _TEXT, "topic": _TEXT, "question": _TEXT, "reviewed": _MAYBE, "url": _TEXT}
_LAW = {
    "title": _TEXT,
    "short": _TEXT,
    "version": _TEXT,
    "since": _MAYBE,
    "region": _MAYBE,
    "superseded_by": _MAYBE,
    "url": _TEXT,
}
_SOURCE = {"law": _TEXT, "version": _TEXT, "article": _TEXT}
_PROBABILITY = {"type": "number", "minimum": 0, "maximum": 1}

SCHEMAS: dict[str, Any] = {
    "Error": _object({"error": {"type": "object", "properties": {"code": {"type": "integer"}, "message": _TEXT}}}),
    "Question": {
        "type": "object",
        "properties": {"question": {"type": "string", "minLength": 1, "maxLength": 2000, "pattern": r"\S"}},
        "required": ["question"],
    },
    "Reply": _object(
        {
            "question": _TEXT,
            "decision": {"type": "string", "enum": ["answer", "choose", "unknown", "guide", "law", "smalltalk"]},
            "entry": _MAYBE,
            "confidence": _PROBABILITY,
            "text": _TEXT,
            "choices": {
                "type": "array",
                "maxItems": 3,
                "items": _object({"entry": _TEXT, "question": _TEXT, "confidence": _PROBABILITY}),
            },
            "sources": {"type": "array", "items": _object(_SOURCE)},
            "documents": {"type": "array", "items": _object({"id": _TEXT, "title": _TEXT, "format": _TEXT, "file": _TEXT})},
            "url": _MAYBE,
        }
    ),
    "Brief": _object(_BRIEF),
    "Entry": _object(
        {
            **_BRIEF,
            "answer": _TEXT,
            "steps": _TEXTS,
            "materials": _TEXTS,
            "sources": {"type": "array", "items": _object(_SOURCE)},
            "status": _MAYBE,
            "standing": _TEXT,
            "region": _MAYBE,
            "documents": _TEXTS,
            "related": _TEXTS,
            "depends_on": _MAYBE,
            "variants": {
                "type": "array",
                "items": _object({"when": _TEXT, "answer": _TEXT, "steps": _TEXTS, "materials": _TEXTS}),
            },
        }
    ),
    "Topic": _object({"key": _TEXT, "title": _TEXT, "entries": _TEXTS}),
    "Document": _object(
        {
            "id": _TEXT,
            "title": _TEXT,
            "kind": _MAYBE,
            "version": _MAYBE,
            "date": _MAYBE,
            "about": _TEXT,
            "changes": _TEXT,
            "files": {"type": "array", "items": _object({"label": _TEXT, "url": _TEXT})},
            "fillable": {"type": "boolean"},
            "url": _TEXT,
        }
    ),
    "Law": _object(_LAW),
    "LawWithArticles": _object(
        {
            **_LAW,
            "articles": {"type": "array", "items": _object({"article": _TEXT, "text": _MAYBE, "entries": _TEXTS})},
        }
    ),
    "Change": _object({"date": _TEXT, "kind": _TEXT, "title": _TEXT, "url": _TEXT, "more": _TEXT}),
    "Entries": _list("entries", "Brief", next=_NEXT, version=_TEXT),
    "Topics": _list("topics", "Topic"),
    "Documents": _list("documents", "Document", next=_NEXT),
    "Laws": _list("laws", "Law"),
    "Changes": _list("changes", "Change", next=_NEXT),
}

_FROM = {"name": "from", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 1_000_000}}
_LIMIT = {"name": "limit", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": 500}}
_TOPIC = {"name": "topic", "in": "query", "schema": _TEXT}


def _operation(name: str, schema: str, *parameters: dict[str, Any], errors: tuple[int, ...] = ()) -> dict[str, Any]:
    reply = {"application/json": {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    wrong = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    responses: dict[str, Any] = {"200": {"description": wording.WEB_API_DOC[name], "content": reply}}
    responses["304"] = {"description": "Not Modified"}
    for status in (401, 429, *errors):
        responses[str(status)] = {"description": wording.WEB_API_ERRORS[status], "content": wrong}
    return {"operationId": name, "summary": wording.WEB_API_DOC[name], "parameters": list(parameters), "responses": responses}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": _TEXT}


def described(base: str) -> dict[str, Any]:
    """The whole description; `base` is the address of the site."""
    ask = _operation("ask", "Reply", errors=(400, 413, 422)) | {
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Question"}}},
        }
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": wording.WEB_API_TITLE, "version": __version__, "description": wording.WEB_API_ABOUT},
        "servers": [{"url": base}],
        "security": [{}, {"key": []}],
        "paths": {
            "/api/v1/ask": {"post": ask},
            "/api/v1/topics": {"get": _operation("topics", "Topics")},
            "/api/v1/entries": {"get": _operation("entries", "Entries", _TOPIC, _FROM, _LIMIT, errors=(404, 422))},
            "/api/v1/entries/{id}": {"get": _operation("entry", "Entry", _path("id"), errors=(404,))},
            "/api/v1/documents": {"get": _operation("documents", "Documents", _FROM, _LIMIT, errors=(422,))},
            "/api/v1/documents/{id}": {"get": _operation("document", "Document", _path("id"), errors=(404,))},
            "/api/v1/laws": {"get": _operation("laws", "Laws")},
            "/api/v1/laws/{title}": {"get": _operation("law", "LawWithArticles", _path("title"), errors=(404,))},
            "/api/v1/changes": {"get": _operation("changes", "Changes", _FROM, _LIMIT, errors=(422,))},
        },
        "components": {"schemas": SCHEMAS, "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}}},
    }
