"""`python -m citygraph`."""

from __future__ import annotations

from citygraph.cli import main

if __name__ == "__main__":
    main()
