#include "tests/laws/laws.h"
#include "verify/contents.h"
#include "verify/run_plan.h"

#include <algorithm>
#include <random>
#include <sstream>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dialects/registry.h"
#include "emitters/emitter.h"
#include "operations/object_ids.h"
#include "plan/script.h"
#include "schema/print.h"
#include "sources/schemac/schemac.h"
#include "tests/laws/rows.h"
#include "tests/support/folder.h"
#include "tests/support/scratch.h"

namespace schemac::test {
namespace {

std::string in_words(const Plan& plan) {
  std::string out;
  for (const auto* step : steps(plan)) {
    out += fmt::format("  {}. {}\n", step->number, step->description);
    for (const auto& statement : step->statements) out += fmt::format("       {}\n", statement.sql);
  }
  return out;
}

// A made-up name that must be said, because a twin would take it otherwise, is a stated one once it is read: the name
// is the same.
Schema names_as_text(Schema schema) {
  std::vector<QualifiedName> names;
  for (const auto& [name, table] : schema.tables) names.push_back(name);
  for (const auto& name : names)
    schema.tables.change(name, [](Table& table) {
      for (auto& constraint : table.constraints) constraint.name.stated = false;
      for (auto& index : table.indexes) index.name.stated = false;
      for (auto& column : table.columns)
        if (column.identity) column.identity->sequence.stated = false;
    });
  return schema;
}

// What the operation leaves without successor, and what it brings; a default counts as well.
struct ComesAndGoes {
  std::vector<ObjectId> comes, goes;
};

ComesAndGoes comes_and_goes(const Operation& operation) {
  if (const auto* set = std::get_if<SetDefault>(&operation.variant())) {
    const std::vector<ObjectId> facet = {{ObjectKind::column_default, set->table, set->before.name}};
    return set->value ? ComesAndGoes{facet, {}} : ComesAndGoes{{}, facet};
  }
  auto t = touches(operation);
  std::erase_if(t.drops, [&](const ObjectId& id) {
    return id.kind == ObjectKind::relation_name || std::ranges::find(t.makes, id) != t.makes.end();
  });
  return {std::move(t.makes), std::move(t.drops)};
}

class Checker {
 public:
  Checker(const LawCase& law_case, const LawOptions& options)
      : case_(law_case),
        options_(options),
        database_(make_scratch(law_case.dialect)),
        dialect_(*find_dialect(law_case.dialect)->dialect) {
    from_ = folder_.write("from.schemac", case_.from);
    to_ = folder_.write("to.schemac", case_.to);
  }

  Verdict run() {
    if (!make_from()) return std::move(verdict_);
    auto planned = plan_towards(database_->place(), to_, case_.diff);
    if (!planned) {
      broken("1: a plan is made", render(planned.error()));
      return std::move(verdict_);
    }
    plan_ = std::move(*planned);
    for (const auto* step : steps(plan_->plan)) verdict_.steps.push_back(step->description + quality_of(*step));
    kept_together();
    applied_in_memory();
    order_of_declaration();
    print_and_parse();
    if (way_back() && with_rows()) way_there();
    return std::move(verdict_);
  }

 private:
  static std::string quality_of(const Step& step) {
    switch (step.undo.quality) {
      case UndoQuality::exact: return "";
      case UndoQuality::loses_data: return " (undo loses data)";
      case UndoQuality::impossible: return " (no undo)";
    }
    broken_invariant("an undo has a quality");
  }

  void broken(std::string law, std::string what) { verdict_.violations.push_back({std::move(law), std::move(what)}); }

  Result<Outcome> plan_towards(const std::string& from, const std::string& to, const DiffOptions& options = {}) const {
    Request request{.places = {from, to}};
    request.sources.from.dialect = case_.dialect;
    request.sources.to.dialect = case_.dialect;
    request.diff = options;
    request.plan.allow_destructive = true;
    return plan_between(request);
  }

  // Builds `from` in the database, fills it, and holds law 3 against it: what was just made is what was wanted.
  bool make_from() {
    // an empty database of MySQL says which version it is, and that decides words
    const auto made = plan_towards(case_.dialect == "mysql" ? database_->place() : "empty", from_);
    if (!made) {
      verdict_.unusable = true;
      broken("from can be read", render(made.error()));
      return false;
    }
    if (auto ran = run_up(made->plan, database_->connection()); !ran) {
      verdict_.unusable = true;
      broken("1: `from` can be made from nothing", render(ran.error()) + in_words(made->plan));
      return false;
    }
    if (auto filled = fill(); !filled) {
      broken("the rows of the case fit into `from`", render(filled.error()));
      return false;
    }
    return is_now(from_, "3: what was made reads as what was wanted");
  }

