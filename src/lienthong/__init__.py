"""Liên Thông: the digital government of a province in one Python program."""
