"""Who may see what was sent: messages belong to the province, so any reach of the grant is enough."""

SEE = "notifications.see"
