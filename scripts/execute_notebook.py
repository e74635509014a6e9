"""Execute docs/start.ipynb and write it back with its output.

    python scripts/execute_notebook.py [RELEASE]

The release, ``build`` by default, is what the notebook opens. Nothing that differs from run to run
(times, counters of the session) is kept, so the same release gives the same file.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

__all__ = ["NOTEBOOK", "executed"]

NOTEBOOK = Path(__file__).parents[1] / "docs" / "start.ipynb"


def executed(release: Path) -> str:
    """Return the text of the notebook, executed on a release."""
    import nbformat
    from nbclient import NotebookClient

    notebook: Any = nbformat.read(NOTEBOOK, as_version=4)
    os.environ["CITYGRAPH_OUT"] = str(release.resolve())
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    text: str = nbformat.writes(notebook, indent=1)
    return text.rstrip() + "\n"


if __name__ == "__main__":
    NOTEBOOK.write_text(executed(Path(sys.argv[1] if len(sys.argv) > 1 else "build")), "utf-8")
