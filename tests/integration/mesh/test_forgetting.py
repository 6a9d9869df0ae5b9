"""What senders wrote goes when their files go; what the service needs to prove stays."""

from registry.actions.purge import purge_expired
from registry.clock import now
from registry.models import MeshMessage
from registry.parties import SYSTEM
from tests.support.mesh_post import listed


def named():
    return list(MeshMessage.objects.order_by("pk").values_list("local_id", "file_name", "subject"))


def test_P01_names_that_senders_gave_are_forgotten_with_the_files(post, flow, mesh, settings, database_clock):
    mesh.send(listed(), local_id="7", filename="people.dat", subject="weekly")
    post.settle()
    mesh.send(listed(), local_id="8", filename="others.dat")
    post.round()
    database_clock.move(settings.RESULT_VALID)
    assert purge_expired(by=SYSTEM, at=now())["mesh_names"] == 1
    assert named() == [("", "", ""), ("8", "others.dat", "")]
    assert purge_expired(by=SYSTEM, at=now())["mesh_names"] == 0
