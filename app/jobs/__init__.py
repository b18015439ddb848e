"""Long work in processes of its own: its folder, how far it is, its end. Nothing here knows what is worked on."""
