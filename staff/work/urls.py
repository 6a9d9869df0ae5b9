from django.urls import path

from staff.work import assign_views, returned_post_views, task_views, worklist_views

urlpatterns = [
    path("forms/", worklist_views.Worklist.as_view(), name="worklist"),
    path("forms/next/", worklist_views.TakeNext.as_view(), name="take-next"),
    path("forms/assign/", assign_views.Assign.as_view(), name="assign"),
    path("forms/reassign/", assign_views.Reassign.as_view(), name="reassign"),
    path("forms/<uuid:public_id>/give-back/", worklist_views.GiveBack.as_view(), name="give-back"),
    path("tasks/", task_views.TaskList.as_view(), name="task-list"),
    path("tasks/<uuid:public_id>/", task_views.TaskDetail.as_view(), name="task-detail"),
    path("tasks/<uuid:public_id>/take/", task_views.TakeTask.as_view(), name="take-task"),
    path("tasks/<uuid:public_id>/give-back/", task_views.GiveBackTask.as_view(), name="give-back-task"),
    path("returned-post/", returned_post_views.ReturnedPost.as_view(), name="returned-post"),
    path("returned-post/<uuid:public_id>/", returned_post_views.ReturnedLetter.as_view(), name="returned-letter"),
]
