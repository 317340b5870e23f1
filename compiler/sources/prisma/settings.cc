// datasource and generator.
#include <algorithm>
#include <array>

#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

constexpr std::array<std::pair<std::string_view, Provider>, 7> providers = {{
    {"postgresql", Provider::postgresql},
    {"postgres", Provider::postgresql},
    {"mysql", Provider::mysql},
    {"sqlite", Provider::sqlite},
    {"sqlserver", Provider::sqlserver},
    {"cockroachdb", Provider::cockroachdb},
    {"mongodb", Provider::mongodb},
}};

// Every name that a release from 4 to 7 has known: what one of them retired still stands in files.
constexpr std::array<std::string_view, 54> features = {"aggregateApi",
                                                       "atomicNumberOperations",
                                                       "clientExtensions",
                                                       "cockroachdb",
                                                       "connectOrCreate",
                                                       "createMany",
                                                       "dataProxy",
                                                       "deno",
                                                       "distinct",
                                                       "driverAdapters",
                                                       "extendedIndexes",
                                                       "extendedWhereUnique",
                                                       "fieldReference",
                                                       "filterJson",
                                                       "filteredRelationCount",
                                                       "fullTextIndex",
                                                       "fullTextSearch",
                                                       "fullTextSearchPostgres",
                                                       "groupBy",
                                                       "improvedQueryRaw",
                                                       "insensitiveFilters",
                                                       "interactiveTransactions",
                                                       "jsonProtocol",
                                                       "metrics",
                                                       "microsoftSqlServer",
                                                       "middlewares",
                                                       "mongoDb",
                                                       "mongodb",
                                                       "multiSchema",
                                                       "nApi",
                                                       "namedConstraints",
                                                       "napi",
                                                       "nativeDistinct",
                                                       "nativeTypes",
                                                       "omitApi",
                                                       "orderByAggregateGroup",
                                                       "orderByNulls",
                                                       "orderByRelation",
                                                       "partialIndexes",
                                                       "postgresqlExtensions",
                                                       "prismaSchemaFolder",
                                                       "queryCompiler",
                                                       "referentialActions",
                                                       "referentialIntegrity",
                                                       "relationJoins",
                                                       "schemaEngineDriverAdapters",
                                                       "selectRelationCount",
                                                       "shardKeys",
                                                       "strictUndefinedChecks",
                                                       "tracing",
                                                       "transactionApi",
                                                       "typedSql",
                                                       "uncheckedScalarInputs",
                                                       "views"};

const Setting* find(const Block& block, std::string_view name) {
  for (const auto& setting : block.settings)
    if (setting.name == name) return &setting;
  return nullptr;
}

class SettingsReader {
 public:
  explicit SettingsReader(Resolution& in) : in_(in) {}

  void run() {
    for (const auto& block : in_.document.blocks) {
      if (block.kind == BlockKind::datasource) datasource(block);
      if (block.kind == BlockKind::generator) generator(block);
    }
  }

 private:
  void once(const Block& block) {
    for (std::size_t i = 0; i < block.settings.size(); ++i)
      for (std::size_t j = 0; j < i; ++j)
        if (block.settings[i].name == block.settings[j].name)
          in_.error(block, block.settings[i].where, "duplicate-setting",
                    fmt::format("found `{}` twice in {} `{}`, expected it once", block.settings[i].name,
                                keyword(block.kind), block.name));
  }

  void datasource(const Block& block) {
    auto& out = in_.data.datasource;
    if (out.block) {
      if (!said_several_)
        in_.error(*out.block, out.block->head, "several-datasources",
                  fmt::format("found the datasource `{}` and another, expected one", out.block->name));
      said_several_ = true;
      return in_.error(block, block.head, "several-datasources",
                       fmt::format("found a second datasource `{}`, expected one: `{}` stands already", block.name,
                                   out.block->name));
    }
    out.block = &block;
    once(block);
    known(block, {"provider", "url", "directUrl", "shadowDatabaseUrl", "relationMode", "referentialIntegrity",
                  "schemas", "namespaces", "extensions"});
    provider(block);
    relation_mode(block);
    schemas(block);
    extensions(block);
  }

