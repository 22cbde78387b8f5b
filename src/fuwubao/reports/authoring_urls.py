"""Addresses of writing together, below /reports/."""

from __future__ import annotations

from django.urls import path

from fuwubao.reports.views import coauthoring

urlpatterns = [
    path("<int:report_id>/text/<slug:block>/", coauthoring.save, name="text"),
    path("<int:report_id>/text/<slug:block>/hold/", coauthoring.hold, name="hold-block"),
    path("<int:report_id>/text/<slug:block>/history/", coauthoring.history, name="history"),
    path("<int:report_id>/text/<slug:block>/give/", coauthoring.give, name="give-block"),
    path("<int:report_id>/text/<slug:block>/comment/", coauthoring.comment, name="comment"),
    path("<int:report_id>/text/<slug:block>/nothing/withdraw/", coauthoring.withdraw_nothing, name="withdraw-nothing"),
    path("<int:report_id>/versions/<int:version_id>/restore/", coauthoring.restore, name="restore-version"),
    path("<int:report_id>/versions/<int:version_id>/settle/", coauthoring.settle, name="settle-text"),
    path("<int:report_id>/comments/<int:comment_id>/resolve/", coauthoring.resolve, name="resolve-comment"),
    path(
        "<int:report_id>/decisions/<int:decision_id>/withdraw/", coauthoring.withdraw_decision, name="withdraw-decision"
    ),
    path("<int:report_id>/figures/", coauthoring.figures, name="figures"),
]
