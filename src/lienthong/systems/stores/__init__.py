"""The store of a person: results and papers kept for their owner and used again (onestop domain, section 12.4).

This app listens to the one-stop shop, which knows nothing of it, and fills its place for kept papers, so that a paper
that is here need not be brought again.

Glossary: store – kho quản lý dữ liệu điện tử của tổ chức, cá nhân; item – giấy tờ trong kho; owner – chủ giấy tờ (chủ
hồ sơ, không phải người nộp hộ); use – lần sử dụng lại; chain – chuỗi thay thế; waiting – chờ số hoá; valid – còn giá
trị; expired – hết hạn; replaced – đã thay thế; revoked – đã thu hồi; presence – có mặt tại quầy.
"""
