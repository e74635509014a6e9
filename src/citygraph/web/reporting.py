"""Reports over HTTP: the job in a worker, and the description of all of them (OpenAPI 3.1)."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from citygraph._version import __version__
from citygraph.errors import ParameterError
from citygraph.queries import REPORT_KINDS, find_report, load_queries
from citygraph.rendering.reports import render_report
from citygraph.reports import run_report
from citygraph.web.jobs import pack

if TYPE_CHECKING:
    from collections.abc import Mapping

    from citygraph.opening import Release
    from citygraph.queries import Parameter, StoredQuery
    from citygraph.web.output import Output

__all__ = ["REPORT_TYPES", "all_reports", "openapi", "write_openapi", "write_report"]

REPORT_TYPES: Final = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "html": "text/html; charset=utf-8",
    "md": "text/markdown; charset=utf-8",
}
"""Suffix of a report's address to media type."""
_NAMES: Final = {"md": "markdown"}
_JSON_TYPES: Final[dict[str, dict[str, Any]]] = {
    "date": {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
    "year": {"type": "integer"},
    "integer": {"type": "integer"},
    "text": {"type": "string", "maxLength": 200},
    "language": {"type": "string"},
}


@lru_cache(maxsize=1)
def all_reports() -> dict[str, StoredQuery]:
    """Return the reports, checks of quality among them, by name."""
    return {
        name: query for kind in REPORT_KINDS for name, query in sorted(load_queries(kind).items())
    }


def require_narrow(query: StoredQuery, values: Mapping[str, list[str]]) -> None:
    """Make sure that a large report is asked for with a parameter.

    Raises:
        ParameterError: It is not.
    """
    if query.narrow and not any(v for given in values.values() for v in given):
        names = ", ".join(parameter.name for parameter in query.parameters)
        example = next((p for p in query.parameters if p.example), None)
        raise ParameterError(
            f"The report '{query.name}' is large: give at least one of its parameters.",
            hint=f"They are {names}."
            + (f" For example ?{example.name}={example.example}" if example else ""),
        )


def write_report(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write a report.

    Args:
        release: The release.
        job: ``name``, ``values``: parameter to values, ``suffix``: the form.
        output: Where it goes.

    Raises:
        UnknownName: There is no such report.
        ParameterError: A parameter is wrong, or one is needed.
    """
    query = all_reports().get(job["name"]) or find_report(job["name"])
    require_narrow(query, job["values"])
    report = run_report(
        query,
        job["values"],
        release.store,
        release.namespaces,
        release.title,
        release.manifest.licence,
    )
    suffix = job["suffix"]
    headers = [("Content-Type", REPORT_TYPES[suffix])]
    if suffix in {"csv", "xlsx"}:
        name = f"{query.name}-{release.manifest.version}.{suffix}"
        headers.append(("Content-Disposition", f'attachment; filename="{name}"'))
    body = render_report(report, _NAMES.get(suffix, suffix), release.namespaces)
    if suffix == "html":
        headers.append(("Content-Security-Policy", _policy(body)))
    output.head(200, tuple(headers))
    output.write(body)


def _policy(page: bytes) -> str:
    """Return the policy of a page that brings its own style: that style, and nothing else."""
    styles = re.findall(rb"<style>(.*?)</style>", page, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style).digest()).decode()}'" for style in styles
    )
    return (
        "default-src 'none'; style-src "
        + (hashes or "'none'")
        + ("; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
    )


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = {**_JSON_TYPES.get(parameter.type, {"type": "string"})}
    if parameter.several:
        schema = {"type": "array", "items": schema}
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.help or f"A {parameter.type}.",
        "schema": schema,
    }
    if parameter.several:
        described |= {"style": "form", "explode": True}
    if parameter.example:
        value: Any = parameter.example
        if schema["type"] == "integer":
            value = int(value)
        described["example"] = [value] if parameter.several else value
    return described


def _operation(query: StoredQuery, suffix: str) -> dict[str, Any]:
    media = REPORT_TYPES[suffix]
    problem = {"$ref": "#/components/responses/Problem"}
    schema: dict[str, Any] = {"type": "string"}
    if suffix == "json":
        schema = {"$ref": "#/components/schemas/Report"}
    return {
        "operationId": f"{query.name}_{suffix}".replace("-", "_"),
        "summary": query.title,
        "description": "\n\n".join(filter(None, (query.question, query.method.strip()))),
        "tags": [str(tag) for tag in query.tags] or ["reports"],
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "responses": {
            "200": {
                "description": f"The report as {suffix}.",
                "headers": {
                    "ETag": {"schema": {"type": "string"}},
                    "Citygraph-Release": {
                        "description": "The release that the answer comes from.",
                        "schema": {"type": "string"},
                    },
                },
                "content": {media.partition(";")[0]: {"schema": schema}},
            },
            "400": problem,
            "404": problem,
            "503": problem,
            "504": problem,
        },
    }


def openapi(base: str, version: str, licence: str) -> dict[str, Any]:
    """Return the description of the reports.

    Args:
        base: The address of this server.
        version: The version of the release.
        licence: The address of its licence.

    Returns:
        An OpenAPI 3.1 document, made from the front matter of the reports.
    """
    paths = {
        f"/reports/{name}.{suffix}": {"get": _operation(query, suffix)}
        for name, query in all_reports().items()
        for suffix in REPORT_TYPES
    }
    cell = {"type": ["string", "number", "boolean", "null"]}
    source = {"iri", "title", "publisher", "address"}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "citygraph reports",
            "version": version,
            "description": f"The reports of the release, made by citygraph {__version__}.",
            "license": {"name": "Licence of the data", "url": licence},
        },
        "servers": [{"url": base.rstrip("/")}],
        "paths": paths,
        "components": {
            "responses": {
                "Problem": {
                    "description": "What went wrong (RFC 9457).",
                    "content": {
                        "application/problem+json": {
                            "schema": {"$ref": "#/components/schemas/Problem"}
                        }
                    },
                }
            },
            "schemas": {
                "Problem": {
                    "type": "object",
                    "required": ["type", "title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string", "format": "uri"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "hint": {"type": "string"},
                    },
                },
                "Report": {
                    "type": "object",
                    "required": ["report", "release", "complete", "columns", "rows", "sources"],
                    "properties": {
                        "report": {"type": "string"},
                        "title": {"type": "string"},
                        "question": {"type": "string"},
                        "parameters": {"type": "object"},
                        "release": {"type": "string"},
                        "licence": {"type": "string"},
                        "complete": {"type": "boolean"},
                        "columns": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "properties": {
                                    "name": {"type": "string"},
                                    "title": {"type": "string"},
                                },
                            },
                        },
                        "rows": {
                            "type": "array",
                            "items": {"type": "object", "additionalProperties": cell},
                        },
                        "sources": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "properties": {name: {"type": "string"} for name in sorted(source)},
                            },
                        },
                    },
                },
            },
        },
    }


def write_openapi(release: Release, job: Mapping[str, Any], output: Output) -> None:
    """Write the description of the reports.

    Args:
        release: The release.
        job: ``base``: the address of this server.
        output: Where it goes.
    """
    output.head(200, (("Content-Type", "application/json"),))
    output.write(pack(openapi(job["base"], release.manifest.version, release.manifest.licence)))
