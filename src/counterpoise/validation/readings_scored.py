"""How well the open texts are read: the score of `validate --texts` as rows of the table."""

from counterpoise.validation.datasets import data_set, file_hash
from counterpoise.validation.rows import HOLDS, MISSES, Row, Settings
from counterpoise.validation.texts import report

SECTION = "Texts: official notices"
BAR_F1, BAR_WHOLLY_RIGHT = 0.99, 0.95


def text_rows(settings: Settings) -> list[Row]:
    """Give F1 by field and the share of texts that are wholly right, on the open set (read while building)."""
    index = data_set("notices").need(settings.folder, "index.csv")
    scored = report(index.parent)
    inputs = ((index.name, file_hash(index)),)
    rows = [
        Row(
            id=f"texts_{name}",
            section=SECTION,
            title=f"F1 of the field {name}",
            figure=tally.f1,
            target=f"at least {BAR_F1}",
            status=HOLDS if (tally.f1 or 0.0) >= BAR_F1 else MISSES,
            inputs=inputs,
            held_out="nothing: these texts were read while building",
            note=f"{tally.right} right, {tally.answered} answered, {tally.expected} expected.",
        )
        for name, tally in scored.tallies.items()
        if tally.f1 is not None
    ]
    if scored.n_wholly_right is not None:
        share = scored.n_wholly_right / scored.n_texts
        rows.append(
            Row(
                id="texts_wholly_right",
                section=SECTION,
                title="Share of texts wholly right",
                figure=share,
                target=f"at least {BAR_WHOLLY_RIGHT}",
                status=HOLDS if share >= BAR_WHOLLY_RIGHT else MISSES,
                held_out="nothing: these texts were read while building",
                inputs=inputs,
                note=f"{scored.n_wholly_right} of {scored.n_texts}.",
            )
        )
    return rows
