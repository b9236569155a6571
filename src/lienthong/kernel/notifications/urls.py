"""Addresses of notifications."""

from django.urls import path

from .views import messages

app_name = "notifications"
urlpatterns = [path("quan-tri/tin-nhan/", messages, name="messages")]
