-- Which organization on which chain the data is about: one row.
CREATE TABLE identity (
    chain_id INTEGER NOT NULL,
    genesis BLOB NOT NULL,
    settlement BLOB NOT NULL,
    ledger BLOB NOT NULL,
    parameters BLOB NOT NULL,
    token BLOB NOT NULL,
    reputation BLOB NOT NULL
);

-- Blocks that were read to: those with logs, those that can still be taken back, and the last one, which is the cursor.
CREATE TABLE blocks (
    number INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    timestamp INTEGER NOT NULL
);

-- The organization's logs, as the chain wrote them. All else that is known of it follows from these.
CREATE TABLE logs (
    id INTEGER PRIMARY KEY,
    block INTEGER NOT NULL REFERENCES blocks (number) ON DELETE CASCADE,
    log_index INTEGER NOT NULL,
    address BLOB NOT NULL,
    topics BLOB NOT NULL,
    data BLOB NOT NULL,
    transaction_hash BLOB NOT NULL,
    transaction_index INTEGER NOT NULL,
    UNIQUE (block, log_index)
);

-- The last block that the chain will not take back: one row, whose number never falls.
CREATE TABLE finality (
    number INTEGER NOT NULL,
    hash BLOB NOT NULL
);

-- What an operator has to know until it is disproven, also after a restart.
CREATE TABLE alarms (
    name TEXT PRIMARY KEY,
    raised_at INTEGER NOT NULL,
    sentence TEXT NOT NULL
);
