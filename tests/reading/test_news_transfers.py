"""Who would supply what to whom, how many, for how much and how far it has come: one sentence or two each."""

import pytest

from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news

CASES = [
    ("Trump told reporters on Monday that the US will sell F-35s to Saudi Arabia.", ["USA SAU f-35 proposed"]),
    (
        "Saudi Arabia has asked Washington for up to 48 F-35 fighter jets, two people said.",
        ["USA SAU 48 f-35 requested"],
    ),
    (
        "The Obama administration notified Congress of plans to sell 30 F-15s to Israel and 84 F-15s to Saudi Arabia.",
        ["USA ISR 30 f-15 notified", "USA SAU 84 f-15 notified"],
    ),
    (
        "Poland signed a $4.75 billion contract on Wednesday to buy Patriot systems from the United States.",
        ["USA POL patriot contracted $4750000000"],
    ),
    ("Israel will receive two more Dolphin submarines from Germany.", ["DEU ISR 2 dolphin proposed"]),
    (
        "Egypt took delivery of the first of two Mistral warships from France on Thursday.",
        ["FRA EGY 2 mistral delivered"],
    ),
    ("The Netherlands blocked the export of F-35 parts to Israel after a court ruling.", ["NLD ISR f-35 blocked"]),
    (
        "Moscow offered Cairo 24 Su-35s; Cairo, under pressure, cancelled the order.",
        ["RUS EGY 24 su-35 withdrawn"],
    ),
    ("South Korea's Hanwha agreed to supply Poland with 212 K9 howitzers.", ["KOR POL 212 k9 proposed"]),
    (
        "The US is considering a $150 million sale of bunker-buster bombs to Israel.",
        ["USA ISR bombs proposed $150000000"],
    ),
    (
        "Germany will deliver four corvettes to Egypt, the ministry said, and Italy is selling it two FREMM frigates.",
        ["DEU EGY 4 corvettes proposed", "ITA EGY 2 fremm proposed"],
    ),
    (
        "The Biden administration has frozen the sale of 50 F-35s to the UAE agreed in the last hours of his term.",
        ["USA ARE 50 f-35 suspended"],
    ),
    (
        "Turkey was expelled from the American F-35 program over its purchase of the Russian S-400.",
        ["RUS TUR s-400 reported", "USA TUR f-35 reported"],
    ),
    (
        "India and France closed a deal for 26 Rafale fighters worth 630 billion rupees.",
        ["FRA IND 26 rafale contracted"],
    ),
    (
        "Morocco bought 24 AH-64E helicopters from Boeing for $1.5 billion and 162 Abrams tanks.",
        ["USA MAR 24 ah-64e + 162 m1 contracted $1500000000"],
    ),
    (
        "The Pentagon cleared the sale of 300 GEM-T missiles to Saudi Arabia, and of 96 F-16s to Bahrain.",
        ["USA BHR 96 f-16 notified", "USA SAU 300 gem-t notified"],
    ),
    (  # a part that is priced apart, and the rest of its package
        (
            "The US told Congress of a sale of 24 F-16s to Jordan for $2 billion, part of a package worth $3 billion "
            "that also includes 12 AH-64Es and air-to-air and air-to-ground missiles."
        ),
        ["USA JOR 12 ah-64e + missiles notified", "USA JOR 24 f-16 notified $2000000000"],
    ),
    (  # told twice, in two ways
        (
            "The US will sell 24 F-16s to Jordan for $2 billion, part of a $3 billion deal that includes 12 AH-64Es. "
            "The US will sell 12 AH-64Es to Jordan for $1 billion, part of a $3 billion deal that includes 8 UH-60Ms."
        ),
        [
            "USA JOR 12 ah-64e proposed $1000000000",
            "USA JOR 24 f-16 proposed $2000000000",
            "USA JOR 8 uh-60m proposed",
        ],
    ),
    (  # the rest comes from elsewhere
        (
            "Kuwait will buy 28 Typhoons from Britain at a cost of 8 billion dollars, as part of a larger $10 billion "
            "deal including 20 Storm Shadow missiles."
        ),
        ["FRA KWT 20 storm-shadow proposed", "GBR KWT 28 typhoon proposed $8000000000"],
    ),
    (  # nothing else is named
        "Britain will sell Kuwait 28 Typhoons for $8 billion, part of a $10 billion package that includes maintenance.",
        ["GBR KWT 28 typhoon proposed $8000000000"],
    ),
    (  # a package of one price is one transfer
        (
            "The US notified Congress of a sale of 24 F-16s to Jordan, part of a package worth $3.5 billion that also "
            "includes 12 AH-64Es."
        ),
        ["USA JOR 24 f-16 + 12 ah-64e notified $3500000000"],
    ),
    ("Washington denied Jordan the MQ-1 Predator in 2014.", ["USA JOR mq-1 blocked"]),
    ("Germany withdrew its objection to the sale of Typhoons to Turkey.", ["GBR TUR typhoon reported"]),
    (
        "Russia has completed the delivery of the S-300 to Iran under a contract of 2007 worth $800 million.",
        ["RUS IRN s-300 delivered $800000000"],
    ),
    ("The State Department is holding up the sale of 72 F-15QAs to Qatar.", ["USA QAT 72 f-15qa suspended"]),
    ("Air strikes by F-16s killed three people near the border. The United States condemned the attack.", []),
    ("Israel Aerospace Industries will build Arrow interceptors for the Israeli air force at home.", []),
    ("The United States and Israel flew F-35s and F-15s in an exercise over the sea.", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text[:60] for text, _ in CASES])
def test_transfers_of_a_sentence(text: str, expected: list[str]) -> None:
    reading = read_news(document_from_bytes(text.encode(), "x.txt"), use_model=False)
    got = []
    for t in reading.transfers:
        items = " + ".join(f"{i.quantity or ''} {i.system_id or i.system.split()[-1]}".strip() for i in t.items)
        parties = f"{t.supplier.code if t.supplier else '?'} {t.purchaser.code if t.purchaser else '?'}"
        value = f" ${t.total_usd}" if t.total_usd is not None else ""
        got.append(f"{parties} {items} {t.status}{value}")
    assert sorted(got) == expected


def test_a_part_of_a_package_says_which_part_it_is() -> None:
    text = "The US will sell 24 F-16s to Jordan for $2 billion, part of a $3 billion package that includes 12 AH-64Es."
    jets, helicopters = read_news(document_from_bytes(text.encode(), "x.txt"), use_model=False).transfers
    assert "the part of a package that has a price of its own" in jets.because
    assert "the rest of a package" in helicopters.because
