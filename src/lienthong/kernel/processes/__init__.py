"""What happens next, who holds it, and by when.

A process is a BPMN 2.0 file with our attributes on its user tasks (namespace `https://lienthong.vn/bpmn`).
SpiffWorkflow moves the token; expressions are CEL only. `WorkItem` is the relational picture of the token:
the one inbox of an officer and every figure about work read this table alone.

Words: process definition – quy trình; process instance – lượt xử lý; step – bước; work item – việc;
inbox – danh sách việc; outcome – kết quả bước; place – nơi thực hiện; claim – nhận việc; release – trả việc;
reassign – chuyển người; return – trả lại bước trước; pause – tạm dừng; diagram – sơ đồ;
draft – bản nháp; story – kịch bản kiểm thử; simulation – chạy thử trên việc năm trước; decision table – bảng
quyết định;
wait – chờ sự kiện; message, signal – tin nhắn, tín hiệu; silence – im lặng coi như; move – chuyển sang phiên bản mới.
"""
