"""Where the project's own files lie: in the checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

__all__ = ["data_folder", "ontology_folder", "queries_folder"]

_PACKAGE = Path(__file__).resolve().parent
_BUNDLE = _PACKAGE / "_bundle"
_ROOT = _BUNDLE if _BUNDLE.is_dir() else _PACKAGE.parents[1]


def ontology_folder() -> Path:
    """Return the folder of the ontology, its code lists, shapes and rules."""
    return _ROOT / "ontology"


def queries_folder() -> Path:
    """Return the folder of reports, examples and quality queries."""
    return _ROOT / "queries"


def data_folder() -> Path:
    """Return the folder of the tables that come with the project."""
    return _ROOT / "data"
