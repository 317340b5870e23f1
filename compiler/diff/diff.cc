#include "diff/diff.h"

#include <algorithm>

#include "diff/adopt.h"
#include "diff/compare.h"
#include "diff/match.h"
#include "diff/partition_moves.h"
#include "diff/serial.h"
#include "operations/sql_objects.h"

namespace schemac {
namespace {

bool compares_expressions(const Operation& op) {
  if (const auto* set = std::get_if<SetDefault>(&op.variant())) return set->value.has_value();
  if (const auto* add = std::get_if<AddColumn>(&op.variant())) return add->column.generated.has_value();
  if (const auto* add = std::get_if<AddConstraint>(&op.variant()))
    return std::holds_alternative<Check>(add->constraint.body) ||
           std::holds_alternative<Exclusion>(add->constraint.body);
  if (const auto* create = std::get_if<CreateIndex>(&op.variant()))
    return create->index.where || std::any_of(create->index.keys.begin(), create->index.keys.end(),
                                              [](const IndexKey& key) { return key.expression.has_value(); });
  return false;
}

// One way of parting rows, said in other letters, is no change: MySQL 5.7 keeps how it was typed.
void adopt_partitioning(const Schema& present, const Dialect& dialect, Schema& wanted) {
  std::vector<std::pair<QualifiedName, std::string>> alike;
  for (const auto& [name, table] : wanted.tables) {
    const auto said = table->attributes.find("partition_by");
    const auto* have = said == table->attributes.end() ? nullptr : present.tables.find(name);
    if (!have) continue;
    const auto is = have->attributes.find("partition_by");
    if (is != have->attributes.end() && is->second != said->second && dialect.same_expression(is->second, said->second))
      alike.emplace_back(name, is->second);
  }
  for (const auto& [name, text] : alike)
    wanted.tables.change(name, [&](Table& table) { table.attributes["partition_by"] = text; });
}

// Whether something that is there goes.
bool goes(const ObjectId& id, const Schema& renamed, const Schema& wanted) {
  const auto* have = renamed.tables.find(id.name);
  const auto* want = wanted.tables.find(id.name);
  if (id.kind == ObjectKind::table) return have && !want;
  if (id.kind == ObjectKind::column)
    return have && have->columns.find(id.part) && !(want && want->columns.find(id.part));
  if (id.kind == ObjectKind::type) return renamed.enums.contains(id.name) && !wanted.enums.contains(id.name);
  const SqlObjectKey key{id.part, id.name};
  return id.kind == ObjectKind::sql_object && renamed.sql_objects.contains(key) && !wanted.sql_objects.contains(key);
}

// What was kept and needs something that goes cannot be made again: it stays, and stands in the way by its name.
std::vector<UnmanagedObject> take_stranded(const DiffInput& input, Schema& renamed, Schema& wanted) {
  const auto& kept = input.kept;
  std::vector<UnmanagedObject> stranded;
  for (bool more = true; more;) {
    more = false;
    for (const auto& key : kept) {
      const auto* object = renamed.sql_objects.contains(key) ? wanted.sql_objects.find(key) : nullptr;
      const auto needs_it = [&](const ObjectId& id) { return goes(id, renamed, wanted); };
      if (!object || (!input.broken.contains(key) && std::ranges::none_of(object->depends_on, needs_it))) continue;
      if (!is_part_of_another(*object))
        stranded.push_back({object->kind, object->name, object->depends_on, object->definition});
      wanted.sql_objects.erase(key);
      more = true;
    }
  }
  for (const auto& key : kept)
    if (!wanted.sql_objects.contains(key)) renamed.sql_objects.erase(key);
  return stranded;
}

}  // namespace

Result<Difference> diff(const DiffInput& input, const Dialect& dialect, const DiffOptions& options) {
  Difference difference{.sides = spell_out_serials(*input.schemas.from, *input.schemas.to)};
  const DiffInput spelled_out{.schemas = {&difference.sides.from, &difference.sides.to},
                              .coverage = input.coverage,
                              .intents = input.intents,
                              .declared = input.declared,
                              .kept = input.kept,
                              .broken = input.broken};
  auto matched = match(spelled_out, dialect, options);
  if (!matched) return std::unexpected(matched.error());
  difference.stranded = take_stranded(input, matched->renamed, difference.sides.to);
  adopt_unsaid(matched->renamed, input.coverage, difference.sides.to);
  adopt_partitioning(matched->renamed, dialect, difference.sides.to);
  Pair<Schema> as_tables{matched->renamed, difference.sides.to};
  auto moves = take_partition_moves(as_tables.from, as_tables.to, dialect);
  CompareInput comparison{.from = as_tables.from,
                          .to = as_tables.to,
                          .coverage = input.coverage,
                          .intents = input.intents,
                          .dialect = dialect};
  auto compared = compare(comparison);
  if (!dialect.traits().names_indexes_by_table)
    comparison.in_the_way = NamesInTheWay(as_tables.from, as_tables.to, compared.operations);
  if (!comparison.in_the_way.empty()) compared = compare(comparison);
  difference.renames = std::move(matched->renames);
  difference.found = std::move(matched->found);
  difference.renamed = std::move(matched->renamed);
  difference.operations = std::move(moves);
  std::move(compared.operations.begin(), compared.operations.end(), std::back_inserter(difference.operations));
  difference.notes = std::move(compared.notes);
  difference.remarks = std::move(matched->remarks);
  return difference;
}

std::vector<QualifiedName> tables_with_differing_expressions(const DiffInput& input, const Dialect& dialect,
                                                             const DiffOptions& options) {
  const auto matched = match(input, dialect, options);
  if (!matched) return {};  // diff() reports it
  Schema wanted_schema = *input.schemas.to;
  adopt_unsaid(matched->renamed, input.coverage, wanted_schema);
  std::vector<QualifiedName> names;
  const CompareInput comparison{.from = matched->renamed,
                                .to = wanted_schema,
                                .coverage = input.coverage,
                                .intents = input.intents,
                                .dialect = dialect};
  for (const auto& [name, wanted] : wanted_schema.tables) {
    const Table* have = matched->renamed.tables.find(name);
    if (!have || *have == *wanted) continue;
    Compared compared;
    compare_table(comparison, *have, *wanted, {}, compared);
    if (std::any_of(compared.operations.begin(), compared.operations.end(), compares_expressions))
      names.push_back(name);
  }
  return names;
}

}  // namespace schemac
