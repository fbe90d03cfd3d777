"""The page, for those who start it with `python app.py`; the options are those of `summarizer serve`."""

from __future__ import annotations

import sys

from summarizer.cli import main

if __name__ == "__main__":
    sys.exit(main(["serve", *sys.argv[1:]]))
