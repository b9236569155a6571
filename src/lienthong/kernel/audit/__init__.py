"""Who did what, when and why: the append-only history and the log of who saw personal data.

Glossary: history entry – dòng nhật ký; access entry – lượt xem dữ liệu cá nhân.
"""
