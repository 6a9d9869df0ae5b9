"""The Jinja environment of all pages."""

from collections.abc import MutableMapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from ndop.nhsuk.components import component
from ndop.nhsuk.render import asks_one_question, error_list, render_form

LONDON = ZoneInfo("Europe/London")
NOON = 12


class LoudUndefined(ChainableUndefined):
    """Refuses to be printed, so that a misspelt name in a page is an error and not a gap.

    It may be tested, chained and given a default: the design system's macros do that with every option they have.
    """

    def __str__(self) -> str:
        # An inline if without else has no name, and is meant to print nothing.
        if self._undefined_name is not None:
            self._fail_with_undefined_error()
        return ""


class OneGlobals(Environment):
    """Gives all templates the same globals, as none here has its own.

    Jinja's chain of two mappings is walked again by each import and include: a tenth of the cost of a page.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class Site:
    """What every page says about the service; read when used, so that settings rule."""

    @property
    def name(self) -> str:
        return settings.SERVICE_NAME

    @property
    def phone(self) -> str:
        return settings.NDOP_PHONE

    @property
    def phone_link(self) -> str:
        return "tel:" + "".join(settings.NDOP_PHONE.split())

    @property
    def phone_hours(self) -> str:
        return settings.NDOP_PHONE_HOURS

    @property
    def demo(self) -> bool:
        return settings.NDOP_DEMO


def environment(**options: Any) -> Environment:
    """Build the environment: our templates first, then the design system's."""
    own_templates = options.pop("loader")
    design_system = PackageLoader("nhsuk_frontend_jinja", "templates")
    made = OneGlobals(
        **options
        | {
            "loader": ChoiceLoader([own_templates, design_system]),
            "undefined": LoudUndefined,
            "trim_blocks": True,
            "lstrip_blocks": True,
        }
    )
    made.globals.update(
        asks_one_question=asks_one_question,
        component=component,
        error_list=error_list,
        render_form=render_form,
        site=Site(),
        static=static,
        url=url,
    )
    made.filters.update(date_words=date_words, time_words=time_words)
    return made


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Give the path of a named page."""
    return reverse(name, args=args, kwargs=kwargs)


def date_words(value: date | datetime) -> str:
    """Write a day as people do: "3 May 2027". An instant is first put into London time."""
    day = value.astimezone(LONDON) if isinstance(value, datetime) else value
    return f"{day.day} {day:%B %Y}"


def time_words(value: datetime) -> str:
    """Write the time of an instant in London as people do: "3:05pm", "midday", "midnight"."""
    local = value.astimezone(LONDON)
    if local.minute == 0 and local.hour % NOON == 0:
        return "midday" if local.hour else "midnight"
    minutes = f":{local.minute:02}" if local.minute else ""
    return f"{local.hour % NOON or NOON}{minutes}{'am' if local.hour < NOON else 'pm'}"
