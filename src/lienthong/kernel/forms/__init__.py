"""What data is asked, whether it is valid, and how it is shown.

A form is data: JSON Schema 2020-12 says what is valid, a small `ui` part says how it is asked. The same
schema and the same sentences serve the page, the API and the sheet. Designers make forms without programming;
publishing makes a version that never changes. This app also keeps the one expression language
of the program (CEL), because conditions of forms, gateways of processes and fees are written in it.

Words: form definition – biểu mẫu; design – bản thiết kế biểu mẫu; section – phần; field, question – câu hỏi;
answer – nội dung khai; prefill – điền sẵn; condition – điều kiện; expression – biểu thức; group – nhóm dòng lặp;
column – cột; draft – bản nháp; trial filing – nộp thử; mark – đánh dấu chỗ phải sửa; correction – sửa hồ sơ;
source – nguồn dữ liệu; waived paper – giấy tờ không phải nộp.
"""
