"""Words and what can be measured: facts, concepts, sentences; numpy only."""
