"""Working time of agencies, exact to the minute.

A calendar says when an agency works: hours for each weekday, holidays, days given in compensation, Saturdays
worked instead. From it come every due date and every figure of time spent (rules R-38 … R-41).

Words: calendar – lịch làm việc; working time – thời gian làm việc; session – buổi; holiday – ngày nghỉ lễ;
compensation – nghỉ bù; swap – hoán đổi; make-up workday – làm bù; time limit – thời hạn; due – ngày hẹn trả;
pause – tạm dừng tính giờ; ground – căn cứ; restart – tính lại từ đầu; extension – gia hạn; terms – điều kiện tính hạn;
holder – nơi giữ hạn; change – thay đổi lịch.
"""
