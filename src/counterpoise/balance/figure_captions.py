"""What every picture of an assessment says of itself: the profile, day, draws, seed and version that it rests on."""

from counterpoise import __version__
from counterpoise.balance.profile import Profile
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.relative_words import DISCLAIMER
from counterpoise.drawing.figure import Caption, stem

HASH_LETTERS = 12


def caption(result: RelativeCapabilities, name: str, title: str, says: str, description: str = "") -> Caption:
    """Give the caption of a picture; `name` becomes the stem of its files."""
    return Caption(
        name=stem(name), title=title, says=says, source=run_words(result), disclaimer=DISCLAIMER,
        description=description,
    )  # fmt: skip


def run_words(result: RelativeCapabilities) -> str:
    """Name the run that a number comes from, on one line."""
    return (
        f"{profile_words(result.profile)}, known on {result.known_on}; {result.n_draws:,} draws, seed {result.seed}; "
        f"Counterpoise {__version__}."
    )


def profile_words(profile: Profile) -> str:
    """Name a profile with the beginning of its hash."""
    kind, _, digest = profile.content_hash.partition(":")
    return f"profile {profile.name} ({kind}:{digest[:HASH_LETTERS]})"
