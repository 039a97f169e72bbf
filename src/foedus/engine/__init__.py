"""Runs stages and knows nothing of what they do: `contract` says what a stage and an engine are, `arrow` turns records
into tables and back, `cache` names results by their content, `local` runs everything on this machine."""
