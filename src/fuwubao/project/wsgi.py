"""The application that a web server loads."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fuwubao.project.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
