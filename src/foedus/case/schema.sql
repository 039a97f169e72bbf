-- A case in SQLite: what people read and decide on. Field names are those of the records (foedus/records.py); values
-- that are records or lists themselves are JSON. Four layers that never mix.

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
  id                text primary key,
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
  document_id text not null references document on delete cascade,
  path        text not null,
  sha256      text not null,
  primary key (document_id, path)
) strict, without rowid;

create table body (
  document_id text primary key references document on delete cascade,
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

create table claim (
  n           integer primary key,
  id          text not null unique,
  document_id text not null references document on delete cascade,
  start       integer not null,
  "end"       integer not null,
  quote       text not null,
  lang        text not null,
  type        text not null,
  mode        text,
  status      text not null,
  stance      text not null,
  speaker     text,
  agents      text not null,
  recipients  text not null,
  place       text,
  time        text,
  quantities  text not null,
  means       text,
  provision   text,
  rule        text not null,
  confidence  real not null,
  engine      text not null,
  speaker_country text generated always as (json_extract(speaker, '$.country')) virtual,
  day             text generated always as (json_extract(time, '$.start')) virtual,
  check ("end" > start)
) strict;
create index claim_document on claim (document_id, start);
create index claim_type on claim (type, status);

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
create trigger decision_no_update before update on decision begin select raise(abort, 'decisions are append-only'); end;
create trigger decision_no_delete before delete on decision begin select raise(abort, 'decisions are append-only'); end;

-- ── 4. derived: dropped and rebuilt ─────────────────────────────────────────────────────────────────────────────────
create table incident (
  id                  text primary key,
  what                text not null,
  kind                text not null,
  start               text,
  "end"               text,
  date_precision      integer,
  place               text,
  sides               text not null,
  claims              text not null,
  documents           text not null,
  passing             text not null,
  background          integer not null,
  independent_sources integer not null,
  facets              text not null,
  accounts            text not null,
  tolls               text not null,
  disputed            text not null,
  links               text not null
) strict;
create table incident_claim (
  incident_id text not null references incident on delete cascade,
  claim_id    text not null,
  primary key (incident_id, claim_id)
) strict, without rowid;
create index incident_claim_claim on incident_claim (claim_id);
create table incident_document (
  incident_id text not null references incident on delete cascade,
  document_id text not null,
  main        integer not null,
  primary key (incident_id, document_id)
) strict, without rowid;
create index incident_document_document on incident_document (document_id);

create table obligation (
  id            text primary key,
  incident      text not null,
  "commitment"  text not null,
  treaty        text not null,
  provision     text not null,
  kind          text not null,
  beneficiary   text not null,
  obligors      text not null,
  "trigger"     text not null,
  turns_on      text not null,
  crux          text not null,
  defeaters     text not null,
  verify_first  text,
  by_account    text not null,
  invoked       text not null,
  invoked_on    text,
  invocations   text not null,
  answer        text not null,
  answers       text not null,
  closure       text not null,
  proof         text not null,
  unverified    text not null,
  as_of         text
) strict;
create index obligation_incident on obligation (incident);

create table ledger (
  ally               text not null,
  partner            text not null,
  treaty             text not null,
  kind               text not null,
  occasions_certain  integer not null,
  occasions_arguable integer not null,
  invoked            integer not null,
  answered           text not null,
  honoured_strict    text not null,
  honoured_lenient   text not null,
  readings_interval  text,
  sampling_interval  text,
  base_rate          text not null,
  obligations        text not null
) strict;

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
