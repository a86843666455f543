"""Wrong arguments and places on the command line."""

from pathlib import Path

from hsiviewer.workflows.commands.sample import write_sample
from tests.attack.family import Answer, Family, Files, Mutant, Ordered, Originals
from tests.attack.lure import Lure
from tests.attack.others.commands import run_command

_EVALUATE = "evaluate town.hdr --reference town_reference.tif --method spectral-angle"
_CLASSIFY = (
    "classify town.hdr --labels town_labels.tif --method spectral-angle --out m.tif"
)
_COMMANDS = (
    "info", "info .", "info nothing.tif", "info town_classes.toml", "info /dev/null",
    "info /dev/zero", "info town.hdr:x", "info http://127.0.0.1:9/x.tif",
    "info /vsicurl/x",
    "info pipe", "info /proc/self/mem", "info ''", "info town.img/x",
    "--no-such", "info --json --json town.hdr", "methods --for-labels -1",
    "methods --for-labels 99999999999999999999", "sample town.hdr",
    "sample new --seed -1",
    "sample new --rows 0", "sample new --rows -5", "sample new --bands 100000000000",
    "sample new --rows 2000000 --cols 2000000", "sample /proc/x", "sample /dev/null",
    f"{_EVALUATE} --shots 99.9999%", f"{_EVALUATE} --shots 1-99999999999",
    f"{_EVALUATE} --shots -1", f"{_EVALUATE} --shots 0", f"{_EVALUATE} --shots 1e9",
    f"{_EVALUATE} --shots ''", f"{_EVALUATE} --shots 100%",
    f"{_EVALUATE} --shots 0.0001%",
    f"{_EVALUATE} --shots 2 --seeds 0-99999999999", f"{_EVALUATE} --shots 2 --seeds x",
    f"{_EVALUATE} --shots 2 --split disjoint", f"{_EVALUATE} --shots 2 --sweep x",
    f"{_EVALUATE} --shots 2 --sweep =1",
    f"{_EVALUATE} --shots 2 --json nofolder/x.json",
    f"{_EVALUATE} --shots 2 --json .", f"{_EVALUATE} --shots 2 --json /dev/full",
    f"{_EVALUATE},no-such --shots 2", f"{_EVALUATE} --shots 2 --method ''",
    f"{_CLASSIFY} --seed -1", f"{_CLASSIFY} --seed 99999999999999999999999",
    f"{_CLASSIFY} --preset no", f"{_CLASSIFY} --set x=1", f"{_CLASSIFY} --set x",
    f"{_CLASSIFY} --set steps=nan", f"{_CLASSIFY} --classes .",
    f"{_CLASSIFY} --classes pipe",
    f"{_CLASSIFY} --classes no.toml", f"{_CLASSIFY} --aux no.tif",
    f"{_CLASSIFY} --aux pipe",
    f"{_CLASSIFY} --aux town_classes.toml", f"{_CLASSIFY} --report nofolder/r.html",
    f"{_CLASSIFY} --report r.txt", f"{_CLASSIFY} --confidence nofolder/c.tif",
    f"{_CLASSIFY} --save-model town.img", f"{_CLASSIFY} --pretrained no",
    f"{_CLASSIFY} --pretrained town.img", f"{_CLASSIFY} --reference town_labels.tif",
    f"{_CLASSIFY} --reference no.tif", f"{_CLASSIFY} --reference pipe",
    f"{_CLASSIFY} --text-encoder no-such", f"{_CLASSIFY} --device cuda",
    "classify town.hdr --labels pipe --method svm --out m.tif",
    "classify town.hdr --labels . --method svm --out m.tif",
    "classify town.hdr --labels town.hdr --method svm --out m.tif",
    "classify town.hdr --labels town_labels.tif --method no --out m.tif",
    "classify town.hdr --labels town_labels.tif --method svm --out /proc/m.tif",
    "classify town.hdr --labels town_labels.tif --method svm --out .",
    "classify town.hdr --labels town_labels.tif --method svm --out m.xyz",
    "predict town.hdr --model . --out m.tif", "predict town.hdr --model no --out m.tif",
    "predict town.hdr --model pipe --out m.tif", "predict --model x --out y",
    "predict town.hdr --model town.img --out m.tif --scheduler 127.0.0.1:x",
    "objects . --labels town_classes.toml --out o.csv",
    "objects no --labels no --out o.csv",
    "objects . --labels pipe --out o.csv --method svm", "benchmark no --data .",
    "benchmark indian-pines --data no", "benchmark muufl --data town.img",
    "describe town.hdr --labels town_labels.tif --classes pipe",
    "describe town.hdr --labels town_labels.tif --answer no.txt",
    "describe town.hdr --labels town_labels.tif --answer pipe",
    "describe town.hdr --labels town_labels.tif --instruction no",
    "describe town.hdr --labels town_labels.tif --writer .",
    "pretrain town.hdr --method svm "
    "--save-model m", "pretrain pipe --method diffclip --save-model m",
     "info \x01", "info " + "a" * 5000, "info " + "../" * 1500 + "etc/passwd",
)  # fmt: skip


def prepare(folder: Path) -> None:
    """Write the sample scene, small."""
    write_sample(folder / "town", rows=64, cols=64, bands=20)


def intact(_name: str, _files: Files) -> str:
    """Return what is opened."""
    return "info town.hdr"


def mutate(originals: Originals, name: str, chance: Ordered, _lure: Lure) -> Mutant:
    """Choose a command."""
    command = _COMMANDS[chance.number % len(_COMMANDS)]
    return Mutant(command[:60], name, originals[name], command, ("pipe",))


def open_arguments(folder: Path, mutant: Mutant) -> Answer:
    """Run a command."""
    words = ["" if word == "''" else word for word in mutant.opened.split(" ")]
    return run_command(words, folder)


FAMILY = Family(
    "arguments", "wrong arguments and places", len(_COMMANDS), prepare, mutate,
    open_arguments, intact, is_mutation=False, seconds=90,
)  # fmt: skip
