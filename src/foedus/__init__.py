"""foedus reads press reports and answers with evidence: who says what happened, which commitments it tested, did
the ally come? Start with `foedus.flow`."""

__version__ = "0.1.0"
ENGINE = f"foedus/{__version__}"
