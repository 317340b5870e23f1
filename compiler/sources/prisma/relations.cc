// Pairs relation fields, and reads what each relation says.
#include <algorithm>
#include <array>

#include "sources/prisma/resolution.h"

namespace schemac::prisma {
namespace {

constexpr std::array<std::pair<std::string_view, ReferentialAction>, 5> actions = {{
    {"Cascade", ReferentialAction::cascade},
    {"Restrict", ReferentialAction::restrict_},
    {"NoAction", ReferentialAction::no_action},
    {"SetNull", ReferentialAction::set_null},
    {"SetDefault", ReferentialAction::set_default},
}};

// One @relation as written.
struct Side {
  FieldRef at;
  std::size_t target = 0;
  std::string name;
  std::string map;
  std::optional<std::vector<std::size_t>> fields;
  std::optional<std::vector<std::size_t>> references;
  std::optional<ReferentialAction> on_delete;
  std::optional<ReferentialAction> on_update;
};

class Relations {
 public:
  explicit Relations(Resolution& in) : in_(in) {}

  void run() {
    for (std::size_t m = 0; m < in_.data.models.size(); ++m)
      for (std::size_t f = 0; f < model(m).fields.size(); ++f)
        if (field({m, f}).kind == FieldKind::relation) sides_.push_back(read({m, f}));
    if (has_errors(in_.errors)) return;
    for (const auto& side : sides_) by_models_[{side.at.model, side.target}].push_back(&side);
    for (const auto& side : sides_) pair(side);
  }

 private:
  const Model& model(std::size_t at) const { return in_.data.models[at]; }
  const ModelField& field(FieldRef at) const { return model(at.model).fields[at.field]; }
  const std::string& name(FieldRef at) const { return field(at).syntax->name; }
  const std::string& model_name(std::size_t at) const { return model(at).block->name; }

  void error(FieldRef at, std::string message, std::string hint = {}) {
    in_.error(*model(at.model).block, field(at).syntax->where, "bad-relation", std::move(message), std::move(hint));
  }
  void error(const Side& side, std::string message, std::string hint = {}) {
    error(side.at, std::move(message), std::move(hint));
  }

  std::string title(const Side& side) const { return fmt::format("`{}.{}`", model_name(side.at.model), name(side.at)); }

  Side read(FieldRef at) {
    Side side{at, field(at).target, {}, {}, {}, {}, {}, {}};
    const auto* attribute = field(at).relation;
    if (!attribute) return side;
    Arguments arguments(in_, *model(at.model).block, *attribute);
    side.name = arguments.take_name("name", true).value_or("");
    side.fields = fields_of(arguments, at, "fields", at.model);
    side.references = fields_of(arguments, at, "references", side.target);
    side.on_delete = action(arguments, arguments.take("onDelete"));
    side.on_update = action(arguments, arguments.take("onUpdate"));
    side.map = arguments.take_name("map").value_or("");
    arguments.finish();
    return side;
  }

  std::optional<ReferentialAction> action(Arguments& arguments, const Value* value) {
    if (!value) return std::nullopt;
    std::vector<std::string> names;
    for (const auto& [known, meaning] : actions) {
      if (value->kind == Value::Kind::word && known == value->text) return meaning;
      names.emplace_back(known);
    }
    const auto near = nearest(value->text, names);
    arguments.error(value->where,
                    fmt::format("no referential action `{}`, expected {}", shown(*value), quoted_list(names)),
                    near.empty() ? "" : fmt::format("did you mean `{}`?", near));
    return std::nullopt;
  }

