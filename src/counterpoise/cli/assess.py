"""`counterpoise assess`: the balance with and without a transfer; without one, the region as known on a day."""

import os
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoise.cli.assess_page import Telling, aligned, as_csv, as_json, show, write_figures
from counterpoise.cli.options import format_option, parse_day
from counterpoise.errors import InvalidInput

if TYPE_CHECKING:
    from counterpoise.balance.assumption_sets import Claim
    from counterpoise.balance.profile import Profile
    from counterpoise.balance.transfer_items import ProposedTransfer

WHAT_IF = re.compile(r"^(?P<purchaser>[^:]+):(?P<system>[^:]+)(?::(?P<quantity>\d{1,6}))?(?:@(?P<supplier>[A-Z]{3}))?$")


def parse_scenarios(value: str) -> tuple[int, ...]:
    """Read a list of quantities: "12,25,50"."""
    try:
        numbers = tuple(int(word) for word in value.split(","))
    except ValueError:
        numbers = ()
    if not numbers or min(numbers) < 1:
        raise click.BadParameter(f"{value!r} is no list of quantities. Write it as 12,25,50.")
    return numbers


@click.command(name="assess")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option(
    "--what-if",
    "what_ifs",
    multiple=True,
    metavar="PURCHASER:SYSTEM[:QUANTITY]",
    help="A transfer of your own, as ARE:f-35a:50; without a quantity it runs as scenarios. Repeat it.",
)
@click.option(
    "--earlier",
    multiple=True,
    metavar="CASE",
    help="A case of the casebook that counts only in what the region has ordered and been offered. Repeat it.",
)
@click.option(
    "--coverage", is_flag=True, help="Count how much of the casebook the classes of the model hold, and stop."
)
@click.option("--protected", metavar="ACTOR", help="The state whose edge is asked about. [default: the profile's]")
@click.option(
    "--known-on",
    type=parse_day,
    metavar="DAY",
    help="Use no order or fact later than this day. [default: the case's last document, else the profile's day]",
)
@click.option("--profile", default="middle-east-2020", show_default=True, metavar="NAME|FOLDER", help="The region.")
@click.option("--profile-anyway", is_flag=True, help="Use the profile on a day for which it does not hold, and say so.")
@click.option(
    "--scenarios",
    type=parse_scenarios,
    default="12,25,50",
    show_default=True,
    help="Quantities to assess where none is stated.",
)
@click.option("--casebook", help="The casebook: a file or a PostgreSQL URL. [default: your data folder]")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the draws.")
@click.option("--draws", type=click.IntRange(min=100, max=100_000), default=1000, show_default=True, help="Draws.")
@click.option(
    "--depth",
    type=click.Choice(["counts", "summary", "usual", "full"]),
    default="usual",
    show_default=True,
    help="counts: no war; summary: levels and break-evens; usual: and what the answer hangs on; full: every coalition.",
)
@click.option("--reach", default="default", show_default=True, metavar="PRESET", help="What can be brought to bear.")
@click.option("--preset", default="default", show_default=True, metavar="NAME", help="A preset of the defaults.")
@click.option("--member", default="helmbold", show_default=True, help="Kernel: helmbold, or the rival proportional.")
@click.option("--multiplier", default="predictive", show_default=True, help="predictive, or one (M = 1).")
@click.option("--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="Threads.")
@click.option(
    "--figures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write each figure there as SVG with its data as CSV and JSON.",
)
@format_option()
def command(
    cases: tuple[str, ...],
    what_ifs: tuple[str, ...],
    earlier: tuple[str, ...],
    coverage: bool,
    protected: str | None,
    known_on: date | None,
    profile: str,
    profile_anyway: bool,
    scenarios: tuple[int, ...],
    casebook: str | None,
    seed: int,
    draws: int,
    depth: str,
    reach: str,
    preset: str,
    member: str,
    multiplier: str,
    workers: int,
    figures: Path | None,
    output_format: str,
) -> None:
    """Assess the balance with and without a transfer: CASEs of the casebook, or --what-if; else the region as it is.

    What the transfer changes, clause by clause, with how sure that is; counts by year in three worlds; break-evens
    beside history; what would change the answer; rival assumption sets; the assumptions ledger and the audit.

    \b
    Example:
      counterpoise assess --what-if ARE:f-35a:50 --known-on 2020-09-23
    """
    from counterpoise.balance.profile import load_profile
    from counterpoise.balance.relative_capabilities import assess_relative_capabilities

    where = casebook or os.environ.get("COUNTERPOISE_CASEBOOK")
    if coverage:
        _show_coverage(where, output_format)
        return
    region = load_profile(profile)
    transfers, claims, case_day = _cases(cases, where, known_on)
    before, _, _ = _cases(earlier, where, known_on)
    transfers += [_what_if(text, region, n) for n, text in enumerate(what_ifs, start=1)]
    state = _actor(region, protected) if protected else region.protected
    day = known_on or case_day or min(region.holdings_on, region.valid_to)
    if depth == "counts":
        relative = assess_relative_capabilities(
            region, transfers, protected=state, known_on=day, scenarios=scenarios, earlier=before, seed=seed,
            n_draws=draws, profile_anyway=profile_anyway,
        )  # fmt: skip
        if figures is not None:
            from counterpoise.balance.relative_figures import figures as drawn

            write_figures(drawn(relative), figures)
        show(relative, None, output_format)
        return
    from counterpoise.balance.assessment import AssessmentRequest, assess_balance

    telling = Telling()
    found = assess_balance(
        region,
        transfers,
        AssessmentRequest(
            known_on=day, protected=state, quantities=scenarios, earlier=before, claims=claims, seed=seed,
            n_draws=draws, depth=depth, reach=reach, preset=preset, member=member, multiplier=multiplier,
            workers=workers, profile_anyway=profile_anyway,
        ),
        telling,
    )  # fmt: skip
    telling.end()
    if figures is not None:
        from counterpoise.balance.assessment_figures import figures as fought
        from counterpoise.balance.relative_figures import figures as drawn

        write_figures((*fought(found), *drawn(found.relative)), figures)
    show(found.relative, found, output_format)


def _cases(
    names: Sequence[str], casebook: str | None, known_on: date | None
) -> tuple[list["ProposedTransfer"], list["Claim"], date | None]:
    """Fetch cases as transfers, what is said of them, and the day of their last dated document."""
    if not names:
        return [], [], None
    from counterpoise.balance.case_transfers import claims_of_case, transfer_of_case
    from counterpoise.casebook import open_casebook

    with open_casebook(casebook) as book:
        found = [book.case(name, known_on=known_on) for name in names]
    days = [record.known_from for case in found for record in case.documents if record.published_on is not None]
    claims = [claim for case in found for claim in claims_of_case(case)]
    return [transfer_of_case(case) for case in found], claims, max(days, default=None)


def _show_coverage(casebook: str | None, output_format: str) -> None:
    """Print how many items and cases of the casebook map to a class of the model, and why the others do not."""
    from counterpoise.balance.case_transfers import coverage_of_casebook
    from counterpoise.casebook import open_casebook

    with open_casebook(casebook) as book:
        found = coverage_of_casebook(book)
    outside = dict(sorted(found.outside.items(), key=lambda one: -one[1]))
    if output_format == "json":
        click.echo(
            as_json(
                {
                    "kind": "coverage", "n_cases": found.n_transfers, "n_cases_mapped": found.n_transfers_mapped,
                    "n_items": found.n_items, "n_items_mapped": found.n_mapped, "outside": outside,
                }
            ),
            nl=False,
        )  # fmt: skip
        return
    rows = [("mapped to a class of the model", str(found.n_mapped)), *((why, str(n)) for why, n in outside.items())]
    if output_format == "csv":
        click.echo(as_csv(("items", "n"), rows), nl=False)
        return
    click.echo(
        f"{found.n_transfers_mapped} of {found.n_transfers} cases have an item in the model; "
        f"{found.n_mapped} of {found.n_items} items map to a class."
    )
    click.echo("\n".join(aligned((("items", "n"), *rows))))


def _what_if(text: str, profile: "Profile", n: int) -> "ProposedTransfer":
    """Read PURCHASER:SYSTEM[:QUANTITY][@SUPPLIER]."""
    from counterpoise import vocabulary
    from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem

    match = WHAT_IF.match(text)
    if match is None:
        raise InvalidInput(
            f"{text!r} is no what-if. Write PURCHASER:SYSTEM or PURCHASER:SYSTEM:QUANTITY, as ARE:f-35a:50."
        )
    word, quantity = match["system"].strip(), match["quantity"]
    system_id, class_id = _system(word)
    name = vocabulary.index("systems", "system_id")[system_id]["name"] if system_id else word
    item = TransferItem(
        system=name, system_id=system_id, class_id=class_id, quantity=int(quantity) if quantity else None, wording=text
    )
    return ProposedTransfer(
        purchaser=_actor(profile, match["purchaser"].strip()), supplier=match["supplier"] or "USA", items=(item,),
        transfer_id=f"what-if-{n}", label=text,
    )  # fmt: skip


def _system(word: str) -> tuple[str | None, str | None]:
    """Find a system by id, name or alias, else a class by id: (system_id, class_id)."""
    from counterpoise import vocabulary

    if word in vocabulary.index("classes", "class_id"):
        return None, word
    wanted = word.casefold()
    for row in vocabulary.rows("systems"):
        names = (row["system_id"], row["name"], *vocabulary.split_list(row["aliases"]))
        if wanted in (name.casefold() for name in names):
            return row["system_id"], None
    raise InvalidInput(
        f"{word!r} is an unknown system. Give an id or name of vocabulary/systems.csv (f-35a, MQ-9B), or a class_id "
        f"of vocabulary/classes.csv (fighter_5gen)."
    )


def _actor(profile: "Profile", word: str) -> str:
    """Find an actor of the profile by id or name."""
    for actor in profile.actors:
        if word.casefold() in (actor.actor_id.casefold(), actor.name.casefold()):
            return actor.actor_id
    raise InvalidInput(
        f"{word!r} is no actor of the profile {profile.name}. Its actors are {', '.join(profile.actor_ids)}."
    )
