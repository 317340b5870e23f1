#include "cli/settings.h"

#include <algorithm>
#include <array>

#include <fmt/ranges.h>

#include "base/source_text.h"
#include "base/sql_tokens.h"
#include "cli/console.h"
#include "cli/files.h"
#include "cli/toml.h"
#include "connections/connection.h"
#include "emitters/emitter.h"

namespace schemac {
namespace {

constexpr const char* default_file = "schemac.toml";

// Relative to the file, as far as it is a path at all.
std::string beside(const std::filesystem::path& folder, const std::string& place) {
  if (folder.empty() || place.empty() || place == "-" || place == "empty" || place.starts_with('$')) return place;
  for (const char* head : {"git:", "exec:", "scratch:"})
    if (place.starts_with(head)) return place;
  if (place.find("://") != std::string::npos) return place;
  for (const std::string head : {"jdbc:sqlite:", "sqlite:", "file:"})
    if (place.starts_with(head)) return head + beside(folder, place.substr(head.size()));
  if (is_database_url(place)) return place;
  const std::filesystem::path path(place);
  return path.is_absolute() ? place : (folder / path).lexically_normal().string();
}

// Reads one table of the file into settings, and reports what it does not know.
class Reader {
 public:
  Reader(std::shared_ptr<const SourceText> source, std::filesystem::path folder)
      : source_(std::move(source)), folder_(std::move(folder)) {}

  void read(const toml::table& table, Settings& settings, const std::vector<std::string>& known_besides) {
    place(table, "from", settings.from);
    place(table, "to", settings.to);
    place(table, "out", settings.out);
    if (const auto* node = table.get("dialect")) settings.dialect = text(*node, "dialect");
    if (const auto* node = table.get("scratch")) settings.scratch = text(*node, "scratch");
    word(table, "renames", {"auto", "declared", "off"}, settings.renames);
    word(table, "on-ambiguous", {"fail", "prompt"}, settings.on_ambiguous);
    list(table, "schemas", settings.schemas);
    list(table, "exclude", settings.exclude);
    list(table, "include", settings.include);
    list(table, "emit", settings.emit);
    values(table, "backfill", settings.backfills);
    values(table, "back", settings.backs);
    values(table, "using", settings.conversions);
    if (const auto* node = table.get("source")) read_source(*node, settings);
    if (const auto* node = table.get("emitters")) read_emitters(*node, settings);
    if (const auto* node = table.get("rename-zones")) read_zones(*node, settings);
    std::vector<std::string> known = {"from",         "to",      "dialect",  "scratch", "out",  "renames",
                                      "on-ambiguous", "schemas", "exclude",  "include", "emit", "emitters",
                                      "rename-zones", "source",  "backfill", "back",    "using"};
    known.insert(known.end(), known_besides.begin(), known_besides.end());
    refuse_unknown(table, known, "key");
  }

  void refuse_unknown(const toml::table& table, const std::vector<std::string>& known, std::string_view what) {
    for (const auto& [key, node] : table)
      if (std::find(known.begin(), known.end(), key.str()) == known.end()) {
        const auto near = nearest(key.str(), known);
        complain("unknown-setting",
                 fmt::format("no {} `{}` in a configuration file, expected one of `{}`", what, key.str(),
                             fmt::join(known, "`, `")),
                 key.source(), near.empty() ? "" : fmt::format("did you mean `{}`?", near));
      }
  }

  void complain(const std::string& code, const std::string& message, const toml::source_region& region,
                const std::string& hint = {}) {
    errors.push_back(error_at(code, message, span_of(source_, region), hint));
  }

  Diagnostics errors;

 private:
  std::optional<std::string> text(const toml::node& node, std::string_view key) {
    if (const auto value = node.value_exact<std::string>()) return value;
    complain("wrong-setting", fmt::format("`{}` is not a string, expected a quoted string", key), node.source());
    return std::nullopt;
  }

  void place(const toml::table& table, std::string_view key, std::optional<std::string>& into) {
    if (const auto* node = table.get(key))
      if (const auto value = text(*node, key)) into = beside(folder_, *value);
  }

  void word(const toml::table& table, std::string_view key, const std::vector<std::string>& words,
            std::optional<std::string>& into) {
    const auto* node = table.get(key);
    const auto value = node ? text(*node, key) : std::nullopt;
    if (!value) return;
    if (std::find(words.begin(), words.end(), *value) == words.end())
      complain(
          "wrong-setting",
          fmt::format("`{}` is `{}`, expected one of `{}`", key, without_password(*value), fmt::join(words, "`, `")),
          node->source());
    into = value;
  }

