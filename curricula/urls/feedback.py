"""What countries say upwards."""

from django.urls import URLPattern, path

from curricula.views import feedback

urlpatterns: list[URLPattern] = [
    path("curricula/feedback/", feedback.index, name="feedback"),
    path("curricula/feedback/new/", feedback.new, name="feedback_new"),
    path("curricula/feedback/<uuid:feedback>/", feedback.item, name="feedback_item"),
    path("curricula/feedback/<uuid:feedback>/take-back/", feedback.take_back, name="feedback_take_back"),
    path("curricula/feedback/<uuid:feedback>/answer/", feedback.answer, name="feedback_answer"),
]
