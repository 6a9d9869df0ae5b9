"""The API's peer: a view that does nothing, behind all of the service's middlewares and on the same server."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt


@csrf_exempt
@login_not_required
def view(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"received": len(request.read())})


urlpatterns = [path("api/checks", view, name="bare")]
settings.ROOT_URLCONF = __name__
settings.WSGI_APPLICATION = f"{__name__}.application"
application = get_wsgi_application()
