"""Fees of dossiers and of anything else that is paid for (onestop domain, section 11).

This app knows no other system: what is paid for is named by `subject_type` and `subject_key`, and other systems call
`services.demand_fee` and listen to the events here. So `onestop` knows `payments`, never the other way.

Glossary: fee demand – khoản phải thu; fee – phí; charge – lệ phí; payee – đơn vị thụ hưởng; payer – người nộp;
reduction – miễn, giảm; ground – căn cứ; proof – giấy tờ chứng minh; cancel – huỷ; replace – huỷ và lập lại; refund –
hoàn trả; call-back – thông báo của cổng thanh toán; way to pay – cách nộp; transfer – chuyển khoản; cashier – thủ quỹ.
"""
