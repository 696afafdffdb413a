"""Several transfers in one dossier: side by side, weighed together and apart, and what cannot be weighed is named."""

from pathlib import Path

import pytest

from counterpoise.dossier.contents import Chapter, DossierContents
from tests.dossier.conftest import dossier_of

ONE = (
    "WASHINGTON, November 12, 2020 - The State Department notified Congress of a proposed sale of 50 F-35A fighter "
    "jets to the United Arab Emirates for $10.4 billion.\n"
)
OTHERS = (
    "WASHINGTON, November 13, 2020 - The State Department notified Congress of a proposed sale of 24 F-16V fighter "
    "jets to Jordan for $4.2 billion.\n\nSeparately, it notified Congress of a proposed sale of 20 HIMARS launchers "
    "to Poland for $655 million.\n"
)


@pytest.fixture(scope="module")
def several(tmp_path_factory: pytest.TempPathFactory) -> DossierContents:
    folder = tmp_path_factory.mktemp("several")
    (folder / "one.txt").write_text(ONE, encoding="utf-8")
    (folder / "others.txt").write_text(OTHERS, encoding="utf-8")
    return dossier_of(folder / "one.txt", folder / "others.txt", casebook=folder / "c.sqlite", depth="usual",
                      n_draws=100)  # fmt: skip


def chapter(contents: DossierContents, name: str) -> Chapter:
    return next(one for one in contents.chapters if one.id == name)


def test_every_transfer_has_a_row_with_its_value_its_period_and_whether_it_is_weighed(several: DossierContents) -> None:
    facts, compared, larger = chapter(several, "side").tables
    rows = {row[0]: row for row in facts.rows}
    assert {title.split(":")[0]: row[1] for title, row in rows.items()} == {
        "United Arab Emirates": "$10.4 billion", "Jordan": "$4.2 billion", "Poland": "$655 million",
    }  # fmt: skip
    poland = rows["Poland: 20 HIMARS launchers"]
    assert poland[4].startswith("15 days")  # a member of NATO
    assert "no actor of the profile" in poland[6]
    assert rows["Jordan: 24 F-16V"][4].startswith("30 days")
    assert [row[0].split(":")[0] for row in compared.rows] == ["United Arab Emirates", "Jordan"]
    assert [len(row) for row in larger.rows] == [3, 3]
    assert all(facts.notes)


def test_the_changes_are_drawn_side_by_side_with_their_data(several: DossierContents) -> None:
    (figure,) = chapter(several, "side").figures
    assert [row[1] for row in figure.rows] == ["ARE", "JOR"]
    assert "against Jordan alone" in figure.svg


def test_the_summary_says_that_two_are_weighed_together_and_what_is_not_in_it(several: DossierContents) -> None:
    law, balance = (next(s.text for s in several.summary if s.lead == lead)
                    for lead in ("The law, and when", "The balance"))  # fmt: skip
    assert "the 2 transfers together" in balance
    assert "against the United Arab Emirates" in balance
    assert "against Jordan" in balance
    assert balance.endswith("not in it: Poland: 20 HIMARS launchers.")
    assert "for Jordan: 24 F-16V the same period" in law
    assert "for Poland: 20 HIMARS launchers, 15 days from receipt" in law


def test_part_b_says_why_one_is_not_weighed(several: DossierContents) -> None:
    cautions = [s.text for part in several.parts if part.letter == "B" for s in part.cautions]
    assert any(text.startswith("Poland: 20 HIMARS launchers is not weighed here: the purchaser") for text in cautions)


def test_a_dossier_of_one_transfer_has_no_such_chapter(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    alone = dossier_of(tmp_path / "one.txt", casebook=tmp_path / "c.sqlite", n_draws=100)
    assert "side" not in [one.id for one in alone.chapters]


def test_two_cases_of_one_system_for_one_purchaser_are_warned_of(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    later = ONE.replace("November 12, 2020", "March 12, 2021").replace("50 F-35A", "12 F-35A").replace("10.4", "2.9")
    (tmp_path / "later.txt").write_text(later, encoding="utf-8")
    both = dossier_of(tmp_path / "one.txt", tmp_path / "later.txt", casebook=tmp_path / "c.sqlite", n_draws=100)
    assert len(both.cases) == 2
    (caution,) = chapter(both, "side").cautions
    assert "weighed as two transfers" in caution.text
    assert f"counterpoise cases merge {both.cases[0].case_id} {both.cases[1].case_id}" in caution.text
