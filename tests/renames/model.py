"""A logistic regression, and what train and evaluate both need to know of the histories."""
import collections
import json
import math
import pathlib
import subprocess


class Pair:
    """Two columns, or two tables, of one unit of a history: what is known of them, and whether one became the other."""

    def __init__(self, unit, kind, before, after, evidence, label):
        self.unit, self.kind, self.before, self.after, self.evidence, self.label = unit, kind, before, after, evidence, label
        self.project, self.window, self.variant = unit["project"], unit["window"], unit.get("variant", "")

    @property
    def triple(self):
        return self.project, self.before, self.after


def read_units(files):
    units = {}
    for file in files:
        for line in pathlib.Path(file).read_text().splitlines():
            unit = json.loads(line)
            unit.setdefault("doubtful", [[a, b] for project, a, b in DOUBTFUL if project == unit["project"]])
            units[unit["id"]] = unit
    return units


# Pairs that the histories, read from states of models, call none, and of which nobody can say so: the same thirteen columns, which Django moved from
# one application to another.
DOUBTFUL = {("netbox", "extras_objectchange", "core_objectchange")}


def truth_of(unit, kind):
    """The renames of a unit, and the pairs that no score may count."""
    renames = {(r["from"], r["to"]) for r in unit["renames"] if r["kind"] == kind}
    left_out = {tuple(pair) for key in ("ambiguous", "lossy", "doubtful") for pair in unit.get(key, [])}
    return renames, left_out


def histories(folder):
    files = sorted(pathlib.Path(folder).glob("*.jsonl"))
    if not files:
        raise SystemExit(f"no histories (*.jsonl) in {folder}")
    return files


def with_variants(units, folder):
    """The histories and all variants of them, a file for each project."""
    import variants
    lines = collections.defaultdict(list)
    for unit in [*units.values(), *variants.all_variants(units.values())]:
        lines[unit["project"]].append(unit)
    files = []
    for project, own in sorted(lines.items()):
        files.append(pathlib.Path(folder) / f"{project}.jsonl")
        files[-1].write_text("".join(json.dumps(unit) + "\n" for unit in own))
    return files


def ask(program, *arguments):
    answer = subprocess.run([str(program), *map(str, arguments)], stdout=subprocess.PIPE, text=True, check=True)
    return [json.loads(line) for line in answer.stdout.splitlines()]


def read_pairs(program, files):
    units = read_units(files)
    names, *lines = ask(program, "evidence", *files)
    pairs = []
    for line in lines:
        unit = units[line["unit"]]
        renames, left_out = truth_of(unit, line["kind"])
        pair = line["from"], line["to"]
        if pair in left_out or (line["kind"] == "column" and pair[0] == pair[1]):
            continue
        pairs.append(Pair(unit, line["kind"], *pair, line["evidence"], pair in renames))
    return names, pairs


# How much all pairs of one kind of variant weigh together, beside what really happened.
VARIANT_SHARE = 0.2
MOST_OF_A_VARIANT = 300


def chosen_pairs(pairs):
    """What is learned from: everything that happened, and of each kind of variant as much as does not take for ever."""
    out, variants = [], collections.defaultdict(list)
    for pair in pairs:
        (variants[pair.variant] if pair.variant else out).append(pair)
    for kind in sorted(variants):
        every = max(1, len(variants[kind]) // MOST_OF_A_VARIANT)
        out += variants[kind][::every]
    return out


def importance(pairs):
    """A project's habit (`meta` became `metadata` in twelve tables) counts once for each kind of window."""
    seen = collections.Counter((pair.triple, pair.window, pair.label, pair.variant) for pair in pairs)
    weights = [1 / seen[pair.triple, pair.window, pair.label, pair.variant] for pair in pairs]
    sums = collections.Counter()
    for pair, weight in zip(pairs, weights):
        sums[pair.variant] += weight
    return [weight * (VARIANT_SHARE * sums[""] / sums[pair.variant] if pair.variant else 1) for pair, weight in zip(pairs, weights)]


def solve(matrix, right):
    """Gauss with pivots; both are used up."""
    size = len(right)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(matrix[row][at]))
        matrix[at], matrix[pivot] = matrix[pivot], matrix[at]
        right[at], right[pivot] = right[pivot], right[at]
        for row in range(at + 1, size):
            factor = matrix[row][at] / matrix[at][at]
            if factor:
                matrix[row] = [a - factor * b for a, b in zip(matrix[row], matrix[at])]
                right[row] -= factor * right[at]
    out = [0.0] * size
    for at in reversed(range(size)):
        out[at] = (right[at] - sum(matrix[at][k] * out[k] for k in range(at + 1, size))) / matrix[at][at]
    return out


# What is to be expected of evidence that histories show too seldom: where they say nothing, this is the weight.
EXPECTED = {"taken_name": 1.5, "same_comment": 2.0, "same_name": 3.0, "shared_referrers": 2.0}


def fit(rows, labels, weights, expected, penalty, rounds=10):
    """Newton's method on the penalised likelihood. The first weight is the bias, which is not penalised."""
    size = len(rows[0]) + 1
    expected = [0.0, *expected]
    sparse = [[(0, 1.0)] + [(i + 1, value) for i, value in enumerate(row) if value] for row in rows]
    beta = list(expected)
    for _ in range(rounds):
        gradient = [-penalty * (b - expected[i]) if i else 0.0 for i, b in enumerate(beta)]
        hessian = [[penalty if i == j and i else 1e-9 if i == j else 0.0 for j in range(size)] for i in range(size)]
        for row, label, weight in zip(sparse, labels, weights):
            z = sum(beta[i] * x for i, x in row)
            p = 1 / (1 + math.exp(-max(-35, min(35, z))))
            slope = weight * (label - p)
            curve = weight * p * (1 - p)
            for i, x in row:
                gradient[i] += slope * x
                line, cx = hessian[i], curve * x
                for j, y in row:
                    if j > i:
                        break
                    line[j] += cx * y
        for i in range(size):
            for j in range(i):
                hessian[j][i] = hessian[i][j]
        step = solve(hessian, gradient)
        beta = [b + s for b, s in zip(beta, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return beta


# How strongly the weights are held back: found by leaving one project out at a time.
PENALTY = {"columns": 0.5, "tables": 0.7}


# Few histories and strong reins leave the likelihoods of tables too near to a half: their log odds are drawn apart and moved.
SHARPENED = {"columns": (1.5, 0.7), "tables": (1.8, 0.6)}


def train(pairs, names, penalty=None):
    """The model's weights for columns and tables, as the compiler reads them."""
    penalty = penalty or PENALTY
    out = {}
    for kind, key in (("column", "columns"), ("table", "tables")):
        chosen = chosen_pairs([pair for pair in pairs if pair.kind == kind])
        expected = [EXPECTED.get(name, 0.0) for name in names[key]]
        beta = fit([p.evidence for p in chosen], [float(p.label) for p in chosen], importance(chosen), expected, penalty[key])
        factor, shift = SHARPENED[key]
        out[key] = {"bias": factor * beta[0] + shift, "of": [factor * weight for weight in beta[1:]]}
    return out
