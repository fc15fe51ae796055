"""Systems beside A-LLMRec, on the same users and candidates: the tables that compare them."""
