"""What the service counts for Prometheus. Labels are codes from our own lists, never anything personal."""

from prometheus_client import Counter, Gauge

MESSAGES = Counter("ndop_messages", "Tries at sending a message, by how they ended", ["channel", "kind", "outcome"])
PUBLISHED = Counter("ndop_relay_published", "Ids of due rows handed to the broker", ["model"])
RECOVERED = Counter("ndop_relay_recovered", "Rows freed or given up by the sweep", ["model", "why"])
MESH_UNANSWERED = Gauge("ndop_mesh_unanswered", "Files that came by MESH and have no answer yet")
MESH_OVERDUE = Gauge("ndop_mesh_overdue", "Files that came by MESH and have waited too long for their answer")
MESH_SILENT = Gauge("ndop_mesh_silent_seconds", "How long ago the MESH process showed that it lives")
GUIDANCE_INDEX_OLD = Gauge(
    "ndop_guidance_index_old", "1 while the search of the guidance holds another release's content"
)
