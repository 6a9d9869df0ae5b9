"""`manage.py invite_administrator USERNAME EMAIL NAME`: the first account, without a password to begin with."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from registry.actions.accounts.administration import NewAccount, UsernameTaken, invite
from registry.clock import now
from registry.models import ActorKind, Role
from registry.parties import Actor

OPERATOR = Actor(ActorKind.SYSTEM, "invite_administrator")


class Command(BaseCommand):
    help = "Make an administrator's account and send its owner the link by which the password is set."

    def add_arguments(self, parser: CommandParser) -> None:
        for name in ("username", "email", "name"):
            parser.add_argument(name)

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        new = NewAccount(
            username=options["username"],
            name=options["name"],
            family_name=options["name"].rpartition(" ")[2],
            email=options["email"],
            roles=[Role.ADMINISTRATOR],
        )
        try:
            _, link = invite(new=new, by=OPERATOR, at=now())
        except UsernameTaken as error:
            raise CommandError(f"Refused: {error}") from error
        self.stdout.write("The invitation is on its way by email.")
        if settings.NDOP_DEMO:
            self.stdout.write(link)
