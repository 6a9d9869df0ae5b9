from django.urls import path

from staff.cases import scan_views

urlpatterns = [
    path("scans/<uuid:public_id>/<int:number>/", scan_views.ScanPageImage.as_view(), name="scan-page"),
    path("scans/<uuid:public_id>/scan.pdf", scan_views.ScanPdf.as_view(), name="scan-pdf"),
]
