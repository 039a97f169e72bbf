"""What people meet: command line, report, exports. Nothing is computed here; it is asked for and shown."""
