"""The seam to the compiler: one decorator, and a folder for compiled code that can always be written.

Numba's own cache notices a change in a function's file but not in the files it calls. The folder is therefore named
by a hash of every compiled module, and lies in the user's cache, so that an installed package need not be writable.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
import platformdirs

_FAST = {"contract", "nnan", "ninf", "nsz"}
MODULES = (
    "kernels.py", "kernels_by_draw.py", "engine_room.py", "coalition_bits.py", "boundary_search.py",
    "encounter_runs.py", "draw_runs.py", "draw_bits.py",
)  # fmt: skip

Function = TypeVar("Function", bound=Callable[..., Any])


def cache_folder() -> Path:
    """Give a writable folder for compiled code: NUMBA_CACHE_DIR if set, the user's cache, else a temporary one."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return Path(os.environ["NUMBA_CACHE_DIR"])
    here = Path(__file__).parent
    digest = hashlib.sha256(b"\0".join((here / name).read_bytes() for name in MODULES if (here / name).is_file()))
    folder = Path(platformdirs.user_cache_dir("counterpoise")) / f"compiled-{digest.hexdigest()[:16]}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="counterpoise-compiled-"))


setattr(numba.config, "CACHE_DIR", str(cache_folder()))  # noqa: B010 - numba makes its settings at run time


def compiled(*, exact: bool = False) -> Callable[[Function], Function]:
    """Compile a function on first use and cache the result; it releases the interpreter lock while it runs.

    Unless `exact`, products and sums may be fused, but never reordered: every lane of a block gets the same
    operations in the same order, so a result does not depend on its place.
    """
    fast = False if exact else _FAST
    # numpy's error model: a division by zero gives infinity; Python's check would stop vectorisation.
    decorate: Any = numba.njit(cache=True, nogil=True, error_model="numpy", fastmath=fast)
    return cast("Callable[[Function], Function]", decorate)


def compiled_pointer(function: Callable[..., None], *examples: Any) -> Any:
    """Compile a function for arguments of the types of `examples` into one that compiled code can be handed.

    What calls it through its pointer is compiled without it: half a minute less on the first run.
    """
    signature = numba.types.void(*(numba.typeof(example) for example in examples))
    return numba.cfunc(signature, cache=True, error_model="numpy", fastmath=_FAST)(function)
