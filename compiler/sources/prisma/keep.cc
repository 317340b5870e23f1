#include "sources/prisma/keep.h"

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "sources/prisma/build.h"
#include "sources/prisma/layout.h"
#include "sources/prisma/names.h"
#include "sources/prisma/resolve.h"

namespace schemac::prisma {
namespace {

QualifiedName settled(QualifiedName name, const Dialect& dialect) {
  if (name.schema.empty()) name.schema = dialect.traits().default_schema;
  return name;
}

template <class T>
const T* find_key(const std::vector<T>& items, std::string_view key) {
  const auto at = std::find_if(items.begin(), items.end(), [&](const T& item) { return item.key == key; });
  return at == items.end() ? nullptr : &*at;
}

// What only Prisma's client knows of a field, and no database can say.
std::string client_attributes(const Block& block, const Field& field, const PrintedField& printed) {
  std::string out;
  for (const auto& attribute : field.attributes) {
    const bool client_default =
        attribute.name == "default" && printed.rest.find("@default") == std::string::npos &&
        !attribute.arguments.empty() && attribute.arguments[0].value.kind == Value::Kind::call &&
        (attribute.arguments[0].value.text == "uuid" || attribute.arguments[0].value.text == "cuid" ||
         attribute.arguments[0].value.text == "nanoid" || attribute.arguments[0].value.text == "ulid");
    const bool ignored = attribute.name == "ignore" && printed.rest.find("@ignore") == std::string::npos;
    if (client_default || ignored || attribute.name == "updatedAt")
      out += " " + std::string(block.span(attribute.where).text());
  }
  return out;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find('\n', at), text.size());
    out.emplace_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

// One block of the file, line by line.
class BlockMerge {
 public:
  BlockMerge(const Block& block, const PrintedBlock& before, const PrintedBlock& after)
      : block_(block), before_(before), after_(after) {}

  std::string run() {
    std::size_t name_width = 0, type_width = 0;
    for (const auto& field : after_.fields) {
      name_width = std::max(name_width, field.name.size());
      type_width = std::max(type_width, field.type.size());
    }
    name_width_ = name_width;
    type_width_ = type_width;
    std::size_t at = block_.where.begin;
    const std::string_view text = block_.source->text;
    for (const auto& line : lines_of(text.substr(block_.where.begin, block_.where.end - block_.where.begin))) {
      one(line, at, at + line.size());
      at += line.size() + 1;
    }
    return std::move(out_);
  }

 private:
  void one(const std::string& line, std::size_t begin, std::size_t end) {
    const auto first = line.find_first_not_of(" \t\r");
    const auto within = [&](Range where) { return where.begin >= begin && where.begin < end; };
    for (std::size_t i = 0; i < block_.fields.size(); ++i)
      if (within(block_.fields[i].where)) return field(line, block_.fields[i].name, &block_.fields[i]);
    for (const auto& value : block_.values)
      if (within(value.where)) return field(line, value.name, nullptr);
    for (const auto& attribute : block_.attributes)
      if (within(attribute.where)) return block_attribute(line, attribute);
    if (first != std::string::npos && line[first] == '}') add_new();
    out_ += line + "\n";
  }

  void field(const std::string& line, const std::string& name, const Field* syntax) {
    const auto named = std::find_if(before_.fields.begin(), before_.fields.end(),
                                    [&](const PrintedField& f) { return f.name == name; });
    if (named == before_.fields.end())
      return void(out_ += line + "\n");  // nothing in a database stands for it: a relation to a view, for one
    const auto* now = find_key(after_.fields, named->key);
    if (!now) return drop_comments();
    kept_.insert(now->key);
    if (now->type == named->type && now->rest == named->rest && now->name == named->name)
      return void(out_ += line + "\n");
    auto changed = *now;
    if (syntax) changed.rest += client_attributes(block_, *syntax, changed);
    while (changed.rest.starts_with(' ')) changed.rest.erase(0, 1);
    const auto comment = line.find("//");
    out_ += field_line(after_, changed, name_width_, type_width_) +
            (comment == std::string::npos || in_string(line, comment) ? "" : " " + line.substr(comment)) + "\n";
  }

