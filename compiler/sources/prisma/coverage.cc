// What schema.prisma has no words for, and what Prisma cannot tell apart.
#include "dialects/registry.h"
#include "sources/prisma/build.h"
#include "sources/prisma/engine_defaults.h"
#include "sources/prisma/mysql_words.h"
#include "sources/prisma/native_types.h"

namespace schemac::prisma {
namespace {

// Prisma writes `timestamp` as `timestamp(6)`, which is what it is.
std::vector<std::string> seconds_digits(const Type& type) {
  const bool has_seconds = type.name.starts_with("time");
  return has_seconds && type.arguments.empty() ? std::vector<std::string>{"6"} : type.arguments;
}

}  // namespace

Coverage coverage_of(const Datamodel& data, const Dialect& dialect) {
  Coverage out;
  out.beyond = {Aspect::sequences,          Aspect::checks,      Aspect::exclusions,        Aspect::expression_indexes,
                Aspect::comments,           Aspect::collations,  Aspect::generated_columns, Aspect::identity_options,
                Aspect::deferrability,      Aspect::storage,     Aspect::list_nullability,  Aspect::index_details,
                Aspect::unique_constraints, Aspect::label_order, Aspect::loose_references,  Aspect::sql_objects};
  if (!data.preview_features.contains("partialIndexes")) out.beyond.insert(Aspect::partial_indexes);
  if (data.datasource.provider == Provider::sqlite) {
    out.beyond.insert({Aspect::identities, Aspect::constraint_names, Aspect::key_nullability});
    out.same_type = [](const Type& present, const Type& wanted) {
      const auto scalar = sqlite_scalar(present);
      return scalar && scalar == sqlite_scalar(wanted);
    };
    out.same_default = [](const Column& present, const Column& wanted) {
      return reads_alike(present, wanted, *find_dialect("sqlite")->dialect);
    };
  }
  if (data.datasource.provider == Provider::mysql) {
    out.beyond.insert({Aspect::column_order, Aspect::constraint_names});
    out.same_type = same_mysql_type;
    out.same_default = same_mysql_default;
  }
  if (data.datasource.provider == Provider::postgresql) {
    out.same_type = [](const Type& present, const Type& wanted) {
      return present.name == wanted.name && present.array == wanted.array &&
             seconds_digits(present) == seconds_digits(wanted);
    };
    out.same_default = [](const Column& present, const Column& wanted) {
      return reads_alike(present, wanted, *find_dialect("postgresql")->dialect);
    };
  }
  if (dialect.traits().default_schema.empty()) return out;
  out.namespaces = std::set<std::string>(data.datasource.schemas.begin(), data.datasource.schemas.end());
  if (out.namespaces->empty()) out.namespaces->insert(dialect.traits().default_schema);
  return out;
}

}  // namespace schemac::prisma
