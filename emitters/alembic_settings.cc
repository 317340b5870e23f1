#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/sql_tokens.h"
#include "emitters/alembic_naming.h"

namespace schemac::alembic {
namespace {

namespace fs = std::filesystem;

using SettingValues = std::map<std::string, std::string>;

constexpr std::string_view blanks = " \t\r\f\v";

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(blanks);
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// `%%` is a percent sign, `%(name)s` another value of the same place. What names nothing stays as it is.
std::string interpolated(std::string_view value, const SettingValues& values, int depth = 0) {
  std::string out;
  for (std::size_t at = 0; at < value.size(); ++at) {
    if (value[at] != '%') {
      out += value[at];
      continue;
    }
    if (value.substr(at).starts_with("%%")) {
      out += value[at++];
      continue;
    }
    const auto end = value.find(")s", at);
    const bool names = value.substr(at).starts_with("%(") && end != std::string_view::npos;
    const auto known = names ? values.find(lower(value.substr(at + 2, end - at - 2))) : values.end();
    if (known == values.end() || depth > 10) {
      out += value[at];
      continue;
    }
    out += interpolated(known->second, values, depth + 1);
    at = end + 1;
  }
  return out;
}

std::optional<std::string> content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::stringstream content;
  content << in.rdbuf();
  return content.str();
}

struct Candidate {
  std::string file;
  SettingValues values;
  std::vector<std::string> hooks = {};
};

std::string escaped(std::string text) {
  for (auto at = text.find('%'); at != std::string::npos; at = text.find('%', at + 2)) text.insert(at, "%");
  return text;
}

// `hooks = black`, `black.entrypoint = black`, `black.options = -l 79 REVISION_SCRIPT_FILENAME`
std::vector<std::string> hook_commands(SettingValues section) {
  std::vector<std::string> commands;
  std::string names = section["hooks"];
  std::ranges::replace_if(
      names, [](char c) { return c == ',' || c == '\n'; }, ' ');
  std::istringstream words(names);
  for (std::string name; words >> name;) {
    const auto program =
        section[name + ".executable"].empty() ? section[name + ".entrypoint"] : section[name + ".executable"];
    commands.push_back(fmt::format("{} {}", program.empty() ? section[name + ".module"] : program,
                                   interpolated(section[name + ".options"], section)));
  }
  return commands;
}

bool says_where(const SettingValues& values) {
  return values.contains("script_location") || values.contains("version_locations");
}

// The section `alembic`, and every other one that says where its revisions are (`alembic --name`).
std::vector<Candidate> ini_candidates(const fs::path& folder) {
  std::vector<Candidate> out;
  const auto file = folder / "alembic.ini";
  const auto text = content_of(file);
  if (!text) return out;
  auto sections = parse_ini(*text);
  const auto defaults = sections["DEFAULT"];
  const auto hooks = hook_commands(sections["post_write_hooks"]);
  for (auto& [name, values] : sections) {
    values.insert(defaults.begin(), defaults.end());
    values["here"] = escaped(folder.string());
    if (name == "DEFAULT" || (name != "alembic" && !says_where(values))) continue;
    Candidate candidate{file.string(), {}, hooks};
    for (const auto& [key, value] : values) candidate.values[key] = interpolated(value, values);
    out.insert(name == "alembic" ? out.begin() : out.end(), std::move(candidate));
  }
  return out;
}

Result<std::optional<Candidate>> toml_candidate(const fs::path& folder) {
  const auto file = folder / "pyproject.toml";
  const auto text = content_of(file);
  if (!text || text->find("tool.alembic") == std::string::npos) return std::nullopt;
  Candidate candidate{file.string(), {}};
  const SettingValues here{{"here", escaped(folder.string())}};
  try {
    const auto document = toml::parse(*text, file.string());
    const auto* table = document.at_path("tool.alembic").as_table();
    if (!table) return std::nullopt;
    for (const auto& [key, node] : *table) {
      std::string value;
      if (const auto word = node.value<std::string>()) value = interpolated(*word, here);
      if (const auto* yes = node.as_boolean()) value = yes->get() ? "true" : "false";
      if (const auto* number = node.as_integer()) value = std::to_string(number->get());
      if (const auto* list = node.as_array())
        for (const auto& item : *list) value += interpolated(item.value_or(std::string()), here) + "\n";
      candidate.values[std::string(key.str())] = value;
    }
  } catch (const toml::parse_error& error) {
    return failure("bad-configuration", fmt::format("cannot read `{}`: {}", file.string(), error.description()));
  }
  return candidate;
}

bool same_folder(const fs::path& a, const fs::path& b) {
  std::error_code error;
  const auto x = fs::weakly_canonical(a, error), y = fs::weakly_canonical(b, error);
  return !error && x == y;
}

// `migrations`, `%(here)s/migrations`, an absolute path, or `package.part:folder`.
fs::path located(const fs::path& folder, std::string location) {
  if (const auto colon = location.find(':'); colon != std::string::npos) {
    std::replace(location.begin(), location.begin() + static_cast<std::ptrdiff_t>(colon), '.', '/');
    location[colon] = '/';
  }
  return folder / location;
}

bool names_folder(const SettingValues& values, const fs::path& folder, const fs::path& versions) {
  if (const auto location = values.find("script_location"); location != values.end())
    if (same_folder(located(folder, location->second) / "versions", versions)) return true;
  const auto locations = values.find("version_locations");
  if (locations == values.end()) return false;
  // The separator is the project's choice; none of them is a part of a usual path.
  std::string text = locations->second;
  std::ranges::replace_if(
      text, [](char c) { return std::string_view(" ,:;\n").find(c) != std::string_view::npos; }, ' ');
  std::istringstream words(text);
  for (std::string word; words >> word;)
    if (same_folder(folder / word, versions)) return true;
  return false;
}

Result<Naming> naming_from(const Candidate& candidate, const fs::path& folder) {
  Naming naming{.stated_in = candidate.file, .script_folder = {}, .hooks = candidate.hooks};
  const auto value = [&](const char* key) {
    const auto at = candidate.values.find(key);
    return at == candidate.values.end() ? std::string() : at->second;
  };
  if (const auto stated = value("file_template"); !stated.empty()) naming.file_template = stated;
  if (const auto location = value("script_location"); !location.empty())
    naming.script_folder = located(folder, location).string();
  naming.recursive = value("recursive_version_locations") == "true";
  const auto longest = value("truncate_slug_length");
  if (longest.empty()) return naming;
  if (longest.size() > 6 || !std::ranges::all_of(longest, [](char c) { return c >= '0' && c <= '9'; }))
    return failure("bad-configuration", fmt::format("found `{}` as truncate_slug_length in `{}`, expected a number",
                                                    longest, candidate.file));
  if (std::stoul(longest) > 0) naming.longest_slug = std::stoul(longest);
  return naming;
}

// As Alembic looks things up: in alembic.ini first, then in pyproject.toml beside it.
Result<std::optional<Naming>> naming_at(const fs::path& folder, const fs::path& versions) {
  const auto toml = toml_candidate(folder);
  if (!toml) return std::unexpected(toml.error());
  auto candidates = ini_candidates(folder);
  if (*toml) {
    for (auto& candidate : candidates) candidate.values.insert((*toml)->values.begin(), (*toml)->values.end());
    candidates.push_back(**toml);
  }
  const auto found = std::ranges::find_if(
      candidates, [&](const Candidate& each) { return names_folder(each.values, folder, versions); });
  if (found == candidates.end()) return std::nullopt;
  auto naming = naming_from(*found, folder);
  if (!naming) return std::unexpected(naming.error());
  return std::move(*naming);
}

}  // namespace

