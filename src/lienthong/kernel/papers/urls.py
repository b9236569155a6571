"""Address of the public check of papers."""

from django.urls import path

from .views.verify import verify

app_name = "papers"
urlpatterns = [path("giay-to/<str:code>/", verify, name="verify")]
