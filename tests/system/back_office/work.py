"""Running the room: worklists, tasks and returned post."""

from datetime import timedelta

from django.conf import settings
from django.urls import reverse

from registry.actions.returned_post import mark_returned
from registry.actions.tasks import create_task
from registry.clock import now
from registry.models import Case, CaseState, FormType, Message, MessageChannel, Role, StaffUser, Task, TaskKind
from tests.factories import DemographicsFactory, PreferenceFactory
from tests.factories.cases import today
from tests.support.staff import as_actor, make_staff
from tests.system import situations as at
from tests.system.state import State
from tests.system.visitor import Visitor

HOUR = timedelta(hours=1)
ROOM = (
    (16, CaseState.TO_ENTER, FormType.SELF),
    (14, CaseState.TO_DECIDE, FormType.CHILDREN),
    (12, CaseState.TO_CHECK, FormType.DETAINED),
    (11, CaseState.TO_SETTLE, FormType.ADULT_DEPENDANT),
    (3, CaseState.RECEIVED, FormType.SELF),
    (1, CaseState.TO_ENTER, FormType.SELF),
)


def me(visitor: Visitor, name: str = "staff:home") -> StaffUser:
    """Sign in; return the account."""
    at.signed_in(visitor, name)
    return StaffUser.objects.get(username=f"agent-{visitor.person.pk}")


def store_forms(user: StaffUser) -> list[Case]:
    """Forms in every open state and clock: the first assigned to `user`, the last held by `user`."""
    first = Case.objects.count() + 20_000
    cases = [
        Case(
            reference=f"{first + number}-C",
            form_type=form_type,
            arrived_by="post",
            received_on=today() - timedelta(days=waited),
            due_on=today() + timedelta(days=settings.PROCESS_WITHIN_DAYS - waited),
            logged_by=user,
            state=state,
        )
        for number, (waited, state, form_type) in enumerate(ROOM)
    ]
    cases[0].assigned_to = user
    cases[1].claimed_by, cases[1].claimed_until = make_staff(Role.AGENT, password=None), now() + HOUR
    cases[-1].claimed_by, cases[-1].claimed_until = user, now() + HOUR
    return Case.objects.bulk_create(cases)


def worklist(visitor: Visitor) -> str:
    store_forms(me(visitor))
    return reverse("staff:worklist")


def nothing_to_take(visitor: Visitor) -> str:
    me(visitor)
    Case.objects.update(claimed_by=make_staff(Role.AGENT, password=None), claimed_until=now() + HOUR)
    return reverse("staff:worklist") + "?taken=nothing&who=nobody&type=detained&due=1"


def busy_home(visitor: Visitor) -> str:
    user = me(visitor)
    store_forms(user)
    store_tasks(visitor, user)
    return reverse("staff:home")


def store_tasks(visitor: Visitor, user: StaffUser) -> Task:
    """Tasks, one of them late, all with `user`; return the last."""
    by, detail = as_actor(user), "Rang about a letter. Speaks slowly; likes to be called Addie."
    for due, kind in ((-2, TaskKind.CALL_BACK), (1, TaskKind.CALL_BACK), (30, TaskKind.RETURNED_POST)):
        number = visitor.person.nhs_number
        task = create_task(kind=kind, due_at=now() + due * HOUR, nhs_number=number, detail=detail, by=by, at=now())
    Task.objects.update(assigned_to=user)
    return task


def tasks(visitor: Visitor) -> str:
    store_tasks(visitor, me(visitor))
    return reverse("staff:task-list")


def task(visitor: Visitor) -> str:
    found = store_tasks(visitor, me(visitor))
    return reverse("staff:task-detail", args=[found.public_id])


def letter_of(visitor: Visitor) -> Message:
    """The letter that confirms the visitor's choice."""
    person = DemographicsFactory(nhs_number=visitor.person.nhs_number)
    change = PreferenceFactory(person=person, confirm_by=[MessageChannel.LETTER])
    return Message.objects.get(change=change)


def returned_letter(visitor: Visitor) -> str:
    me(visitor)
    return reverse("staff:returned-letter", args=[letter_of(visitor).public_id])


def letter_returned_before(visitor: Visitor) -> str:
    letter = letter_of(visitor)
    mark_returned(message_id=letter.public_id, by=as_actor(me(visitor)), at=now())
    return reverse("staff:returned-letter", args=[letter.public_id])


SCAN, WRONG = "staff:returned-post", {"letter": "nonsense"}
STATES = (
    State("staff-home-busy", "staff:home", busy_home),
    State("staff-worklist", "staff:worklist", worklist),
    State("staff-worklist-nothing", "staff:worklist", nothing_to_take),
    State("staff-reassign", "staff:reassign", lambda v: at.signed_in(v, "staff:reassign")),
    State("staff-reassign-empty", "staff:reassign", lambda v: at.signed_in(v, "staff:reassign"), {}, 422),
    State("staff-tasks", "staff:task-list", tasks),
    State("staff-task", "staff:task-detail", task),
    State("staff-returned-post", SCAN, lambda v: at.signed_in(v, SCAN)),
    State("staff-returned-post-wrong", SCAN, lambda v: at.signed_in(v, SCAN), WRONG, 422),
    State("staff-returned-letter", "staff:returned-letter", returned_letter),
    State("staff-returned-letter-before", "staff:returned-letter", letter_returned_before),
)
