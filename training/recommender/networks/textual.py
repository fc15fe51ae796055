"""What MoRec and CTRL (training/baselines) are once they are trained: a SASRec, whose item embeddings texts have made or shaped."""

from __future__ import annotations

from ..sasrec import SasRec


class MoRec(SasRec):
    architecture = "morec"


class Ctrl(SasRec):
    architecture = "ctrl"
