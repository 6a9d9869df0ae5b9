"""How long a browser waits for what will come. A slow machine is no broken page, and nothing here measures speed."""

PATIENCE = 30_000  # milliseconds
# For what a browser, a server and a worker do together.
LONG_PATIENCE = 90_000
