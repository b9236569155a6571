"""Addresses of accounts; the names are those allauth looks for."""

from django.urls import include, path

from . import views
from .views import emergency, identity, looks, oidc, outer, passkeys, second_factor

# The names are those allauth looks for.
sign_on = [
    path(".well-known/openid-configuration", oidc.configuration, name="configuration"),
    path(".well-known/jwks.json", oidc.jwks, name="jwks"),
    path("oauth2/authorize", oidc.authorize, name="authorization"),
    path("oauth2/token", oidc.token, name="token"),
    path("oauth2/revoke", oidc.revoke, name="revoke"),
    path("oauth2/userinfo", oidc.userinfo, name="userinfo"),
]
urlpatterns = [
    path("", include(([path("", include((sign_on, "oidc"), namespace="oidc"))], "idp"), namespace="idp")),
    path("quan-tri/he-thong/", views.systems, name="systems"),
    path("quan-tri/he-thong/them/", views.connect_system, name="connect_system"),
    path("quan-tri/he-thong/<uuid:uuid>/", views.system, name="system"),
    path("quan-tri/he-thong/<uuid:uuid>/khoa-moi/", views.renew_secret, name="renew_secret"),
    path("quan-tri/quyen-khan-cap/", emergency.emergency_list, name="emergency_list"),
    path("quan-tri/quyen-khan-cap/lay/", emergency.take_emergency, name="take_emergency"),
    path("quan-tri/quyen-khan-cap/<uuid:uuid>/", emergency.emergency, name="emergency"),
    path("quan-tri/quyen-khan-cap/<uuid:uuid>/ket-thuc/", emergency.end_emergency, name="end_emergency"),
    path("quan-tri/dinh-danh/", identity.personal_number, name="personal_number"),
    path("quan-tri/luot-xem/", looks.looks, name="looks"),
    path("quan-tri/luot-xem/xuat.<slug:kind>", looks.export_looks, name="export_looks"),
    path("dang-nhap/", views.sign_in, name="account_login"),
    path("dang-nhap/dinh-danh/", outer.sign_in_outside, name="sign_in_outside"),
    path("dang-nhap/dinh-danh/ve/", outer.outer_return, name="outer_return"),
    path("dang-xuat/", views.sign_out, name="account_logout"),
    path("tai-khoan/", views.account, name="account"),
    path("tai-khoan/da-xem/", looks.own_looks, name="own_looks"),
    path("tai-khoan/da-xem/xuat.<slug:kind>", looks.export_own_looks, name="export_own_looks"),
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
    path("dang-nhap/khoa/", passkeys.sign_in_by_passkey, name="mfa_login_webauthn"),
    path("tai-khoan/khoa/", passkeys.list_passkeys, name="mfa_list_webauthn"),
    path("tai-khoan/khoa/them/", passkeys.add_passkey, name="mfa_add_webauthn"),
    path("tai-khoan/khoa/<int:pk>/ten/", passkeys.rename_passkey, name="mfa_edit_webauthn"),
    path("tai-khoan/khoa/<int:pk>/xoa/", passkeys.remove_passkey, name="mfa_remove_webauthn"),
    path("tai-khoan/xac-nhan/khoa/", passkeys.confirm_passkey, name="mfa_reauthenticate_webauthn"),
    path("tai-khoan/giao-dien/", views.choose_theme, name="choose_theme"),
]
