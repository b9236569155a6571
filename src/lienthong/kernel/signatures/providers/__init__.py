"""Where keys are held: on the server for trial, in a token or HSM, with a signing service; and who stamps the time."""
