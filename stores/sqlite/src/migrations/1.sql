-- Times are milliseconds since 1970. Everything starts with `whatsapp_webhook_`, so that it can stand beside tables of yours.

-- The keys of updates that were appended, for as long as Meta may deliver them again.
create table whatsapp_webhook_seen (key blob primary key, at integer not null) without rowid;
create index whatsapp_webhook_seen_at on whatsapp_webhook_seen (at);

-- The updates that are not handled yet. Of two records of a lane, the one that came first has the lower ID.
create table whatsapp_webhook_record (
    id integer primary key autoincrement,
    lane integer not null,
    key blob,
    payload blob not null,
    received_at integer not null,
    attempt integer not null default 0
);
create index whatsapp_webhook_record_lane on whatsapp_webhook_record (lane, id);

-- The lanes that have records. A lane with a token is leased until it is due; after that, the lease has ended.
create table whatsapp_webhook_lane (lane integer primary key, due_at integer not null, token blob);
create index whatsapp_webhook_lane_due on whatsapp_webhook_lane (due_at);

-- The records that used their attempts, or were buried by their handler.
create table whatsapp_webhook_dead (
    id integer primary key,
    lane integer not null,
    key blob,
    payload blob not null,
    received_at integer not null,
    buried_at integer not null,
    attempt integer not null,
    error text not null
);

-- Claims on updates. A claim without a token is one on an update that was handled.
create table whatsapp_webhook_claim (
    namespace text not null,
    key blob not null,
    token blob,
    until integer not null,
    primary key (namespace, key)
) without rowid;
create index whatsapp_webhook_claim_until on whatsapp_webhook_claim (until);