std::map<std::string, SettingValues> parse_ini(std::string_view text) {
  std::map<std::string, SettingValues> sections;
  SettingValues* section = nullptr;
  std::string* value = nullptr;
  std::size_t margin = 0;
  std::istringstream lines{std::string(text)};
  for (std::string line; std::getline(lines, line);) {
    const auto words = trimmed(line);
    if (words.empty() || words.front() == '#' || words.front() == ';') continue;
    const auto indent = line.find_first_not_of(blanks);
    if (value && indent > margin) {
      *value += (value->empty() ? "" : "\n") + std::string(words);
      continue;
    }
    value = nullptr;
    if (words.front() == '[' && words.back() == ']') {
      section = &sections[std::string(words.substr(1, words.size() - 2))];
      continue;
    }
    const auto sign = words.find_first_of("=:");
    if (!section || sign == std::string_view::npos) continue;
    margin = indent;
    value = &(*section)[lower(trimmed(words.substr(0, sign)))];
    *value = trimmed(words.substr(sign + 1));
  }
  return sections;
}

Result<Naming> naming_of(const std::string& versions_folder) {
  std::error_code error;
  const auto versions = fs::weakly_canonical(versions_folder.empty() ? "." : versions_folder, error);
  if (error) return Naming{};
  for (auto folder = versions; folder.has_relative_path(); folder = folder.parent_path()) {
    auto naming = naming_at(folder.parent_path(), versions);
    if (!naming) return std::unexpected(naming.error());
    if (*naming) return std::move(**naming);
  }
  return Naming{};
}

}  // namespace schemac::alembic