  void known(const Block& block, const std::vector<std::string>& names) {
    for (const auto& setting : block.settings) {
      if (std::find(names.begin(), names.end(), setting.name) != names.end()) continue;
      const auto near = nearest(setting.name, names);
      in_.error(block, setting.where, "unknown-setting",
                fmt::format("found `{}` in datasource `{}`, expected {}", setting.name, block.name, quoted_list(names)),
                near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    }
  }

  void provider(const Block& block) {
    const auto* setting = find(block, "provider");
    if (!setting)
      return in_.error(
          block, block.head, "missing-setting",
          fmt::format("found no `provider` in datasource `{}`, expected `provider = \"postgresql\"` or another engine",
                      block.name));
    const auto& value = setting->value;
    if (value.kind != Value::Kind::string)
      return in_.error(
          block, setting->where, "bad-setting",
          fmt::format("found `{}` as the provider, expected the engine's name in quotes", shown(setting->value)));
    const auto found =
        std::find_if(providers.begin(), providers.end(), [&](const auto& entry) { return entry.first == value.text; });
    if (found != providers.end()) return void(in_.data.datasource.provider = found->second);
    std::vector<std::string> names;
    for (const auto& [name, engine] : providers) names.emplace_back(name);
    const auto near = nearest(value.text, names);
    in_.error(block, setting->where, "unknown-provider",
              fmt::format("found the provider `{}`, expected {}", value.text, quoted_list(names)),
              near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  void relation_mode(const Block& block) {
    const auto* setting = find(block, "relationMode");
    const auto* older = find(block, "referentialIntegrity");
    if (setting && older)
      return in_.error(
          block, older->where, "bad-setting",
          "found `referentialIntegrity` beside `relationMode`, expected `relationMode` alone: they are one setting");
    if (!setting) setting = older;
    in_.data.datasource.foreign_keys = in_.provider() != Provider::mongodb;
    if (!setting) return;
    const auto& mode = setting->value.text;
    if (setting->value.kind != Value::Kind::string || (mode != "prisma" && mode != "foreignKeys")) {
      in_.error(block, block.head, "bad-setting",
                fmt::format("found `{}` as {} of datasource `{}`, expected \"foreignKeys\" or \"prisma\"",
                            shown(setting->value), setting->name, block.name));
      in_.errors.back().notes.push_back(note_at("it stands here", block.span(setting->where)));
      return;
    }
    in_.data.datasource.foreign_keys = mode == "foreignKeys";
  }

  void schemas(const Block& block) {
    const auto* setting = find(block, "schemas");
    if (!setting) setting = find(block, "namespaces");
    if (!setting) return;
    if (!has_schemas(in_.provider()))
      return in_.error(
          block, setting->where, "bad-setting",
          fmt::format("found `{}` for {}, which has no schemas: take it out", setting->name, title(in_.provider())));
    if (setting->value.kind != Value::Kind::list || setting->value.items.empty())
      return in_.error(block, setting->where, "bad-setting",
                       fmt::format("found `{}` as the schemas, expected a list of names: `[\"public\", \"billing\"]`",
                                   shown(setting->value)));
    for (const auto& item : setting->value.items) schema(block, item);
  }

  void schema(const Block& block, const Value& item) {
    auto& names = in_.data.datasource.schemas;
    if (item.kind != Value::Kind::string)
      in_.error(block, item.where, "bad-setting",
                fmt::format("found `{}` among the schemas, expected a name in quotes", shown(item)));
    else if (std::find(names.begin(), names.end(), item.text) != names.end())
      in_.error(block, item.where, "bad-setting",
                fmt::format("found the schema `{}` twice, expected it once", item.text));
    else
      names.push_back(item.text);
  }

  void extensions(const Block& block) {
    const auto* setting = find(block, "extensions");
    if (!setting) return;
    if (in_.provider() != Provider::postgresql)
      return in_.error(
          block, setting->where, "bad-setting",
          fmt::format("found `extensions` for {}, expected it with PostgreSQL alone", title(in_.provider())));
    if (setting->value.kind != Value::Kind::list)
      return in_.error(
          block, setting->where, "bad-setting",
          fmt::format("found `{}` as the extensions, expected a list: `[citext, pgcrypto]`", shown(setting->value)));
    for (const auto& item : setting->value.items) {
      std::string name = item.text;
      for (const auto& argument : item.arguments)
        if (argument.name == "map") name = argument.value.text;
      in_.data.datasource.extensions.push_back({std::move(name), item.where});
    }
  }

  void generator(const Block& block) {
    once(block);
    if (!find(block, "provider"))
      in_.error(
          block, block.head, "missing-setting",
          fmt::format(
              "found no `provider` in generator `{}`, expected `provider = \"prisma-client\"` or another generator",
              block.name));
    const auto* setting = find(block, "previewFeatures");
    if (!setting) return;
    if (setting->value.kind != Value::Kind::list) return feature(block, setting->value);
    for (const auto& item : setting->value.items) feature(block, item);
  }

  void feature(const Block& block, const Value& item) {
    if (item.kind != Value::Kind::string)
      return in_.error(block, item.where, "unknown-feature",
                       fmt::format("found `{}` among the preview features, expected a name in quotes", shown(item)));
    if (std::find(features.begin(), features.end(), item.text) != features.end())
      return void(in_.data.preview_features.insert(item.text));
    const auto near = nearest(item.text, {features.begin(), features.end()});
    in_.error(block, item.where, "unknown-feature",
              fmt::format("no preview feature `{}`, expected one such as `views`, `relationJoins`, "
                          "`postgresqlExtensions`, `partialIndexes`, "
                          "`typedSql`, `fullTextSearchPostgres`",
                          item.text),
              near.empty() ? "" : fmt::format("did you mean `{}`?", near));
  }

  Resolution& in_;
  bool said_several_ = false;
};

}  // namespace

void resolve_settings(Resolution& in) { SettingsReader(in).run(); }

}  // namespace schemac::prisma
