#include "sources/migration_files.h"

#include <algorithm>
#include <cctype>
#include <optional>
#include <string>

#include "base/sql_tokens.h"

namespace schemac {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }

// Digits are compared as the number that they are.
int compare_naturally(const std::string& a, const std::string& b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (is_digit(a[i]) && is_digit(b[j])) {
      const auto number = [](const std::string& text, std::size_t& at) {
        while (at < text.size() && text[at] == '0') ++at;
        const auto begin = at;
        while (at < text.size() && is_digit(text[at])) ++at;
        return text.substr(begin, at - begin);
      };
      const auto left = number(a, i), right = number(b, j);
      if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
      if (left != right) return left < right ? -1 : 1;
    } else {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
      ++i, ++j;
    }
  }
  if (i == a.size() && j == b.size()) return a.compare(b);
  return i == a.size() ? -1 : 1;
}

// `V1_2__users.sql`: `V` and 1.2. `R__views.sql` has no version.
struct FlywayName {
  char prefix;
  std::vector<std::string> version;
};

std::optional<FlywayName> flyway_name(const fs::path& file) {
  const auto name = file.filename().string();
  const auto end = name.find("__");
  if (end == std::string::npos || name.find_first_of("VUBR") != 0) return std::nullopt;
  FlywayName out{name[0], {}};
  std::string part;
  for (std::size_t at = 1; at <= end; ++at) {
    if (at < end && is_digit(name[at])) {
      part += name[at];
    } else if (at == end || name[at] == '.' || name[at] == '_') {
      if (!part.empty()) out.version.push_back(part);
      part.clear();
    } else {
      return std::nullopt;
    }
  }
  return out.version.empty() == (out.prefix == 'R') ? std::optional(out) : std::nullopt;
}

int compare_versions(const FlywayName& a, const FlywayName& b) {
  for (std::size_t at = 0; at < std::max(a.version.size(), b.version.size()); ++at) {
    const auto part = [&](const FlywayName& name) {
      return at < name.version.size() ? name.version[at] : std::string("0");
    };
    if (const auto order = compare_naturally(part(a), part(b)); part(a) != part(b) && order != 0) return order;
  }
  return 0;
}

bool is_before(const fs::path& a, const fs::path& b) {
  const auto left = flyway_name(a), right = flyway_name(b);
  if (left && right && a.parent_path() == b.parent_path()) {
    if ((left->prefix == 'R') != (right->prefix == 'R')) return right->prefix == 'R';
    if (const auto order = compare_versions(*left, *right); order != 0) return order < 0;
  }
  auto i = a.begin(), j = b.begin();
  for (; i != a.end() && j != b.end(); ++i, ++j)
    if (const auto order = compare_naturally(i->string(), j->string()); order != 0) return order < 0;
  return i == a.end() && j != b.end();
}

bool leads_back(const fs::path& file) {
  const auto name = lower(file.filename().string());
  if (name == "down.sql" || name.ends_with(".down.sql")) return true;
  const auto flyway = flyway_name(file);
  return flyway && flyway->prefix == 'U';
}

void apply_baseline(std::vector<fs::path>& files) {
  std::optional<FlywayName> newest;
  for (const auto& file : files)
    if (auto name = flyway_name(file); name && name->prefix == 'B' && (!newest || compare_versions(*newest, *name) < 0))
      newest = name;
  if (!newest) return;
  std::erase_if(files, [&](const fs::path& file) {
    const auto name = flyway_name(file);
    if (!name || name->prefix == 'R') return false;
    const auto order = compare_versions(*name, *newest);
    return order < 0 || (order == 0 && name->prefix != 'B');
  });
}

}  // namespace

void choose_migrations(std::vector<fs::path>& files) {
  std::erase_if(files, leads_back);
  apply_baseline(files);
  std::stable_sort(files.begin(), files.end(), is_before);
}

}  // namespace schemac
