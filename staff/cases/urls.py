from django.urls import path

from staff.cases import (
    case_views,
    deciding_views,
    keying_views,
    receive_pile_views,
    receive_views,
    return_views,
    scan_views,
    settling_views,
)

urlpatterns = [
    path("<uuid:public_id>/key/", keying_views.KeyCase.as_view(), name="case-key"),
    path("<uuid:public_id>/decide/", deciding_views.DecideCase.as_view(), name="case-decide"),
    path("<uuid:public_id>/", case_views.CaseDetail.as_view(), name="case-detail"),
    path("<uuid:public_id>/note/", case_views.AddNote.as_view(), name="case-note"),
    path("<uuid:public_id>/reopen/", case_views.ReopenCase.as_view(), name="case-reopen"),
    path("<uuid:public_id>/settle/", settling_views.SettleCase.as_view(), name="case-settle"),
    path("<uuid:public_id>/return/", return_views.ReturnCase.as_view(), name="case-return"),
    path("<uuid:public_id>/letter.<slug:kind>", return_views.ReturnLetterFile.as_view(), name="case-letter"),
    path("<uuid:public_id>/done/", deciding_views.CaseDone.as_view(), name="case-done"),
    path("scans/<uuid:public_id>/<int:number>/", scan_views.ScanPageImage.as_view(), name="scan-page"),
    path("scans/<uuid:public_id>/scan.pdf", scan_views.ScanPdf.as_view(), name="scan-pdf"),
    path("scans/<uuid:public_id>/pages/", receive_pile_views.ScanPages.as_view(), name="scan-pages"),
    path("receive/", receive_views.Receive.as_view(), name="receive"),
    path("receive/pile/", receive_pile_views.ReceivePile.as_view(), name="receive-pile"),
    path("receive/unfiled/", receive_pile_views.UnfiledScanList.as_view(), name="unfiled-scan-list"),
    path("receive/unfiled/<uuid:public_id>/", receive_pile_views.UnfiledScan.as_view(), name="unfiled-scan"),
    path("<uuid:public_id>/received/", receive_views.CaseReceived.as_view(), name="case-received"),
    path("<uuid:public_id>/scans/", receive_views.CaseScans.as_view(), name="case-scans"),
]
