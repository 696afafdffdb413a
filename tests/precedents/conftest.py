"""Sales to compare."""

from collections.abc import Callable
from datetime import date

import pytest

from counterpoise.casebook.precedents import PrecedentSubject
from counterpoise.precedents.subjects import sold_item, what_if_subject

Sale = Callable[..., PrecedentSubject]


@pytest.fixture
def sale() -> Sale:
    """Make a sale of one system, as of a day."""

    def make(
        purchaser: str, system_id: str, on: date, *, total_usd: int | None = None, emergency: bool = False,
        route: str = "fms",
    ) -> PrecedentSubject:  # fmt: skip
        return what_if_subject(
            subject_id="sale", title=f"{purchaser}:{system_id}", purchaser=purchaser, on=on, total_usd=total_usd,
            items=(sold_item(system_id, system_id, None, 1),), emergency=emergency, route=route,
        )  # fmt: skip

    return make
