#include "sources/prisma/native_types.h"

#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"

namespace schemac::prisma {
namespace {

constexpr std::uint16_t bit(Scalar scalar) { return static_cast<std::uint16_t>(1U << static_cast<unsigned>(scalar)); }

constexpr auto str = bit(Scalar::string), boo = bit(Scalar::boolean), num = bit(Scalar::integer),
               big = bit(Scalar::big_integer), flo = bit(Scalar::floating), dec = bit(Scalar::decimal),
               tim = bit(Scalar::date_time), jso = bit(Scalar::json), byt = bit(Scalar::bytes);

using Entry = NativeTypeEntry;

constexpr std::array postgresql_types = {
    Entry{"SmallInt", "smallint", num},
    Entry{"Integer", "integer", num},
    Entry{"BigInt", "bigint", big},
    Entry{"Decimal", "decimal", dec, 0, 2, 1, 1000},
    Entry{"Money", "money", dec},
    Entry{"Inet", "inet", str},
    Entry{"Oid", "oid", num},
    Entry{"Citext", "citext", str},
    Entry{"Real", "real", flo},
    Entry{"DoublePrecision", "double precision", flo},
    Entry{"VarChar", "varchar", str, 0, 1, 1, 10485760},
    Entry{"Char", "char", str, 0, 1, 1, 10485760},
    Entry{"Text", "text", str},
    Entry{"ByteA", "bytea", byt},
    Entry{"Timestamp", "timestamp", tim, 0, 1, 0, 6},
    Entry{"Timestamptz", "timestamptz", tim, 0, 1, 0, 6},
    Entry{"Date", "date", tim},
    Entry{"Time", "time", tim, 0, 1, 0, 6},
    Entry{"Timetz", "timetz", tim, 0, 1, 0, 6},
    Entry{"Boolean", "boolean", boo},
    Entry{"Bit", "bit", str, 0, 1, 1, 83886080},
    Entry{"VarBit", "varbit", str, 0, 1, 1, 83886080},
    Entry{"Uuid", "uuid", str},
    Entry{"Xml", "xml", str},
    Entry{"Json", "json", jso},
    Entry{"JsonB", "jsonb", jso},
};

constexpr std::array mysql_types = {
    Entry{"Int", "int", num},
    Entry{"UnsignedInt", "int unsigned", num},
    Entry{"SmallInt", "smallint", num},
    Entry{"UnsignedSmallInt", "smallint unsigned", num},
    Entry{"TinyInt", "tinyint", num | boo},
    Entry{"UnsignedTinyInt", "tinyint unsigned", num | boo},
    Entry{"MediumInt", "mediumint", num},
    Entry{"UnsignedMediumInt", "mediumint unsigned", num},
    Entry{"BigInt", "bigint", big},
    Entry{"UnsignedBigInt", "bigint unsigned", big},
    Entry{"Decimal", "decimal", dec, 0, 2, 1, 65},
    Entry{"Float", "float", flo},
    Entry{"Double", "double", flo},
    Entry{"Bit", "bit", boo | byt, 1, 1, 1, 64},
    Entry{"Char", "char", str, 1, 1, 0, 255},
    Entry{"VarChar", "varchar", str, 1, 1, 0, 65535},
    Entry{"Binary", "binary", byt, 1, 1},
    Entry{"VarBinary", "varbinary", byt, 1, 1},
    Entry{"TinyBlob", "tinyblob", byt},
    Entry{"Blob", "blob", byt},
    Entry{"MediumBlob", "mediumblob", byt},
    Entry{"LongBlob", "longblob", byt},
    Entry{"TinyText", "tinytext", str},
    Entry{"Text", "text", str},
    Entry{"MediumText", "mediumtext", str},
    Entry{"LongText", "longtext", str},
    Entry{"Date", "date", tim},
    Entry{"Time", "time", tim, 0, 1, 0, 6},
    Entry{"DateTime", "datetime", tim, 0, 1, 0, 6},
    Entry{"Timestamp", "timestamp", tim, 0, 1, 0, 6},
    Entry{"Year", "year", num},
    Entry{"Json", "json", jso},
};

constexpr std::array sqlserver_types = {
    Entry{"TinyInt", "", num},
    Entry{"SmallInt", "", num},
    Entry{"Int", "", num},
    Entry{"BigInt", "", big},
    Entry{"Decimal", "", dec, 0, 2, 1, 38},
    Entry{"Money", "", flo},
    Entry{"SmallMoney", "", flo},
    Entry{"Bit", "", boo | num},
    Entry{"Float", "", flo, 0, 1, 1, 53},
    Entry{"Real", "", flo},
    Entry{"Date", "", tim},
    Entry{"Time", "", tim},
    Entry{"DateTime", "", tim},
    Entry{"DateTime2", "", tim},
    Entry{"DateTimeOffset", "", tim},
    Entry{"SmallDateTime", "", tim},
    Entry{"NChar", "", str, 0, 1, 1, 4000},
    Entry{"Char", "", str, 0, 1, 1, 8000},
    Entry{"VarChar", "", str, 0, 1, 1, 8000},
    Entry{"Text", "", str},
    Entry{"NVarChar", "", str, 0, 1, 1, 4000},
    Entry{"NText", "", str},
    Entry{"Binary", "", byt, 0, 1, 1, 8000},
    Entry{"VarBinary", "", byt, 0, 1, 1, 8000},
    Entry{"Image", "", byt},
    Entry{"Xml", "", str},
    Entry{"UniqueIdentifier", "", str},
};

constexpr std::array cockroachdb_types = {
    Entry{"Bit", "", str, 0, 1},
    Entry{"Bool", "", boo},
    Entry{"Bytes", "", byt},
    Entry{"CatalogSingleChar", "", str},
    Entry{"Char", "", str, 0, 1},
    Entry{"Citext", "", str},
    Entry{"Date", "", tim},
    Entry{"Decimal", "", dec, 0, 2},
    Entry{"Float4", "", flo},
    Entry{"Float8", "", flo},
    Entry{"Inet", "", str},
    Entry{"Int2", "", num},
    Entry{"Int4", "", num},
    Entry{"Int8", "", big},
    Entry{"JsonB", "", jso},
    Entry{"Oid", "", num},
    Entry{"String", "", str, 0, 1},
    Entry{"Time", "", tim, 0, 1, 0, 6},
    Entry{"Timestamp", "", tim, 0, 1, 0, 6},
    Entry{"Timestamptz", "", tim, 0, 1, 0, 6},
    Entry{"Timetz", "", tim, 0, 1, 0, 6},
    Entry{"Uuid", "", str},
    Entry{"VarBit", "", str, 0, 1},
};

constexpr std::array mongodb_types = {
    Entry{"String", "", str},    Entry{"Double", "", flo},         Entry{"Long", "", num | big}, Entry{"Int", "", num},
    Entry{"BinData", "", byt},   Entry{"ObjectId", "", str | byt}, Entry{"Bool", "", boo},       Entry{"Date", "", tim},
    Entry{"Timestamp", "", tim}, Entry{"Json", "", jso},
};

}  // namespace

std::span<const NativeTypeEntry> native_types(Provider provider) {
  switch (provider) {
    case Provider::postgresql: return postgresql_types;
    case Provider::mysql: return mysql_types;
    case Provider::sqlserver: return sqlserver_types;
    case Provider::cockroachdb: return cockroachdb_types;
    case Provider::mongodb: return mongodb_types;
    case Provider::none:
    case Provider::sqlite: return {};
  }
  broken_invariant("a provider has native types or none");
}

const NativeTypeEntry* find_native_type(Provider provider, std::string_view name) {
  for (const auto& entry : native_types(provider))
    if (entry.name == name) return &entry;
  return nullptr;
}

std::string_view standard_type(Provider provider, Scalar scalar) {
  const bool sqlite = provider == Provider::sqlite, mysql = provider == Provider::mysql;
  switch (scalar) {
    case Scalar::string: return sqlite ? "TEXT" : mysql ? "varchar(191)" : "text";
    case Scalar::boolean: return sqlite ? "BOOLEAN" : mysql ? "tinyint(1)" : "boolean";
    case Scalar::integer: return sqlite ? "INTEGER" : mysql ? "int" : "integer";
    case Scalar::big_integer: return sqlite ? "BIGINT" : "bigint";
    case Scalar::floating: return sqlite ? "REAL" : mysql ? "double" : "double precision";
    case Scalar::decimal: return sqlite ? "DECIMAL" : "decimal(65,30)";
    case Scalar::date_time: return sqlite ? "DATETIME" : mysql ? "datetime(3)" : "timestamp(3)";
    case Scalar::json: return sqlite ? "JSONB" : mysql ? "json" : "jsonb";
    case Scalar::bytes: return sqlite ? "BLOB" : mysql ? "longblob" : "bytea";
  }
  broken_invariant("a scalar has a type");
}

std::optional<Scalar> sqlite_scalar(const Type& type) {
  struct Word {
    std::string_view name;
    Scalar scalar;
    bool takes_arguments = false;
  };
  // Prisma's own list; a type of any other spelling is `Unsupported` to it.
  static constexpr Word words[] = {
      {"int", Scalar::integer},
      {"integer", Scalar::integer},
      {"serial", Scalar::integer},
      {"bigint", Scalar::big_integer},
      {"real", Scalar::floating},
      {"float", Scalar::floating},
      {"double", Scalar::floating},
      {"numeric", Scalar::decimal, true},
      {"decimal", Scalar::decimal, true},
      {"boolean", Scalar::boolean},
      {"text", Scalar::string},
      {"char", Scalar::string, true},
      {"nchar", Scalar::string, true},
      {"varchar", Scalar::string, true},
      {"nvarchar", Scalar::string, true},
      {"character", Scalar::string, true},
      {"native character", Scalar::string, true},
      {"varying character", Scalar::string, true},
      {"date", Scalar::date_time},
      {"datetime", Scalar::date_time},
      {"timestamp", Scalar::date_time},
      {"blob", Scalar::bytes},
      {"jsonb", Scalar::json},
  };
  const auto name = lower(type.name);
  for (const auto& word : words)
    if (word.name == name && (type.arguments.empty() || word.takes_arguments)) return word.scalar;
  return std::nullopt;
}

std::string column_type(Provider provider, Scalar scalar, const std::optional<NativeType>& native) {
  const auto* entry = native ? find_native_type(provider, native->name) : nullptr;
  if (!entry) return std::string(standard_type(provider, scalar));
  // on MySQL a boolean is the integer that shows one digit
  if (provider == Provider::mysql && scalar == Scalar::boolean && entry->name == "TinyInt") return "tinyint(1)";
  if (native->arguments.empty()) return std::string(entry->sql);
  return fmt::format("{}({})", entry->sql, fmt::join(native->arguments, ","));
}

}  // namespace schemac::prisma
