"""`counterpoise clock`: what must be notified, every deadline, what may still happen."""

import csv
import io
import json
import os
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from counterpoise.cli.options import parse_day
from counterpoise.errors import InvalidInput
from counterpoise.units import parse_usd

if TYPE_CHECKING:
    from counterpoise.law.clock import ReviewClock
    from counterpoise.law.disapproval import Adjournment, Resolution
    from counterpoise.law.facts import SaleFacts, SoldItem

ROUTE_WORDS = {  # what people write, to rows of vocabulary/routes.csv
    "fms": "fms", "36b": "fms", "36(b)": "fms", "36(b)(1)": "fms", "36(b)(5)": "fms", "36(b)(5)(a)": "fms",
    "36(b)(5)(c)": "fms", "government-to-government": "fms", "foreign_military_sale": "fms",
    "foreign_military_sales": "fms",
    "direct_commercial_sale": "dcs", "direct_commercial_sales": "dcs",
    "dcs": "dcs", "36c": "dcs", "36(c)": "dcs", "36(c)(1)": "dcs", "commercial": "dcs", "licence": "dcs",
    "license": "dcs",
    "manufacture_abroad": "manufacture_abroad", "36d": "manufacture_abroad", "36(d)": "manufacture_abroad",
    "mla": "manufacture_abroad", "taa": "manufacture_abroad",
    "third_party_transfer": "third_party_transfer", "3d": "third_party_transfer", "3(d)": "third_party_transfer",
    "retransfer": "third_party_transfer", "third-party": "third_party_transfer",
    "lease": "lease", "loan": "lease", "62": "lease", "63": "lease", "62/63": "lease",
    "excess_defense_articles": "excess_defense_articles", "eda": "excess_defense_articles",
    "drawdown": "drawdown", "foreign": "foreign", "unknown": "unknown",
}  # fmt: skip
MDE_WORDS = {"yes": "stated", "no": "none", "stated": "stated", "inferred": "inferred", "none": "none",
             "unknown": "unknown"}  # fmt: skip
ADJOURNED = re.compile(r"^(?P<first>\d{4}-\d\d-\d\d)(?:\.\.|/|:)(?P<last>\d{4}-\d\d-\d\d)(?P<sine_die>:sine-die)?$")


def amount(value: str) -> int | None:
    """Read an amount option; "unknown" is an amount that nobody has stated."""
    return None if value.strip().lower() == "unknown" else parse_usd(value)


def route_of(value: str) -> str:
    """Give the route that a word means."""
    word = value.strip().lower().replace(" ", "_")
    for form in (word, word.replace("-", "_")):
        if form in ROUTE_WORDS:
            return ROUTE_WORDS[form]
    raise InvalidInput(f"{value!r} is no route. Write one of {', '.join(dict.fromkeys(ROUTE_WORDS.values()))}.")


