#include "dialects/mysql/locks.h"

#include <algorithm>

#include "dialects/mysql/collations.h"
#include "dialects/mysql/expressions.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

bool is_compressed(const Table& table) {
  const auto format = table.attributes.find("row_format");
  return table.attributes.contains("key_block_size") || (format != table.attributes.end() && format->second == "compressed");
}

bool has_fulltext(const Table& table) {
  return std::any_of(table.indexes.begin(), table.indexes.end(), [](const Index& index) { return index.method == "fulltext"; });
}

// The servers that add and drop columns anywhere without touching a row.
bool changes_columns_instantly(const Table& table, const Engine& engine) {
  if (is_compressed(table) || has_fulltext(table) || engine.major == 0) return false;
  return is_mariadb(engine) ? is_at_least(engine, 10, 4) : is_at_least(engine, 8, 0, 29);
}

bool has_plain_default(const Column& column) {
  if (!column.default_value) return true;
  const auto& sql = column.default_value->sql;
  const auto first = sql.front();
  return first == '\'' || first == '-' || (first >= '0' && first <= '9');
}

int bytes_per_character(const std::string& collation) {
  const auto charset = charset_of(collation);
  return charset == "utf8mb4" || charset == "utf32" || charset == "utf16"   ? 4
         : charset == "utf8mb3"                                             ? 3
         : charset == "latin1" || charset == "ascii" || charset == "binary" ? 1
                                                                            : 0;
}

// Longer on the same side of 256 bytes: the length's own size stays.
bool only_gets_longer(const Table& table, const Column& before, const Column& after) {
  if (before.type.name != "varchar" || after.type.name != "varchar") return false;
  const auto width = bytes_per_character(effective_collation(table, before));
  const auto from = std::atoi(before.type.arguments.at(0).c_str()) * width, to = std::atoi(after.type.arguments.at(0).c_str()) * width;
  return width != 0 && to >= from && (from > 255) == (to > 255);
}

bool only_appends_labels(const Column& before, const Column& after) {
  const auto& from = before.type.arguments;
  const auto& to = after.type.arguments;
  if (before.type.name != after.type.name || !is_label_list(before.type) || to.size() < from.size()) return false;
  const auto bytes = [&](std::size_t count) { return before.type.name == "set" ? (count + 7) / 8 : std::size_t(count > 255 ? 2 : 1); };
  return std::equal(from.begin(), from.end(), to.begin()) && bytes(from.size()) == bytes(to.size());
}

}  // namespace

Algorithm adding_column(const Table& table, const Column& column, const Engine& engine) {
  if (column.identity || column.generated || !has_plain_default(column) || column.attributes.contains("row")) return Algorithm::copy;
  // whether 0000-00-00 may stand in the rows, a server finds out by writing them
  const auto family = column.type.portable.family;
  const bool zero_date = column.not_null && !column.default_value && (family == TypeFamily::date || family == TypeFamily::timestamp);
  if (zero_date) return Algorithm::copy;
  return changes_columns_instantly(table, engine) ? Algorithm::instant : Algorithm::inplace;
}

Algorithm dropping_column(const Table& table, const Column& column, const Engine& engine) {
  if (column.generated || column.attributes.contains("row")) return Algorithm::copy;
  return changes_columns_instantly(table, engine) ? Algorithm::instant : Algorithm::inplace;
}

Algorithm changing_column(const Table& table, const Column& before, const Column& after, bool moved, const Engine& engine) {
  if (before.generated || after.generated) return Algorithm::copy;
  Column same = after;
  same.default_value = before.default_value;
  if (moved) return same == before && !is_mariadb(engine) ? Algorithm::inplace : Algorithm::copy;
  const bool plain_defaults = has_plain_default(before) && has_plain_default(after);
  if (!plain_defaults || before.identity != after.identity) return Algorithm::copy;
  if (same == before) return is_at_least(engine, 8, 0, 12) || is_mariadb(engine) ? Algorithm::instant : Algorithm::inplace;
  same.comment = before.comment;
  if (same == before) return Algorithm::inplace;
  if (only_appends_labels(before, after)) {
    same.type = before.type;
    return same == before ? Algorithm::inplace : Algorithm::copy;
  }
  if (only_gets_longer(table, before, after)) {
    same.type = before.type;
    return same == before ? Algorithm::inplace : Algorithm::copy;
  }
  return Algorithm::copy;
}

bool has_hidden_column(const Table& table, const Index& index) {
  return std::any_of(index.keys.begin(), index.keys.end(), [&](const IndexKey& key) {
    const auto* column = table.columns.find(key.column);
    return key.expression || (column && index.unique && is_blob(column->type) && !index.attributes.contains("lengths"));
  });
}

Algorithm adding_index(const Table& table, const Index& index) {
  if (has_hidden_column(table, index)) return Algorithm::copy;
  return index.method == "btree" ? Algorithm::inplace : Algorithm::inplace_blocking;
}

bool can_assert(const Table& table) {
  return !table.attributes.contains("engine") && !table.attributes.contains("partition_by") && !table.attributes.contains("system_versioning");
}

Statement plain(std::string sql) { return Statement{.sql = std::move(sql), .transactional = false}; }

Statement on_table(std::string sql, const QualifiedName& table) {
  auto out = plain(std::move(sql));
  out.locks.push_back({{ObjectKind::table, table}, "EXCLUSIVE METADATA"});
  return out;
}

Statement altering(std::string sql, const QualifiedName& table, Algorithm algorithm, bool asserted) {
  switch (algorithm) {
    case Algorithm::instant:
      if (asserted) sql += ", ALGORITHM=INSTANT";
      break;
    case Algorithm::inplace:
      if (asserted) sql += ", ALGORITHM=INPLACE, LOCK=NONE";
      break;
    case Algorithm::inplace_blocking:
    case Algorithm::copy: break;
  }
  auto out = on_table(std::move(sql), table);
  if (algorithm != Algorithm::instant) out.scans = true;
  if (algorithm == Algorithm::copy) {
    out.rewrites = true;
    out.locks.push_back({{ObjectKind::table, table}, "SHARED: nobody writes while the table is copied"});
  }
  return out;
}

}  // namespace schemac::mysql