  void list(const toml::table& table, std::string_view key, std::optional<std::vector<std::string>>& into) {
    const auto* node = table.get(key);
    if (!node) return;
    into.emplace();
    if (const auto* array = node->as_array()) {
      for (const auto& item : *array)
        if (auto value = text(item, key)) into->push_back(std::move(*value));
    } else if (auto value = text(*node, key)) {
      into->push_back(std::move(*value));
    }
  }

  // [backfill] "users.name" = "first || last"
  void values(const toml::table& table, std::string_view key, std::vector<std::string>& into) {
    const auto* node = table.get(key);
    if (!node) return;
    const auto* stated = node->as_table();
    if (!stated)
      return complain("wrong-setting",
                      fmt::format("`{}` is not a table, expected `[{}]` with `\"table.column\" = \"SQL\"`", key, key),
                      node->source());
    for (const auto& [column, sql] : *stated)
      if (const auto value = text(sql, column.str())) into.push_back(fmt::format("{}={}", column.str(), *value));
  }

  void read_source(const toml::node& node, Settings& settings) {
    const auto* table = node.as_table();
    if (!table) return complain("wrong-setting", "`source` is no table, expected `[source]`", node.source());
    refuse_unknown(*table, {"manages"}, "key of `source`");
    list(*table, "manages", settings.manages);
  }

  void read_emitters(const toml::node& node, Settings& settings) {
    const auto* tables = node.as_table();
    if (!tables)
      return complain("wrong-setting", "`emitters` is no table, expected `[emitters.alembic]` and the like",
                      node.source());
    std::vector<std::string> names;
    for (const auto& emitter : emitters()) names.emplace_back(emitter.name);
    refuse_unknown(*tables, names, "emitter");
    for (const auto& [name, emitter] : *tables) {
      const auto* table = emitter.as_table();
      if (!table) {
        complain("wrong-setting", fmt::format("`{}` is no table, expected `[emitters.{}]`", name.str(), name.str()),
                 emitter.source());
        continue;
      }
      std::optional<std::string> out;
      place(*table, "out", out);
      if (out) settings.out_of_emitter[std::string(name.str())] = *out;
      refuse_unknown(*table, {"out"}, "key");
    }
  }

  void read_zones(const toml::node& node, Settings& settings) {
    const auto* table = node.as_table();
    if (!table)
      return complain("wrong-setting", "`rename-zones` is no table, expected `[rename-zones]` with `sure` and `ask`",
                      node.source());
    const auto likelihood = [&](std::string_view key, std::optional<double>& into) {
      const auto* value = table->get(key);
      if (!value) return;
      const auto number = value->is_number() ? value->value<double>() : std::nullopt;
      if (!number || *number <= 0 || *number > 1)
        return complain("wrong-setting",
                        fmt::format("`{}` is not a probability, expected a number above 0 and up to 1", key),
                        value->source());
      into = number;
    };
    likelihood("sure", settings.sure);
    likelihood("ask", settings.ask);
    if (settings.sure && settings.ask && *settings.ask > *settings.sure)
      complain("wrong-setting", "`ask` is greater than `sure`, expected a smaller number", node.source());
    refuse_unknown(*table, {"sure", "ask"}, "key");
  }

