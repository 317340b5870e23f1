// The `@db.…` types of every engine that Prisma knows: their arguments, the scalars they may stand on, and for the
// engines that schemac has a dialect of, their SQL.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "sources/prisma/datamodel.h"

namespace schemac::prisma {

struct NativeTypeEntry {
  std::string_view name;
  std::string_view sql;    // empty where no dialect knows the engine
  std::uint16_t scalars;   // bits, see `allows`
  std::uint8_t least = 0;  // arguments
  std::uint8_t most = 0;
  std::uint16_t from = 0;  // of the first argument
  std::uint32_t to = 0;    // 0: no limit

  bool allows(Scalar scalar) const { return (scalars >> static_cast<unsigned>(scalar)) & 1U; }
};

std::span<const NativeTypeEntry> native_types(Provider provider);
const NativeTypeEntry* find_native_type(Provider provider, std::string_view name);

// What a field without `@db.…` is.
std::string_view standard_type(Provider provider, Scalar scalar);

// SQLite takes any word for a type; what Prisma's client reads it as.
std::optional<Scalar> sqlite_scalar(const Type& type);

// In SQL, without the brackets of a list.
std::string column_type(Provider provider, Scalar scalar, const std::optional<NativeType>& native);

}  // namespace schemac::prisma
