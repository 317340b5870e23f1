// GRANT, REVOKE and default privileges: kept as who holds what, written out at the end as what differs from what an
// object is born with.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/sql_tokens.h"
#include "dialects/postgresql/current_role.h"
#include "dialects/postgresql/names.h"
#include "dialects/postgresql/sql_objects.h"
#include "operations/object_ids.h"
#include "sources/sql/postgresql/fold.h"
#include "sources/sql/postgresql/types.h"

namespace schemac::sql {
namespace {

using postgresql::quote;
using Held = std::map<std::string, std::map<std::string, bool>>;

// ALL on a table means one right more from PostgreSQL 17 on; which server it is for is known where one is asked.
const std::string among_all = "MAINTAIN, where ALL was said";

std::vector<std::string> all_rights(std::string_view kind) {
  if (kind == "column") return {"INSERT", "REFERENCES", "SELECT", "UPDATE"};
  if (kind == "sequence" || kind == "sequences") return {"SELECT", "UPDATE", "USAGE"};
  if (kind == "function" || kind == "procedure" || kind == "aggregate" || kind == "functions") return {"EXECUTE"};
  if (kind == "schema" || kind == "schemas") return {"CREATE", "USAGE"};
  if (kind == "type" || kind == "types") return {"USAGE"};
  return {"DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE", among_all};
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

Rights rights_on_routine(const QualifiedName& name, const std::string& routine) {
  const std::string kind = routine == "procedure" ? "procedure" : routine == "aggregate" ? "aggregate" : "function";
  Rights rights{kind, name.schema, name.name,
                (kind == "procedure" ? "PROCEDURE " : "FUNCTION ") + postgresql::routine_sql(name)};
  rights.base = {{"PUBLIC", {{"EXECUTE", false}}}};
  return rights;
}

Rights rights_on_type(const QualifiedName& name) {
  Rights rights{"type", name.schema, name.name, "TYPE " + quote(name)};
  rights.base = {{"PUBLIC", {{"USAGE", false}}}};
  return rights;
}

std::string_view family_of(std::string_view kind) {
  if (kind == "table" || kind == "view" || kind == "materialized view") return "tables";
  if (kind == "sequence") return "sequences";
  if (kind == "function" || kind == "procedure" || kind == "aggregate") return "functions";
  return kind == "type" ? "types" : "";
}

bool was_there(const Schema& schema, const Rights& rights) {
  const QualifiedName name{rights.space, rights.name};
  if (schema.tables.contains(name) || schema.sequences.contains(name) || schema.enums.contains(name)) return true;
  for (const char* kind :
       {"view", "materialized view", "function", "procedure", "aggregate", "domain", "composite type", "range type"})
    if (schema.sql_objects.contains({kind, name})) return true;
  return false;
}

// What somebody holds on the object; at first, what it was born with.
Rights& entry_of(State& state, const Rights& fresh) {
  auto [at, is_new] = state.rights.try_emplace({fresh.kind, {fresh.space, fresh.name}}, fresh);
  if (!is_new) return at->second;
  at->second.held = at->second.base;
  const auto applies = [&](const DefaultRights& given) {
    return given.family == family_of(fresh.kind) && (given.space.empty() || given.space == fresh.space) &&
           !was_there(given.before, fresh);
  };
  // those of all schemas take the place of what an object is born with, those of one schema come on top
  for (const auto& given : state.default_rights)
    if (given.space.empty() && applies(given)) at->second.held = given.held;
  for (const auto& given : state.default_rights) {
    if (given.space.empty() || !applies(given)) continue;
    for (const auto& [grantee, privileges] : given.held)
      for (const auto& [privilege, passes_on] : privileges) at->second.held[grantee][privilege] = passes_on;
  }
  return at->second;
}

// Adds or takes rights away, as one statement says.
class Change {
 public:
  Change(State& state, const Node& statement) : state_(state), statement_(statement) {
    for (const auto& grantee : statement.list("grantees")) {
      const auto type = grantee.word("roletype");
      if (type == "ROLESPEC_PUBLIC") grantees_.emplace_back("PUBLIC");
      if (type == "ROLESPEC_CSTRING") grantees_.push_back(quote(grantee.text("rolename")));
      // whoever runs the file owns what it makes: an owner's rights are the owner's affair
    }
  }

  void apply(Rights& rights, const std::vector<std::string>& privileges) const {
    for (const auto& grantee : grantees_)
      for (const auto& privilege : privileges) {
        auto& held = rights.held[grantee];
        if (statement_.flag("is_grant"))
          held[privilege] = statement_.flag("grant_option") || (held.contains(privilege) && held[privilege]);
        else if (statement_.flag("grant_option"))
          held.contains(privilege) ? void(held[privilege] = false) : void();
        else
          held.erase(privilege);
      }
  }

  // The rights that are named without columns.
  std::vector<std::string> on_object(std::string_view kind) const {
    const auto privileges = statement_.list("privileges");
    if (privileges.empty()) return all_rights(kind);
    std::vector<std::string> out;
    for (const auto& privilege : privileges) {
      if (!privilege.list("cols").empty()) continue;
      const auto name = upper(privilege.text("priv_name"));
      if (name.empty())
        for (const auto& right : all_rights(kind)) out.push_back(right);
      else
        out.push_back(name);
    }
    return out;
  }

  void on_relation(const QualifiedName& name) {
    const auto kind = state_.relation_kind(name);
    if (kind == "foreign table") return;
    const auto shown = kind == "partition" ? std::string("table") : kind;
    const auto target = fmt::format("{} {}", kind == "sequence" ? "SEQUENCE" : "TABLE", quote(name));
    if (const auto rights = on_object(shown); !rights.empty())
      apply(entry_of(state_, {shown, name.schema, name.name, target}), rights);
    for (const auto& privilege : statement_.list("privileges"))
      for (const auto& column : privilege.values("cols")) {
        Rights of_column{"column", name.schema, name.name + "." + column, target};
        of_column.column = column;
        const auto word = upper(privilege.text("priv_name"));
        apply(entry_of(state_, of_column), word.empty() ? all_rights("column") : std::vector{word});
      }
  }

  void on_routine(const QualifiedName& name, const std::string& kind) {
    apply(entry_of(state_, rights_on_routine(name, kind)), on_object("function"));
  }
  void on_type(const QualifiedName& name) { apply(entry_of(state_, rights_on_type(name)), on_object("type")); }

  void on_schema(const std::string& name) {
    Rights rights{"schema", name, name, "SCHEMA " + quote(name)};
    if (name == "public") rights.base = {{"PUBLIC", {{"USAGE", false}}}};
    apply(entry_of(state_, rights), on_object("schema"));
  }

 private:
  State& state_;
  const Node& statement_;
  std::vector<std::string> grantees_;
};

void on_all_in_schema(State& state, const Node& statement, Change& change) {
  const auto word = statement.word("objtype");
  for (const auto& space : statement.values("objects")) {
    std::vector<std::pair<QualifiedName, std::string>> found;
    for (const auto& [name, table] : state.schema.tables)
      if (word == "OBJECT_TABLE" && name.schema == space) found.emplace_back(name, "table");
    for (const auto& [name, sequence] : state.schema.sequences)
      if (word == "OBJECT_SEQUENCE" && name.schema == space) found.emplace_back(name, "sequence");
    for (const auto& [name, owner] : state.column_sequences)
      if (word == "OBJECT_SEQUENCE" && name.schema == space) found.emplace_back(name, "sequence");
    for (const auto& [key, object] : state.schema.sql_objects) {
      if (key.name.schema != space) continue;
      const bool relation = key.kind == "view" || key.kind == "materialized view" || key.kind == "partition";
      const bool routine = key.kind == "function" || key.kind == "aggregate" || key.kind == "window function" ||
                           (word != "OBJECT_FUNCTION" && key.kind == "procedure");
      if ((word == "OBJECT_TABLE" && relation) || (word != "OBJECT_TABLE" && word != "OBJECT_SEQUENCE" && routine))
        found.emplace_back(key.name, key.kind);
    }
    for (const auto& [name, kind] : found)
      if (word == "OBJECT_TABLE" || word == "OBJECT_SEQUENCE")
        change.on_relation(name);
      else
        change.on_routine(name, kind);
  }
}

std::string statements_of(const Rights& rights, const std::string& grantee,
                          const std::map<std::string, bool>& privileges, bool granted) {
  std::string out;
  for (const bool grantable : {false, true}) {
    std::vector<std::string> names;
    for (const auto& [privilege, passes_on] : privileges)
      if (passes_on == grantable && privilege != among_all)
        names.push_back(rights.column.empty() ? privilege : fmt::format("{} ({})", privilege, quote(rights.column)));
    if (names.empty()) continue;
    out += fmt::format("{}{}{} {} ON {} {} {}{}", out.empty() ? "" : ";\n", rights.prefix, granted ? "GRANT" : "REVOKE",
                       fmt::join(names, ", "), rights.target, granted ? "TO" : "FROM", grantee,
                       grantable && granted ? " WITH GRANT OPTION" : "");
  }
  return out;
}

std::map<std::string, bool> without(const std::map<std::string, bool>& from, const std::map<std::string, bool>& what) {
  std::map<std::string, bool> out;
  for (const auto& item : from)
    if (const auto twin = what.find(item.first); twin == what.end() || twin->second != item.second) out.insert(item);
  return out;
}

void write_rights(State& state, const Rights& rights, const std::string& owner) {
  Held everybody = rights.held;
  for (const auto& [grantee, privileges] : rights.base) everybody.try_emplace(grantee);
  for (const auto& [grantee, privileges] : everybody) {
    if (grantee == owner) continue;
    const auto base = rights.base.contains(grantee) ? rights.base.at(grantee) : std::map<std::string, bool>();
    for (const bool granted : {true, false}) {
      const auto change = granted ? without(privileges, base) : without(base, privileges);
      if (change.empty()) continue;
      const auto kind = rights.kind.ends_with("default")
                            ? fmt::format("{}{} privileges on", granted ? "" : "revoked ", rights.kind)
                            : (granted ? "grant on " : "revoke on ") + rights.kind;
      const QualifiedName name{rights.kind == "schema" ? std::string() : rights.space,
                               fmt::format("{} to {}", rights.name, grantee)};
      state.put(kind, name, statements_of(rights, grantee, change, granted));
      if (change.contains(among_all))
        state.schema.sql_objects.change(
            {kind, name}, [](SqlObject& object) { object.shape = {std::string(postgresql::maintains_too)}; });
    }
  }
}

std::string owner_of(const State& state, const Rights& rights) {
  const auto find = [&](const ObjectId& id) {
    const auto at = state.owners.find(id);
    return at == state.owners.end() ? std::string() : quote(at->second);
  };
  if (rights.kind == "schema") return find(schema_id(rights.name));
  if (rights.kind == "type") return find(type_id({rights.space, rights.name}));
  const auto relation = rights.kind == "column" ? rights.name.substr(0, rights.name.rfind('.')) : rights.name;
  return find(table_id({rights.space, relation}));
}

}  // namespace

void fold_grant(State& state, const Node& statement) {
  Change change(state, statement);
  if (statement.word("targtype") == "ACL_TARGET_ALL_IN_SCHEMA") return on_all_in_schema(state, statement, change);
  const auto word = statement.word("objtype");
  for (const auto& object : statement.list("objects")) {
    if (word == "OBJECT_TABLE" || word == "OBJECT_SEQUENCE") {
      if (const auto name = state.relation(object)) change.on_relation(*name);
    } else if (word == "OBJECT_FUNCTION" || word == "OBJECT_PROCEDURE" || word == "OBJECT_ROUTINE") {
      std::string kind;
      if (const auto name = find_routine(state, object, kind))
        change.on_routine(*name, kind);
      else
        state.wrong("unknown-object",
                    fmt::format("found no function `{}` of these arguments, expected one",
                                fmt::join(object.values("objname"), ".")),
                    statement);
    } else if (word == "OBJECT_SCHEMA") {
      change.on_schema(object.value());
    } else if (word == "OBJECT_TYPE" || word == "OBJECT_DOMAIN") {
      if (const auto name = find_type(state, object.is("List") ? object.values("items") : object.values("names")))
        change.on_type(*name);
    } else if (word != "OBJECT_DATABASE" && word != "OBJECT_PARAMETER_ACL" && word != "OBJECT_TABLESPACE" &&
               word != "OBJECT_LANGUAGE" && word != "OBJECT_FDW" && word != "OBJECT_FOREIGN_SERVER" &&
               word != "OBJECT_LARGEOBJECT") {
      state.needs_server(fmt::format("rights on a kind of object ({}) that is not read here", word.substr(7)));
    }
  }
}

void fold_default_privileges(State& state, const Node& statement) {
  std::vector<std::string> roles, spaces;  // roles as they are spelled
  for (const auto& option : statement.list("options")) {
    if (option.text("defname") == "roles")
      for (const auto& role : option.child("arg").list("items"))
        if (role.word("roletype") == "ROLESPEC_CSTRING") roles.push_back(quote(role.text("rolename")));
    if (option.text("defname") == "schemas") spaces = option.child("arg").values("items");
  }
  if (roles.empty())
    roles.push_back(state.role.empty() ? std::string(postgresql::whoever_is_connected) : quote(state.role));
  if (spaces.empty()) spaces.emplace_back();
  const auto action = statement.child("action");
  Change change(state, action);
  const auto word = action.word("objtype");
  const std::string family = word == "OBJECT_TABLE"      ? "tables"
                             : word == "OBJECT_SEQUENCE" ? "sequences"
                             : word == "OBJECT_FUNCTION" ? "functions"
                             : word == "OBJECT_TYPE"     ? "types"
                                                         : "schemas";
  for (const auto& role : roles)
    for (const auto& space : spaces) {
      const auto in = space.empty() ? std::string() : " IN SCHEMA " + quote(space);
      Rights rights{space.empty() ? "global default" : "default", space,
                    fmt::format("{} of {}", family, unquoted(role)), upper(family),
                    fmt::format("ALTER DEFAULT PRIVILEGES FOR ROLE {}{} ", role, in)};
      if (space.empty() && family == "functions") rights.base = {{"PUBLIC", {{"EXECUTE", false}}}};
      if (space.empty() && family == "types") rights.base = {{"PUBLIC", {{"USAGE", false}}}};
      change.apply(entry_of(state, rights), change.on_object(family));
      // objects that come later are born with these
      if (role == postgresql::whoever_is_connected)
        state.default_rights.push_back({state.schema, family, space, entry_of(state, rights).held});
    }
}

namespace {

// Objects that nobody spoke of since they came after a statement of default privileges.
void give_default_rights(State& state, const DefaultRights& given) {
  const auto hold = [&](const Rights& fresh) { static_cast<void>(entry_of(state, fresh)); };
  if (given.family == "tables")
    for (const auto& [name, table] : state.schema.tables)
      hold({"table", name.schema, name.name, "TABLE " + quote(name)});
  if (given.family == "sequences")
    for (const auto& [name, sequence] : state.schema.sequences)
      hold({"sequence", name.schema, name.name, "SEQUENCE " + quote(name)});
  for (const auto& [key, object] : state.schema.sql_objects) {
    const bool relation = key.kind == "view" || key.kind == "materialized view";
    if (given.family == "tables" && relation)
      hold({key.kind, key.name.schema, key.name.name, "TABLE " + quote(key.name)});
    if (given.family == "functions" && (key.kind == "function" || key.kind == "procedure"))
      hold(rights_on_routine(key.name, key.kind));
    if (given.family == "types" && (key.kind == "domain" || key.kind == "composite type" || key.kind == "range type"))
      hold(rights_on_type(key.name));
  }
  if (given.family == "types")
    for (const auto& [name, type] : state.schema.enums) hold(rights_on_type(name));
}

}  // namespace

void finish_rights(State& state) {
  for (const auto& given : state.default_rights) give_default_rights(state, given);
  for (const auto& [key, rights] : state.rights) {
    auto owner = owner_of(state, rights);
    if (rights.kind.ends_with("default"))
      owner = quote(rights.name.substr(rights.name.find(" of ") + 4));  // whose defaults they are
    write_rights(state, rights, owner);
  }
}

}  // namespace schemac::sql
