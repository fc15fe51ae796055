"""The paper's experiments on the work folder of a finished run: python3 -m training.evaluation COMMAND --work training/.work/movies"""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import presets
from ..baselines.settings import BACKBONES, TEXTUAL
from ..command_line import count, device, explained, folder, new_folder, seed, whole, work_folder
from ..data import domains
from ..settings import RECOMMENDERS, Preset
from .leave_one_out import SYSTEMS
from .variants import VARIANTS


def parse(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 -m training.evaluation", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def command(name: str, text: str, *, work: bool = True) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        if work:
            added.add_argument("--work", type=work_folder, required=True, help="the work folder of a run")
        return added

    users = command("users", "Writes the users of the tables, for npm run evaluate (--pinned, --table).")
    users.add_argument("--split", choices=("validation", "test"), default="test")
    users.add_argument("--data", type=folder, help="the data folder, for the targets that SASRec never saw (pinned-unseen.json)")

    users.add_argument("--users", type=count, help="so many users, drawn at random; default: all")

    represent = command("represent", "Makes user-representations.npz anew from sasrec.safetensors, where a work folder was carried without it.")

    rank = command("rank", "Ranks every user's candidates in PyTorch: Hit@1 and NDCG@10 (paper, tables 3 and 4).")
    rank.add_argument("--split", choices=("validation", "test"), default="test")
    rank.add_argument("--systems", nargs="+", choices=SYSTEMS, default=list(SYSTEMS), metavar="SYSTEM", help=f"default: {' '.join(SYSTEMS)}")

    variants = command("variants", "MLP-LLM, ablations, few-shot (paper, tables 1 and 8 to 10): about an hour on a core.")
    names = [variant.name for variant in VARIANTS]
    variants.add_argument("--only", metavar="NAME", nargs="+", choices=names, default=names, help=", ".join(names))
    variants.add_argument("--steps", type=count, default=60, help="of Stage 2's likelihood phase, for each variant (default 60)")
    variants.add_argument("--test", action="store_true", help="score the test users, once, when the variant is trained")
    variants.add_argument("--whole", action="store_true", help="train as what ships was trained, for a bundle to carry: validation alone")

    cross = command("cross-domain", "Trained on films, evaluated on another domain by the text encoder alone (paper, table 7).", work=False)
    cross.add_argument("--source", type=work_folder, required=True, help="work folder of the films' run, with stage2")
    cross.add_argument("--target", type=work_folder, required=True, help="work folder of the other domain, with stage1")
    cross.add_argument("--split", choices=("validation", "test"), default="test")

    every = (*RECOMMENDERS, *TEXTUAL, "tallrec")
    systems = command(
        "systems", "Trains the systems of table 1 that are not there yet, and compares them (paper, tables 1 and 4; full catalogue, shuffled histories)."
    )
    systems.add_argument("--only", metavar="NAME", nargs="+", choices=every, default=list(every), help=", ".join(every))
    systems.add_argument("--search", action="store_true", help="try settings on validation first, log what each gave, and go on with the best")

    systems.add_argument(
        "--settings-of",
        type=work_folder,
        metavar="DIR",
        help="the settings that --search found best in another work folder, where a search here would take hours",
    )

    backbones = command("backbones", "A-LLMRec with each collaborative filter in SASRec's place, beside that filter (paper, table 11).")
    backbones.add_argument(
        "--only", metavar="NAME", nargs="+", choices=BACKBONES, default=list(RECOMMENDERS), help=f"{', '.join(BACKBONES)}; default: those that read no texts"
    )
    backbones.add_argument("--steps", type=whole, default=60, help="of Stage 2's likelihood phase, for each (default 60)")
    backbones.add_argument("--whole", action="store_true", help="the preset's own warm-ups, as what ships has them, instead of the variants' short one")

    backbones.add_argument("--filter-seed", type=seed, help="one training of each filter for all seeds of Stages 1 and 2; default: one a seed")

    timing = command("timing", "Training and inference time of TALLRec, A-LLMRec and A-LLMRec_all on this machine (paper, table 10).")
    timing.add_argument("--batch", type=count, default=8, help="users at once (default 8)")
    timing.add_argument("--tallrec-steps", type=count, metavar="N", help="time N steps of TALLRec's training instead of the whole")

    questions = command("questions", "What the language model knows of films by itself: multiple-choice questions about facts.")
    questions.add_argument("--data", type=folder, required=True)
    questions.add_argument("--count", type=count, default=1000)
    questions.add_argument("--known", type=count, default=2000, help="films with the longest articles, of which the questions are (default 2000)")

    for added in (systems, backbones):
        added.add_argument("--seeds", type=seed, nargs="+", default=[0], help="of the trainings (default 0)")
        added.add_argument("--test", action="store_true", help="score the test users, once, when validation has chosen everything")
        added.add_argument("--processes", type=count, default=1, help="trainings at the same time (default 1)")
    for added in (systems, backbones, cross):
        added.add_argument("--save", type=new_folder, metavar="DIR", help="write the tables of the test users there, for instance into docs/results")
    systems.add_argument("--add", action="store_true", help="with --save: keep the rows that the tables there have of other systems of the same run")
    systems.add_argument("--sbert", metavar="FOLDER", help="SBERT's weights; default: the installed package's copy")
    for added in (rank, cross, timing, systems, backbones):
        added.add_argument("--users", type=count, help="so many users, drawn at random; default: all")
    for added in (rank, cross, timing):
        added.add_argument("--fast", action="store_true", help="bf16 instead of f32")
    for added in (represent, rank, cross, timing, systems, backbones, variants):
        added.add_argument("--device", type=device, default="cpu")
    for added in (represent, rank, variants, backbones, timing):
        added.add_argument("--preset", choices=sorted(presets.PRESETS), default="tiny")
    for added in (represent, rank, cross, timing, questions):
        added.add_argument("--seed", type=seed, default=1 if added is questions else 0)
    return parser.parse_args(arguments)


def fitting(name: str, work: Path) -> Preset:
    """A preset with the numbers of the work folder's domain."""
    return presets.of_domain(presets.find(name), domains.of_work(work).settings)


def perform(given: argparse.Namespace) -> None:
    from ..recommender import train_sasrec
    from . import cross_domain, film_questions, leave_one_out, run_variants, table_users
    from .comparisons import backbones, systems, timing

    if given.command == "users":
        table_users.write(given.work, given.split, given.data, given.users)
    elif given.command == "represent":
        train_sasrec.represent(given.work, fitting(given.preset, given.work), seed=given.seed, device=given.device)
    elif given.command == "rank":
        preset = fitting(given.preset, given.work)
        leave_one_out.run(
            given.work, preset, seed=given.seed, device=given.device, split=given.split, systems=given.systems, limit=given.users, exact=not given.fast
        )
    elif given.command == "variants":
        if given.whole and given.test:
            raise ValueError("What a bundle carries is tested by the engine that runs it: leave --test out of --whole.")
        preset, say = fitting(given.preset, given.work), lambda line: print(line, flush=True)
        run_variants.run_all(given.work, preset, given.only, given.steps, given.test, say, given.device, whole=given.whole)
    elif given.command == "systems":
        systems.run(
            given.work,
            given.only,
            given.seeds,
            search_first=given.search,
            settings_of=given.settings_of,
            limit=given.users,
            test=given.test,
            save=given.save,
            add=given.add,
            device=given.device,
            source=given.sbert,
            processes=given.processes,
        )
    elif given.command == "backbones":
        backbones.run(
            given.work,
            fitting(given.preset, given.work),
            given.only,
            given.seeds,
            steps=given.steps,
            whole=given.whole,
            filter_seed=given.filter_seed,
            limit=given.users,
            test=given.test,
            save=given.save,
            device=given.device,
            processes=given.processes,
        )
    elif given.command == "timing":
        timing.run(
            given.work,
            fitting(given.preset, given.work),
            seed=given.seed,
            limit=given.users,
            batch=given.batch,
            exact=not given.fast,
            tallrec_steps=given.tallrec_steps,
            device=given.device,
        )
    elif given.command == "cross-domain":
        numbers = {"limit": given.users, "seed": given.seed, "device": given.device, "exact": not given.fast}
        cross_domain.run(given.source, given.target, split=given.split, save=given.save, **numbers)
    else:
        for kind, numbers in film_questions.run(given.work, given.data, count=given.count, known=given.known, seed=given.seed).items():
            print(f"{kind}: {numbers['right']:.3f} of {numbers['questions']} right, guessing gets {numbers['chance']:.3f}")


if __name__ == "__main__":
    with explained():
        perform(parse())
