"""The portal's rooms. See docs/architecture.md for their floors."""
