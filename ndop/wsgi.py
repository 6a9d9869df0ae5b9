"""The web process's entry point. Gunicorn runs no system checks of its own, so an unsafe production is refused here."""

import os

from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ndop.settings")
application = get_wsgi_application()
if settings.NDOP_PRODUCTION:
    call_command("check", "--tag", "security", "--tag", "database", "--database", "default")
