"""Random programs under Jinja2, recorded for the replay in Java. README.md tells how to use it.

    differential.py record --seed 5 --from 0 --count 25000 --out part0.jsonl.gz
    differential.py coverage part*.jsonl.gz
    differential.py sample --count 12000 --out programs.jsonl.gz part*.jsonl.gz
    differential.py shrink --java CLASSPATH differences.jsonl
"""
import argparse
import collections
import gzip
import json
import resource
import sys

import coverage
import programs
import reference


def lines(paths):
    for path in paths:
        opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
        with opened as file:
            for line in file:
                yield json.loads(line)


def writer(path):
    return gzip.open(path, "wt", encoding="utf-8", compresslevel=9) if path.endswith(".gz") else open(path, "w", encoding="utf-8")


def record(args):
    """Recorded are args.count programs: numbers that give none (see reference.run) are passed over."""
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
    done = 0
    number = args.start
    with writer(args.out) as out:
        while done < args.count:
            template, values = programs.program(args.seed, number)
            number += 1
            try:
                result = reference.run(template, values)
                # What depends on chance is no matter of semantics either.
                if ("lipsum" in template or "random" in template) and result != reference.run(template, values):
                    continue
            except MemoryError:
                continue
            if result is None:
                continue
            out.write(json.dumps({"i": number - 1, "t": template, "v": values, "r": result}) + "\n")
            done += 1
    print("recorded", done, "programs, numbers", args.start, "to", number - 1)


def show_coverage(args):
    counts = collections.Counter()
    kinds = collections.Counter()
    for program in lines(args.files):
        counts.update(coverage.features(program["t"]))
        kinds[program["r"].get("e", "text")] += 1
    total = sum(kinds.values())
    print("programs %d; without an error %.1f %%" % (total, 100.0 * kinds["text"] / total))
    print(", ".join("%s %d" % (k, n) for k, n in kinds.most_common()))
    print()
    for name in sorted(coverage.NAMES):
        print("%-28s %7d%s" % (name, counts[name], "" if counts[name] >= args.least else "   < %d" % args.least))


def sample(args):
    """The first programs of each set of features and result that are needed, then others in order."""
    chosen, seen = [], collections.Counter()
    rest = []
    for program in lines(args.files):
        names = coverage.features(program["t"])
        key = program["r"].get("e", "text")
        rare = [n for n in names if seen[n, key] < args.each]
        if rare and len(json.dumps(program)) < 3000:
            chosen.append(program)
            for n in names:
                seen[n, key] += 1
        else:
            rest.append(program)
    for program in rest:
        if len(chosen) >= args.count:
            break
        if len(program["t"]) < 700:
            chosen.append(program)
    chosen.sort(key=lambda p: p["i"])
    with writer(args.out) as out:
        for program in chosen:
            out.write(json.dumps(program, separators=(",", ":")) + "\n")
    print("sampled", len(chosen))


def shrink_all(args):
    import shrink
    shrink.run(args.java, args.files, args.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    p = commands.add_parser("record")
    p.add_argument("--seed", type=int, default=5)
    p.add_argument("--from", dest="start", type=int, default=0)
    p.add_argument("--count", type=int, default=1000)
    p.add_argument("--out", required=True)
    p.set_defaults(run=record)
    p = commands.add_parser("coverage")
    p.add_argument("--least", type=int, default=200)
    p.add_argument("files", nargs="+")
    p.set_defaults(run=show_coverage)
    p = commands.add_parser("sample")
    p.add_argument("--count", type=int, default=12000)
    p.add_argument("--each", type=int, default=12)
    p.add_argument("--out", required=True)
    p.add_argument("files", nargs="+")
    p.set_defaults(run=sample)
    p = commands.add_parser("shrink")
    p.add_argument("--java", required=True, help="the class path of the Java side")
    p.add_argument("--out", required=True)
    p.add_argument("files", nargs="+")
    p.set_defaults(run=shrink_all)
    args = parser.parse_args()
    args.run(args)


if __name__ == "__main__":
    sys.exit(main())
