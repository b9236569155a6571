"""What an official act is, who may do it, and the one way it is run.

An act (việc, hành vi công vụ) is declared once, in a service. The declaration gives the button on the
page, the endpoint, the entry in the history and the check of rights; running it is the same for all:
find and lock the subject, check version, right and state, do the work, write the history, publish what
happened. A policy (quy tắc quyền) says once who may see and do what, as a predicate and as SQL.

Glossary: act – việc; subject – đối tượng; actor – người thực hiện; grant – quyền được giao;
scope – phạm vi; refusal – từ chối thực hiện.
"""
