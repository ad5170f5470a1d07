"""The commands about the knowledge: check, eval, bench, init."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot import wording
from bot.cli.command import EXIT_ERROR, EXIT_USAGE, JSON, Command, say
from bot.settings import Settings

_PARTS = ("speed", "mutations", "ask", "cases", "law", "leaning", "length")


def _check(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.matching import knowledge_check

    if chosen.law is not None:
        return _check_law(chosen, settings)
    problems = app.examine(settings)
    most = 0 if chosen.all else knowledge_check.SHOWN
    for line in map(knowledge_check.problem_json, problems) if chosen.json else knowledge_check.listed(problems, most):
        say(line)
    errors = sum(problem.severity == "error" for problem in problems)
    if not chosen.json:
        say(wording.CHECK_SUMMARY.format(errors=errors, warnings=len(problems) - errors))
    return EXIT_ERROR if errors else 0


def _check_law(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.content import law_report
    from bot.content.laws import entries_resting_on, find_law

    # what cites an earlier version is an error, and just then the list is wanted
    knowledge, problems = app.readable(settings)
    law, own = find_law(chosen.law, knowledge.laws)
    if law is None:
        sys.stderr.write((wording.LAW_UNKNOWN.format(name=chosen.law) if knowledge.laws else wording.LAW_NO_LIST) + "\n")
    elif not own:
        sys.stderr.write(wording.LAW_NEAREST.format(name=chosen.law, law=law.title) + "\n")
    if others := law_report.count_other_errors(problems):
        sys.stderr.write(wording.LAW_INCOMPLETE.format(count=others) + "\n")
    if law is None:
        return EXIT_ERROR
    listed = entries_resting_on(law, knowledge)
    if chosen.json:
        lines = [law_report.as_json(law, one) for one in listed]
    else:
        lines = [law_report.heading(law), *map(law_report.entry_lines, listed), law_report.summary(law, listed)]
    for line in lines:
        say(line)
    return 0


def _eval(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.evaluation import accuracy, blind_questions

    if chosen.documents:
        return _requests(chosen, settings)
    if chosen.conversations:
        return _conversations(chosen, settings)
    if chosen.file is None or chosen.file.is_dir():
        return _golden(chosen, settings)
    if blind_questions.is_blind(chosen.file):
        return _blind(chosen, settings)
    cases = accuracy.read(chosen.file)
    index = app.open_index(settings)
    outcomes = accuracy.run(cases, app.open_desk(index, app.temporary_store()), index.knowledge)
    say(accuracy.as_json(outcomes) if chosen.json else accuracy.report(outcomes, listed=chosen.list))
    return 0


def _blind(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.evaluation import blind_questions

    asked = blind_questions.read(chosen.file)
    index = app.open_index(settings)
    found = blind_questions.run(asked, app.open_desk(index, app.temporary_store()), index.knowledge)
    say(blind_questions.as_json(found) if chosen.json else blind_questions.report(found, listed=chosen.list))
    return 0


def _requests(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.content.golden_reader import read_requests
    from bot.evaluation import document_requests
    from bot.settings import REQUESTS

    files = (chosen.file,) if chosen.file else REQUESTS
    asked = [(path.name, read_requests(path)) for path in files]
    index = app.open_index(settings)
    desk = app.open_desk(index, app.temporary_store())
    for name, found in asked:
        served = document_requests.run(found, desk, index.knowledge)
        say(
            document_requests.as_json(name, served)
            if chosen.json
            else document_requests.report(name, served, listed=chosen.list)
        )
    return 0


def _conversations(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.content.script_reader import read_scripts
    from bot.evaluation import conversation_scripts
    from bot.settings import CONVERSATIONS

    scripts = read_scripts(chosen.file or CONVERSATIONS)
    index = app.open_index(settings)
    played = [(script, conversation_scripts.play(script, index, app.temporary_store)) for script in scripts]
    say(conversation_scripts.as_json(played) if chosen.json else conversation_scripts.report(played, listed=chosen.list))
    return EXIT_ERROR if any(one.why for _, turns in played for one in turns) else 0


def _golden(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot import app
    from bot.content.golden_reader import read_golden
    from bot.evaluation import golden_report
    from bot.settings import golden_folder

    folder = chosen.file or golden_folder(settings.knowledge)
    index = app.open_index(settings)
    met = golden_report.run(read_golden(folder, index.knowledge), app.open_desk(index, app.temporary_store()), index.knowledge)
    say(json.dumps(golden_report.shares(met)) if chosen.json else golden_report.report(met, folder, listed=chosen.list))
    if chosen.save:
        golden_report.save(met, folder)
    return 0


def _bench(chosen: argparse.Namespace, settings: Settings) -> int:
    from bot.evaluation import bench

    try:
        sizes = [int(size) for size in chosen.sizes.split(",")]
    except ValueError:
        sys.stderr.write(wording.BENCH_SIZES.format(sizes=chosen.sizes) + "\n")
        return EXIT_USAGE
    for line in bench.run(settings, sizes, chosen.only):
        say(line)
    return 0


def _init(chosen: argparse.Namespace, _: Settings) -> int:
    from bot.content import scaffold

    copied = scaffold.copy(chosen.folder)
    say(wording.INIT_DONE.format(folder=chosen.folder, count=copied))
    return 0


COMMANDS = {
    "check": Command(
        _check,
        (
            (("--law",), {"metavar": wording.CLI_LAW, "help": wording.CLI_OPTIONS["law"]}),
            (("--all",), {"action": "store_true", "help": wording.CLI_OPTIONS["all"]}),
            JSON,
        ),
    ),
    "eval": Command(
        _eval,
        (
            (("file",), {"nargs": "?", "metavar": wording.CLI_FILE, "type": Path, "help": wording.CLI_OPTIONS["eval"]}),
            (("--list",), {"action": "store_true", "help": wording.CLI_OPTIONS["list"]}),
            (("--documents",), {"action": "store_true", "help": wording.CLI_OPTIONS["documents"]}),
            (("--conversations",), {"action": "store_true", "help": wording.CLI_OPTIONS["conversations"]}),
            (("--save",), {"action": "store_true", "help": wording.CLI_OPTIONS["save"]}),
            JSON,
        ),
    ),
    "bench": Command(
        _bench,
        (
            (("--sizes",), {"metavar": "N,N", "default": "1000,10000,100000", "help": wording.CLI_OPTIONS["sizes"]}),
            (("--only",), {"metavar": wording.CLI_PART, "choices": _PARTS, "help": wording.CLI_OPTIONS["only"]}),
        ),
    ),
    "init": Command(
        _init, ((("folder",), {"metavar": wording.CLI_FOLDER, "type": Path, "help": wording.CLI_OPTIONS["init"]}),)
    ),
}
