"""Who signs in, and as whom they act.

Glossary: user – tài khoản; role – vai trò; permission – quyền; step-up – xác thực lại.
"""
