"""How well news is read: scores on the two sets of texts written for this project, as rows of the table.

A wheel carries a copy of the sets. The bars are those for the whole sets, and regression figures; what is scored on the
part 'check' alone is reported beside them. That of the second set is the better guess at texts that nobody here has
seen.
"""

from pathlib import Path

from counterpoise.validation.news_texts import SCORES, NewsScore, Tally, score_news_texts
from counterpoise.validation.rows import ABSENT, HOLDS, MISSES, REPORTED, Row, Settings

SECTION = "Texts: news"
PACKED = Path(__file__).parent / "data" / "news_texts"  # in a wheel
CHECKED_OUT = Path(__file__).parents[3] / "tests" / "documents"  # in a working copy
SETS = {"news": "first set", "news_second": "second set"}
BARS = {"direct": 0.97, "indirect_and_mixed": 0.85, "transfers": 0.92, "stance": 0.85}
TITLES = {
    "direct": "F1 of direct quotations with their speaker",
    "indirect_and_mixed": "F1 of indirect and mixed speech with its speaker",
    "transfers": "F1 of transfers (supplier, purchaser, system)",
    "stance": "Share of stances right where one is given",
}
CHECKED = {  # what became of the part 'check' of each set
    "news": "the part 'check', read for corrections since 25 November 2026",
    "news_second": "the part 'check': its texts unread, its totals looked at",
}
WHOLE = {
    "news": "no longer: both parts were tuned on",
    "news_second": "half of it: the part 'tune' was tuned on",
}


def news_folder(name: str) -> Path | None:
    """Give the folder of a set; None where neither a wheel nor a working copy has it."""
    return next((root / name for root in (PACKED, CHECKED_OUT) if (root / name / "split.csv").is_file()), None)


def news_rows(_settings: Settings) -> list[Row]:
    """Give the scores of each set, whole against its bar and the held-out part alone without one."""
    rows: list[Row] = []
    for name, title in SETS.items():
        folder = news_folder(name)
        if folder is None:
            rows.append(Row(id=f"{name}_texts", section=SECTION, title=f"News, {title}", status=ABSENT,
                            note="This installation carries no news texts; run from a working copy."))  # fmt: skip
            continue
        rows += _rows_of(name, title, score_news_texts(folder, "all"), score_news_texts(folder, "check"))
    return rows


def _rows_of(name: str, title: str, whole: NewsScore, check: NewsScore) -> list[Row]:
    return [
        *(_row(f"{name}_{key}", key, f"{title}, {whole.n_texts} texts", whole.total[key], WHOLE[name], BARS[key])
          for key in BARS),
        *(_row(f"{name}_check_{key}", key, f"{title}, {check.n_texts} of the part check", check.total[key],
               CHECKED[name], None) for key in BARS),
    ]  # fmt: skip


def _row(row_id: str, key: str, where: str, tally: Tally, held_out: str, bar: float | None) -> Row:
    figure = tally.f1 if key in SCORES else tally.share
    holds = HOLDS if figure is not None and bar is not None and figure >= bar else MISSES
    return Row(
        id=row_id,
        section=SECTION,
        title=f"{TITLES[key]}: {where}",
        figure=figure,
        target="" if bar is None else f"at least {bar}",
        status=REPORTED if bar is None else holds,
        held_out=held_out,
        note=f"{tally.right} right, {tally.found} found, {tally.expected} expected. Rules alone, without the model.",
    )
