"""`python -m summarizer`: the same as the `summarizer` command."""

from __future__ import annotations

import sys

from summarizer.cli import main

if __name__ == "__main__":
    sys.exit(main())
