"""From public data to a complete model bundle: python3 -m training --preset tiny|base|fixture"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import command_line, presets
from .data import domains
from .steps import NAMES, TAKEABLE


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m training", description=__doc__, epilog=f"Steps, in order: {', '.join(NAMES)}.")
    parser.add_argument("--preset", choices=sorted(presets.PRESETS), default="tiny", help="tiny: CPU; base: one GPU; fixture: a minute, for tests")
    parser.add_argument("--dataset", choices=sorted(domains.DOMAINS), default="movies", help="what is recommended; default: movies")
    parser.add_argument(
        "--data",
        metavar="DIR",
        type=command_line.folder,
        help="the data folder (training/README.md); default: fetched from the publishers; the fixture preset makes its own",
    )
    parser.add_argument(
        "--before",
        metavar="DAY",
        type=command_line.day,
        help="films: train on ratings before this day (2016-07-01) alone; python3 -m training.evaluation users --data then writes the users of after it",
    )
    parser.add_argument("--work", metavar="DIR", type=command_line.new_folder, help="intermediate results; default training/.work/PRESET[-DATASET]")
    parser.add_argument("--out", metavar="DIR", type=command_line.new_folder, help="the bundle; default public/models/DATASET")
    parser.add_argument("--reference", metavar="FILE", type=Path, help="where the reference numbers go; default in the work folder")
    parser.add_argument(
        "--llm", metavar="FOLDER", type=command_line.folder, help="a Hugging Face OPT checkpoint instead of opt-mini, or the opt folder of another run"
    )
    parser.add_argument(
        "--start-from",
        metavar="BUNDLE",
        type=command_line.folder,
        help="an earlier bundle: pre-training goes on from its language model, by the preset's numbers for that",
    )
    parser.add_argument(
        "--take", metavar="STEP", nargs="+", choices=TAKEABLE, default=[], help=f"take these from that bundle as they ship: {', '.join(TAKEABLE)}"
    )
    parser.add_argument("--sbert", metavar="FOLDER", type=command_line.folder, help="SBERT's weights, as Stage 1 begins; default: the installed package's copy")
    parser.add_argument("--time-limit", metavar="MIN", type=command_line.minutes, help="minutes for the steps that train; they shorten their schedules")
    parser.add_argument("--users", metavar="N", type=command_line.count, help="calibrate and evaluate on so many users, drawn at random; default: all of them")
    parser.add_argument("--only", metavar="STEP", nargs="+", choices=NAMES, default=[], help="only these steps")
    parser.add_argument("--force", metavar="STEP", nargs="+", choices=NAMES, default=[], help="run these again, from the start")
    parser.add_argument("--seed", type=command_line.seed, default=0)
    parser.add_argument("--device", type=command_line.device, help="cpu or cuda; default: cuda where there is one")
    parser.add_argument(
        "--workers", metavar="N", type=command_line.whole, help="processes that draw what pre-training reads; default: 0, with a GPU one a core less two"
    )
    return parser.parse_args(arguments)


def main() -> None:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    arguments = parse(sys.argv[1:])
    with command_line.explained():
        from .pipeline import perform
        from .run import Run

        perform(Run(arguments), arguments.only, arguments.force, arguments.time_limit)


if __name__ == "__main__":
    main()
