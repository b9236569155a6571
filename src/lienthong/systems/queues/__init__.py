"""Queues of a reception desk: tickets, calls, counters, waiting and serving times (onestop domain, section 6.11).

This app listens to the one-stop shop, which knows nothing of it: a dossier accepted by an officer while they serve
somebody is written beside that ticket.

Glossary: desk – điểm tiếp nhận; counter – quầy; ticket – số thứ tự, phiếu số; class – loại việc (nhóm thủ tục lấy
chung dãy số); prefix – ký hiệu đầu số; priority group – diện ưu tiên; turn – lượt gọi; overtake – được gọi trước người
đến sớm hơn; call again – gọi lại; absent – gọi không có mặt; transfer – chuyển quầy, chuyển loại việc; serving – lượt
phục vụ; waiting time – thời gian chờ; serving time – thời gian phục vụ; kiosk – máy lấy số; screen – màn hình gọi số;
slip – phiếu số in ra; line – hàng chờ; secret – khoá trong địa chỉ của máy lấy số và màn hình.
"""
