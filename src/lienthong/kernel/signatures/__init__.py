"""Keys, certificates, signing and verifying.

A provider holds keys and gives a signer; PDFs are signed as PAdES B-B, by an incremental update, so that they stay
PDF/A-2b. The provider `server_test_key` keeps keys of an invented authority on the server and is for trial and demo
only: what it signs has no legal value.

Words: signature – chữ ký số; certificate – chứng thư số; authority – tổ chức cấp chứng thư; signer – người ký;
intact – nguyên vẹn; trusted – được tin cậy; provider – nơi giữ khoá.
"""
