from django.urls import path

from staff.oversight import audit, flagged, guidance, look_ups, reports

urlpatterns = [
    path("audit/", audit.AuditHome.as_view(), name="audit"),
    path("audit/person/", audit.AuditPerson.as_view(), name="audit-person"),
    path("audit/staff/", audit.AuditStaff.as_view(), name="audit-staff"),
    path("audit/case/", audit.AuditCase.as_view(), name="audit-case"),
    path("flagged-checks/", flagged.FlaggedCheckList.as_view(), name="flagged-check-list"),
    path("flagged-checks/<uuid:public_id>/", flagged.FlaggedCheck.as_view(), name="flagged-check"),
    path("look-ups/", look_ups.LookUpList.as_view(), name="look-up-list"),
    path("reports/", reports.ReportPage.as_view(), name="report"),
    path("reports/table.csv", reports.ReportTable.as_view(), name="report-table"),
    path("reports/guidance/", guidance.GuidanceReport.as_view(), name="guidance-report"),
    path("reports/guidance/table.csv", guidance.GuidanceTable.as_view(), name="guidance-report-table"),
]
