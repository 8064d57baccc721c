-- What a customer wrote last, where an article or a question back was the answer: what they write
-- next is read together with it. Redacted; empty as soon as something else happens.
ALTER TABLE customer ADD COLUMN earlier TEXT NOT NULL DEFAULT '';
