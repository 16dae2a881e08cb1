-- What several budgets are paid out of together; null for a budget of its own. What is on its way from before counts, too.
ALTER TABLE intents ADD COLUMN purse TEXT;
UPDATE intents SET purse = 'govern/' || (SELECT epoch FROM governance_messages WHERE governance_messages.intent = intents.key)
WHERE budget LIKE 'govern/%';
CREATE INDEX intents_purse ON intents (purse);
