"""Addresses of files to be checked, and of checks."""

from django.urls import path

from portal.organisations.checks import (
    check_views,
    download_views,
    list_views,
    test_mode_views,
    upload_views,
)

urlpatterns = [
    path("", check_views.CheckList.as_view(), name="check-list"),
    path("new/", list_views.CheckNew.as_view(), name="check-new"),
    path("test/", test_mode_views.TestMode.as_view(), name="test-mode"),
    path("test/sample.csv", download_views.Sample.as_view(), name="sample"),
    path("uploads/", upload_views.UploadBegin.as_view(), name="upload-begin"),
    path("uploads/<uuid:public_id>/", upload_views.UploadPage.as_view(), name="upload"),
    path("uploads/<uuid:public_id>/parts/", upload_views.UploadParts.as_view(), name="upload-parts"),
    path("uploads/<uuid:public_id>/finish/", upload_views.UploadFinish.as_view(), name="upload-finish"),
    path("uploads/<uuid:public_id>/cancel/", upload_views.UploadCancel.as_view(), name="upload-cancel"),
    path("<uuid:public_id>/", check_views.CheckDetail.as_view(), name="check-detail"),
    path("<uuid:public_id>/progress/", check_views.CheckProgress.as_view(), name="check-progress"),
    path("<uuid:public_id>/result/", download_views.CheckDownload.as_view(), name="check-result"),
    path("<uuid:public_id>/report/", download_views.CheckReport.as_view(), name="check-report"),
    path("<uuid:public_id>/receipt/", download_views.CheckReceipt.as_view(), name="check-receipt"),
]