FACTS = (
    click.option("--purchaser", multiple=True, metavar="NAME",
                 help="ISO code, name or organisation; repeat it for several destinations."),
    click.option("--route", default="fms", show_default=True, metavar="ROUTE",
                 help="fms, dcs, manufacture_abroad, third_party_transfer, lease, excess_defense_articles, drawdown, "
                      "foreign or unknown."),
    click.option("--total", type=amount, metavar="USD", help="Total value: 10.4e9, 10.4bn or 10,400,000,000."),
    click.option("--mde", type=amount, metavar="USD", help="Major defense equipment in it; 0 if none."),
    click.option("--has-mde", type=click.Choice(list(MDE_WORDS)), help="Whether there is any, if no amount is known."),
    click.option("--item", "items", multiple=True, metavar="NAME", help="An item sold, to infer equipment from."),
    click.option("--construction", type=amount, metavar="USD", help="Design and construction services (36(b))."),
    click.option("--firearms", type=amount, metavar="USD", help="Category I firearms (36(c))."),
    click.option("--received-on", type=parse_day, multiple=True, metavar="DAY",
                 help="Day Congress received it; repeat it if sources differ."),
    click.option("--emergency", is_flag=True, help="An emergency is certified."),
    click.option("--new-sales-territory", is_flag=True, help="It lets the buyer sell elsewhere."),
    click.option("--prior-total", type=amount, metavar="USD", help="Case growth: total before the amendment."),
    click.option("--prior-mde", type=amount, metavar="USD", help="Case growth: equipment before the amendment."),
    click.option("--upgrade", is_flag=True, help="Enhancement, upgrade or cost growth of a certified case, 36(b)(5); "
                                                 "amounts are its own."),
    click.option("--new-certification", is_flag=True, help="The upgrade's paper is a certification, 36(b)(5)(C)."),
    click.option("--certified-on", type=parse_day, metavar="DAY", help="Day of the certification an upgrade follows."),
    click.option("--manufacture-abroad", is_flag=True, help="A licence that is an agreement under 36(d) too."),
    click.option("--satellite-launch-from", metavar="STATE", help="A communications satellite: RUS, UKR, KAZ."),
    click.option("--treaty-export", is_flag=True, help="A defense trade treaty's exemption would apply (AUS, GBR)."),
    click.option("--origin", type=click.Choice(["fms", "dcs"]), help="Retransfer: how it first went abroad."),
    click.option("--lease-months", type=click.IntRange(min=0), help="Length of a lease."),
    click.option("--shipment-notice-requested", is_flag=True, help="A committee asked under 36(i)."),
    click.option("--shipment-on", type=parse_day, metavar="DAY", help="Day of shipment."),
    click.option("--delivery-on", type=parse_day, metavar="DAY", help="Day of delivery."),
    click.option("--signed-on", type=parse_day, metavar="DAY", help="Day the letter of offer or licence was signed."),
)  # fmt: skip
FACT_NAMES = frozenset({
    "purchaser", "route", "total", "mde", "has_mde", "items", "construction", "firearms", "received_on", "emergency",
    "new_sales_territory", "prior_total", "prior_mde", "upgrade", "new_certification", "certified_on",
    "manufacture_abroad", "satellite_launch_from", "treaty_export", "origin", "lease_months",
    "shipment_notice_requested", "shipment_on", "delivery_on", "signed_on",
})  # fmt: skip
QUESTIONS = (
    click.option("--introduced-on", type=parse_day, multiple=True, metavar="DAY",
                 help="Day a Senate resolution was introduced; repeat for several."),
    click.option("--house-introduced-on", type=parse_day, multiple=True, metavar="DAY", help="The same in the House."),
    click.option("--adjourned", multiple=True, metavar="DAY..DAY",
                 help="Days either house was out of session, ends included; :sine-die after it if final."),
    click.option("--as-of", type=parse_day, metavar="DAY", help="Apply the law of this day, not that of receipt."),
    click.option("--known-on", type=parse_day, metavar="DAY",
                 help="Use no fact later than this day; say what may still happen on it."),
    click.option("--reading", multiple=True, metavar="NAME=CHOICE",
                 help="Settle a doubtful reading otherwise: day_of_receipt=day_of_receipt."),
    click.option("--scenario", multiple=True, metavar="BILL", help="Take a bill as if it were law: hr-3138."),
    click.option("--law-data", type=click.Path(path_type=Path, file_okay=False, exists=True),
                 help="Folder of law files of your own that take the place of ours."),
    click.option("--case-id", metavar="ID", help="Name under which calendar events keep their identity."),
    click.option("--ics", type=click.Path(path_type=Path, dir_okay=False), help="Write the days as a calendar file."),
    click.option("--svg", type=click.Path(path_type=Path, dir_okay=False), help="Write the timeline as a picture."),
    click.option("--format", "output_format", type=click.Choice(["text", "table", "json", "csv"]), default="text",
                 show_default=True, help="text is a page with reasons; the others are the bare answer."),
)  # fmt: skip


