"""What a command says while it works: the time left from the share done."""

import pytest

from counterpoise.cli.telling import time_left


@pytest.mark.parametrize(
    ("spent", "share", "says"),
    [
        (1.0, 0.5, ""),
        (10.0, 0.25, ", about 30 s left"),
        (60.0, 0.1, ", about 9 min left"),
        (10.0, 0.0, ""),
        (10.0, 1.0, ""),
    ],
)
def test_time_left_follows_the_share_done(spent: float, share: float, says: str) -> None:
    assert time_left(spent, share) == says
