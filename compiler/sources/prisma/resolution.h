// What the passes of resolve.cc share.
#pragma once

#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "sources/prisma/datamodel.h"
#include "sources/prisma/parser.h"

namespace schemac::prisma {

struct NamedThing {
  FieldKind kind = FieldKind::unknown;  // enumeration, composite, relation (a model)
  std::size_t at = 0;
};

struct Resolution {
  const Document& document;
  Datamodel& data;
  Diagnostics& errors;
  std::map<std::string, NamedThing, std::less<>> names = {};

  void error(const Block& block, Range where, std::string code, std::string message, std::string hint = {}) {
    errors.push_back(error_at(std::move(code), std::move(message), block.span(where), std::move(hint)));
  }
  Provider provider() const { return data.datasource.provider; }
};

// The arguments of one attribute or function, taken one by one; what nobody took is an error.
class Arguments {
 public:
  Arguments(Resolution& in, const Block& block, const Attribute& attribute)
      : in_(in),
        block_(block),
        list_(attribute.arguments),
        where_(attribute.where),
        title_((attribute.on_block ? "@@" : "@") + attribute.name) {}
  Arguments(Resolution& in, const Block& block, const Value& call)
      : in_(in), block_(block), list_(call.arguments), where_(call.where), title_(call.text + "()") {}

  // The argument of that name; `first`: also the first without a name.
  const Value* take(std::string_view name, bool first = false);
  const Value* require(std::string_view name, bool first = false);
  std::optional<std::string> take_string(std::string_view name, bool first = false);
  std::optional<std::string> take_name(std::string_view name, bool first = false);  // a string that is not empty
  std::optional<bool> take_flag(std::string_view name);
  // After the last one.
  void finish();

  void error(Range where, std::string message, std::string hint = {});
  const std::string& attribute() const { return title_; }
  Range where() const { return where_; }

 private:
  Resolution& in_;
  const Block& block_;
  const std::vector<Argument>& list_;
  Range where_;
  std::string title_;
  std::vector<std::string> known_;
  std::vector<const Argument*> taken_;
};

// As the user wrote it, for messages.
std::string shown(const Value& value);

std::string quoted_list(const std::vector<std::string>& names);

// The passes, in order (settings.cc, resolve.cc, fields.cc, keys.cc, relations.cc, validate.cc, validate_names.cc).
void resolve_settings(Resolution& in);
void resolve_field_attributes(Resolution& in, const Block& block, ModelField& field);
void resolve_model_attributes(Resolution& in, Model& model);
void check_default(Resolution& in, const Block& block, const ModelField& field, const Value& value, Range attribute);
void check_native_type(Resolution& in, const Block& block, const ModelField& field);
void resolve_relations(Resolution& in);
void validate_models(Resolution& in);
void validate_names(Resolution& in);

}  // namespace schemac::prisma