def with_options(options: tuple[Callable[..., Any], ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add options in the order in which they are listed."""

    def add(function: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            function = option(function)
        return function

    return add


@click.command(name="clock")
@click.argument("case", required=False, metavar="[CASE]")
@with_options(FACTS)
@with_options(QUESTIONS)
@click.option("--casebook", help="With CASE: a file or a PostgreSQL URL. [default: your data folder]")
@click.pass_context
def command(context: click.Context, /, case: str | None, casebook: str | None, **given: Any) -> None:
    """Say what must be notified, to whom, every deadline, and what may still happen.

    Give a CASE of the casebook, or the bare facts as options. Facts that are not given are not guessed: the answer says
    which it would need.

    \b
    Example:
      counterpoise clock --purchaser ARE --route fms --total 10.4e9 --received-on 2020-11-10
    """
    check_way(context, case, given)
    clock = ask(given, facts_of(given), ()) if case is None else ask_of_case(case, casebook, given)
    if given["ics"] is not None:
        from counterpoise.law.calendar_export import as_icalendar

        write(given["ics"], as_icalendar(clock, case_id=given["case_id"] or case))
    if given["svg"] is not None:
        from counterpoise.law.timeline_svg import as_svg

        write(given["svg"], as_svg(clock))
    click.echo(PRESENTERS[given["output_format"]](clock), nl=False)


def check_way(context: click.Context, case: str | None, given: Mapping[str, Any]) -> None:
    """Refuse both ways of stating the facts at once, and neither."""
    stated = [parameter for parameter in context.command.params if parameter.name in FACT_NAMES
              and context.get_parameter_source(parameter.name or "") == ParameterSource.COMMANDLINE]  # fmt: skip
    if case is None and not given["purchaser"]:
        raise click.UsageError("Name a CASE of the casebook, or give the facts: --purchaser ARE --total 10.4e9 ...")
    if case is not None and stated:
        raise InvalidInput(
            f"The case {case} states its own facts; {stated[0].opts[0]} would contradict them. Leave it out, or "
            f"correct the case: counterpoise cases edit {case}."
        )


def ask_of_case(case_id: str, where: str | None, given: Mapping[str, Any]) -> "ReviewClock":
    """Take the facts and the resolutions from a case of the casebook and ask the law."""
    from counterpoise.casebook import open_casebook
    from counterpoise.pipeline.clocks import facts_of_case, resolutions_of_case

    with open_casebook(where or os.environ.get("COUNTERPOISE_CASEBOOK")) as casebook:
        case = casebook.case(case_id, known_on=given["known_on"])
    return ask(given, facts_of_case(case), resolutions_of_case(case))


def ask(given: Mapping[str, Any], facts: "SaleFacts", known: "Sequence[Resolution]") -> "ReviewClock":
    """Ask the law about facts, with the resolutions known and those given."""
    from counterpoise.law.clock import review_clock
    from counterpoise.law.disapproval import Resolution
    from counterpoise.law.scenarios import scenario

    resolutions = [*known, *(Resolution(introduced_on=day) for day in given["introduced_on"])]
    resolutions += [Resolution(introduced_on=day, chamber="house") for day in given["house_introduced_on"]]
    return review_clock(
        facts, as_of=given["as_of"], known_on=given["known_on"], resolutions=resolutions,
        adjournments=[adjournment_of(text) for text in given["adjourned"]],
        readings=dict(reading_of(text) for text in given["reading"]),
        scenarios=[scenario(name, given["law_data"]) for name in given["scenario"]], folder=given["law_data"],
    )  # fmt: skip


def is_upgrade(route: str) -> bool:
    """Say whether the word for the route names an upgrade, as "36(b)(5)(C)" does."""
    return route.strip().lower().startswith("36(b)(5)")


def facts_of(given: Mapping[str, Any]) -> "SaleFacts":
    """Turn the options that describe the transfer into facts."""
    from counterpoise.law.facts import SaleFacts
    from counterpoise.vocabulary.parties import resolve_parties, resolve_party

    parties = [party.code for text in given["purchaser"] for party in resolve_parties(text)]
    launch = given["satellite_launch_from"]
    return SaleFacts(
        purchaser=parties[0], other_parties=tuple(parties[1:]), route=route_of(given["route"]),
        total_usd=given["total"], mde_usd=given["mde"], has_mde=given["has_mde"] and MDE_WORDS[given["has_mde"]],
        items=tuple(item_of(name) for name in given["items"]), construction_usd=given["construction"],
        firearms_usd=given["firearms"], received_on=tuple(given["received_on"]) or None, emergency=given["emergency"],
        new_sales_territory=given["new_sales_territory"], prior_total_usd=given["prior_total"],
        prior_mde_usd=given["prior_mde"],
        is_upgrade=given["upgrade"] or is_upgrade(given["route"]),
        is_new_certification=given["new_certification"] or given["route"].lower().endswith("(5)(c)"),
        certified_on=given["certified_on"],
        manufacture_abroad=given["manufacture_abroad"], satellite_launch_from=launch and resolve_party(launch).code,
        treaty_export=given["treaty_export"], origin=given["origin"], lease_months=given["lease_months"],
        shipment_notice_requested=given["shipment_notice_requested"], shipment_on=given["shipment_on"],
        delivery_on=given["delivery_on"], signed_on=given["signed_on"],
    )  # fmt: skip


def item_of(name: str) -> "SoldItem":
    """Give an item with its class, if the vocabulary knows the system by exactly this name."""
    from counterpoise.law.facts import SoldItem
    from counterpoise.vocabulary import rows, split_list
    from counterpoise.vocabulary.parties import fold

    found = {
        row["class_id"] for row in rows("systems")
        if fold(name) in {fold(n) for n in (row["system_id"], row["name"], *split_list(row["aliases"]))}
    }  # fmt: skip
    return SoldItem(name, found.pop() if len(found) == 1 else None)


def adjournment_of(text: str) -> "Adjournment":
    """Read "2025-08-02..2025-09-01" or "2025-12-20..2026-01-02:sine-die"."""
    from counterpoise.law.disapproval import Adjournment

    found = ADJOURNED.match(text.strip())
    if found is None:
        raise InvalidInput(f"{text!r} is no run of days. Write 2025-08-02..2025-09-01, with :sine-die if it is final.")
    first, last = (day_of(found[end]) for end in ("first", "last"))
    return Adjournment(first, last, sine_die=found["sine_die"] is not None)


def day_of(text: str) -> date:
    """Read a day or say what is wrong with it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput(f"{text!r} is not a day ({error}).") from error


def reading_of(text: str) -> tuple[str, str]:
    """Read "day_of_receipt=day_of_receipt"."""
    name, equals, choice = text.partition("=")
    if not equals:
        raise InvalidInput(f"{text!r} is no reading. Write its file and its choice: recess=recess_excluded.")
    return name.strip(), choice.strip()


def write(path: Path, text: str) -> None:
    """Write a file, or say why not."""
    try:
        path.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise InvalidInput(f"{path} cannot be written ({error.strerror}). Give another path.") from error
    click.echo(f"Wrote {path}.", err=True)


def as_text(clock: "ReviewClock") -> str:
    """Give the page with reasons."""
    from counterpoise.law.page import page

    return page(clock)


def as_json(clock: "ReviewClock") -> str:
    """Give the object of clock.schema.json."""
    return json.dumps(clock.as_json(), indent=2, ensure_ascii=False) + "\n"


COLUMNS = ("purchaser", "route", "track", "notification_required", "threshold_group", "review_group", "review_days",
           "received_on", "last_protected_day", "first_free_day", "emergency", "qme_required", "qme_parts",
           "discharge_days", "discharge_in_order_after")  # fmt: skip


def _row(answer: Mapping[str, Any]) -> dict[str, str]:
    qme, disapproval = answer["qme_determination"], answer["disapproval"]
    values = {
        **answer, "purchaser": [party["code"] for party in answer["purchaser"]], "qme_required": qme["required"],
        "qme_parts": qme["parts"], "discharge_days": disapproval["discharge_days"],
        "discharge_in_order_after": disapproval["discharge_in_order_after"],
    }  # fmt: skip
    return {column: _cell(values[column]) for column in COLUMNS}


def _cell(value: Any) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "|".join(_cell(part) for part in value) or "none" if isinstance(value, list) else str(value)


def as_csv(clock: "ReviewClock") -> str:
    """Give one row under its head; several days in a cell are joined by a bar."""
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerow(_row(clock.as_json()))
    return out.getvalue()


def as_table(clock: "ReviewClock") -> str:
    """Give the answer and its days as two short tables."""
    answer = clock.as_json()
    row = _row(answer)
    width = max(len(column) for column in COLUMNS)
    lines = [f"{column.replace('_', ' '):<{width}}  {value}" for column, value in row.items()]
    lines += ["", *(f"{e['on']}  {e['weekday'][:3]}  {e['title']}" for e in answer["timeline"])]
    lines += [f"warning: {warning['message']}" for warning in answer["warnings"]]
    return "\n".join(lines) + "\n"


PRESENTERS: dict[str, Callable[["ReviewClock"], str]] = {
    "text": as_text, "json": as_json, "csv": as_csv, "table": as_table,
}  # fmt: skip
