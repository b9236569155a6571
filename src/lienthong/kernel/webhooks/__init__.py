"""Other systems receive events: pushed to an address of theirs (webhooks, signed), or fetched from the feed.

Glossary: webhook – địa chỉ nhận sự kiện; delivery – lần gửi; feed – dòng sự kiện; secret – khoá bí mật.
"""
