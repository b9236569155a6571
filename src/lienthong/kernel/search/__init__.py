"""One search for people who type without diacritics.

Systems put what can be found into one table, with who may see it; folding happens when it is written, in Python,
so PostgreSQL needs no extension.

Words: entry – mục tìm kiếm; fold – bỏ dấu; hit – kết quả; audience – ai được thấy.
"""
