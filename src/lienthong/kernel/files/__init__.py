"""Content-addressed keeping of everything people upload and the program makes.

A blob lies once on the disk under the SHA-256 of its content; a `StoredFile` is one time somebody gave it, under
the name it had then. Who may download a file is known to the system whose record holds it, never to this app:
systems register an owner, and a file nobody owns is closed.

Words: stored file – tệp đã lưu; content – nội dung; kind – loại tệp; upload – tải lên; download – tải xuống;
owner – nơi giữ tệp (the record through which somebody may see it).
"""
