#include "sources/prisma/build_intents.h"

#include <fmt/format.h>

#include "operations/object_ids.h"
#include "sources/prisma/parser.h"
#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

const std::vector<std::string> words = {"was", "backfill", "using"};

// A comment may hold any prose; it is read when one of the three words, or what looks like a slip of one, opens a
// parenthesis.
bool may_hold_intent(std::string_view text) {
  for (auto at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    auto end = at + 1;
    while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end]))) ++end;
    if (end < text.size() && text[end] == '(' && !nearest(text.substr(at + 1, end - at - 1), words).empty())
      return true;
  }
  return false;
}

class Intentions {
 public:
  Intentions(const Datamodel& data, const std::string& default_schema, Built& out)
      : data_(data), default_schema_(default_schema), out_(out) {}

  void run() {
    for (const auto& model : data_.models) {
      if (model.is_view()) continue;
      const auto name = settled(model.name);
      read(*model.block, model.block->docs, table_id(name), false);
      for (const auto& field : model.fields)
        read(*model.block, field.syntax->docs, column_id(name, field.column), field.kind != FieldKind::relation);
    }
    for (const auto& type : data_.enums) {
      const auto name = settled(type.name);
      read(*type.block, type.block->docs, type_id(name), false);
      for (const auto& label : type.labels)
        read(*type.block, label.syntax->docs, {ObjectKind::enum_label, name, label.label}, false);
    }
  }

 private:
  QualifiedName settled(QualifiedName name) const {
    if (name.schema.empty()) name.schema = default_schema_;
    return name;
  }

  void error(const Block& block, Range where, std::string message, std::string hint = {}) {
    out_.remarks.push_back(error_at("bad-intent", std::move(message), block.span(where), std::move(hint)));
  }

  void read(const Block& block, const std::vector<Doc>& docs, const ObjectId& id, bool is_column) {
    for (const auto& doc : docs) {
      if (!may_hold_intent(doc.text)) continue;
      for (const auto& attribute : parse_intents(block, doc, out_.remarks)) one(block, attribute, id, is_column);
    }
  }

  void one(const Block& block, const Attribute& attribute, const ObjectId& id, bool is_column) {
    if (attribute.name == "was") return was(block, attribute, id);
    if (attribute.name != "backfill" && attribute.name != "using") {
      const auto near = nearest(attribute.name, words);
      if (!near.empty())
        out_.remarks.push_back(warning_at(
            "unknown-intent",
            fmt::format(
                "found `@{}` in a comment, which says nothing to schemac; it knows `@was`, `@backfill` and `@using`",
                attribute.name),
            block.span(attribute.where), fmt::format("did you mean `@{}`?", near)));
      return;
    }
    const bool good = attribute.arguments.size() == 1 && attribute.arguments[0].value.kind == Value::Kind::string;
    if (!good)
      return error(block, attribute.where,
                   fmt::format("found `@{}` without one string, expected the engine's own SQL in quotes: `@{}(\"…\")`",
                               attribute.name, attribute.name));
    if (!is_column)
      return error(block, attribute.where,
                   fmt::format("found `@{}` on something that has no column, expected it above a field that has one",
                               attribute.name));
    auto& intent = entry(block, attribute, id);
    const SqlText sql{attribute.arguments[0].value.text, block.span(attribute.arguments[0].value.where)};
    (attribute.name == "backfill" ? intent.backfill : intent.conversion) = sql;
  }

  Intent& entry(const Block& block, const Attribute& attribute, const ObjectId& id) {
    auto& intent = out_.intents[id];
    if (!intent.where) intent.where = block.span(attribute.where);
    return intent;
  }

  void was(const Block& block, const Attribute& attribute, const ObjectId& id) {
    if (attribute.arguments.empty())
      return error(block, attribute.where,
                   "found `@was` without a name, expected an older name in the database: `@was(name)`");
    auto& intent = entry(block, attribute, id);
    for (const auto& argument : attribute.arguments) {
      const auto& value = argument.value;
      if (value.kind != Value::Kind::word && value.kind != Value::Kind::string) {
        error(block, argument.where, fmt::format("found `{}` in `@was`, expected a name", shown(value)));
        continue;
      }
      const auto dot = value.kind == Value::Kind::word ? value.text.find('.') : std::string::npos;
      if (dot == std::string::npos)
        intent.was.push_back({"", value.text});
      else
        intent.was.push_back({value.text.substr(0, dot), value.text.substr(dot + 1)});
    }
  }

  const Datamodel& data_;
  const std::string& default_schema_;
  Built& out_;
};

}  // namespace

void build_intents(const Datamodel& data, const std::string& default_schema, Built& out) {
  Intentions(data, default_schema, out).run();
}

}  // namespace schemac::prisma
