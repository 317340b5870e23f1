// A column's type: what the engine calls it, and what it means to a tool that targets another engine.
#pragma once

#include <string>
#include <vector>

#include "base/object_id.h"
#include "schema/rare.h"

namespace schemac {

enum class TypeFamily {
  boolean,
  integer,
  decimal,
  floating,
  varchar,
  character,
  text,
  binary,
  date,
  time,
  timestamp,
  interval,
  json,
  uuid,
  enumeration,
  other,
};

// Derived from the engine's type by its dialect; emitters map from it, comparison never looks at it.
struct PortableType {
  TypeFamily family = TypeFamily::other;
  int bits = 0;                 // integer and floating only
  bool with_time_zone = false;  // time and timestamp only
};

// `timestamp(3) without time zone[]` is name `timestamp without time zone`, arguments {"3"}, array.
struct Type {
  std::string name;                         // the engine's canonical name; of a user type its bare name
  std::vector<std::string> arguments = {};  // `320`; `15`, `4`
  bool array = false;                       // PostgreSQL keeps no number of dimensions
  Rare<QualifiedName> user_type = {};       // an enum, domain or other type that a schema owns
  PortableType portable = {};

  bool operator==(const Type& other) const {
    return name == other.name && arguments == other.arguments && array == other.array && user_type == other.user_type;
  }
};

// For messages, in no dialect: `character varying(320)`, `billing.status[]`.
std::string display(const Type& type);

}  // namespace schemac
