// Prisma's words for PostgreSQL's operator classes and index methods.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace schemac::prisma {

std::string engine_operator_class(std::string_view word);  // `Int4MinMaxMultiOps` → `int4_minmax_multi_ops`
std::optional<std::string> prisma_operator_class(std::string_view engine_name);  // where Prisma has a word
bool is_default_operator_class(std::string_view method, std::string_view name, std::string_view column_type);

bool is_operator_class(std::string_view word);

std::string engine_method(std::string_view word);  // `SpGist` → `spgist`
std::string prisma_method(std::string_view engine_name);

}  // namespace schemac::prisma
