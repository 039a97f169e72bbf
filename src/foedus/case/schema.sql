-- A case in SQLite: what people read and decide on. Four layers that never mix. The tables of claims, incidents,
-- obligations and the ledger have the fields of their records (foedus/records.py) and are made by case/tables.py;
-- values that are records or lists themselves are JSON.

-- ── 1. evidence: immutable ──────────────────────────────────────────────────────────────────────────────────────────
create table meta (
  key   text primary key,
  value text not null
) strict, without rowid;

create table source (                 -- one file as its bytes were; the bytes lie in blobs/ under this name
  sha256  text primary key,
  size    integer not null,
  reading text not null,              -- code and options that read it: when these change, it is read anew
  part    text not null               -- the Parquet file of its documents
) strict, without rowid;

create table input (                  -- where a source was found; one source may lie in many places
  path   text not null,
  sha256 text not null,
  primary key (path, sha256)
) strict, without rowid;

create table document (
  n                 integer primary key,
  id                text not null unique,
  url               text,
  title             text,
  byline            text,
  outlet            text,
  agency            text,
  published         text,
  published_basis   text not null,
  language          text not null,
  main_start        integer not null,
  main_end          integer not null,
  truncated         integer not null,
  encoding          text not null,
  media_type        text not null,
  sha256            text not null,
  duplicate_of      text,             -- lineage: set anew after every build, from all documents
  near_duplicate_of text,
  part              text not null,
  part_group        integer not null
) strict;

create table location (               -- document.path is the first of these by name
  document_id text not null references document (id) on delete cascade,
  path        text not null,
  sha256      text not null,
  primary key (document_id, path)
) strict, without rowid;

create table body (
  document_id text primary key references document (id) on delete cascade,
  text        text not null,
  passages    text not null
) strict;

-- ── 2. machine output: rebuilt at will ──────────────────────────────────────────────────────────────────────────────
create table part (                   -- claims that are loaded, by the Parquet file that they came from
  source       text not null,         -- key of the part of documents
  source_group integer not null,
  made         text not null,         -- key of the part of claims
  primary key (source, source_group)
) strict, without rowid;

-- claim: made of the record by tables.py

create table reject (                 -- what could not be read, and why; cleared when it can be
  path   text not null,
  stage  text not null,
  reason text not null,
  detail text not null,
  sha256 text,
  origin text not null                -- 'path', the digest of the source, or the key of the part in which it happened
) strict;
create index reject_origin on reject (origin);

-- ── 3. decisions: append-only, each entry sealed with the one before ────────────────────────────────────────────────
create table decision (
  seq         integer primary key,
  at          text not null,
  by          text not null,
  action      text not null check (action in ('accept','reject','redact','note','merge','split','same','different','undo')),
  target_kind text not null check (target_kind in ('document','claim','incident','obligation','pair','decision')),
  target      text not null,
  detail      text not null,          -- JSON
  reason      text not null,
  prev_hash   text not null,
  hash        text not null unique
) strict;
create index decision_target on decision (target, action);
create trigger decision_no_update before update on decision begin select raise(abort, 'decisions are append-only'); end;
create trigger decision_no_delete before delete on decision begin select raise(abort, 'decisions are append-only'); end;

-- ── 4. derived: dropped and rebuilt ─────────────────────────────────────────────────────────────────────────────────
-- incident, obligation, ledger: made of the records by tables.py
create table incident_claim (
  incident_id text not null,
  claim_id    text not null,
  primary key (incident_id, claim_id)
) strict, without rowid;
create index incident_claim_claim on incident_claim (claim_id);
create table incident_document (
  incident_id text not null,
  document_id text not null,
  main        integer not null,
  primary key (incident_id, document_id)
) strict, without rowid;
create index incident_document_document on incident_document (document_id);

create virtual table claim_fts using fts5 (quote, folded, tokenize = "unicode61 remove_diacritics 2", prefix = '3 4 5');
create virtual table document_fts using fts5 (title, text, folded, tokenize = "unicode61 remove_diacritics 2", prefix = '3 4 5');

-- ── the one door: what was rejected or redacted is filtered here and nowhere else ───────────────────────────────────
create view decision_live as          -- decisions that were not undone
  select * from decision d
  where d.action <> 'undo'
    and not exists (select 1 from decision u where u.action = 'undo' and u.target = cast(d.seq as text));
create view standing as               -- the last word on each target; max() makes SQLite take that row's action
  select target, action, max(seq) as seq from decision_live where action in ('accept','reject','redact') group by target;
create view document_live as
  select d.*, (select min(l.path) from location l where l.document_id = d.id) as path,
         case s.action when 'accept' then 'accepted' else 'machine' end as state
  from document d left join standing s on s.target = d.id
  where coalesce(s.action, '') not in ('reject','redact');
create view claim_live as
  select c.*, case s.action when 'accept' then 'accepted' else 'machine' end as state
  from claim c left join standing s on s.target = c.id
  where coalesce(s.action, '') not in ('reject','redact')
    and c.document_id not in (select target from standing where action in ('reject','redact'));
create view incident_live as
  select i.*, case s.action when 'accept' then 'accepted' else 'machine' end as state
  from incident i left join standing s on s.target = i.id
  where coalesce(s.action, '') not in ('reject','redact');
create view obligation_live as
  select o.*, case s.action when 'accept' then 'accepted' else 'machine' end as state
  from obligation o left join standing s on s.target = o.id
  where coalesce(s.action, '') not in ('reject','redact')
    and o.incident not in (select target from standing where action in ('reject','redact'));
