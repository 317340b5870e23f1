#include "dialects/mysql/replaced_columns.h"

#include <algorithm>
#include <set>

#include "dialects/mysql/locks.h"
#include "dialects/mysql/names.h"
#include "dialects/mysql/types.h"

namespace schemac::mysql {
namespace {

std::string_view kind_of(const Type& type) {
  if (type.portable.family == TypeFamily::binary) return "bytes";
  if (is_spatial(type)) return "shape";
  if (type.name == "uuid") return "uuid";
  if (type.name.starts_with("inet")) return "address";
  return is_string(type) ? "text" : "value";
}

// There is no way from an address to a point, whatever the rows hold.
bool converts(const Type& from, const Type& to) {
  const auto one = kind_of(from), other = kind_of(to);
  const auto either = [&](std::string_view what) { return one == what || other == what; };
  if (one == other || either("bytes")) return true;
  return !either("shape") && (either("text") || !(either("uuid") || either("address")));
}

}  // namespace

bool is_replaced(const Column& had, const Column& has) {
  if (had.attributes.contains("row") != has.attributes.contains("row") || !converts(had.type, has.type)) return true;
  if (!had.generated && !has.generated) return false;
  if (had.generated && had.generated->stored && !has.generated) return false;  // keeps what it holds
  return !(had.generated == has.generated) || (had.generated && !had.generated->stored && !(had.type == has.type));
}

std::optional<Table> without_what_computes_from_dropped(const Table& before, const Table& after, const Engine& engine) {
  if (is_mariadb(engine) || engine.major == 0 || is_at_least(engine, 8, 0)) return {};
  const auto is_dropped = [&](const std::string& name) {
    return before.columns.find(name) && !after.columns.find(name);
  };
  std::set<std::string> computed, gone;
  for (const auto& column : before.columns) {
    const auto* sources = column.generated ? &column.generated->expression.columns : nullptr;
    if (!sources || std::none_of(sources->begin(), sources->end(), is_dropped)) continue;
    computed.insert(column.name);
    if (const auto* has = after.columns.find(column.name); !has || is_replaced(column, *has)) gone.insert(column.name);
  }
  if (computed.empty()) return {};
  Table out = before;
  out.columns = {};
  for (const auto& column : before.columns)
    if (!gone.contains(column.name))
      out.columns.add(computed.contains(column.name) ? *after.columns.find(column.name) : column);
  std::erase_if(out.indexes, [&](const Index& index) {
    return std::any_of(index.keys.begin(), index.keys.end(),
                       [&](const IndexKey& key) { return gone.contains(key.column); });
  });
  return out;
}

}  // namespace schemac::mysql
