"""Files kept with a client, sealed with the client's key inside the region's own file."""
