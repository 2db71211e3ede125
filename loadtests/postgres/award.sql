-- One award: unique id, daily cap, balance, ledger row. Community 1, rule 1, as in config/communities/load.yaml.
-- A member's turn is an advisory lock, not the row itself: sixty sessions that wait for one hot row all wake and
-- queue again at every commit, those that wait for a lock wake one by one. No deadlock: request first, then the turn.
CREATE FUNCTION award(p_member bigint, p_id text, p_asked bigint, OUT granted bigint, OUT replayed boolean)
LANGUAGE plpgsql AS $$
DECLARE
    cap         CONSTANT bigint := 1000000;
    today       CONSTANT date   := (now() AT TIME ZONE 'Asia/Shanghai')::date;
    asked_today bigint;
BEGIN
    -- Waits for a concurrent request with the same id, so the loser sees the winner's row below.
    INSERT INTO request (community, member, id, asked, granted)
    VALUES (1, p_member, p_id, p_asked, p_asked)
    ON CONFLICT DO NOTHING;

    IF NOT FOUND THEN
        SELECT r.granted, true INTO STRICT granted, replayed
        FROM request r
        WHERE r.community = 1 AND r.member = p_member AND r.id = p_id AND r.asked = p_asked;
        RETURN;
    END IF;

    PERFORM pg_advisory_xact_lock(1, p_member::int);

    INSERT INTO daily_limit AS d (community, member, rule, day, asked)
    VALUES (1, p_member, 1, today, p_asked)
    ON CONFLICT (community, member, rule, day) DO UPDATE SET asked = d.asked + excluded.asked
    RETURNING d.asked INTO asked_today;

    granted := greatest(0, least(p_asked, cap - (asked_today - p_asked)));
    replayed := false;

    IF granted < p_asked THEN
        UPDATE request r SET granted = award.granted
        WHERE r.community = 1 AND r.member = p_member AND r.id = p_id;
    END IF;

    IF granted > 0 THEN
        INSERT INTO ledger (community, member, request_id, rule, amount, at)
        VALUES (1, p_member, p_id, 1, granted, now());

        INSERT INTO balance AS b (community, member, available)
        VALUES (1, p_member, granted)
        ON CONFLICT (community, member) DO UPDATE SET available = b.available + excluded.available;
    END IF;
END $$;