  std::optional<std::vector<std::size_t>> fields_of(Arguments& arguments, FieldRef at, std::string_view argument,
                                                    std::size_t owner) {
    const auto* value = arguments.take(argument);
    if (!value) return std::nullopt;
    std::vector<std::size_t> out;
    const std::vector<Value> one = {*value};
    for (const auto& item : value->kind == Value::Kind::list ? value->items : one) {
      const auto found = model(owner).find(item.text);
      if (!found || item.kind != Value::Kind::word) {
        std::vector<std::string> names;
        for (const auto& candidate : model(owner).fields) names.push_back(candidate.syntax->name);
        const auto near = nearest(item.text, names);
        arguments.error(item.where,
                        fmt::format("no field `{}` of `{}` for `{}`", shown(item), model_name(owner), argument),
                        near.empty() ? "" : fmt::format("did you mean `{}`?", near));
        continue;
      }
      if (model(owner).fields[*found].kind == FieldKind::relation) {
        arguments.error(item.where,
                        fmt::format("found the relation field `{}` in `{}` of `{}`, expected a field that has a column",
                                    item.text, argument, name(at)));
        continue;
      }
      out.push_back(*found);
    }
    return out;
  }

  std::vector<const Side*> between(std::size_t from, std::size_t to, const std::string& name) const {
    std::vector<const Side*> out;
    if (const auto found = by_models_.find({from, to}); found != by_models_.end())
      for (const auto* side : found->second)
        if (side->name == name) out.push_back(side);
    return out;
  }

  void pair(const Side& side) {
    const auto twins = between(side.at.model, side.target, side.name);
    const bool self = side.at.model == side.target;
    // the two sides of a relation of a model with itself need a name to find each other
    if (twins.size() > (self && !side.name.empty() ? 2U : 1U)) {
      if (twins[0] == &side) ambiguous(twins, self);
      return;
    }
    const Side* other = nullptr;
    for (const auto* candidate : between(side.target, side.at.model, side.name))
      if (candidate != &side) other = candidate;
    if (!other) return missing(side);
    if (between(side.target, side.at.model, side.name).size() > (self ? 2U : 1U)) return;  // said there
    if (&side < other) relate(side, *other);
  }

  void ambiguous(const std::vector<const Side*>& twins, bool self) {
    std::vector<std::string> names;
    for (const auto* twin : twins) names.push_back(name(twin->at));
    const auto& first = *twins[0];
    const auto what = first.name.empty() ? std::string("without a relation name")
                                         : fmt::format("with the relation name `{}`", first.name);
    error(
        first,
        fmt::format("found the fields {} of `{}` that all refer to {} {}, expected a name of its own for each relation",
                    quoted_list(names), model_name(first.at.model),
                    self ? "their own model" : fmt::format("`{}`", model_name(first.target)), what),
        "give each pair a name: `@relation(\"…\")`");
  }

  void missing(const Side& side) {
    const auto& other = model_name(side.target);
    const auto named = side.name.empty() ? std::string() : fmt::format(" named `{}`", side.name);
    auto diagnostic = error_at(
        "bad-relation",
        fmt::format("found the relation field {}{} without its opposite, expected a field of type `{}` on `{}`",
                    title(side), named, model_name(side.at.model), other),
        model(side.at.model).block->span(field(side.at).syntax->where),
        fmt::format("add one to `{}`, for example `{} {}[]`", other, opposite_name(side), model_name(side.at.model)));
    diagnostic.notes.push_back(note_at(fmt::format("`{}` stands here", other),
                                       model(side.target).block->span(model(side.target).block->head)));
    in_.errors.push_back(std::move(diagnostic));
  }

  std::string opposite_name(const Side& side) const {
    auto out = model_name(side.at.model);
    out.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(out.front())));
    return model(side.target).find(out) ? out + "s" : out;
  }

  void relate(const Side& a, const Side& b) {
    const bool a_list = field(a.at).is_list(), b_list = field(b.at).is_list();
    if (a_list && b_list) return many_to_many(a, b);
    if (a_list != b_list) return a_list ? one_to_many(b, a) : one_to_many(a, b);
    one_to_one(a, b);
  }

