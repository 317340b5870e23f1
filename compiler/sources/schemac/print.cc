// A schema as a person would write it.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "schema/engine_version.h"
#include "sources/schemac/abbreviate.h"
#include "sources/schemac/layout.h"
#include "sources/schemac/print_table.h"
#include "sources/schemac/schemac.h"
#include "sources/schemac/sequence_options.h"
#include "sources/schemac/words.h"

namespace schemac {
namespace {

using namespace language;

std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  return text;
}

class Printer {
 public:
  Printer(const Schema& schema, const Dialect& dialect, const std::string& claim)
      : schema_(schema), dialect_(dialect), words_(dialect), claim_(claim) {}

  Printed run() {
    dialect_line();
    namespaces();
    for (const auto& [name, type] : schema_.enums)
      keep(enum_text(*type), "enum " + display(name), can_be_written(name.name));
    separate();
    for (const auto& [name, sequence] : schema_.sequences)
      keep(sequence_line(*sequence), "sequence " + display(name), can_be_written(name.name));
    const auto brief = abbreviated(schema_, dialect_);
    for (const auto& [name, table] : brief.tables) {
      bool complete = true;
      const auto text = print_table(*table, schema_, words_, complete);
      separate();
      keep(text, "table " + display(name), complete);
    }
    separate();
    for (const auto& [key, object] : schema_.sql_objects)
      keep(fmt::format("sql {} {} {}", key.kind, words_.path(key.name), backticked(object->definition)),
           key.kind + " " + display(key.name), can_be_written(key.name.name));
    remarks();
    claim();
    return std::move(printed_);
  }

 private:
  void separate() {
    if (!printed_.text.ends_with("\n\n")) printed_.text += "\n";
  }
  void keep(const std::string& text, const std::string& what, bool complete) {
    if (complete)
      printed_.text += text + "\n";
    else
      printed_.left_out.push_back(
          fmt::format("{}: a name in it holds a line end, which the language cannot write", one_line(what)));
  }

  void dialect_line() {
    const auto& traits = dialect_.traits();
    const auto& engine = schema_.engine;
    printed_.text = "dialect " + name_of(engine);
    const bool minor_counts = traits.oldest.minor != 0;
    if (engine.major != 0)
      printed_.text +=
          minor_counts ? fmt::format(" {}.{}", engine.major, minor_of(engine)) : fmt::format(" {}", engine.major);
    printed_.text += "\n\n";
  }

  // A text that had to leave something out must not say that there is nothing else.
  void claim() {
    if (claim_.empty() || !printed_.left_out.empty()) return;
    printed_.text.insert(printed_.text.find('\n') + 1, "covers " + claim_ + "\n");
  }

  // A schema that something is in needs no line of its own.
  void namespaces() {
    std::set<std::string> used = {dialect_.traits().default_schema};
    for (const auto& [name, table] : schema_.tables) used.insert(name.schema);
    for (const auto& [name, type] : schema_.enums) used.insert(name.schema);
    for (const auto& [name, sequence] : schema_.sequences) used.insert(name.schema);
    for (const auto& [name, space] : schema_.namespaces) {
      if (used.contains(name) && !space->comment) continue;
      auto line = "schema " + words_.name(name);
      if (space->comment) line += " " + comment_clause(space->comment);
      keep(line, "schema " + name, can_be_written(name));
    }
    separate();
  }

  std::string enum_text(const EnumType& type) const {
    auto head = "enum " + words_.path(type.name);
    if (type.comment) head += " " + comment_clause(type.comment);
    std::vector<LabelLine> labels;
    for (const auto& label : type.labels) labels.push_back({.text = words_.label(label)});
    return enum_block(head + " {", labels);
  }

  std::string sequence_line(const Sequence& sequence) const {
    auto out = "sequence " + words_.path(sequence.name);
    const auto add = [&](const std::string& clause) { out += clause.empty() ? "" : " " + clause; };
    add(written_options(sequence.options, "bigint"));
    if (sequence.owned_by)
      add(fmt::format("owned by {}.{}", words_.path(sequence.owned_by->table),
                      words_.column(sequence.owned_by->column)));
    add(words_.attributes(sequence.attributes));
    add(comment_clause(sequence.comment));
    return out;
  }

  void remarks() {
    while (printed_.text.ends_with("\n\n")) printed_.text.pop_back();
    if (schema_.unmanaged.empty() && printed_.left_out.empty()) return;
    printed_.text += "\n";
    for (const auto& what : printed_.left_out) printed_.text += fmt::format("-- left out: {}\n", what);
    for (const auto& object : schema_.unmanaged)
      printed_.text += fmt::format("-- not managed: {} {}\n", object.kind, one_line(display(object.name)));
  }

  const Schema& schema_;
  const Dialect& dialect_;
  Words words_;
  std::string claim_;
  Printed printed_;
};

}  // namespace

Printed print_schemac_with_notes(const Schema& schema, const Dialect& dialect, const std::string& claim) {
  return Printer(schema, dialect, claim).run();
}

std::string print_schemac(const Schema& schema, const Dialect& dialect, const std::string& claim) {
  return print_schemac_with_notes(schema, dialect, claim).text;
}

}  // namespace schemac