  Result<void> fill() { return case_.rows.empty() || !filled_ ? Result<void>() : database_->run(case_.rows); }

  // The database compared with a schema file: nothing may be left to do.
  bool is_now(const std::string& place, const std::string& law) {
    const auto rest = plan_towards(database_->place(), place);
    if (!rest) broken(law, render(rest.error()));
    if (rest && !rest->plan.empty()) broken(law, "what is left to do:\n" + in_words(rest->plan));
    return rest && rest->plan.empty();
  }

  void kept_together() {
    if (case_.dialect != "postgresql") return;
    for (const auto& what : torn_apart(plan_->plan))
      broken("9: nothing goes in one transaction and comes again in a later one", what);
  }

  void applied_in_memory() {
    Schema schema = plan_->sources.from.schema;
    for (const auto* step : steps(plan_->plan)) apply(step->operation, schema);
    const Intents none;
    const auto left = diff({.schemas = {&schema, &plan_->sources.to.schema},
                            .coverage = plan_->sources.to.coverage,
                            .intents = none,
                            .declared = {}},
                           dialect_, {});
    if (!left) return broken("1: applied in memory", render(left.error()));
    std::string words;
    for (const auto* list : {&left->renames, &left->operations})
      for (const auto& operation : *list) words += "  " + describe(operation) + "\n";
    if (!words.empty())
      broken("1: applied in memory gives `to`", "what is left to do:\n" + words + canonical_print(schema));
  }

  std::string emitted(const Outcome& outcome) {
    const auto files = find_emitter("sql")->emit(outcome.plan, {.timestamp = "20260101000000"});
    if (!files) return render(files.error());
    std::string out;
    for (const auto& file : *files) out += file.content;
    return out;
  }

  void order_of_declaration() {
    const auto before = emitted(*plan_);
    folder_.write("to.schemac", shuffled_declarations(case_.to, 7));
    const auto again = plan_towards(database_->place(), to_, case_.diff);
    folder_.write("to.schemac", case_.to);
    if (!again) return broken("4: the order of declaration", render(again.error()));
    const auto after = emitted(*again);
    if (before != after)
      broken("4: the order of declaration never changes the plan",
             "declared in order:\n" + before + "\nshuffled:\n" + after);
  }

  void print_and_parse() {
    const auto printed = print_schemac(plan_->sources.to.schema, dialect_);
    const auto place = folder_.write("printed.schemac", printed);
    const auto read = read_source(place, {.dialect = case_.dialect});
    if (!read) return broken("5: what is printed can be read", render(read.error()) + printed);
    const auto was = names_as_text(plan_->sources.to.schema);
    const auto is = names_as_text(read->schema);
    if (!(is == was))
      broken("5: print then parse is the identity",
             fmt::format("printed:\n{}\nwas:\n{}\nis:\n{}", printed, canonical_print(was), canonical_print(is)));
  }

  std::vector<int> stops() const {
    std::vector<int> out;
    const auto count = static_cast<int>(steps(plan_->plan).size());
    for (int stop = 1; stop <= count; ++stop)
      if (options_.every_stop || stop == count) out.push_back(stop);
    return out;
  }

  // Law 2. Each stop leaves the database as `from` for the next one.
  bool way_back() {
    for (const int stop : stops()) {
      const auto& row = plan_->plan.rollback.at(static_cast<std::size_t>(stop));
      if (row.worst == UndoQuality::impossible) return true;
      if (!there_and_back(stop, row)) return false;
    }
    return true;
  }

  bool there_and_back(int stop, const RollbackRow& row) {
    // What an undo cannot give back it cannot put into a NOT NULL column either: there the structure is judged, without
    // rows.
    if (row.worst != UndoQuality::exact && !without_rows()) return false;
    const auto law = fmt::format("2: undo after step {}", stop);
    const auto before = contents();
    const auto cut = stopped_after(plan_->plan, stop, plan_->sources.from.schema, dialect_);
    if (auto ran = run_up(cut, database_->connection()); !ran)
      return broken(fmt::format("1: the plan runs up to step {}", stop), render(ran.error()) + in_words(cut)), false;
    if (auto ran = run_down(cut, database_->connection()); !ran)
      return broken(law + " runs", render(ran.error()) + in_words(cut)), false;
    if (!is_now(from_, law + " gives `from` again")) {
      verdict_.violations.back().what += "the plan was:\n" + in_words(cut);
      return false;
    }
    if (row.worst == UndoQuality::exact && contents() != before)
      return broken(law + " is exact: rows as well",
                    fmt::format("before:\n{}\nafter:\n{}\n{}", show(before), show(contents()), in_words(cut))),
             false;
    return true;
  }

