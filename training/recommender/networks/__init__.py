"""The collaborative filters beside SASRec: a module each, and several of them as one."""
