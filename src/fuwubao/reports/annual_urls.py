"""Addresses of the yearly cycle, below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import annual

urlpatterns = [
    path("annual/", annual.annual, name="annual"),
    path("annual/convene/", annual.convene, name="convene-summary"),
    path("annual/summary/<int:review_id>/opinion/", annual.opinion, name="summary-opinion"),
    path("annual/summary/<int:review_id>/conclude/", annual.conclude, name="conclude-summary"),
    path("annual/summary/<int:review_id>/hand/", annual.hand, name="hand-summary"),
    path("annual/<slug:kind>/<str:subject>/review/", annual.review, name="yearly-review"),
]
