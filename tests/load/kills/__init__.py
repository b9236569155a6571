"""kill -9 of web server, worker and database in the middle of all they do, two hundred times.

On a program, a database server and a mail server of its own: `python -m tests.load.kills [rounds]`. After every kill
all that each transaction wrote together is counted again; at the end nothing waits, every mail was sent, every event
was told once, numbers have no gap, each paper is signed and sealed once, and the chain over the records is clean.
"""
