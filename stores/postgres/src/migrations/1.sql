-- Everything stands in a schema of its own.

-- The keys of updates that were appended, for as long as Meta may deliver them again.
create table whatsapp_webhook.seen (
    key uuid primary key,
    at timestamptz not null
);
create index seen_at on whatsapp_webhook.seen (at);

-- The updates that are not handled yet. Of two records of a lane, the one that came first has the lower ID.
create table whatsapp_webhook.record (
    id bigint generated always as identity primary key,
    lane bigint not null,
    key uuid,
    payload bytea not null,
    received_at timestamptz not null,
    attempt integer not null default 0
);
create index record_lane on whatsapp_webhook.record (lane, id);

-- The lanes that have records. A lane with a token is leased until it is due; after that, the lease has ended.
create table whatsapp_webhook.lane (
    lane bigint primary key,
    due_at timestamptz not null,
    token uuid
);
create index lane_due on whatsapp_webhook.lane (due_at);

-- The records that used their attempts, or were buried by their handler.
create table whatsapp_webhook.dead (
    id bigint primary key,
    lane bigint not null,
    key uuid,
    payload bytea not null,
    received_at timestamptz not null,
    buried_at timestamptz not null,
    attempt integer not null,
    error text not null
);

-- Claims on updates. A claim without a token is one on an update that was handled.
create table whatsapp_webhook.claim (
    namespace text not null,
    key uuid not null,
    token uuid,
    until timestamptz not null,
    primary key (namespace, key)
);
create index claim_until on whatsapp_webhook.claim (until);

-- Rows come and go, so the tables are cleaned often.
alter table whatsapp_webhook.record set (autovacuum_vacuum_scale_factor = 0.02);
alter table whatsapp_webhook.lane set (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);

-- Settles lanes, and returns those whose tokens were right. The lanes are locked first, by a statement of its own: what an append added
-- while this waited for the lock is seen by those that follow.
create function whatsapp_webhook.settle(
    lanes bigint[], tokens uuid[], are_over boolean[],
    failed bigint[], retry_in double precision[], errors text[],
    done bigint[], unstarted bigint[]
) returns bigint[] language plpgsql as $$
declare
    held bigint[];
begin
    select array_agg(locked.lane) into held from (
        select l.lane
        from whatsapp_webhook.lane l
        join unnest(lanes, tokens) as s (lane, token) on l.lane = s.lane and l.token = s.token
        order by l.lane
        for update of l
    ) locked;
    if held is null then
        return array[]::bigint[];
    end if;

    delete from whatsapp_webhook.record r where r.id = any (done) and r.lane = any (held);
    update whatsapp_webhook.record r set attempt = r.attempt - 1 where r.id = any (unstarted) and r.lane = any (held);
    with buried as (
        delete from whatsapp_webhook.record r
        using unnest(lanes, failed, retry_in, errors) as s (lane, id, retry_in, error)
        where r.id = s.id and r.lane = s.lane and r.lane = any (held) and s.retry_in is null
        returning r.id, r.lane, r.key, r.payload, r.received_at, r.attempt, s.error
    )
    insert into whatsapp_webhook.dead (id, lane, key, payload, received_at, buried_at, attempt, error)
    select b.id, b.lane, b.key, b.payload, b.received_at, clock_timestamp(), b.attempt, b.error from buried b;

    delete from whatsapp_webhook.lane l
    using unnest(lanes, are_over) as s (lane, is_over)
    where l.lane = s.lane and s.is_over and l.lane = any (held)
        and not exists (select from whatsapp_webhook.record r where r.lane = l.lane);
    update whatsapp_webhook.lane l
    set token = null, due_at = clock_timestamp() + coalesce(s.retry_in, 0) * interval '1 second'
    from unnest(lanes, are_over, retry_in) as s (lane, is_over, retry_in)
    where l.lane = s.lane and s.is_over and l.lane = any (held);
    return held;
end
$$;

-- Finishes a job inside of a transaction of yours, so that its effect and its completion are one commit. It fails if the lease was lost:
-- another worker may have begun the job. Call it last, as the lane stays locked until the commit.
create function whatsapp_webhook.finish(of_lane bigint, by_token uuid, of_id bigint) returns void language plpgsql as $$
begin
    perform from whatsapp_webhook.lane l where l.lane = of_lane and l.token = by_token for update;
    if not found then
        raise exception 'whatsapp_webhook: the lease of the job was lost' using errcode = 'serialization_failure';
    end if;
    delete from whatsapp_webhook.record r where r.id = of_id and r.lane = of_lane;
end
$$;
