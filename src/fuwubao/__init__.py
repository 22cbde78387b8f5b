"""Fuwubao 服务报: the service report as a record with a duty behind it."""

__version__ = "0.1.0"
