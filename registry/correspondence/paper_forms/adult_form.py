"""The form for an adult who cannot choose, by their attorney or deputy."""

from django.conf import settings

from registry.correspondence.paper_forms import common
from registry.correspondence.paper_forms.parts import (
    FormWords,
    Item,
    Option,
    PaperList,
    Part,
    Say,
    address,
    names,
    paper_options,
)
from registry.models import Evidence, ProxyRole


def words(say: Say) -> FormWords:
    """Return the whole form in the words that `say` chooses."""
    return FormWords(
        title="Form for an adult you act for",
        heading=say(
            "An adult you act for: is their health information used for research and planning?",
            "The health information of someone you act for",
        ),
        intro=_intro(say),
        parts=_parts(say),
    )


def _intro(say: Say) -> tuple[str, ...]:
    return (
        say(
            "Use this form to choose for *an adult who cannot choose for themselves*. You must be their attorney "
            "under a lasting power of attorney, or their deputy appointed by the Court of Protection.",
            "Use this form for *an adult who cannot choose*. You must be their attorney or deputy. "
            "Send a paper that shows it.",
        ),
        f"You can also phone us on {settings.NDOP_PHONE}. Lines are open {settings.NDOP_PHONE_HOURS}. {common.PEN}",
    )


def _parts(say: Say) -> tuple[Part, ...]:
    return (
        Part("About the person", "person", (), common.whom(*address("person_", hint="Where the person lives now"))),
        common.no_number(say, whose="the person is"),
        Part("About you", "helper", (), _you(say), new_page=True),
        _authority(say),
        common.choice(say, whose="the person's"),
        common.reply(say, by_default="If you tick none, we write by post."),
        common.sign(
            say,
            statements=(
                "I may make this choice for the person named in part 1",
                "I choose what is best for them and what they would want",
                "what I have written is true",
            ),
        ),
        common.send(say),
    )


def _you(say: Say) -> tuple[Item, ...]:
    return (
        names("representative_"),
        *address(hint="Where we write to you"),
        Item("heading", text=say("You act for the person as their:", "You are the person's:")),
        Item(
            "ticks",
            key="proxy_role",
            options=(
                Option(ProxyRole.POWER_OF_ATTORNEY.value, "attorney (lasting power of attorney)"),
                Option(ProxyRole.COURT_DEPUTY.value, "deputy (Court of Protection)"),
            ),
        ),
    )


def _authority(say: Say) -> Part:
    return Part(
        "The paper that lets you act",
        "papers",
        (say("Send a *copy* of one and tick it. Do not send the real one.", "Send a *copy* of 1 paper. Tick it."),),
        (
            Item(
                "papers",
                lists=(
                    PaperList(
                        "One of these",
                        "",
                        paper_options(
                            (Evidence.HEALTH_LPA, "lasting power of attorney for health and welfare"),
                            (Evidence.PROPERTY_LPA, "lasting power of attorney for property and money"),
                            (Evidence.DEPUTY_ORDER, "order of the Court of Protection that makes you a deputy"),
                        ),
                    ),
                ),
            ),
        ),
    )
