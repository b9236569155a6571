"""What data is asked, whether it is valid, and how it is shown.

A form is data: JSON Schema 2020-12 says what is valid, a small `ui` part says how it is asked. The same
schema and the same sentences serve the page and the API. This app also keeps the one expression language
of the program (CEL), because conditions of forms, gateways of processes and fees are written in it.

Words: form definition – biểu mẫu; section – phần; field – trường; answer – nội dung khai;
prefill – điền sẵn; condition – điều kiện; expression – biểu thức.
"""
