"""What goes to and comes from the National Public Service Portal (onestop domain, section 17, R-62 to R-70).

Two generations of its interface stand behind one port; a route says for each procedure which of them is spoken. This
app listens to the one-stop shop, which knows nothing of it. Documents between agencies go another way.

Glossary: National Public Service Portal – Cổng Dịch vụ công quốc gia; route – cấu hình kết nối của thủ tục; change –
thay đổi chờ gửi; picture – toàn cảnh hồ sơ; told – đã đồng bộ; failed – đồng bộ không thành công; progress line – dòng
tiến độ; inbound act – việc Cổng chuyển đến; kept – giữ lại chờ xử lý; comparison – đối chiếu; missing – thiếu.
"""