  std::shared_ptr<const SourceText> source_;
  std::filesystem::path folder_;
};

std::vector<std::string> keys_of(const toml::table& table) {
  std::vector<std::string> keys;
  for (const auto& [key, node] : table) keys.emplace_back(key.str());
  return keys;
}

void read_environment(Reader& reader, const toml::table& file, const std::optional<std::string>& asked,
                      Settings& settings) {
  const auto* environments = file["environments"].as_table();
  if (file.contains("environments") && !environments)
    return reader.complain("wrong-setting",
                           "`environments` is no table, expected `[environments.production]` and the like",
                           file.get("environments")->source());
  const auto chosen = asked ? asked : file["environment"].value_exact<std::string>();
  if (environments)
    for (const auto& [name, node] : *environments) {
      const auto* table = node.as_table();
      if (!table) {
        reader.complain(
            "wrong-setting",
            fmt::format("environment `{}` is no table, expected `[environments.{}]`", name.str(), name.str()),
            node.source());
        continue;
      }
      Settings unused;  // read all the same: a mistake in an environment shows before it is needed
      reader.read(*table, chosen && name.str() == *chosen ? settings : unused, {});
    }
  if (!chosen || (environments && environments->contains(*chosen))) return;
  const auto names = environments ? keys_of(*environments) : std::vector<std::string>();
  const auto near = nearest(*chosen, names);
  const auto hint =
      !near.empty() ? fmt::format("did you mean `{}`?", near) : fmt::format("add `[environments.{}]` to it", *chosen);
  reader.complain("unknown-environment", fmt::format("no environment `{}` in this configuration file", *chosen),
                  file.source(), hint);
}

// The text for excerpts in messages: in lines that may hold a password there is nothing to read behind the `=`.
std::string without_values_of_places(const std::string& text) {
  std::string out = text;
  for (std::size_t begin = 0; begin < out.size();) {
    const auto end = std::min(out.find('\n', begin), out.size());
    const auto line = lower(std::string_view(text).substr(begin, end - begin));
    static constexpr auto signs = std::to_array<std::string_view>({"://", "@", "pass", "pwd", "secret", "token", "$"});
    const bool tells =
        std::ranges::any_of(signs, [&](std::string_view sign) { return line.find(sign) != std::string::npos; });
    const auto equals = line.find('=');
    if (tells && !line.starts_with('[')) {
      const auto from = begin + (equals == std::string::npos ? 0 : equals + 1);
      for (auto at = from; at < end; ++at)
        if (out[at] != ' ' && out[at] != '"' && out[at] != '\r') out[at] = '.';
    }
    begin = end + 1;
  }
  return out;
}

}  // namespace

Result<Settings> parse_settings(const std::string& text, const std::string& name, const std::filesystem::path& folder,
                                const std::optional<std::string>& environment) {
  const auto source =
      std::make_shared<const SourceText>(SourceText{.name = name, .text = without_values_of_places(text)});
  const toml::parse_result parsed = toml::parse(std::string_view(text), std::string_view(name));
  if (!parsed) {
    const auto& error = parsed.error();
    return failure("configuration-syntax", fmt::format("invalid TOML: {}", error.description()),
                   span_of(source, error.source()));
  }
  Reader reader(source, folder);
  Settings settings;
  reader.read(parsed.table(), settings, {"environment", "environments"});
  read_environment(reader, parsed.table(), environment, settings);
  if (!reader.errors.empty()) return std::unexpected(std::move(reader.errors));
  return settings;
}

Result<Settings> read_settings(const SettingsChoice& choice) {
  const auto file = choice.file.value_or(default_file);
  std::error_code error;
  if (!choice.file && !std::filesystem::exists(file, error)) {
    if (!choice.environment) return Settings{.answers = "renames.toml"};
    return failure("unknown-environment",
                   fmt::format("no `{}` here, so no environment `{}`", default_file, *choice.environment), {},
                   "name the configuration file with `--config`, or go to the folder that holds it");
  }
  auto text = read_file(file);
  if (!text) return std::unexpected(std::move(text.error()));
  const auto folder = std::filesystem::path(file).parent_path();
  auto settings = parse_settings(*text, file, folder, choice.environment);
  if (settings) settings->answers = folder / "renames.toml";
  return settings;
}

Result<std::string> expand_variables(const std::string& value) {
  const auto is_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
  std::string out;
  for (std::size_t at = 0; at < value.size();) {
    if (value[at] != '$') {
      out += value[at++];
      continue;
    }
    const bool braces = at + 1 < value.size() && value[at + 1] == '{';
    const auto begin = at + (braces ? 2 : 1);
    auto end = begin;
    while (end < value.size() && is_name(value[end])) ++end;
    if (end == begin || (braces && (end == value.size() || value[end] != '}'))) {
      out += value[at++];  // a lone dollar is a dollar
      continue;
    }
    const auto name = value.substr(begin, end - begin);
    const auto found = environment_variable(name.c_str());
    if (!found)
      return failure("unset-variable",
                     fmt::format("the configuration file needs the environment variable `{}`, which is not set", name),
                     {}, fmt::format("set it: export {}=…", name));
    // a URL is shown without its password anyway
    if (!is_database_url(*found)) keep_to_oneself(*found, name);
    out += *found;
    at = end + (braces ? 1 : 0);
  }
  return out;
}

}  // namespace schemac
