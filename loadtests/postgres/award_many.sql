-- Many awards in one call and one commit; line i is (p_members[i], p_ids[i], p_asked).
-- Lines of one member apply in order; an id that occurs twice in a call, or was decided before, is a replay.
-- No deadlock: every call takes its request rows sorted, then its members' turns sorted (see award.sql), and then
-- meets nobody else.
CREATE FUNCTION award_many(
    p_members bigint[], p_ids text[], p_asked bigint, OUT granted bigint[], OUT replayed boolean[])
LANGUAGE plpgsql AS $$
DECLARE
    cap   CONSTANT bigint := 1000000;
    today CONSTANT date   := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    cut   record;
BEGIN
    -- LEFT JOIN and a flag instead of a join that drops lines: the planner then expects many rows and hashes.
    WITH line AS (
        SELECT u.member, u.id, u.line
        FROM unnest(p_members, p_ids) WITH ORDINALITY AS u (member, id, line)
    ),
    first AS (
        SELECT DISTINCT ON (member, id) member, id, line FROM line ORDER BY member, id, line
    ),
    inserted AS (
        INSERT INTO request (community, member, id, asked, granted)
        SELECT 1, member, id, p_asked, p_asked FROM first ORDER BY member, id
        ON CONFLICT DO NOTHING
        RETURNING member, id
    )
    SELECT array_agg(i.id IS NULL ORDER BY l.line)
    INTO replayed
    FROM line l
    LEFT JOIN first f USING (line)
    LEFT JOIN inserted i ON i.member = f.member AND i.id = f.id;

    PERFORM pg_advisory_xact_lock(1, turn.member::int)
    FROM (SELECT DISTINCT member FROM unnest(p_members) AS u (member) ORDER BY member) AS turn;

    WITH line AS MATERIALIZED (
        SELECT u.member, u.id, u.replayed, u.line,
               p_asked * count(*) FILTER (WHERE NOT u.replayed)
                   OVER (PARTITION BY u.member ORDER BY u.line) AS asked_upto
        FROM unnest(p_members, p_ids, award_many.replayed) WITH ORDINALITY AS u (member, id, replayed, line)
    ),
    limited AS (
        INSERT INTO daily_limit AS d (community, member, rule, day, asked)
        SELECT 1, l.member, 1, today, max(l.asked_upto) FROM line l WHERE NOT l.replayed GROUP BY l.member
        ON CONFLICT (community, member, rule, day) DO UPDATE SET asked = d.asked + excluded.asked
        RETURNING d.member, d.asked AS asked_after
    ),
    decided AS MATERIALIZED (
        SELECT l.member, l.id, l.line,
               CASE WHEN NOT l.replayed THEN greatest(0, least(p_asked, cap - (
                   t.asked_after - max(l.asked_upto) OVER (PARTITION BY l.member) + l.asked_upto - p_asked)))
               END AS granted
        FROM line l LEFT JOIN limited t USING (member)
    ),
    posted AS (
        INSERT INTO ledger (community, member, request_id, rule, amount, at)
        SELECT 1, d.member, d.id, 1, d.granted, now() FROM decided d WHERE d.granted > 0 ORDER BY d.line
    ),
    credited AS (
        INSERT INTO balance AS b (community, member, available)
        SELECT 1, d.member, sum(d.granted) FROM decided d WHERE d.granted > 0 GROUP BY d.member
        ON CONFLICT (community, member) DO UPDATE SET available = b.available + excluded.available
    )
    SELECT array_agg(d.granted ORDER BY d.line) INTO granted FROM decided d;

    -- What the cap cut is remembered with the id, so that a replay repeats it. Line by line: always the primary key.
    FOR cut IN
        SELECT u.member, u.id, u.granted
        FROM unnest(p_members, p_ids, award_many.granted) AS u (member, id, granted) WHERE u.granted < p_asked
    LOOP
        UPDATE request r SET granted = cut.granted WHERE r.community = 1 AND r.member = cut.member AND r.id = cut.id;
    END LOOP;

    -- A new statement has a new snapshot: it sees rows that a concurrent call committed under the insert above.
    IF true = ANY (replayed) THEN
        SELECT array_agg(coalesce(u.granted, (
            SELECT r.granted FROM request r
            WHERE r.community = 1 AND r.member = u.member AND r.id = u.id AND r.asked = p_asked)) ORDER BY u.line)
        INTO granted
        FROM unnest(p_members, p_ids, award_many.granted) WITH ORDINALITY AS u (member, id, granted, line);

        IF array_position(granted, NULL) IS NOT NULL THEN
            RAISE EXCEPTION 'a request id was used before with another content';
        END IF;
    END IF;
END $$;