  void many_to_many(const Side& a, const Side& b) {
    const auto errors = in_.errors.size();
    for (const auto* side : {&a, &b}) {
      if (side->fields)
        error(*side, fmt::format("found `fields` on {}, both sides of which are lists, expected a model in between "
                                 "that holds the columns, or no `fields`",
                                 title(*side)));
      else if (side->references)
        error(*side, fmt::format("found `references` on {}, both sides of which are lists, expected no `references`: "
                                 "the table in between refers to the ids",
                                 title(*side)));
      if (side->on_delete || side->on_update)
        error(*side, fmt::format("found a referential action on {}, both sides of which are lists: write the model in "
                                 "between to choose one",
                                 title(*side)));
      const auto& target = model(side->target);
      if (!target.primary || target.primary->fields.size() != 1)
        error(*side, fmt::format("found {}, both sides of which are lists, but `{}` has no single `@id` field: write "
                                 "the model in between",
                                 title(*side), model_name(side->target)));
    }
    if (in_.errors.size() != errors) return;
    const bool a_first = model_name(a.at.model) <= model_name(b.at.model);
    Relation out;
    out.from = a_first ? a.at : b.at;
    out.to = a_first ? b.at : a.at;
    out.many_to_many = true;
    out.name = a.name;
    in_.data.relations.push_back(std::move(out));
  }

  void one_to_many(const Side& holder, const Side& list) {
    if (list.fields || list.references)
      error(list, fmt::format("found `{}` on the list {}, expected it on {} alone, which holds the columns",
                              list.fields ? "fields" : "references", title(list), title(holder)));
    if (list.on_delete || list.on_update)
      error(list, fmt::format("found a referential action on the list {}, expected it on {}, which holds the columns",
                              title(list), title(holder)));
    hold(holder, list, false);
  }

  void one_to_one(const Side& a, const Side& b) {
    const bool a_holds = a.fields || a.references, b_holds = b.fields || b.references;
    if (a_holds == b_holds) {
      for (const auto* side : {&a, &b})
        error(*side, fmt::format("found {} on {} and {}, expected them on one side",
                                 a_holds ? "`fields` or `references` both" : "neither `fields` nor `references`",
                                 title(*side), title(side == &a ? b : a)));
      return;
    }
    const auto& holder = a_holds ? a : b;
    const auto& other = a_holds ? b : a;
    if (other.on_delete || other.on_update)
      error(other, fmt::format("found a referential action on {}, expected it on {}, which holds the columns",
                               title(other), title(holder)));
    if (field(other.at).is_required()) {
      if (field(holder.at).is_required())
        error(other,
              fmt::format(
                  "found the required field {}, expected `{}?`: no database can make sure that the other row is there",
                  title(other), field(other.at).syntax->type));
      else
        error(holder, fmt::format("found the columns on the optional side {}, expected them on the required side {}",
                                  title(holder), title(other)));
    }
    hold(holder, other, true);
  }

  void hold(const Side& holder, const Side& other, bool single) {
    const auto errors = in_.errors.size();
    if (!holder.fields || holder.fields->empty())
      error(holder, fmt::format("found {} without `fields`, expected `@relation(fields: […], references: […])`",
                                title(holder)));
    if (!holder.references || holder.references->empty())
      error(holder, fmt::format("found {} without `references`, expected the fields of `{}` that it refers to",
                                title(holder), model_name(holder.target)));
    if (in_.errors.size() != errors) return;
    if (holder.fields->size() != holder.references->size())
      return error(holder, fmt::format("found {} in `fields` and {} in `references` of {}, expected as many",
                                       holder.fields->size(), holder.references->size(), title(holder)));
    check_types(holder);
    check_optional(holder);
    check_unique(holder, single);
    check_actions(holder);
    Relation out;
    out.from = holder.at;
    out.to = other.at;
    out.name = holder.name;
    out.map = holder.map;
    out.fields = *holder.fields;
    out.references = *holder.references;
    out.on_delete = holder.on_delete;
    out.on_update = holder.on_update;
    in_.data.relations.push_back(std::move(out));
  }

