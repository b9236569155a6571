"""What people see: design tokens, page shells, components, dates and figures in words.

Words of this app:

- shell – khung trang: what surrounds a page (citizen, workspace, leader, counter, print)
- thread – sợi liên thông: the drawing of what was done, where it is, what comes
- scale – thước giờ làm việc: the thread laid flat, drawn to working time
- refusal – lời từ chối có lý do: a page that says why something was not done
- clock – đồng hồ: what remains of a time limit, in words
"""
