"""What a measurement was made on: machine, versions, commit."""

import os
import platform
import subprocess
from importlib import metadata
from pathlib import Path
from typing import Any

from counterpoise import __version__

LIBRARIES = ("numpy", "scipy", "numba", "highspy", "sqlalchemy", "spacy")


def machine() -> dict[str, Any]:
    """Describe the machine: processor, cores, memory [GB], load of the last minute, system."""
    return {
        "processor": _processor(), "cores": os.cpu_count(), "memory_gb": _memory(),
        "load_before": round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
        "system": platform.system(), "architecture": platform.machine(),
    }  # fmt: skip


def versions() -> dict[str, str]:
    """Give the versions of what is measured and of what it rests on; a library that is not installed is left out."""
    found = {"counterpoise": __version__, "python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def commit() -> str:
    """Name the commit of the clone that runs, "+" where files differ from it, "not a clone" elsewhere."""
    head, changed = _git("rev-parse", "--short=12", "HEAD"), _git("status", "--porcelain", "--untracked-files=no")
    return "not a clone" if head is None else head + ("+" if changed else "")


def _git(*arguments: str) -> str | None:
    folder = Path(__file__).parents[1]
    command = ["git", "-C", str(folder), *arguments, *(["--", str(folder)] if arguments[0] == "status" else [])]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown")


def _memory() -> float | None:
    try:
        return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1)
    except (AttributeError, ValueError, OSError):
        return None
