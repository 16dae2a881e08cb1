-- Records that were posted and accepted. What was accepted is never deleted: it was answered.
CREATE TABLE records (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    author BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    nonce INTEGER NOT NULL,
    points INTEGER NOT NULL,
    message BLOB NOT NULL,
    signature BLOB NOT NULL,
    accepted_at INTEGER NOT NULL,
    place INTEGER NOT NULL,
    state INTEGER NOT NULL,
    batch TEXT,
    attempts INTEGER NOT NULL DEFAULT 0,
    reason INTEGER,
    sequence INTEGER,
    block INTEGER,
    block_hash BLOB,
    replaced_by BLOB
);

-- What waits or is under way is a small part of all records after a year.
CREATE INDEX records_open ON records (state, kind, epoch, nonce) WHERE state < 2;
CREATE INDEX records_batch ON records (batch) WHERE state = 1;
CREATE INDEX records_block ON records (block) WHERE block IS NOT NULL;
CREATE INDEX records_skipped ON records (epoch) WHERE state = 3;

-- The ledger's records by digest, whoever brought them; a block that is taken back takes its records along.
CREATE TABLE ledger_records (
    sequence INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    block INTEGER NOT NULL REFERENCES blocks (number) ON DELETE CASCADE
);
CREATE INDEX ledger_records_digest ON ledger_records (digest);
CREATE INDEX ledger_records_block ON ledger_records (block);

-- The ledger's last log that the records were compared with: one row.
CREATE TABLE records_cursor (
    block INTEGER NOT NULL,
    block_hash BLOB NOT NULL,
    log_index INTEGER NOT NULL
);