  void check_types(const Side& holder) {
    for (std::size_t i = 0; i < holder.fields->size(); ++i) {
      const auto& local = model(holder.at.model).fields[(*holder.fields)[i]];
      const auto& remote = model(holder.target).fields[(*holder.references)[i]];
      const bool same = local.kind == remote.kind &&
                        (local.kind != FieldKind::scalar || local.scalar == remote.scalar) &&
                        (local.kind != FieldKind::enumeration || local.target == remote.target) &&
                        (local.kind != FieldKind::unsupported || local.syntax->type == remote.syntax->type);
      if (!same)
        error(holder, fmt::format("found `{}` of type `{}` that refers to `{}.{}` of type `{}`, expected one type",
                                  local.syntax->name, local.syntax->type, model_name(holder.target),
                                  remote.syntax->name, remote.syntax->type));
    }
  }

  // A row whose column is NULL refers to nothing.
  void check_optional(const Side& holder) {
    if (!field(holder.at).is_required()) return;
    std::vector<std::string> optional;
    for (const auto at : *holder.fields)
      if (model(holder.at.model).fields[at].syntax->arity == Arity::optional)
        optional.push_back(model(holder.at.model).fields[at].syntax->name);
    if (!optional.empty())
      error(holder,
            fmt::format("found the required relation {} over the optional {}, expected `{}?`, or required fields",
                        title(holder), quoted_list(optional), field(holder.at).syntax->type));
  }

  static bool is_key(const Model& model, std::vector<std::size_t> fields) {
    std::sort(fields.begin(), fields.end());
    const auto same = [&](const ModelKey& key) {
      std::vector<std::size_t> own;
      for (const auto& part : key.fields) own.push_back(part.field);
      std::sort(own.begin(), own.end());
      return own == fields;
    };
    if (model.primary && same(*model.primary)) return true;
    return std::any_of(model.keys.begin(), model.keys.end(),
                       [&](const ModelKey& key) { return key.kind == KeyKind::unique && same(key); });
  }

  std::vector<std::string> names_of(std::size_t owner, const std::vector<std::size_t>& fields) const {
    std::vector<std::string> out;
    for (const auto at : fields) out.push_back(model(owner).fields[at].syntax->name);
    return out;
  }

  void check_unique(const Side& holder, bool single) {
    if (!is_key(model(holder.target), *holder.references)) {
      const auto names = names_of(holder.target, *holder.references);
      error(holder,
            fmt::format("found `references` to {} of `{}`, expected fields that are unique together",
                        quoted_list(names), model_name(holder.target)),
            names.size() == 1 ? fmt::format("add `@unique` to `{}.{}`", model_name(holder.target), names[0])
                              : fmt::format("add `@@unique([…])` to `{}`", model_name(holder.target)));
    }
    if (single && !is_key(model(holder.at.model), *holder.fields)) {
      const auto names = names_of(holder.at.model, *holder.fields);
      error(holder,
            fmt::format("found a one-to-one relation over {}, expected unique fields, or a list on the other side",
                        quoted_list(names)),
            names.size() == 1 ? fmt::format("add `@unique` to `{}`", names[0])
                              : fmt::format("add `@@unique([…])` to `{}`", model_name(holder.at.model)));
    }
  }

  void check_actions(const Side& holder) {
    const bool lenient = in_.provider() == Provider::postgresql;
    for (const auto& action : {holder.on_delete, holder.on_update}) {
      if (action != ReferentialAction::set_null || lenient) continue;
      for (const auto at : *holder.fields)
        if (model(holder.at.model).fields[at].is_required())
          return error(
              holder,
              fmt::format("found `SetNull` on {} over the required `{}`, expected an optional field or another action",
                          title(holder), model(holder.at.model).fields[at].syntax->name));
    }
  }

  Resolution& in_;
  std::vector<Side> sides_;
  std::map<std::pair<std::size_t, std::size_t>, std::vector<const Side*>> by_models_;
};

}  // namespace

void resolve_relations(Resolution& in) { Relations(in).run(); }

}  // namespace schemac::prisma
