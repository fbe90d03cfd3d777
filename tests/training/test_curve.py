from __future__ import annotations

import json
from pathlib import Path

from training.curve import read, table

ROWS = [
    {"hours": 0.1, "step": 3, "tokens": 1_800_000, "loss": 4.2, "bleu": 13.8, "chrf": 38.15},
    {"hours": 0.2, "step": 6, "tokens": 3_400_000, "loss": 3.7},
    {"hours": 0.3, "step": 9, "tokens": 5_000_000, "loss": 3.4, "bleu": 20.9, "chrf": 46.5},
]


def test_the_evaluations_of_a_log_as_a_table(tmp_path: Path) -> None:
    log = tmp_path / "log.jsonl"
    log.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    points = read(log)
    assert [point["step"] for point in points] == [3, 9]
    lines = table(points).splitlines()
    assert lines[2] == "| 0.10 | 1.8 M | 4.20 | 13.8 | 38.1 |"
    assert len(lines) == 4