  bool without_rows() { return !filled_ || case_.rows.empty() || start_again(false); }
  bool with_rows() { return filled_ || case_.rows.empty() || start_again(true); }

  // The plan stays: it does not depend on rows.
  bool start_again(bool filled) {
    database_ = make_scratch(case_.dialect);
    filled_ = filled;
    return make_from();
  }

  Contents contents() {
    if (case_.rows.empty() || !filled_) return {};
    auto found = contents_of(plan_->sources.from.schema, dialect_, database_->connection());
    if (!found) broken("rows can be read", render(found.error()));
    return found ? std::move(*found) : Contents{};
  }

  static std::string show(const Contents& contents) {
    std::string out;
    for (const auto& [table, rows] : contents) out += fmt::format("  {}\n    {}\n", table, fmt::join(rows, "\n    "));
    return out;
  }

  void way_there() {
    if (auto ran = run_up(plan_->plan, database_->connection()); !ran)
      return broken("1: the plan runs", render(ran.error()) + in_words(plan_->plan));
    if (!is_now(to_, "1: the plan gives `to` on the real engine")) {
      verdict_.violations.back().what += "the plan was:\n" + in_words(plan_->plan);
      return;
    }
    check_expectations();
  }

  void check_expectations() {
    for (const auto& [query, wanted] : read_expectations(case_.expected)) {
      const auto found = answer(query, 1, *database_);
      if (!found) broken("the rows afterwards", render(found.error()));
      if (found && *found != wanted)
        broken("the rows afterwards", fmt::format("{}\nfound:\n{}expected:\n{}", query, *found, wanted));
    }
  }

  const LawCase& case_;
  const LawOptions& options_;
  Folder folder_;
  std::unique_ptr<Scratch> database_;
  const Dialect& dialect_;
  std::string from_;
  std::string to_;
  std::optional<Outcome> plan_;
  bool filled_ = true;
  Verdict verdict_;
};

}  // namespace

Verdict check_laws(const LawCase& law_case, const LawOptions& options) { return Checker(law_case, options).run(); }

std::vector<std::string> torn_apart(const Plan& plan) {
  std::vector<std::string> out;
  for (const auto direction : {Direction::up, Direction::down}) {
    std::map<ObjectId, std::size_t> gone;  // in which transaction
    const auto units = script_of(plan, direction);
    for (std::size_t at = 0; at < units.size(); ++at)
      for (const auto& step : units[at].steps) {
        const auto look = [&](const Operation& operation) {
          const auto [comes, goes] = comes_and_goes(operation);
          for (const auto& id : comes)
            if (const auto was = gone.find(id); was != gone.end() && was->second != at)
              out.push_back(fmt::format("{} {} on the way {}", kind_name(id.kind), display(id),
                                        direction == Direction::up ? "there" : "back"));
          for (const auto& id : goes) gone[id] = at;
        };
        if (direction == Direction::up)
          look(step.step->operation);
        else
          std::ranges::for_each(step.step->undo.operations, look);
      }
  }
  return out;
}

std::string display(const std::vector<Violation>& violations) {
  std::string out;
  for (const auto& violation : violations) out += fmt::format("law {}\n{}\n", violation.law, violation.what);
  return out;
}

std::string shuffled_declarations(const std::string& text, unsigned seed) {
  std::vector<std::string> declarations;
  std::istringstream lines(text);
  std::string line, head, current;
  bool quoted = false;  // inside a text in backticks, which may have any number of lines
  while (std::getline(lines, line)) {
    const bool begins = !quoted && !line.empty() && std::isalpha(static_cast<unsigned char>(line[0])) != 0;
    if (std::count(line.begin(), line.end(), '`') % 2 != 0) quoted = !quoted;
    if (line.starts_with("dialect")) {
      head += line + "\n";
      continue;
    }
    if (begins && !current.empty()) declarations.push_back(std::exchange(current, {}));
    current += line + "\n";
  }
  if (!current.empty()) declarations.push_back(current);
  std::shuffle(declarations.begin(), declarations.end(), std::mt19937(seed));
  return head + fmt::format("{}", fmt::join(declarations, "\n"));
}

}  // namespace schemac::test
