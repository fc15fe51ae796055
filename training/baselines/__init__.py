"""Systems that read texts, beside A-LLMRec: MoRec, CTRL, RECFORMER and TALLRec (paper, section 5.1)."""
