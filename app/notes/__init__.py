"""What was said and agreed with a client: notes, calls, meetings and emails on one timeline."""