  static bool in_string(const std::string& line, std::size_t at) {
    return std::count(line.begin(), line.begin() + static_cast<std::ptrdiff_t>(at), '"') % 2 == 1;
  }

  // The comments that stood above a field go with it.
  void drop_comments() {
    while (true) {
      const auto last = out_.rfind('\n', out_.size() - 2);
      const auto line = out_.substr(last == std::string::npos ? 0 : last + 1);
      const auto first = line.find_first_not_of(" \t");
      if (first == std::string::npos || line.compare(first, 2, "//") != 0) return;
      out_.resize(last == std::string::npos ? 0 : last + 1);
    }
  }

  // An attribute that still holds stands in both prints; which one it is there does not show in its spelling here.
  void block_attribute(const std::string& line, const Attribute& attribute) {
    if (before_.attributes == after_.attributes || attribute.name == "ignore" || attribute.name == "shardKey") {
      for (const auto& printed : after_.attributes)
        if (printed.starts_with("@@ignore") || before_.attributes == after_.attributes)
          kept_attributes_.insert(printed);
      out_ += line + "\n";
    } else if (attribute.name == "fulltext") {
      out_ += line + "\n";
    }
  }

  void add_new() {
    std::string fields, attributes;
    for (const auto& field : after_.fields)
      if (!kept_.contains(field.key)) fields += field_line(after_, field, name_width_, type_width_) + "\n";
    for (const auto& attribute : after_.attributes)
      if (before_.attributes != after_.attributes && !kept_attributes_.contains(attribute))
        attributes += "  " + attribute + "\n";
    insert_fields(fields);
    if (!attributes.empty()) out_ += (out_.ends_with("\n\n") ? "" : "\n") + attributes;
  }

  // Behind the last field, before the attributes of the block.
  void insert_fields(const std::string& fields) {
    if (fields.empty()) return;
    auto at = out_.find("\n  @@");
    if (at == std::string::npos) at = out_.size() - 1;
    while (at > 0 && out_[at - 1] == '\n') --at;
    out_.insert(at + 1, fields);
  }

