"""What the judge `llm` is made of: settings, prompt, requests and their ledger, answers, and events from them."""
