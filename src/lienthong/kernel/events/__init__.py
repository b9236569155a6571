"""What happened: facts written with the change and handed to subscribers later, at least once, in order.

Glossary: event – sự kiện; outbox – hộp sự kiện chờ gửi; subscriber – bên nhận; dead letter – sự kiện lỗi.
"""
