"""The one-stop shop: a dossier from the counter to the result (S1).

Glossary: dossier – hồ sơ; number – mã hồ sơ; procedure – thủ tục hành chính; package – gói thủ tục (all that
is needed to run a procedure here); case – trường hợp; paper – giấy tờ, thành phần hồ sơ; supplement – yêu cầu
bổ sung; opinion – ý kiến; result – kết quả; reception – nơi tiếp nhận; competent agency – cơ quan giải quyết;
submitter – người nộp; owner – chủ hồ sơ; due date – ngày hẹn trả; receipt – giấy tiếp nhận và hẹn trả (Mẫu 01);
control slip – phiếu kiểm soát; intake slip – phiếu trả lời tại quầy trước khi tiếp nhận (Mẫu 02 yêu cầu hoàn thiện,
Mẫu 03 từ chối tiếp nhận); extension – gia hạn, hẹn lại; apology – văn bản xin lỗi (Mẫu 04);
hand-over – giao nhận; filing – hồ sơ nộp trực tuyến (chưa có mã); receipt number – số biên nhận; proposal – đề nghị
bổ sung chờ một cửa.
"""
