-- What consumers are handling and have handled. Times and tokens count microseconds since 1970, UTC, by this server's clock.
-- The index is for the clean-up.
CREATE TABLE IF NOT EXISTS crossdock_idempotency (
    id          BINARY(32)   NOT NULL PRIMARY KEY COMMENT 'SHA-256 of scope and key',
    scope       VARCHAR(250) NOT NULL COMMENT 'topic and group, for people, cut if longer',
    message_key VARCHAR(250) NOT NULL COMMENT 'for people, cut if longer',
    state       SMALLINT     NOT NULL COMMENT '0 given back, 1 in progress, 2 done',
    owner       VARCHAR(250) NOT NULL COMMENT 'who claimed it last',
    token       BIGINT       NOT NULL COMMENT 'grows with every claim',
    expires_at  BIGINT       NOT NULL COMMENT 'end of the lease or of the retention',
    result      MEDIUMBLOB            COMMENT 'what an idempotent call has given',
    INDEX crossdock_idempotency_expires_at (expires_at)
) ENGINE = InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
