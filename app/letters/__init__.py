"""What goes out by mail: an outbox that loses nothing, whatever the mail server, the disk or the power do."""
