"""The one seam to a solver library: HiGHS through highspy. Never in one process with ortools: they break each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from counterpoise.compensation.formulation import Programme
from counterpoise.errors import InvalidInput, StoreError

# HiGHS keeps one pool of threads a process, which its first call sizes: another number later is an error.
THREADS = 2


@dataclass(frozen=True, slots=True)
class Solution:
    """What the solver found. `status`: optimal (within the gap asked), feasible (stopped early), infeasible, unknown.

    `bound` is a lower bound on every solution of the programme; `gap` the incumbent's distance to it [share].
    """

    status: str
    values: tuple[float, ...]
    objective: float
    bound: float

    @property
    def gap(self) -> float:
        """The incumbent's relative distance to the bound."""
        if not np.isfinite(self.bound) or not self.values:
            return float("inf")
        return max(0.0, (self.objective - self.bound) / max(abs(self.objective), 1e-9))

    @property
    def is_usable(self) -> bool:
        """Whether there is a solution at all."""
        return bool(self.values)


def solve(
    programme: Programme, *, gap: float = 0.02, seconds: float = 20.0, seed: int = 0,
    start: Sequence[float] | None = None, relaxed: bool = False,
) -> Solution:  # fmt: skip
    """Solve a programme to a relative gap or until the time is over; `start` is a solution to begin from."""
    highs = _model(programme, relaxed=relaxed)
    for name, value in (
        ("mip_rel_gap", gap), ("time_limit", seconds), ("random_seed", seed), ("threads", THREADS),
        ("output_flag", False),
    ):  # fmt: skip
        highs.setOptionValue(name, value)
    if start is not None and not relaxed:
        _begin_from(highs, start)
    highs.run()
    return _solution(highs)


def write_mps(programme: Programme, path: Path) -> None:
    """Write a programme as MPS so that anybody can solve it elsewhere; StoreError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    except OSError as error:
        raise StoreError(f"The programme cannot be written to {path}: {error}. Name another file.") from error
    if path.suffix != ".mps":
        raise InvalidInput(f"{path} does not end in .mps. Name it so: solvers tell the format by the ending.")
    highs = _model(programme, relaxed=False)
    highs.setOptionValue("output_flag", False)
    highs.writeModel(str(path))


def _model(programme: Programme, *, relaxed: bool) -> Any:
    import highspy

    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(programme.cost), len(programme.row_names)
    lp.col_cost_ = np.array(programme.cost, dtype=np.float64)
    lp.col_lower_ = np.array(programme.low, dtype=np.float64)
    lp.col_upper_ = np.array([min(high, highspy.kHighsInf) for high in programme.high], dtype=np.float64)
    lp.row_lower_ = np.array([max(low, -highspy.kHighsInf) for low in programme.row_low], dtype=np.float64)
    lp.row_upper_ = np.array([min(high, highspy.kHighsInf) for high in programme.row_high], dtype=np.float64)
    starts = np.cumsum([0, *(len(row) for row in programme.entries)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.array(starts, dtype=np.int32)
    lp.a_matrix_.index_ = np.array([place for row in programme.entries for place in row], dtype=np.int32)
    lp.a_matrix_.value_ = np.array([value for row in programme.entries for value in row.values()], dtype=np.float64)
    if not relaxed:
        whole, free = highspy.HighsVarType.kInteger, highspy.HighsVarType.kContinuous
        lp.integrality_ = [whole if one else free for one in programme.is_whole]
    lp.col_names_, lp.row_names_ = list(programme.column_names), list(programme.row_names)
    # The class that highspy shows its users prints a banner when it is made; an answer in JSON must not begin with one.
    highs: Any = highspy._core._Highs()
    highs.setOptionValue("output_flag", False)
    highs.passModel(lp)
    return highs


def _begin_from(highs: Any, start: Sequence[float]) -> None:
    import highspy

    given = highspy.HighsSolution()
    given.col_value = list(start)
    highs.setSolution(given)


def _solution(highs: Any) -> Solution:
    import highspy

    status: Any = highs.getModelStatus()
    info = highs.getInfo()
    has_values = info.primal_solution_status == 2
    values = tuple(highs.getSolution().col_value) if has_values else ()
    is_mip = info.mip_node_count >= 0
    bound = info.mip_dual_bound if is_mip else info.objective_function_value
    if status == highspy.HighsModelStatus.kOptimal:
        word = "optimal"
    elif status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
        return Solution("infeasible", (), float("inf"), float("inf"))
    else:
        word = "feasible" if has_values else "unknown"
    return Solution(word, values, float(info.objective_function_value) if has_values else float("inf"), float(bound))
