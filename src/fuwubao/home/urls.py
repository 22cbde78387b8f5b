"""Addresses of the first page and the search."""

from __future__ import annotations

from django.urls import path

from fuwubao.home import views

app_name = "home"

urlpatterns = [
    path("", views.home, name="home"),
    path("palette/", views.palette, name="palette"),
    path("search/", views.search, name="search"),
]
