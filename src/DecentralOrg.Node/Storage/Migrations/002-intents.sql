-- What the node wants to be done on the chain. It cannot be read back from the chain: backups are about these.
CREATE TABLE intents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    budget TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('Wanted', 'Signed', 'Offered', 'Seen', 'Final', 'Refused', 'Superseded', 'Held')),
    sender BLOB NOT NULL,
    nonce INTEGER,
    -- 1 from the commit that reserves the nonce until the block that used the nonce up is final.
    live INTEGER NOT NULL DEFAULT 0,
    target BLOB,
    calldata BLOB NOT NULL,
    value TEXT NOT NULL,
    gas_limit INTEGER,
    reason TEXT,
    block INTEGER,
    block_hash BLOB,
    mined_hash BLOB,
    fee TEXT,
    -- Wei that earlier tries cost, which the contract refused.
    sunk TEXT NOT NULL DEFAULT '0',
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
);

CREATE UNIQUE INDEX intents_nonce ON intents (sender, nonce) WHERE live = 1;
CREATE INDEX intents_state ON intents (state, id);
CREATE INDEX intents_budget ON intents (budget);

-- Every transaction that was ever signed for an intent; any of them may be the one that is mined.
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    intent INTEGER NOT NULL REFERENCES intents (id),
    nonce INTEGER NOT NULL,
    hash BLOB NOT NULL UNIQUE,
    raw BLOB NOT NULL,
    gas_limit INTEGER NOT NULL,
    tip TEXT NOT NULL,
    cap TEXT NOT NULL,
    -- The head when it was signed: a later block passed it over.
    head INTEGER NOT NULL,
    signed_at INTEGER NOT NULL,
    first_sent_at INTEGER,
    last_error TEXT
);

CREATE INDEX attempts_intent ON attempts (intent);

-- Who publishes for an account, and how far the account's nonces are explained. Nonces are never taken from here.
CREATE TABLE publishers (
    sender BLOB PRIMARY KEY,
    fence INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    explained INTEGER
);
