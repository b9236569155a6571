"""What tests share: the guard of the network, the running program, the browser, the clean machine."""
