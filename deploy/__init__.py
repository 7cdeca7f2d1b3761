"""How Doorstep is put on machines: the launcher for one machine, images and charts for many."""
