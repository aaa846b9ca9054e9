"""Completions for bash and zsh: what the shells' templates (bindings/cli/completions) look up, as branches of a `case`."""
import shlex
from pathlib import Path

from command_line import EVERYWHERE, MADE, OWN

TEMPLATES = Path(__file__).resolve().parents[1] / "bindings/cli/completions"


def label(command, flag=""):
    """A pattern for what stands on the line; what follows on one word, such as import, stands there, too."""
    after = f" {flag}" if flag else ""
    if " " in command.path:
        return shlex.quote(command.path + after)
    return f"{command.path}*{shlex.quote(after) if after else ''}"


def branches(rows, say):
    """One branch for each answer, in their order; `rows` are pairs of a label and what is answered."""
    labels = {}
    for name, answer in rows:
        if answer:
            labels.setdefault(tuple(answer), []).append(name)
    return "\n".join(f"    {' | '.join(names)}) {say(answer)} ;;" for answer, names in labels.items())


def first_sentence(meaning):
    return meaning.removeprefix("Required. ").split(". ")[0].rstrip(".")


def flags_that_take_nothing(tool):
    flags = [flag for command in [*tool.operations, *tool.also] for flag in command.flags(OWN)]
    return sorted({flag.name for flag in [*tool.top.flags(EVERYWHERE), *flags] if not flag.value} | {"--version"})


def values_of(flag):
    return flag.words or (["FILE"] if flag.value == "FILE" else [])


def tables(tool, described):
    """The placeholders of a template and their rows: words, flags, and values of flags. `described` makes an answer of a word
    and what it means."""
    commands = [*tool.operations, *tool.also]
    top = [described(name, "") for name in tool.resources()] + [described(c.path, c.meaning) for c in tool.also]
    words = [("''", top)]
    words += [(name, [described(*verb) for verb in verbs]) for name, verbs in tool.resources().items()]
    words += [(command.path, [described(word, "") for word in command.words]) for command in tool.also]
    flags = [(label(c), [described(f.name, f.meaning) for f in c.flags(OWN)]) for c in commands]
    values = [(label(command, flag.name), values_of(flag)) for command in commands for flag in command.flags(OWN)]
    values += [("*" + shlex.quote(f" {flag.name}"), values_of(flag)) for flag in tool.top.flags(EVERYWHERE)]
    everywhere = [described(flag.name, flag.meaning) for flag in tool.top.flags(EVERYWHERE)]
    return words, flags, values, everywhere


def script(tool, template, described, say):
    words, flags, values, everywhere = tables(tool, described)
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for placeholder, filling in (("@MADE@", MADE), ("@ALONE@", " | ".join(flags_that_take_nothing(tool))),
                                 ("@WORDS@", branches(words, say)), ("@FLAGS@", branches(flags, say)),
                                 ("@EVERYWHERE@", say(everywhere)), ("@VALUES@", branches(values, say))):
        text = text.replace(placeholder, filling)
    return text


def bash_completion(tool):
    return script(tool, "template.bash", lambda word, _: word, lambda answer: f"echo {shlex.quote(' '.join(answer))}")


def zsh_completion(tool):
    def described(word, meaning):
        return f"{word}:{first_sentence(meaning)}" if meaning else word
    return script(tool, "template.zsh", described, lambda answer: "print -l -- " + " ".join(map(shlex.quote, answer)))
