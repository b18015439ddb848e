"""Tags and groups: what a firm sorts its clients by."""
