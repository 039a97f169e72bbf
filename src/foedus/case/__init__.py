"""The case: a folder with everything about one investigation, that opens in any SQLite tool.

    mycase/
      foedus.toml   settings
      foedus.db     what people read and decide on
      blobs/        original bytes by hash
      stages/       Parquet by stage: checkpoint, cache, and what notebooks open
      releases/     frozen versions

Four layers never mix: evidence (immutable), machine output (rebuilt at will), decisions (append-only, hash-chained) and
what is derived from them (dropped and rebuilt).
"""
