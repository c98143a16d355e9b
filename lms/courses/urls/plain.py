"""Addresses without a language."""

from django.urls import path

from lms.courses.feeds import calendar

urlpatterns = [path("calendar.ics", calendar, name="calendar")]
