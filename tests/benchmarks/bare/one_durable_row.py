"""What no view can beat that acknowledges something: the peer, but it writes one small row and waits for the disk."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
@login_not_required
def view(request: HttpRequest) -> JsonResponse:
    received = len(request.read())
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO bare_row (received) VALUES (%s)", [received])
    return JsonResponse({"received": received})


urlpatterns = [path("api/checks", view, name="bare")]
settings.ROOT_URLCONF = __name__
settings.WSGI_APPLICATION = f"{__name__}.application"
application = get_wsgi_application()
