"""The catalogue of administrative procedures and its control (S3).

The national database gives the legal parts; the province reads them in, compares, and publishes as a
separate act. A version never changes once published: new content becomes a new draft (R-4, R-9).

Glossary: procedure – thủ tục hành chính; version – phiên bản; catalogue – danh mục thủ tục;
field – lĩnh vực; level – cấp thực hiện; subject – đối tượng thực hiện; channel – cách thức nộp;
time limit – thời hạn giải quyết; fee – phí, lệ phí; case – trường hợp; paper – giấy tờ;
legal basis – căn cứ pháp lý; import run – lần nhập; draft – bản nháp; published – đang công khai;
withdrawn – đã gỡ; promulgator – cơ quan công bố; decision of publication – quyết định công bố.
"""
