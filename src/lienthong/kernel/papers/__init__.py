"""Printed forms and results: templates, PDF/A, verification codes.

A paper is printed by typst from a template that a system keeps in its own `papers/` folder, with data passed as
values; it is stored, and gets a short code under which anybody can check on `/giay-to/<code>/` that it is genuine.

Words: paper – giấy tờ; template – mẫu; receipt – giấy tiếp nhận; issue – phát hành; replaced – đã thay thế;
revoked – đã thu hồi; verification code – mã kiểm tra; signature place – chỗ ký.
"""
