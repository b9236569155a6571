"""Who is who: agencies, units, positions, appointments, citizens and businesses, all effective-dated.

Glossary: agency – cơ quan; unit – phòng, bộ phận (an agency without its own seal); centre – trung tâm phục
vụ hành chính công; position – chức vụ; appointment – bổ nhiệm; role – vai trò; party – người nộp, chủ hồ sơ
(citizen – công dân, business – doanh nghiệp, organisation – tổ chức); identity code – mã định danh.
"""
