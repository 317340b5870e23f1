#include "sources/sql/mysql/modes.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/sql_tokens.h"

namespace schemac::sql::mysql_text {

Modes modes_of(std::string_view sql_mode) {
  const auto list = "," + lower(sql_mode) + ",";
  const auto has = [&](std::string_view word) { return list.find("," + std::string(word) + ",") != std::string::npos; };
  const bool ansi = has("ansi");
  return {.ansi_quotes = ansi || has("ansi_quotes"),
          .ignore_space = ansi || has("ignore_space"),
          .joins_texts = ansi || has("pipes_as_concat"),
          .no_backslash_escapes = has("no_backslash_escapes"),
          .real_as_float = ansi || has("real_as_float"),
          .stated = true};
}

bool is_another_language(std::string_view sql_mode) {
  static constexpr auto languages =
      std::to_array<std::string_view>({",oracle,", ",mssql,", ",db2,", ",maxdb,", ",postgresql,"});
  const auto list = "," + lower(sql_mode) + ",";
  return std::ranges::any_of(languages, [&](std::string_view one) { return list.find(one) != std::string::npos; });
}

void remark_on_pipes(const Modes& mode, const Span& where, Diagnostics& remarks) {
  if (mode.stated ||
      std::ranges::any_of(remarks, [](const Diagnostic& remark) { return remark.code == "pipes-as-or"; }))
    return;
  remarks.push_back(
      warning_at("pipes-as-or", "found `||`, which is read as OR, as servers do whose SQL mode is not PIPES_AS_CONCAT",
                 where, "write OR or CONCAT(…), or begin the file with SET sql_mode = 'PIPES_AS_CONCAT'"));
}

}  // namespace schemac::sql::mysql_text
