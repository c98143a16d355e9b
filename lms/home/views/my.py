"""My work: what waits for the person, the chain of the country, what has come."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from lms.home.domain.country_chain import chain_of
from lms.home.domain.ready import ready_for
from lms.home.domain.work import doors_for, tasks_for
from lms.people.models.person import access_of


@login_required
def show(request: HttpRequest) -> HttpResponse:
    now, today = timezone.now(), timezone.localdate()
    tasks = tasks_for(person=request.user, now=now)
    return render(request, "home/my.html", {
        "tasks": tasks, "urgent": sum(task.urgent for task in tasks), "today": today,
        "chain": chain_of(person=request.user, today=today), "ready": ready_for(person=request.user),
        "doors": doors_for(access=access_of(request.user))})
