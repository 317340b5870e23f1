#include "diff/serial.h"

#include <algorithm>
#include <vector>

#include "base/sql_tokens.h"

namespace schemac {
namespace {

bool draws_from(const Column& column, const QualifiedName& sequence) {
  if (!column.default_value || column.identity) return false;
  const auto& objects = column.default_value->objects;
  return std::find(objects.begin(), objects.end(), ObjectId{ObjectKind::sequence, sequence}) != objects.end();
}

// The serial columns of `schema` whose twin in `other` draws from a free sequence of the same name.
void spell_out(Schema& schema, const Schema& other) {
  struct Found {
    ColumnName column;
    Sequence sequence;
    Expression default_value;
  };
  std::vector<Found> found;
  for (const auto& [name, table] : schema.tables) {
    const Table* twin_table = other.tables.find(name);
    if (!twin_table || twin_table == table.get()) continue;
    for (const auto& column : table->columns) {
      if (!column.identity || column.identity->kind != IdentityKind::serial) continue;
      const Column* twin = twin_table->columns.find(column.name);
      const QualifiedName sequence{name.schema, column.identity->sequence.text};
      if (!twin || !draws_from(*twin, sequence) || !other.sequences.contains(sequence)) continue;
      found.push_back(
          {{name, column.name},
           {.name = sequence, .options = column.identity->options, .owned_by = ColumnName{name, column.name}},
           *twin->default_value});
    }
  }
  for (auto& [column, sequence, default_value] : found) {
    schema.tables.change(column.table, [&](Table& table) {
      Column* serial = table.columns.find(column.column);
      serial->identity.reset();
      serial->default_value = default_value;
    });
    // the comment that stood beside the serial is the sequence's own
    const SqlObjectKey comment{"comment on sequence", sequence.name};
    if (const auto* object = schema.sql_objects.find(comment)) {
      const auto tokens = sql_tokens(object->definition, {});
      sequence.comment = string_value(tokens.back().text(object->definition));
      schema.sql_objects.erase(comment);
    }
    schema.sequences.set(sequence.name, sequence);
  }
}

}  // namespace

Pair<Schema> spell_out_serials(const Schema& from, const Schema& to) {
  Pair<Schema> sides{from, to};
  spell_out(sides.from, to);
  spell_out(sides.to, from);
  return sides;
}

}  // namespace schemac
