"""Addresses of accounts; the names are those allauth looks for."""

from django.urls import path

from . import views

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/chuc-vu/", views.choose_hat, name="choose_hat"),
    path("tai-khoan/giao-dien/", views.choose_theme, name="choose_theme"),
]
