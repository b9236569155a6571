"""Registers and gapless official numbers.

A book gives 1, 2, 3 … for one kind of number, in one agency, in one period (a day, a year). A number is given
inside the transaction that uses it, so that a refusal leaves no gap.

Words: book – sổ; number – số; period – kỳ (ngày, năm); void – huỷ số; reserve – giữ số, dành số;
dossier code – mã hồ sơ; official number – số, ký hiệu văn bản.
"""
