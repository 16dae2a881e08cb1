-- Signed votes and delegations that were posted and accepted. Each is brought by the intent with its key, which also says what
-- became of it. What was accepted is never deleted: it was answered, and it counts against its account's budget.
CREATE TABLE governance_messages (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    -- 0 for a vote, 1 for a delegation, 2 for a proposal.
    kind INTEGER NOT NULL,
    account BLOB NOT NULL,
    nonce INTEGER NOT NULL,
    -- The proposal of a vote, or that is made, 32 bytes; empty for a delegation.
    proposal BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    accepted_at INTEGER NOT NULL,
    intent TEXT NOT NULL
);
CREATE INDEX governance_messages_account ON governance_messages (account, epoch);
