"""What citizens see: the home page, the catalogue, following a dossier (S2).

Glossary: home page – trang chủ; life event – việc trong đời; catalogue – danh mục thủ tục;
tracking – tra cứu hồ sơ; counter – quầy tiếp nhận.
"""
