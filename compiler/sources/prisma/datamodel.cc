#include "sources/prisma/datamodel.h"

#include <array>

namespace schemac::prisma {
namespace {

constexpr std::array<std::pair<std::string_view, Scalar>, 9> scalars = {{
    {"String", Scalar::string},
    {"Boolean", Scalar::boolean},
    {"Int", Scalar::integer},
    {"BigInt", Scalar::big_integer},
    {"Float", Scalar::floating},
    {"Decimal", Scalar::decimal},
    {"DateTime", Scalar::date_time},
    {"Json", Scalar::json},
    {"Bytes", Scalar::bytes},
}};

}  // namespace

std::string_view title(Provider provider) {
  switch (provider) {
    case Provider::none: return "the default connector";
    case Provider::postgresql: return "PostgreSQL";
    case Provider::mysql: return "MySQL";
    case Provider::sqlite: return "SQLite";
    case Provider::sqlserver: return "SQL Server";
    case Provider::cockroachdb: return "CockroachDB";
    case Provider::mongodb: return "MongoDB";
  }
  broken_invariant("a provider has a title");
}

std::string_view dialect_of(Provider provider) {
  switch (provider) {
    case Provider::postgresql: return "postgresql";
    case Provider::mysql: return "mysql";
    case Provider::sqlite: return "sqlite";
    case Provider::none:
    case Provider::sqlserver:
    case Provider::cockroachdb:
    case Provider::mongodb: return {};
  }
  broken_invariant("a provider has a dialect or none");
}

std::size_t identifier_limit(Provider provider) {
  switch (provider) {
    case Provider::postgresql:
    case Provider::cockroachdb: return 63;
    case Provider::mysql: return 64;
    case Provider::sqlserver: return 128;
    case Provider::mongodb: return 127;
    case Provider::none:
    case Provider::sqlite: return 10000;
  }
  broken_invariant("a provider has a limit");
}

bool has_enums(Provider provider) { return provider != Provider::sqlserver; }

bool has_lists(Provider provider) {
  return provider == Provider::postgresql || provider == Provider::cockroachdb || provider == Provider::mongodb;
}

bool has_schemas(Provider provider) {
  return provider == Provider::postgresql || provider == Provider::cockroachdb || provider == Provider::sqlserver;
}

std::string_view name_of(Scalar scalar) {
  for (const auto& [name, known] : scalars)
    if (known == scalar) return name;
  broken_invariant("a scalar has a name");
}

std::optional<Scalar> scalar_named(std::string_view name) {
  for (const auto& [known, scalar] : scalars)
    if (known == name) return scalar;
  return std::nullopt;
}

std::optional<std::size_t> Model::find(std::string_view field) const {
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (fields[i].syntax->name == field) return i;
  return std::nullopt;
}

}  // namespace schemac::prisma
