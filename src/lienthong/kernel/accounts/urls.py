"""Addresses of accounts; the names are those allauth looks for."""

from django.urls import path

from . import views
from .views import second_factor

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/chuc-vu/", views.choose_hat, name="choose_hat"),
    path("tai-khoan/thiet-bi/<uuid:uuid>/dang-xuat/", views.end_session, name="end_session"),
    path("tai-khoan/thiet-bi/khac/dang-xuat/", views.end_other_sessions, name="end_other_sessions"),
    path("dang-nhap/ma/", second_factor.enter_code, name="mfa_authenticate"),
    path("tai-khoan/xac-nhan/", second_factor.confirm_password, name="account_reauthenticate"),
    path("tai-khoan/xac-nhan/ma/", second_factor.confirm_code, name="mfa_reauthenticate"),
    path("tai-khoan/hai-buoc/", second_factor.overview, name="mfa_index"),
    path("tai-khoan/hai-buoc/bat/", second_factor.switch_on, name="mfa_activate_totp"),
    path("tai-khoan/hai-buoc/tat/", second_factor.switch_off, name="mfa_deactivate_totp"),
    path("tai-khoan/ma-du-phong/", second_factor.show_recovery_codes, name="mfa_view_recovery_codes"),
    path("tai-khoan/ma-du-phong/moi/", second_factor.renew_recovery_codes, name="mfa_generate_recovery_codes"),
    path("tai-khoan/ma-du-phong/tai-ve/", second_factor.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tai-khoan/giao-dien/", views.choose_theme, name="choose_theme"),
]