  const Block& block_;
  const PrintedBlock& before_;
  const PrintedBlock& after_;
  std::size_t name_width_ = 0, type_width_ = 0;
  std::string out_;
  std::set<std::string> kept_;
  std::set<std::string> kept_attributes_;
};

// The labels of an enum in the order in which the database has them, each with the comments above it.
std::string in_order_of(const PrintedBlock& printed, const std::string& block) {
  std::map<std::string, std::string> chunks;
  std::string head, chunk, out;
  for (const auto& line : lines_of(block)) {
    chunk += (chunk.empty() && head.empty() ? "" : "\n") + line;
    if (head.empty()) {
      head = std::exchange(chunk, "");
      continue;
    }
    const auto first = line.find_first_not_of(" \t");
    const auto word =
        first == std::string::npos ? std::string() : line.substr(first, line.find_first_of(" \t\r", first) - first);
    if (std::ranges::any_of(printed.fields, [&](const PrintedField& field) { return field.name == word; }))
      chunks[word] = std::exchange(chunk, "");
  }
  for (const auto& field : printed.fields) out += chunks[field.name];
  return head + out + chunk;
}

Diagnostics with_way_out(Diagnostics errors) {
  errors.front().notes.push_back(note_at(
      "the file would be written over and its names, order and comments kept: mend it, or write to another file"));
  return errors;
}

const PrintedBlock* find(const PrintedSchema& printed, const QualifiedName& object, bool is_enum) {
  for (const auto& block : printed.blocks)
    if (block.object == object && block.is_enum == is_enum) return &block;
  return nullptr;
}

}  // namespace

Result<ExistingFile> read_existing(const std::shared_ptr<const SourceText>& source, const Dialect& dialect) {
  Diagnostics errors;
  ExistingFile out{source, parse({source}, errors), {}, {}};
  out.data = resolve(out.document, Provider::none, errors);
  if (has_errors(errors)) return std::unexpected(with_way_out(std::move(errors)));
  if (dialect_of(out.data.datasource.provider) != dialect.traits().name)
    return failure("another-engine",
                   fmt::format("found `{}` for another engine, expected one for {}: write to another file",
                               source->name, dialect.traits().title));
  auto built = build_schema(out.data, dialect);
  if (!built) return std::unexpected(with_way_out(std::move(built.error())));
  errors = dialect.normalise(built->schema);
  if (has_errors(errors)) return std::unexpected(with_way_out(std::move(errors)));
  out.schema = std::move(built->schema);
  return out;
}

KnownNames known_names(const ExistingFile& existing, const Dialect& dialect) {
  KnownNames out;
  const auto& data = existing.data;
  for (const auto& model : data.models) {
    if (model.is_view()) continue;
    const auto table = settled(model.name, dialect);
    out.models[table] = model.block->name;
    for (const auto& field : model.fields)
      if (field.kind != FieldKind::relation) out.fields[{table, field.column}] = field.syntax->name;
    for (const auto& field : model.fields)
      if (field.kind == FieldKind::enumeration)
        out.enums_of[{table, field.column}] = settled(data.enums[field.target].name, dialect);
  }
  for (const auto& type : data.enums) {
    const auto name = settled(type.name, dialect);
    out.enums[name] = type.block->name;
    for (const auto& label : type.labels) out.fields[{name, label.label}] = label.syntax->name;
  }
  for (const auto& relation : data.relations) {
    const auto& from = data.models[relation.from.model];
    const auto& to = data.models[relation.to.model];
    const std::pair names{from.fields[relation.from.field].syntax->name, to.fields[relation.to.field].syntax->name};
    std::pair<QualifiedName, std::vector<std::string>> key{settled(from.name, dialect), {}};
    for (const auto at : relation.fields) key.second.push_back(from.fields[at].column);
    if (relation.many_to_many)
      key = {settled({from.name.schema, link_table_name(data, relation)}, dialect), {"A", "B"}};
    out.relations[key] = names;
    out.relation_names[key] = relation.name;
  }
  return out;
}

std::string merged(const ExistingFile& existing, const PrintedSchema& before, const PrintedSchema& printed,
                   const Dialect& dialect) {
  std::map<const Block*, std::pair<QualifiedName, bool>> objects;
  for (const auto& model : existing.data.models)
    if (!model.is_view()) objects[model.block] = {settled(model.name, dialect), false};
  for (const auto& type : existing.data.enums) objects[type.block] = {settled(type.name, dialect), true};

  std::string out;
  std::size_t at = 0;
  std::set<std::pair<QualifiedName, bool>> written;
  const auto& text = existing.source->text;
  for (const auto& block : existing.document.blocks) {
    const auto object = objects.find(&block);
    if (object == objects.end()) continue;
    const auto& [name, is_enum] = object->second;
    const auto* was = find(before, name, is_enum);
    const auto* now = find(printed, name, is_enum);
    if (!was) continue;  // SQLite's enums are texts: the file alone knows them
    const auto begin = now || block.docs.empty() ? block.where.begin : block.docs.front().where.begin;
    out += text.substr(at, begin - at);
    if (now) {
      auto merge = BlockMerge(block, *was, *now).run();
      merge.pop_back();  // the line's end behind the brace is the file's own
      if (is_enum && dialect.traits().name == "mysql") merge = in_order_of(*now, merge);
      out += merge;
    }
    written.insert({name, is_enum});
    at = block.where.end;
    if (!now)
      while (at < text.size() && (text[at] == '\n' || text[at] == '\r')) ++at;
  }
  out += text.substr(at);
  while (out.ends_with("\n\n")) out.pop_back();
  if (!out.ends_with('\n')) out += '\n';
  for (const auto& block : printed.blocks)
    if (!written.contains({block.object, block.is_enum})) out += "\n" + laid_out(block);
  return out;
}

}  // namespace schemac::prisma
