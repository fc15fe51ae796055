"""Puts trained backbones (paper, table 11; training/evaluation/comparisons/backbones.py) into a bundle of the same run that is there already.

python3 -m training.export.backbones --work training/.work/movies --bundle public/models/movies --only gru4rec [--reference src/engine/fixtures/backbones]

Each adds two files, its weights and its aligner, which a visit downloads when it is chosen; the bundle's own files stay as they are.
"""

from __future__ import annotations

import argparse
import shlex
import sys

from ...baselines.settings import BACKBONES
from ...command_line import explained, folder, new_folder, portable, seed, work_folder
from . import reference
from .add import add


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 -m training.export.backbones", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=work_folder, required=True, help="the run's work folder, with backbones/NAME-SEED in it")
    parser.add_argument("--bundle", type=folder, required=True)
    parser.add_argument("--only", metavar="NAME", nargs="+", choices=BACKBONES, required=True, help=", ".join(BACKBONES))
    parser.add_argument("--seed", type=seed, default=0, help="of the training that is taken (default 0)")
    parser.add_argument("--reference", metavar="DIR", type=new_folder, help="where the numbers for the app's parity tests go, a file for each")
    given = parser.parse_args()
    for name in given.only:
        command = shlex.join(["python3", "-m", "training.export.backbones", *map(portable, sys.argv[1:])])
        work = given.work / "backbones" / f"{name}-{given.seed}"
        manifest = add(work, given.bundle)
        if given.reference:
            reference.write(work, given.bundle, name, given.reference / f"{manifest['name']}-{name}.json", command)


if __name__ == "__main__":
    with explained():
        main()
