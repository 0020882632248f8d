"""What the browser asks of the server: one module a part of the screen, each with `connect`."""
