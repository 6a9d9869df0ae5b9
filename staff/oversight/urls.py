from django.urls import path

from staff.oversight import audit, look_ups, reports

urlpatterns = [
    path("audit/", audit.AuditHome.as_view(), name="audit"),
    path("audit/person/", audit.AuditPerson.as_view(), name="audit-person"),
    path("audit/staff/", audit.AuditStaff.as_view(), name="audit-staff"),
    path("audit/case/", audit.AuditCase.as_view(), name="audit-case"),
    path("look-ups/", look_ups.LookUpList.as_view(), name="look-up-list"),
    path("reports/", reports.ReportPage.as_view(), name="report"),
    path("reports/table.csv", reports.ReportTable.as_view(), name="report-table"),
]
