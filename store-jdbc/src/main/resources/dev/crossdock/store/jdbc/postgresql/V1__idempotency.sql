-- What consumers are handling and have handled. Times and tokens count microseconds since 1970, UTC, by this server's clock.
CREATE TABLE IF NOT EXISTS crossdock_idempotency (
    id          BYTEA        NOT NULL PRIMARY KEY, -- SHA-256 of scope and key
    scope       VARCHAR(250) NOT NULL,             -- topic and group, for people, cut if longer
    message_key VARCHAR(250) NOT NULL,             -- for people, cut if longer
    state       SMALLINT     NOT NULL,             -- 0 given back, 1 in progress, 2 done
    owner       VARCHAR(250) NOT NULL,             -- who claimed it last
    token       BIGINT       NOT NULL,             -- grows with every claim
    expires_at  BIGINT       NOT NULL,             -- end of the lease or of the retention
    result      BYTEA                              -- what an idempotent call has given
);

-- For the clean-up.
CREATE INDEX IF NOT EXISTS crossdock_idempotency_expires_at ON crossdock_idempotency (expires_at);
