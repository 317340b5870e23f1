// The names of keys, indexes and foreign keys in the database: whether the engine has such names, how long they may be,
// and which meet.
#include "sources/prisma/names.h"
#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

bool names_primary_keys(Provider provider) {
  return provider == Provider::postgresql || provider == Provider::sqlserver || provider == Provider::cockroachdb;
}

bool names_foreign_keys(Provider provider) { return names_primary_keys(provider) || provider == Provider::mysql; }

class Names {
 public:
  explicit Names(Resolution& in) : in_(in) {}

  void run() {
    for (const auto& model : in_.data.models) {
      if (model.is_view()) continue;
      if (model.primary) primary(model, *model.primary);
      for (const auto& key : model.keys) length(*model.block, key.place, key.map);
    }
    for (const auto& relation : in_.data.relations)
      if (!relation.many_to_many && !relation.map.empty()) foreign_key(relation);
    constraint_names();
  }

 private:
  struct Place {
    const Block* block;
    Range where;
    std::string_view attribute;
  };

  void error(const Block& block, Range where, std::string message) {
    in_.error(block, where, "bad-attribute", std::move(message));
  }

  void primary(const Model& model, const ModelKey& key) {
    if (key.map.empty()) return;
    if (names_primary_keys(in_.provider()) || in_.provider() == Provider::none)
      return length(*model.block, key.place, key.map);
    error(*model.block, model.block->head,
          fmt::format("found `{}` as the name of the primary key of `{}`: primary keys of {} have no names", key.map,
                      model.block->name, title(in_.provider())));
  }

  void foreign_key(const Relation& relation) {
    const auto& model = in_.data.models[relation.from.model];
    const auto& field = model.fields[relation.from.field];
    if (names_foreign_keys(in_.provider()) || in_.provider() == Provider::none)
      return length(*model.block, field.relation->where, relation.map);
    error(*model.block, field.relation->where,
          fmt::format("found `{}` as the name of a foreign key: Prisma gives those of {} no names", relation.map,
                      title(in_.provider())));
  }

  void length(const Block& block, Range where, const std::string& name) {
    const auto limit = identifier_limit(in_.provider());
    if (name.size() <= limit) return;
    error(block, where,
          fmt::format("found `{}`, a name of {} bytes, expected no more than {}: {} takes no longer ones", name,
                      name.size(), limit, title(in_.provider())));
  }

  // Names that may not meet: of keys and indexes in a schema, and with the foreign keys within a table.
  void constraint_names() {
    const bool local_only = in_.provider() == Provider::mysql || in_.provider() == Provider::sqlserver ||
                            in_.provider() == Provider::mongodb;
    const bool keys_have_names = in_.provider() != Provider::sqlite && in_.provider() != Provider::none &&
                                 in_.provider() != Provider::mysql && in_.provider() != Provider::mongodb;
    std::map<std::pair<std::string, std::string>, std::vector<Place>> global, local;
    for (std::size_t m = 0; m < in_.data.models.size(); ++m) {
      const auto& model = in_.data.models[m];
      if (model.is_view()) continue;
      const auto add = [&](const ModelKey& key) {
        const auto name = key_name(in_.provider(), model, key);
        const Place place{model.block, key.place,
                          key.kind == KeyKind::primary  ? "primary key"
                          : key.kind == KeyKind::unique ? "unique key"
                                                        : "index"};
        if (!local_only) global[{model.name.schema, name}].push_back(place);
        local[{std::to_string(m), name}].push_back(place);
      };
      if (model.primary && keys_have_names) add(*model.primary);
      for (const auto& key : model.keys) add(key);
    }
    if (in_.data.datasource.foreign_keys && in_.provider() != Provider::sqlite && in_.provider() != Provider::none)
      for (const auto& relation : in_.data.relations) {
        if (relation.many_to_many) continue;
        const auto& model = in_.data.models[relation.from.model];
        // those of MySQL meet each other in the whole database, and nothing else
        auto& names = in_.provider() == Provider::mysql ? global : local;
        const auto scope = in_.provider() == Provider::mysql ? std::string() : std::to_string(relation.from.model);
        names[{scope, foreign_key_name(in_.provider(), model, relation)}].push_back(
            {model.block, model.fields[relation.from.field].syntax->where, "foreign key"});
      }
    std::set<std::pair<const Block*, std::uint32_t>> said;
    for (const auto* names : {&global, &local})
      for (const auto& [name, places] : *names)
        if (places.size() > 1) collision(name.second, places, said);
  }

  void collision(const std::string& name, const std::vector<Place>& places,
                 std::set<std::pair<const Block*, std::uint32_t>>& said) {
    for (const auto& place : places) {
      if (!said.emplace(place.block, place.where.begin).second) continue;
      auto diagnostic = error_at("duplicate-name",
                                 fmt::format("found `{}` as the name of this {} and of another in the database, "
                                             "expected a name of its own: give one with `map: \"…\"`",
                                             name, place.attribute),
                                 place.block->span(place.where));
      for (const auto& other : places)
        if (other.where.begin != place.where.begin || other.block != place.block) {
          diagnostic.notes.push_back(note_at("the other one stands here", other.block->span(other.where)));
          break;
        }
      in_.errors.push_back(std::move(diagnostic));
    }
  }

  Resolution& in_;
};

}  // namespace

void validate_names(Resolution& in) { Names(in).run(); }

}  // namespace schemac::prisma
