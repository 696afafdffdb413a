"""Section 36(i): notice before shipment of a certified sale, if the chair and ranking member of a committee ask."""

from datetime import date, timedelta

from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, LawWarning, Reason
from counterpoise.law.parameters import Law


def shipment_notice(facts: SaleFacts, law: Law) -> Finding[date | None]:
    """Find the last day for the notice: 30 days before shipment, or None if no day of shipment is known.

    The chair and the ranking member of Foreign Relations or of Foreign Affairs must both ask. A notice may carry a
    classified annex.
    """
    days = law.value("aeca/36i/notice_days")
    if days.value is None:
        no_paragraph = days.reason(
            "No notice before shipment can be asked for: paragraph (i) became law in December 2014"
        )
        return Finding(None, "shipment_notice", (no_paragraph,))
    says = (
        f"Asked by chair and ranking member, notice goes to the committee at least {days.number} days before shipment"
    )
    reason: Reason = days.reason(says)
    if facts.shipment_on is None:
        says = f"The notice is due {days.number} days before a shipment whose day is not given (--shipment-on)."
        warning = LawWarning("shipment_day_unknown", says)
        return Finding(None, "shipment_notice", (reason,), (warning,))
    return Finding(facts.shipment_on - timedelta(days=days.number), "shipment_notice", (reason,))
