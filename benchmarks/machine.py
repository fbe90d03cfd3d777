"""The machine: its processor, the versions of what runs, and how fast it multiplies and reads memory."""

from __future__ import annotations

import os
import platform
import subprocess
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.table import Clock, Table

PACKAGES = ("summarizer", "ctranslate2", "sentencepiece", "torch", "transformers", "sumy", "sacrebleu")
# Enough work for the processor to show what it can do, and still quick.
_SIDE = 2048
_ARRAY = 64 * 2**20


def facts(threads: int) -> list[tuple[str, str]]:
    """(what, value) of the machine, of the packages and of what is measured."""
    return [
        ("processor", _cpu()),
        ("processors used", str(threads)),
        ("vector instructions", ", ".join(_flags()) or "unknown"),
        ("memory", _memory()),
        ("system", f"{platform.system()} {platform.machine()}"),
        ("load before the run", _load()),
        ("Python", platform.python_version()),
        *((name, _version(name)) for name in PACKAGES),
        ("commit", _commit()),
        ("weights of the translator (SHA-256)", _weights()),
    ]


def _commit() -> str:
    """The commit that is measured, and whether files differ from it."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=12"],
            cwd=Path(__file__).parent, capture_output=True, text=True, check=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()


def _weights() -> str:
    from summarizer.models import store
    from summarizer.models.manifest import Manifest

    return Manifest.read(store.translator_path("builtin")).files["model.bin"].sha256[:12]


def _cpuinfo(key: str) -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(key)), "")


def _cpu() -> str:
    return f"{_cpuinfo('model name') or platform.processor() or 'unknown'} (family {_cpuinfo('cpu family')}, model {_cpuinfo('model')})"


def _flags() -> list[str]:
    wanted = ("avx2", "avx_vnni", "avx512f", "avx512_vnni", "avx512_bf16", "amx_int8", "amx_bf16")
    present = set(_cpuinfo("flags").split())
    return [flag for flag in wanted if flag in present]


def _memory() -> str:
    try:
        lines = Path("/proc/meminfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return "unknown"
    return f"{int(lines[0].split()[1]) / 2**20:.0f} GiB"


def _load() -> str:
    if not hasattr(os, "getloadavg"):
        return "unknown"
    return f"{os.getloadavg()[0]:.2f} (a load near or above the number of processors means that the seconds below are too long)"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def gemm(threads: int) -> float:
    """Float32 multiply-adds a second, in 10^9, of a large square matrix product in torch."""
    import torch

    torch.set_num_threads(threads)
    a, b = torch.rand(_SIDE, _SIDE), torch.rand(_SIDE, _SIDE)
    seconds = Clock(runs=5).time(lambda: a @ b, warm=lambda: a @ b)
    return _SIDE**3 / seconds / 1e9


def gemm_int8(threads: int) -> float:
    """Int8 multiply-adds a second, in 10^9, of a large product of uint8 and int8 in torch; 0 where it has none."""
    import torch

    torch.set_num_threads(threads)
    a = torch.randint(-128, 127, (_SIDE, _SIDE), dtype=torch.int8)
    b = torch.randint(-128, 127, (_SIDE, _SIDE), dtype=torch.int8)
    try:
        seconds = Clock(runs=5).time(lambda: torch._int_mm(a, b), warm=lambda: torch._int_mm(a, b))  # noqa: SLF001 - the only way to int8 products
    except (RuntimeError, AttributeError):
        return 0.0
    return _SIDE**3 / seconds / 1e9


def bandwidth(threads: int) -> float:
    """Gigabytes a second read from memory by a sum over an array larger than the usual caches."""
    import torch

    torch.set_num_threads(threads)
    array = torch.ones(_ARRAY, dtype=torch.float32)
    seconds = Clock(runs=5).time(array.sum, warm=array.sum)
    return 4 * _ARRAY / seconds / 1e9


def table(threads: int) -> Table:
    """The facts as a table."""
    return Table("Machine", ("what", "value"), tuple(facts(threads)))
