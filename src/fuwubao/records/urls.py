"""Addresses of intake."""

from __future__ import annotations

from django.urls import path

from fuwubao.records import views

app_name = "records"

urlpatterns = [
    path("", views.batches, name="batches"),
    path("upload/", views.upload, name="new_upload"),
    path("upload/<int:number>/", views.upload_page, name="upload"),
    path("upload/<int:number>/reread/", views.reread, name="reread"),
    path("upload/<int:number>/settle/", views.settle, name="settle"),
    path("upload/<int:number>/load/", views.load, name="load"),
    path("batches/<str:number>/", views.batch, name="batch"),
    path("batches/<str:number>/undo/", views.undo, name="undo"),
    path("batches/<str:number>/mend/", views.mend, name="mend"),
    path("batches/<str:number>/drop/", views.drop, name="drop"),
    path("batches/<str:number>/replay/", views.replay, name="replay"),
    path("batches/<str:number>/rejected/<slug:form>/", views.rejected, name="rejected"),
    path("completeness/<str:kind>/", views.completeness, name="completeness"),
    path("mappings/", views.mappings, name="mappings"),
    path("manual/", views.manual, name="manual"),
    path("manual/all/", views.entries, name="entries"),
    path("manual/<int:number>/verify/", views.verify, name="verify"),
    path("rows/<str:kind>/<str:source>/<str:number>/", views.record, name="record"),
]
