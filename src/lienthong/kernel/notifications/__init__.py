"""Telling people what happened: templates, channels, delivery.

A system asks for a message in the transaction that causes it; a worker carries it over a channel, tries again when
the channel fails, and says when it was sent.

Words: message – tin nhắn; template – mẫu tin; channel – kênh; recipient – người nhận; placeholder – chỗ điền.
"""
