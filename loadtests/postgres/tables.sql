-- The rival's four tables. Members are numbers here (the rival is spared mapping outside names);
-- request ids are text, because clients choose them.

-- One row per activity ever decided: the id means once, for ever, and remembers what it granted.
CREATE TABLE request (
    community int    NOT NULL,
    member    bigint NOT NULL,
    id        text   NOT NULL,
    asked     bigint NOT NULL,
    granted   bigint NOT NULL,
    PRIMARY KEY (community, member, id)
);

-- What a member asked for in one day under one rule. As each award grants what is left of the cap,
-- granted of the day = least(cap, asked of the day): counting what was asked needs no second look.
CREATE TABLE daily_limit (
    community int    NOT NULL,
    member    bigint NOT NULL,
    rule      int    NOT NULL,
    day       date   NOT NULL,
    asked     bigint NOT NULL,
    PRIMARY KEY (community, member, rule, day)
) WITH (fillfactor = 70);

CREATE TABLE balance (
    community int    NOT NULL,
    member    bigint NOT NULL,
    available bigint NOT NULL,
    PRIMARY KEY (community, member)
) WITH (fillfactor = 70);

CREATE TABLE ledger (
    posting    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    community  int         NOT NULL,
    member     bigint      NOT NULL,
    request_id text        NOT NULL,
    rule       int         NOT NULL,
    amount     bigint      NOT NULL,
    at         timestamptz NOT NULL
);
